"""Addresses for other machines, and the one page that shows a person all others. All of them only read."""

from django.urls import path

from news.views.answering import for_readers

from . import calendars, robots, security_txt, sitemaps
from .portal_map import portal_map

urlpatterns = [
    path("robots.txt", for_readers(robots.robots), name="robots"),
    path(".well-known/security.txt", for_readers(security_txt.security_txt), name="security_txt"),
    path("sitemap.xml", for_readers(sitemaps.sitemap_index), name="sitemap_index"),
    path("sitemap-tin-moi.xml", for_readers(sitemaps.news_sitemap), name="news_sitemap"),
    path("sitemap-<slug:section>.xml", for_readers(sitemaps.sitemap), name="sitemap"),
    path("so-do-cong/", for_readers(portal_map), name="portal_map"),
    path("lich/hoi-nghi.ics", for_readers(calendars.all_events), name="calendar"),
    path("lich/<int:story_id>.ics", for_readers(calendars.one_event), name="event_calendar"),
]
