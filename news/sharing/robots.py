"""robots.txt: the public may be read by machines, the newsroom not (RFC 9309)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .addresses import absolute


def robots(request: HttpRequest) -> HttpResponse:
    """Say what crawlers may fetch: nothing at all of a development or a test portal."""
    if settings.DEBUG or not settings.SEARCH_ENGINES_WELCOME:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        closed = (
            *(reverse("wagtailadmin_home"), reverse("search")),
            # What readers send, and the forms for it: one for each story.
            *("/luot-xem/", "/bao-loi/", "/huu-ich/"),
        )
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), "Allow: /", ""]
        lines.append(f"Sitemap: {absolute(request, reverse('sitemap_index'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
