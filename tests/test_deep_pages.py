"""Pages far down a list cost no more than the first: what the database skips it reads by its keys alone.

Who skips a hundred thousand stories with all that a page prints of them – their pictures, their categories – has the
database find that for each of them. Measured by a clock one story tells nothing of it, so the queries are read.
"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from news.models import ConferenceReportPage, GalleryImage, albums, listing
from news.sharing import sitemaps
from news.tests.many import publish_many
from news.tests.test_albums import stored
from news.views import speakers
from search import finding

from .test_hostile_addresses import found_addresses

DEEP = ("trang=3", "p=3", "limit=1&offset=2")
SKIPS = re.compile(r"\bOFFSET [1-9]")


@pytest.fixture
def lists(portal, reporter, monkeypatch) -> list[str]:
    """The lists in which three stories stand, one on a page, each page far down."""
    monkeypatch.setattr(listing, "PER_PAGE", 1)
    monkeypatch.setattr(albums, "PER_PAGE", 1)
    monkeypatch.setattr(listing, "_FAR_DOWN", 1)
    monkeypatch.setattr(sitemaps.PortalSitemap, "limit", 1)
    monkeypatch.setattr(speakers, "PEOPLE_PER_PAGE", 1)
    monkeypatch.setattr(speakers, "SPEECHES_PER_PAGE", 1)
    monkeypatch.setattr(finding, "PER_PAGE", 1)
    found = publish_many(portal.news_index, reporter, 3)
    picture = stored()
    for story in ConferenceReportPage.objects.all():
        GalleryImage.objects.create(story=story, image=picture, alt="Cảnh")
        Page.objects.filter(pk=story.pk).update(last_published_at=story.first_published_at)
    return found


def skipping(address: str) -> list[str]:
    """Return the queries of an address that skip rows."""
    with CaptureQueriesContext(connection) as queries:
        Client().get(address)
    return [said for query in queries if SKIPS.search(said := query["sql"])]


def read_of_skipped(sql: str) -> set[str]:
    """Return what a query reads of each row that it skips: the tables, and "SELECT" for another query."""
    selected = sql.partition(" FROM ")[0].removeprefix("SELECT ")
    return {*re.findall(r'"(\w+)"\."\w+"', selected), *re.findall("SELECT", selected)}


@pytest.mark.django_db
def test_what_is_skipped_is_read_by_its_keys(lists):
    sections = [reverse("sitemap", args=[name]) for name in sitemaps.SECTIONS]
    skipped, wrong = set(), {}
    for address in dict.fromkeys([*lists, *sections, *found_addresses(), "/tim-kiem/?q=tin"]):
        for deep in DEEP:
            asked = address + ("&" if "?" in address else "?") + deep
            for sql in skipping(asked):
                skipped.add(address)
                # Columns of one table, none of which is sought for: where the row lies is all that is left.
                if len(read_of_skipped(sql)) > 1:
                    wrong[asked] = sql
    assert wrong == {}
    # Those that skip rows in the database were looked at; the others sort what they keep of a generation.
    of_stories = [one for one in lists if "/nguoi-phat-bieu/" not in one and "/su-kien/" not in one]
    assert {*of_stories, "/sitemap-trang.xml", "/sitemap-tin-bai.xml", "/api/v2/trang/"} <= skipped
