"""Addresses for other machines, and the one page that shows a person all others. All of them only read."""

from typing import Any

from django.db.transaction import non_atomic_requests
from django.urls import path
from django.views.decorators.http import require_safe

from . import calendars, robots, sitemaps
from .portal_map import portal_map


def public(view: Any) -> Any:
    """Return a view that only reads. Keeping it and its ETag are the page cache's (cms/caching)."""
    return non_atomic_requests(require_safe(view))


urlpatterns = [
    path("robots.txt", public(robots.robots), name="robots"),
    path("sitemap.xml", public(sitemaps.sitemap_index), name="sitemap_index"),
    path("sitemap-tin-moi.xml", public(sitemaps.news_sitemap), name="news_sitemap"),
    path("sitemap-<slug:section>.xml", public(sitemaps.sitemap), name="sitemap"),
    path("so-do-cong/", public(portal_map), name="portal_map"),
    path("lich/hoi-nghi.ics", public(calendars.all_events), name="calendar"),
    path("lich/<int:story_id>.ics", public(calendars.one_event), name="event_calendar"),
]
