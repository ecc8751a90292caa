"""``manage.py check_public_files``: does the table of public files say what the public texts show?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.media import public_use


class Command(BaseCommand):
    help = "Compare the table of public pictures and documents with what the public pages show."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Put right what differs.")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        found = 0
        for difference in public_use.differences(repair=repair):
            found += 1
            where = difference.page_id or "settings"
            self.stdout.write(
                f"{where} “{difference.title}”: {len(difference.missing)} not public that should be, "
                f"{len(difference.superfluous)} public that should not be"
            )
        if found and not repair:
            raise CommandError(f"{found} differ; --repair puts it right.")
        self.stdout.write(f"{found} put right." if found else "Nothing differs.")
