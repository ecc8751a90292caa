"""What the pages of one generation share – the menu, the newest of a category – kept by the process.

Read once in a generation instead of once a page. The number is raised by the transaction that changes the public
(cms/caching/generation.py), so what was read before is not used after it; another process learns it within a second,
as with whole pages.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection

from . import generation

T = TypeVar("T")

# So many things at most; the one that was not asked for the longest goes first.
LIMIT = 256
# For so many seconds at most: what is changed past the portal – in SQL, by a command – is seen then.
LONGEST = 60.0

_lock = threading.Lock()
# The number, when it was made in seconds of a clock that is never set back, and what.
_kept: OrderedDict[Hashable, tuple[int, float, Any]] = OrderedDict()


def in_generation(name: Hashable, make: Callable[[], T]) -> T:
    """Return what ``make`` returned first in this generation, or in the last minute of it.

    Inside a transaction nothing is kept and nothing kept is used: it may see what is not public yet, or never will be.

    Args:
        name: what it is, all that it depends on included.
        make: reads it. What it returns goes to many requests, also at once: nobody may change it.
    """
    number = None if connection.in_atomic_block else generation.of_request()
    if number is None:
        return make()
    began = time.monotonic()
    with _lock:
        found = _kept.get(name)
        if found is not None and found[0] == number and began - found[1] < LONGEST:
            _kept.move_to_end(name)
            return found[2]
    # Two threads may make it at once; that is cheaper than letting one wait for the other.
    made = make()
    with _lock:
        _kept[name] = (number, began, made)
        _kept.move_to_end(name)
        while len(_kept) > LIMIT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Read everything anew: for a database that was exchanged under a running process, as in tests."""
    with _lock:
        _kept.clear()
