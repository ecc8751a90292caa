"""Outermost: gives each request its number, answers the probes, counts, and logs a line where that is wanted."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from . import logs, metrics
from .views import PROBES

logger = logging.getLogger("portal.requests")

# Slower than this is worth a line whatever else is logged, in seconds.
SLOW = 2.0


class MonitoringMiddleware:
    """Costs a request no query, no session and no cookie.

    Probes are answered before hosts are checked and readers are sent to TLS: a supervisor asks each process by its
    number and without TLS; Django would answer 400 or 301. Their addresses stand in the URL conf as well, so that
    whatever walks it knows them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._counting = metrics.counted()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe; hand on whatever is none."""
        # A stranger's is none: nginx writes its own over it, and without nginx nobody is trusted.
        sent = logs.accepted(request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else "")
        request.number = sent  # type: ignore[attr-defined]
        token = logs.number.set(sent)
        began = time.perf_counter()
        try:
            if probe := PROBES.get(request.path_info):
                return probe(request)
            response = self.get_response(request)
            response.headers.setdefault("X-Request-ID", sent)
            self._note(request, response, time.perf_counter() - began)
            return response
        finally:
            logs.number.reset(token)

    def _note(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        # What the page cache left (cms/caching/middleware.py); nothing where it was not asked.
        answer, spared = getattr(request, "page_cache", ""), getattr(request, "spared", 0)
        view = _view(request, answer)
        if self._counting:
            status = spared or response.status_code
            metrics.count(view, request.method or "", status, seconds, answer)
        level = logging.WARNING if seconds > SLOW else logging.DEBUG
        if logger.isEnabledFor(level):
            said: dict[str, Any] = {"view": view, "method": request.method, "status": response.status_code}
            said["milliseconds"] = round(seconds * 1000)
            # Without the query: readers' searches are nobody's business.
            logger.log(
                level,
                "%s %s %s in %s ms",
                *(request.method, request.path, response.status_code, said["milliseconds"]),
                extra=said,
            )


def _view(request: HttpRequest, answer: str) -> str:
    """Return the view's name; none was ever looked for where the page cache had the page."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or match._func_path
    return "page_cache" if answer == "hit" else "none"
