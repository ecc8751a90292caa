"""The portal's addresses, and a view that does nothing: the most that an uncached page could reach."""

from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.urls import path

from cms.urls import urlpatterns as portal


@non_atomic_requests
def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing, to nobody's cache."""
    return HttpResponse(b"", headers={"Cache-Control": "private, no-store"})


urlpatterns = [path("bench/empty/", empty), *portal]
