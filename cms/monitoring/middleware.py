"""Outermost: gives each request its number, answers the probes, counts, and logs a line where that is wanted."""

import logging
import time
from collections.abc import Callable
from typing import Any

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
        sent = logs.accepted(request.headers.get("X-Request-ID", ""))
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
        view, cached = _view(request, response)
        if self._counting:
            metrics.count(view, request.method or "", response.status_code, seconds, cached)
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


def _view(request: HttpRequest, response: HttpResponseBase) -> tuple[str, bool]:
    """Return the view's name, and whether a page came from the cache: then no view was ever looked for."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or match._func_path, False
    kept = response.status_code in (200, 304, 410) and "ETag" in response.headers
    return ("page_cache", True) if kept else ("none", False)
