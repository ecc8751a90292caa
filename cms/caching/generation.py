"""Which generation of the public site this is.

The number stands in the database and is raised by the very transaction that changes the public, so no page
kept under the old number is served once the change is there – in any process, on any machine. A process asks
the database at most once a second and goes by what it knew in between.

While the database is away nothing can change in it, so a process goes on by what it knew, if it had asked just
before. One that had been idle could know a number from before a take-down: it keeps nothing to be shown.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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


@dataclass
class _Request:
    """The number that a request goes by, once it was asked for."""

    number: int | None = None
    asked: bool = False


_known: Known | None = None
_request: ContextVar[_Request | None] = ContextVar("generation_of_request", default=None)


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


@contextmanager
def one_for_the_request() -> Iterator[None]:
    """Let ``of_request`` say one number inside, however long it takes and whatever others change meanwhile.

    What is read under a number is then never kept under a later one: a request that began before a take-down
    cannot leave the old menu to those that come after it.
    """
    token = _request.set(_Request())
    try:
        yield
    finally:
        _request.reset(token)


def of_request() -> int | None:
    """Return the number that this request goes by; None if it is unknown, or if the request itself began a new one."""
    asking = _request.get()
    if asking is None:
        return current()
    if not asking.asked:
        asking.number, asking.asked = current(), True
    return asking.number


def advance() -> None:
    """Begin a new generation: nothing that was kept before is served after this transaction."""
    if asking := _request.get():
        asking.number, asking.asked = None, True
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
