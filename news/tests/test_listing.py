"""The list of stories: counted once, and the same list however far down it is read."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.caching import generation, shared
from news.models import StoryPage, listing
from news.models.listing import StoryListing

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(published):
    return [published(title=f"Tin số {number}").pk for number in range(5)]


def pages(monkeypatch, far_down: int) -> list[list[int]]:
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    monkeypatch.setattr(listing, "_FAR_DOWN", far_down)
    return [[story.pk for story in StoryListing(number=number).page] for number in (1, 2, 3)]


def test_far_down_stand_the_same_stories_in_the_same_order(monkeypatch, five):
    assert (
        pages(monkeypatch, far_down=0)
        == pages(monkeypatch, far_down=1_000)
        == [five[:2:-1], five[2:0:-1], five[:1]]
    )


def test_it_is_counted_once_in_a_generation(monkeypatch, five):
    monkeypatch.setattr(shared, "connection", SimpleNamespace(in_atomic_block=False))

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert StoryListing().page.paginator.count == 5
        return sum("COUNT(" in query["sql"] for query in captured)

    assert [counted(), counted()] == [1, 0]
    generation.advance()
    assert counted() == 1


def test_two_lists_have_a_count_each(monkeypatch, five):
    monkeypatch.setattr(shared, "connection", SimpleNamespace(in_atomic_block=False))
    assert StoryListing().page.paginator.count == 5
    assert StoryListing(year=1999).page.paginator.count == 0


def test_what_is_known_of_the_tree_changes_no_answer(five, portal):
    known = StoryPage.objects.visible(root_path=portal.home.path, is_any_restricted=False)
    assert set(known.values_list("pk", flat=True)) == set(
        StoryPage.objects.visible().values_list("pk", flat=True)
    )
