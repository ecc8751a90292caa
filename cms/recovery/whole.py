"""Migrations that are done or not, also if the process is killed: changed and recorded in one transaction.

Django records a migration with foreign keys after the transaction that changed the tables, and one that stands for
several (``replaces``) row by row. Killed in between, ``migrate`` ends at a column that is there already, every time.
"""

from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.db.migrations.executor import MigrationExecutor


class WholeExecutor(MigrationExecutor):
    """Takes the place of Django's in ``manage.py migrate``.

    Not on SQLite, where Django must switch foreign keys off outside of a transaction, and not for a migration that
    says it cannot be in one (``atomic = False``).
    """

    def apply_migration(self, state: Any, migration: Any, *args: Any, **kwargs: Any) -> Any:
        with self._together(migration):
            return super().apply_migration(state, migration, *args, **kwargs)

    def unapply_migration(self, state: Any, migration: Any, *args: Any, **kwargs: Any) -> Any:
        with self._together(migration):
            return super().unapply_migration(state, migration, *args, **kwargs)

    def _together(self, migration: Any) -> Any:
        if (
            migration.atomic
            and self.connection.features.can_rollback_ddl
            and self.connection.vendor != "sqlite"
        ):
            return transaction.atomic(using=self.connection.alias)
        return nullcontext()
