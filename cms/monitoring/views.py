"""The two addresses that supervisors ask. No session, no cache, no secret; answered in seconds at most."""

from collections.abc import Callable
from typing import Any

from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from . import heartbeat, probes


@non_atomic_requests
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process lives, and how the scheduler and the queues fare. Always 200."""
    return _told({"status": "live", **heartbeat.beats()})


@non_atomic_requests
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether readers may be sent here; 503 names the part that fails."""
    found = probes.readiness()
    told = {"status": found.status, "failing": found.failing, "parts": found.parts}
    return _told(told, 200 if found.ready else 503)


def _told(said: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(said, status=status, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})


PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": healthz, "/readyz": readyz}
