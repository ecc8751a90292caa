"""Answers readers from what others were shown, and tells browsers and proxies how long they may keep it.

Stands outermost but for security and static files, so that an answer that is kept costs no session, no page
and usually no query. Kept pages outlive the database: while it is away they are shown as they were.
"""

import hashlib
import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from . import generation, rules
from .entries import Entry, entity_tag, unpacks

logger = logging.getLogger(__name__)

# How long a page is kept to be shown while the portal itself fails.
_KEPT = rules.KEPT_FOR_FAULTS
# How long one request may take to build a page anew while others are shown the one before.
_BUILDING = 10
_BROKEN = 500
_TOLD = (200, 404, 410)


class PageCacheMiddleware:
    """Keeps public pages for ``PAGE_CACHE_SECONDS``; with 0 it keeps none and only sets the headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the cache if that is everybody's answer, else by the portal."""
        with generation.one_for_the_request():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if _is_somebodys(request):
            return _told(request, self.get_response(request), anonymous=False)
        key = _key(request) if settings.PAGE_CACHE_SECONDS else None
        # Asked before the page is built: what is kept is never older than the number that it is kept under.
        number = generation.of_request() if key else None
        kept: Entry | None = caches["pages"].get(key) if key else None
        if kept is not None and kept.generation != number:
            kept = None
        if kept is not None and (kept.is_fresh or not caches["pages"].add(f"{key}:building", 1, _BUILDING)):
            _note(request, "hit")
            return kept.answer(request)
        response = self.get_response(request)
        if response.status_code >= _BROKEN and kept is not None:
            logger.error("%s failed: the page is shown as it was kept.", request.path)
            _note(request, "stale", response.status_code)
            return kept.answer(request)
        response = _told(request, response, anonymous=True)
        if not isinstance(response, HttpResponse) or not _everybodys(response):
            return response
        _note(request, "built")
        keep = bool(key) and number is not None
        entry = Entry.of(response, number, settings.PAGE_CACHE_SECONDS, pack=keep or unpacks(request))
        if keep:
            caches["pages"].set(key, entry, _KEPT)
            caches["pages"].delete(f"{key}:building")
        return entry.answer(request)


def _note(request: HttpRequest, answer: str, spared: int = 0) -> None:
    """Leave for whoever counts (cms/monitoring) how this was answered, and the status that the reader was spared."""
    request.page_cache, request.spared = answer, spared  # type: ignore[attr-defined]


def _is_somebodys(request: HttpRequest) -> bool:
    # A preview asks with a request of its own making, which may carry no cookie.
    return getattr(request, "is_dummy", False) or not rules.may_be_asked(
        request.method or "", request.COOKIES, _personal_cookies()
    )


def _personal_cookies() -> set[str]:
    return {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}


def _key(request: HttpRequest) -> str | None:
    """Return the name under which this request's answer is kept, None if it is not."""
    if request.path.startswith(tuple(settings.PAGE_CACHE_NEVER)):
        return None
    read = rules.parameters_of(request.path, settings.PAGE_CACHE_READ_BY, settings.PAGE_CACHE_PARAMETERS)
    query = rules.kept_query(request.META.get("QUERY_STRING", ""), read)
    if query is None:
        return None
    try:
        address = f"{request.scheme}://{request.get_host()}{request.path}?{query}"
    except DisallowedHost:
        return None  # the portal itself refuses it
    return hashlib.sha256(address.encode()).hexdigest()


def _everybodys(response: HttpResponseBase) -> bool:
    return response.status_code in rules.KEPT_ANSWERS and rules.may_be_shared(
        response.headers, sets_cookies=bool(response.cookies), streaming=response.streaming
    )


def _told(request: HttpRequest, response: HttpResponseBase, *, anonymous: bool) -> HttpResponseBase:
    """Say in the headers how long the answer may be kept, where the view did not say it itself."""
    never = request.path.startswith(tuple(settings.PAGE_CACHE_NEVER))
    if never or rules.says_private(response.headers) or response.status_code not in _TOLD:
        return response
    if not anonymous or not rules.may_be_shared(
        response.headers, sets_cookies=bool(response.cookies), streaming=response.streaming
    ):
        response.headers["Cache-Control"] = rules.PRIVATE
        return response
    response.headers.setdefault(
        "Cache-Control", rules.PUBLIC if response.status_code == 200 else rules.NOT_FOUND
    )
    if response.status_code == 200 and "ETag" not in response.headers and isinstance(response, HttpResponse):
        response.headers["ETag"] = entity_tag(response.content)
    return response
