"""The feed: only public stories, corrections first, nothing of a text is markup, a fixed number of queries."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.utils import timezone

from news.models import Correction

pytestmark = pytest.mark.django_db


def entries(client) -> list[dict[str, str]]:
    root = ElementTree.fromstring(client.get("/rss/").content)
    return [{child.tag: child.text or "" for child in item} for item in root.iter("item")]


def test_it_lists_public_stories_only(client, published, make_story, reporter):
    published(title="Tin đã đăng")
    make_story(reporter, title="Tin còn nháp")
    assert [entry["title"] for entry in entries(client)] == ["Tin đã đăng"]


def test_a_correction_is_said_first_with_its_day(client, make_story, publish, reporter, chief):
    story = make_story(reporter, lead="Có 112 học viên <b>dự</b>.")
    story.corrections = [Correction(date=timezone.datetime(2026, 5, 26).date(), text="Bản trước ghi 120.")]
    story.save_revision(user=reporter)
    publish(story, reporter, chief)
    description = entries(client)[0]["description"]
    assert (
        description.index("(26/5/2026)") < description.index("Bản trước ghi 120.") < description.index("112")
    )
    assert "&lt;b&gt;" in description


def test_its_queries_do_not_grow(client, published, django_assert_max_num_queries):
    for _number in range(6):
        published()
    client.get("/rss/")
    with django_assert_max_num_queries(8):
        client.get("/rss/")
