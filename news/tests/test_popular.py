"""Đọc nhiều: the last days alone, the most read first, public stories only, a fixed number of queries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.workflow.acts import public_life
from cms.workflow.models import TakeDown
from news import popular
from news.models import DailyViews
from news.popular import most_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def read():
    """Note readings of a story: ``read(story, 5, days_ago=2)``."""

    def note(story, views: int, days_ago: int = 0):
        day = timezone.localdate() - timedelta(days=days_ago)
        return DailyViews.objects.create(story_id=story.pk, day=day, views=views)

    return note


def titles(**options) -> list[str]:
    return [story.title for story in most_read(**options)]


def test_the_most_read_come_first_and_days_add_up(published, read):
    first, second, third = (published(title=title) for title in ("Một", "Hai", "Ba"))
    read(first, 4)
    read(second, 3)
    read(second, 3, days_ago=6)
    read(third, 1)
    assert titles() == ["Hai", "Một", "Ba"]
    assert titles(limit=2) == ["Hai", "Một"]
    assert [story.recent_views for story in most_read()] == [6, 4, 1]


def test_what_was_read_before_does_not_count(published, read):
    read(published(title="Tuần trước"), 900, days_ago=7)
    read(published(title="Tuần này"), 1, days_ago=6)
    assert titles() == ["Tuần này"]
    assert titles(days=8) == ["Tuần trước", "Tuần này"]


def test_of_two_equals_the_newer_comes_first(published, read):
    older, newer = published(title="Cũ"), published(title="Mới")
    read(older, 2)
    read(newer, 2)
    assert titles() == ["Mới", "Cũ"]


def test_only_public_stories_are_named(published, make_story, reporter, chief, read):
    taken_down = published(title="Tin đã gỡ")
    for story in (taken_down, make_story(reporter, title="Tin còn nháp"), published(title="Tin đang đăng")):
        read(story, 5)
    public_life.take_down(taken_down.pk, chief, TakeDown.Kind.MISTAKE, "Sai số liệu.")
    assert titles() == ["Tin đang đăng"]


def test_it_looks_further_while_too_few_are_public(published, chief, read, monkeypatch):
    monkeypatch.setattr(popular, "CANDIDATES", 1)
    for number in range(5):
        story = published(title=f"Tin đã gỡ {number}")
        read(story, 100 + number)
        public_life.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, "Sai số liệu.")
    for title, views in (("Một", 9), ("Hai", 8), ("Ba", 7)):
        read(published(title=title), views)
    assert titles(limit=2) == ["Một", "Hai"]
    assert titles(limit=5) == ["Một", "Hai", "Ba"]
    assert titles(limit=0) == []


def test_its_queries_do_not_grow(published, read, django_assert_num_queries):
    for number in range(1, 7):
        read(published(), number)
    with django_assert_num_queries(2):
        assert len(most_read(limit=6)) == 6
