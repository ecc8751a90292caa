"""Lượt xem in a real browser: seeing a page counts once, and without a script nothing counts."""

import pytest

from news.models import ViewCount
from news.tests.counting.test_agents import CHROME

pytestmark = pytest.mark.django_db(transaction=True)


def total(story) -> int:
    return sum(ViewCount.objects.filter(story_id=story.pk).values_list("total", flat=True))


def test_a_page_that_is_seen_counts_once(served_portal, live_server, published, new_page):
    story = published(title="Tin để đọc")
    page = new_page(user_agent=CHROME)
    for _visit in range(2):
        with page.expect_response(lambda response: "/luot-xem/" in response.url) as answer:
            page.goto(live_server.url + story.url)
        assert answer.value.status == 204
        assert answer.value.request.method == "POST"
    assert total(story) == 1
    assert page.context.cookies() == []


def test_without_a_script_and_for_a_machine_nothing_counts(served_portal, live_server, published, new_page):
    story = published(title="Tin để đọc")
    new_page(user_agent=CHROME, java_script_enabled=False).goto(live_server.url + story.url)
    machine = new_page()  # headless Chromium says that it is one
    with machine.expect_response(lambda response: "/luot-xem/" in response.url):
        machine.goto(live_server.url + story.url)
    assert total(story) == 0
