"""How often the same reader may write: counted on keyed hashes that are forgotten with their day.

The hash is that of the view counts (news/counting/reader.py): no address is stored, no cookie set.
"""

import logging

from django.core.cache import caches
from django.http import HttpRequest
from redis.exceptions import RedisError

from news.counting.reader import CACHE, reader_hash

from .rules import Limit

logger = logging.getLogger(__name__)

_ADDRESS_HEADERS = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR")


def is_too_often(request: HttpRequest, purpose: str, of_a_reader: Limit, of_an_address: Limit) -> bool:
    """Tell whether this reader, or its address, has done that too often by now; this time is counted.

    Without the cache nobody is refused: a letter that is lost is worse than one too many.
    """
    try:
        # Both are counted, whatever the first says.
        over = [
            _is_over(reader_hash(request, f"limit:{purpose}"), of_a_reader),
            _is_over(reader_hash(_without_browser(request), f"limit:{purpose}"), of_an_address),
        ]
    except (RedisError, OSError) as error:
        logger.warning("readers are not counted, the cache cannot be reached: %s", error)
        return False
    return any(over)


def first_today(request: HttpRequest, purpose: str) -> bool:
    """Tell whether this reader does that for the first time today; the next time it is told no.

    Raises:
        RedisError, OSError: the cache cannot be reached.
    """
    return bool(caches[CACHE].add(f"once:{reader_hash(request, purpose)}", 1, 24 * 60 * 60))


def _is_over(name: str, limit: Limit) -> bool:
    cache, key = caches[CACHE], f"limit:{name}"
    if cache.add(key, 1, limit.seconds):
        return False
    try:
        return cache.incr(key) > limit.most
    except ValueError:  # its time ended between the two
        return False


def _without_browser(request: HttpRequest) -> HttpRequest:
    """Return the request as far as it says an address: a browser's name is changed with a word."""
    bare = HttpRequest()
    bare.META = {name: request.META[name] for name in _ADDRESS_HEADERS if name in request.META}
    return bare
