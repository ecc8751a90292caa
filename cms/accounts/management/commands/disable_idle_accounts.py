"""Deactivate the accounts that nobody used for 45 days. Run it every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cms.accounts import idle


class Command(BaseCommand):
    help = "Deactivates accounts that nobody used for IDLE_ACCOUNT_DAYS; never the last active administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say whom it would be, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        rested, kept = idle.rest(dry_run=options["dry_run"])
        verb = "would be deactivated" if options["dry_run"] else "deactivated"
        for account in rested:
            self.stdout.write(f"{account.get_username()}: {verb}, unused since {_day(account)}")
        for account in kept:
            self.stdout.write(f"{account.get_username()}: kept, no other administrator is active")
        if not rested and not kept:
            self.stdout.write("No account is idle.")


def _day(account: Any) -> str:
    return timezone.localtime(account.used_at).date().isoformat()
