"""How answers are counted: what a reader was spared is no success, and the newsroom's pages are no readers'."""

import time
from unittest import mock

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.test import Client

from cms.monitoring import metrics

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counting(settings, monkeypatch):
    settings.PAGE_CACHE_SECONDS = 60
    monkeypatch.setattr(metrics, "counted", lambda: True)
    metrics._requests.cache_clear()
    caches["pages"].clear()
    yield
    caches["pages"].clear()
    metrics._requests.cache_clear()


@pytest.fixture
def story(published):
    return published(title="Tập huấn chuyển đổi số")


def answers() -> dict[str, float]:
    """How often the page cache answered how."""
    (family,) = metrics._requests()[1].collect()
    return {each.labels["answer"]: each.value for each in family.samples if each.name.endswith("_total")}


def requests() -> dict[tuple[str, str], float]:
    """How many requests there were, by view and status."""
    (family,) = metrics._requests()[0].collect()
    return {
        (each.labels["view"], each.labels["status"]): each.value
        for each in family.samples
        if each.name.endswith("_count")
    }


def test_a_page_is_built_once_and_then_kept(story):
    client = Client()
    for _time in range(3):
        assert client.get(story.url).status_code == 200
    assert client.get(story.url, headers={"if-none-match": client.get(story.url)["ETag"]}).status_code == 304
    assert answers() == {"built": 1, "hit": 4}
    assert requests() == {("wagtail_serve", "200"): 1, ("page_cache", "200"): 3, ("page_cache", "304"): 1}


def test_a_kept_page_that_hides_a_fault_is_no_success(story):
    client = Client(raise_request_exception=False)
    client.get(story.url)
    later = mock.patch("cms.caching.entries.time.time", return_value=time.time() + 100)
    with later, mock.patch("wagtail.models.Page.serve", side_effect=DatabaseError("away")):
        assert client.get(story.url).status_code == 200
    assert answers() == {"built": 1, "stale": 1}
    assert requests() == {("wagtail_serve", "200"): 1, ("wagtail_serve", "500"): 1}


def test_what_the_newsroom_reads_is_no_page_of_the_cache(story, reporter):
    client = Client()
    client.force_login(reporter)
    assert client.get(story.url).status_code == 200
    assert client.get("/quan-tri/").status_code == 200
    assert answers() == {}
    assert requests()["wagtail_serve", "200"] == 1


def test_what_is_no_page_is_not_counted_as_one(story):
    client = Client()
    assert client.get("/khong-co/").status_code == 404
    assert client.get("/healthz").status_code == 200
    assert answers() == {}
