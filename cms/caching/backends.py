"""Redis as a convenience: while it is away the portal is slower, and nothing else."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as Hangs

logger = logging.getLogger(__name__)

# A Redis that hangs costs whoever asks it REDIS_PATIENCE seconds: each process asks it only so often.
_LEFT_ALONE = 10.0

# An outage is one message a minute, not one a request.
_SAID_EVERY = 60.0


class ForgivingRedisCache(RedisCache):
    """A cache that knows nothing while Redis does not answer.

    Not for what counts by it (``readers``): there an error must be seen, or nobody would be held back.
    """

    _said_at = float("-inf")
    _left_alone_until = float("-inf")

    def _try(self, otherwise: Any, ask: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < ForgivingRedisCache._left_alone_until:
            return otherwise
        try:
            return ask(*args, **kwargs)
        except RedisError as error:
            now = time.monotonic()
            if isinstance(error, Hangs):
                ForgivingRedisCache._left_alone_until = now + _LEFT_ALONE
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
