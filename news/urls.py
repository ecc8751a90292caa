"""Addresses of the ways through the news: archive, categories, keywords, people who spoke, events.

They lie below the news index, so that a shortened address leads there. A story is a page without children, so
nothing of the tree lies where these lie, but for a story called "2026" or "Người phát biểu", whose address is
refused (news/models/story.py). The prefix is the index's address as the portal was founded: it stays when the
office renames the index, because these addresses were given out too.
"""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from .views import archive, events, speakers

app_name = "news"


class Year(IntConverter):
    """A year that a newspaper can have; others are no address."""

    regex = "(?:19|20)[0-9]{2}"


class Month(IntConverter):
    """A month from 1 to 12, without a leading zero."""

    regex = "1[0-2]|[1-9]"


register_converter(Year, "year")
register_converter(Month, "month")

PREFIX = "tin-tuc-su-kien/"

urlpatterns = [
    path(f"{PREFIX}<year:year>/", archive.archive, name="archive"),
    path(f"{PREFIX}<year:year>/<month:month>/", archive.archive, name="archive"),
    path(f"{PREFIX}chuyen-muc/", archive.news_index, name="categories"),
    path(f"{PREFIX}chuyen-muc/<slug:slug>/", archive.category, name="category"),
    path(f"{PREFIX}tu-khoa/", archive.news_index, name="tags"),
    path(f"{PREFIX}tu-khoa/<slug:slug>/", archive.tag, name="tag"),
    path(f"{PREFIX}nguoi-phat-bieu/", speakers.people, name="speakers"),
    path(f"{PREFIX}nguoi-phat-bieu/<slug:slug>/", speakers.person, name="speaker"),
    path(f"{PREFIX}su-kien/", archive.news_index, name="events"),
    path(f"{PREFIX}su-kien/<slug:slug>/", events.event, name="event"),
]
