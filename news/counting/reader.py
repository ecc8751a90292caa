"""Who reads, without knowing who: a keyed hash that nobody can undo tomorrow.

The key is random, lives in the cache alone and is forgotten with its day. A hash holds the address and the
browser's name only as far as it can be told that the same reader came again within that day; neither is
stored anywhere, and no cookie is set. Once the key is gone no list of addresses leads back to the hashes.
"""

import hashlib
import hmac
import secrets
from datetime import date, timedelta

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

from cms.client_address import client_address

CACHE = "readers"
# A little over the day, so that a request begun before midnight still finds its key.
KEY_KEPT = int(timedelta(days=1, minutes=5).total_seconds())
AGENT_MAX = 400


def is_of_the_newsroom(request: HttpRequest) -> bool:
    """Tell whether somebody asks who is logged in."""
    # Only the newsroom has sessions: for all others nothing is read from the database.
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def reader_hash(
    request: HttpRequest, purpose: str, today: date | None = None, *, address_only: bool = False
) -> str:
    """Return what stands for this reader and this purpose today.

    Args:
        request: its address and its browser's name go into the hash.
        purpose: what is asked, for example the story's number; hashes of two purposes have nothing in common.
        today: the day whose key is taken.
        address_only: leave the browser's name out, which is changed with a word: all who share the address
            are one. It is nobody's hash with the browser, not even of one that gives no name.

    Raises:
        whatever the cache raises when it cannot be reached.
    """
    browser = () if address_only else (request.META.get("HTTP_USER_AGENT", "")[:AGENT_MAX],)
    message = "\x00".join((client_address(request), *browser, purpose))
    return hmac.new(_key_of(today or timezone.localdate()), message.encode(), hashlib.sha256).hexdigest()


def comes_too_often(
    request: HttpRequest, purpose: str, most: int, seconds: int = 60, *, address_only: bool = False
) -> bool:
    """Tell whether this reader asked more often than that in so many seconds, this time included.

    Args:
        request: says who asks (:func:`reader_hash`).
        purpose: what is asked; each is counted apart.
        most: how often it may be.
        seconds: how long is counted from the first time on.
        address_only: count all who share the address as one.

    Raises:
        whatever the cache raises when it cannot be reached.
    """
    cache, name = caches[CACHE], f"rate:{reader_hash(request, purpose, address_only=address_only)}"
    if cache.add(name, 1, seconds):
        return False
    try:
        return cache.incr(name) > most
    except ValueError:  # its time ended between the two
        return False


def _key_of(day: date) -> bytes:
    """Return the day's key, made by the first reader of the day."""
    cache, name = caches[CACHE], f"key:{day:%Y%m%d}"
    key = cache.get(name)
    if key is None:
        # Two processes may make one at the same moment: the first stays, both take it.
        cache.add(name, secrets.token_bytes(32), KEY_KEPT)
        key = cache.get(name)
    return key
