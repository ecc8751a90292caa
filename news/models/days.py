"""The month and the day, in Vietnam, on which something appeared – as the database itself says it.

Django's own ``TruncMonth`` and ``TruncDate`` are calls of Python for every row on SQLite: more than a second for a
hundred thousand stories. There they are put into SQLite's words; PostgreSQL has Django's.
"""

from datetime import datetime
from typing import Any

from django.db.models.functions import TruncDate, TruncMonth

from cms.vietnamese.dates import VIETNAM

# No summer time since long before the oldest story: one distance from UTC for all of them.
_AHEAD = VIETNAM.utcoffset(datetime(2000, 1, 1))


class MonthInVietnam(TruncMonth):
    """The first moment of a moment's month in Vietnam."""

    def __init__(self, expression: Any, **extra: Any) -> None:
        super().__init__(expression, **{"tzinfo": VIETNAM, **extra})

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL by which SQLite counts in its own code."""
        return _in_sqlite("%Y-%m-01 00:00:00", *compiler.compile(self.lhs))


class DayInVietnam(TruncDate):
    """The day of a moment in Vietnam."""

    def __init__(self, expression: Any, **extra: Any) -> None:
        super().__init__(expression, **{"tzinfo": VIETNAM, **extra})

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL by which SQLite counts in its own code."""
        return _in_sqlite("%Y-%m-%d", *compiler.compile(self.lhs))


def _in_sqlite(written: str, moment: str, params: Any) -> tuple[str, tuple[Any, ...]]:
    # Whole seconds: SQLite rounds the last half of a thousandth up, into the next month.
    seconds = int(_AHEAD.total_seconds()) if _AHEAD else 0
    return f"strftime(%s, substr({moment}, 1, 19), %s)", (written, *params, f"+{seconds} seconds")
