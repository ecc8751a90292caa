"""How often the same reader may write: counted on keyed hashes that are forgotten with their day.

The hash is that of the view counts (news/counting/reader.py): no address is stored, no cookie set.
"""

import logging

from django.core.cache import caches
from django.http import HttpRequest
from redis.exceptions import RedisError

from news.counting.reader import CACHE, comes_too_often, reader_hash

from .rules import Limit

logger = logging.getLogger(__name__)


def is_too_often(request: HttpRequest, purpose: str, of_a_reader: Limit, of_an_address: Limit) -> bool:
    """Tell whether this reader, or its address, has done that too often by now; this time is counted.

    Without the cache nobody is refused: a letter that is lost is worse than one too many.
    """
    try:
        # Both are counted, whatever the first says.
        over = [
            comes_too_often(request, purpose, of_a_reader.most, of_a_reader.seconds),
            comes_too_often(request, purpose, of_an_address.most, of_an_address.seconds, address_only=True),
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
    return bool(caches[CACHE].add(_once(request, purpose), 1, 24 * 60 * 60))


def forget_today(request: HttpRequest, purpose: str) -> None:
    """Take back what :func:`first_today` noted, because what the reader did came to nothing.

    Raises:
        RedisError, OSError: the cache cannot be reached.
    """
    caches[CACHE].delete(_once(request, purpose))


def _once(request: HttpRequest, purpose: str) -> str:
    return f"once:{reader_hash(request, purpose)}"
