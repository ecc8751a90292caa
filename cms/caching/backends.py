"""Redis as a convenience: while it is away the portal is slower, and nothing else.

One that hangs is worse than one that is gone: whoever asks it waits REDIS_PATIENCE seconds. So after one that waited in
vain nobody of this process asks it for a while, whichever cache it is asked for.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as Hangs

logger = logging.getLogger(__name__)

# For so many seconds.
_LEFT_ALONE = 10.0
# Until when, by a clock that is never set back, and by the addresses of the Redis.
_left_alone_until: dict[tuple[str, ...], float] = {}

# An outage is one message a minute, not one a request.
_SAID_EVERY = 60.0


class _LeavesAlone(RedisCache):
    _servers: list[str]  # Django's name, which its types leave out

    def _ask(self, ask: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Ask Redis.

        Raises:
            RedisError: it is away; ``Hangs`` at once while it is left alone.
        """
        redis = tuple(self._servers)
        if time.monotonic() < _left_alone_until.get(redis, float("-inf")):
            raise Hangs("did not answer a moment ago, and is not asked again yet")
        try:
            return ask(*args, **kwargs)
        except Hangs:
            _left_alone_until[redis] = time.monotonic() + _LEFT_ALONE
            raise


class StrictRedisCache(_LeavesAlone):
    """A cache whose errors are seen: for what counts by it (``readers``), or nobody would be held back."""

    def get(self, *args, **kwargs):
        return self._ask(super().get, *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._ask(super().get_many, *args, **kwargs)

    def add(self, *args, **kwargs):
        return self._ask(super().add, *args, **kwargs)

    def set(self, *args, **kwargs):
        return self._ask(super().set, *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self._ask(super().set_many, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._ask(super().touch, *args, **kwargs)

    def incr(self, *args, **kwargs):
        return self._ask(super().incr, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._ask(super().delete, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._ask(super().delete_many, *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._ask(super().has_key, *args, **kwargs)


class ForgivingRedisCache(_LeavesAlone):
    """A cache that knows nothing while Redis does not answer."""

    _said_at = float("-inf")

    def _try(self, otherwise: Any, ask: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return self._ask(ask, *args, **kwargs)
        except RedisError as error:
            now = time.monotonic()
            if now - ForgivingRedisCache._said_at > _SAID_EVERY:
                ForgivingRedisCache._said_at = now
                logger.error("Redis does not answer, so pages are built without it: %s", error)
            return otherwise

    def get(self, key, default=None, version=None):
        return self._try(default, super().get, key, default, version)

    def get_many(self, keys, version=None):
        return self._try({}, super().get_many, keys, version)

    def add(self, *args, **kwargs):
        # As if the place had been free: whoever asks goes on.
        return self._try(True, super().add, *args, **kwargs)

    def set(self, *args, **kwargs):
        return self._try(None, super().set, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._try(list(data), super().set_many, data, *args, **kwargs)

    def delete(self, key, version=None):
        return self._try(False, super().delete, key, version)

    def delete_many(self, keys, version=None):
        return self._try(None, super().delete_many, keys, version)

    def has_key(self, key, version=None):
        return self._try(False, super().has_key, key, version)
