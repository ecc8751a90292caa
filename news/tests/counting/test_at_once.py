"""Many readers in the same moment: none is lost and none counts twice. Real threads, a connection each."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client

from news.counting.counter import add_reading
from news.models import DailyViews, ViewCount
from news.tests.counting.test_agents import CHROME

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run the acts in threads that start together; return what each returned."""
    start, results = Barrier(len(acts), timeout=30), []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            results.append(act())
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[act], daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return results


def totals(story) -> tuple[list[int], int]:
    days = DailyViews.objects.filter(story_id=story.pk).values_list("views", flat=True)
    return list(days), ViewCount.objects.get(story_id=story.pk).total


def test_the_first_readers_of_a_day_all_count(published):
    from django.utils import timezone

    story, today = published(), timezone.localdate()
    assert at_once([lambda: add_reading(story.pk, today)] * 12) == [True] * 12
    assert totals(story) == ([12], 12)


def test_one_reader_with_many_tabs_counts_once_and_others_beside(published):
    story = published()

    def tab(browser: str) -> int:
        return Client().post(f"/luot-xem/{story.pk}", headers={"user-agent": browser}).status_code

    browsers = [CHROME] * 5 + [CHROME.replace("140", str(number)) for number in range(130, 135)]
    assert at_once([lambda browser=browser: tab(browser) for browser in browsers]) == [204] * 10
    assert totals(story) == ([6], 6)
