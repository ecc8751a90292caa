from typing import Any

from django.core.management.base import BaseCommand

from cms.guides.documentation import write


class Command(BaseCommand):
    help = "Write the guides of the help menu to docs/guides/ as files."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in write():
            self.stdout.write(path.name)
