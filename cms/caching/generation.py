"""Which generation of the public site this is.

The number stands in the database and is raised by the very transaction that changes the public, so no page
kept under the old number is served once the change is there – in any process, on any machine. A process asks
the database at most once a second and goes by what it knew in between.

While the database is away nothing can change in it, so a process goes on by what it knew, if it had asked just
before. One that had been idle could know a number from before a take-down: it keeps nothing to be shown.
"""

import logging
import time
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F

from . import purging
from .models import Generation

logger = logging.getLogger(__name__)

# How long a process goes by what it knew, in seconds. A take-down has ten (cms/caching/rules.py).
REMEMBERED = 1.0
# How long before the database went away a process must have asked, to go by that while it is away.
TRUSTED = 5.0


@dataclass(frozen=True)
class Known:
    """A number, when it was read, when the database was last asked: seconds of a clock that is never set back."""

    number: int
    read_at: float
    asked_at: float
    trusted: bool = True


_known: Known | None = None


def current() -> int | None:
    """Return the number of this generation; None if that cannot be known, because the database is away."""
    global _known
    now = time.monotonic()
    if _known is None or now - _known.asked_at >= REMEMBERED:
        try:
            number = Generation.objects.values_list("number", flat=True).first() or 0
            _known = Known(number, now, now)
        except DatabaseError:
            if _known is None:
                return None
            if _known.read_at == _known.asked_at:  # the first time that it does not answer
                logger.error("The database does not answer: public pages come from the cache.")
                _known = replace(_known, trusted=now - _known.read_at <= TRUSTED)
            _known = replace(_known, asked_at=now)
    return _known.number if _known.trusted else None


def advance() -> None:
    """Begin a new generation: nothing that was kept before is served after this transaction."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
        Generation.objects.get_or_create(pk=1, defaults={"number": 1})
    forget()
    # Between now and the commit another thread may have read the old number again.
    transaction.on_commit(forget)
    if settings.PAGE_CACHE_PURGE_URLS:
        transaction.on_commit(purging.empty_soon)


def forget() -> None:
    """Ask the database at the next request, whatever was known."""
    global _known
    _known = None
