"""Which generation of the public site this is.

The number stands in the database and is raised by the very transaction that changes the public, so no page
kept under the old number is served once the change is there – in any process, on any machine. A process asks
the database at most once a second; in that second, and while the database is away, it goes by what it knew.
"""

import logging
import time
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.models import F

from .models import Generation

logger = logging.getLogger(__name__)

# How long a process goes by what it knew, in seconds. A take-down has ten (cms/caching/rules.py).
REMEMBERED = 1.0


@dataclass(frozen=True)
class Known:
    """A number and when it was read, in seconds of a clock that is never set back."""

    number: int
    read_at: float


_known: Known | None = None


def current() -> int | None:
    """Return the number of this generation; None if the database never answered this process."""
    global _known
    now = time.monotonic()
    if _known is None or now - _known.read_at >= REMEMBERED:
        try:
            number = Generation.objects.values_list("number", flat=True).first() or 0
        except DatabaseError:
            if _known is None:
                return None
            logger.warning("The database does not answer: public pages come from the cache.")
            number = _known.number
        _known = Known(number, now)
    return _known.number


def advance() -> None:
    """Begin a new generation: nothing that was kept before is served after this transaction."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
        Generation.objects.get_or_create(pk=1, defaults={"number": 1})
    forget()
    # Between now and the commit another thread may have read the old number again.
    transaction.on_commit(forget)


def forget() -> None:
    """Ask the database at the next request, whatever was known."""
    global _known
    _known = None
