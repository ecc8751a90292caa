"""Take somebody's second factor away from the server, when no administrator can: the last one lost the phone."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cms.accounts import second_factor
from cms.workflow import service


class Command(BaseCommand):
    help = "Resets an account's second factor; the next sign-in sets a new one up. The register says so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        account = get_user_model()._default_manager.filter(username=options["username"]).first()
        if account is None:
            raise CommandError(f"There is no account {options['username']}.")
        with transaction.atomic():
            before = service.access_of(account.pk)
            second_factor.reset(account)
            service.record_access(account.pk, None, before)
        self.stdout.write(f"{account.get_username()}: sets a new second factor up at the next sign-in.")
