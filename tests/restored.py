"""The test database as it was when the session began, put back after a test that commits.

Django empties every table after such a test and announces a migration, and the portal has to be set up again: some
seconds on PostgreSQL. To write the few hundred rows of the portal that was set up takes a hundredth of that.
"""

import io
import sqlite3
from typing import Any

from django.db import connections, transaction


class Restored:
    """What one database holds now; ``restore`` puts it back.

    Args:
        alias: which of Django's connections.
    """

    def __init__(self, alias: str = "default") -> None:
        self._alias = alias
        connection = self._connected()
        if connection.vendor == "sqlite":
            self._file = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(self._file)
            return
        self._rows: dict[str, bytes] = {}
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                rows = io.BytesIO()
                cursor.cursor.copy_expert(f'COPY "{table}" TO STDOUT', rows)
                self._rows[table] = rows.getvalue()

    def restore(self) -> None:
        """Put everything back: rows, and on SQLite the schema, too. Numbers of new rows go on from where they are."""
        connection = self._connected()
        if connection.vendor == "sqlite":
            self._file.backup(connection.connection)
            return
        with transaction.atomic(self._alias), connection.cursor() as cursor:
            # Asks neither foreign keys nor the triggers that guard the register, in this transaction.
            cursor.execute(
                "SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '20s';"
                + "".join(f'DELETE FROM "{table}";' for table in self._rows)
            )
            for table, rows in self._rows.items():
                if rows:
                    cursor.cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.BytesIO(rows))

    def _connected(self) -> Any:
        """Return the connection of whoever asks: Playwright's loop gets another one than the session's beginning."""
        connection = connections[self._alias]
        connection.ensure_connection()
        return connection
