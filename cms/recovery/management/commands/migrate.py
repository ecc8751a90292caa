"""Django's ``migrate``, that a kill at any moment leaves as a whole (cms/recovery/whole.py)."""

from typing import Any

from django.core.management.commands import migrate

from cms.recovery.whole import WholeExecutor


class Command(migrate.Command):
    """Stands before Django's own, which names its executor in its module."""

    def handle(self, *args: Any, **options: Any) -> None:
        migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]
        super().handle(*args, **options)
