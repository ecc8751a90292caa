"""What a process that died, or an index that could not be written, left undone is done by the scheduler's next run."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError
from django.utils import timezone
from wagtail.models import Page

from cms.workflow.scheduling import schedule
from search import catching_up, index, maintenance
from search.models import SearchEntry
from search.tests.documents import document, found, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def correct(standard_page):
    """Publish another text of a page; its process dies right after the commit."""

    def change(page, title: str) -> None:
        standard_page.objects.filter(pk=page.pk).update(title=title, last_published_at=timezone.now())

    return change


def titles() -> list[str]:
    return sorted(SearchEntry.objects.values_list("title", flat=True))


def test_a_page_that_never_came_in_is_found(publish):
    page = publish("Cải cách hành chính")
    index.clear()
    schedule.run()
    assert titles() == ["Cải cách hành chính"]
    assert found("cải cách") == [page.pk]


def test_a_correction_that_never_came_in_replaces_the_old_words(publish, correct):
    page = publish("Ông Nguyễn Văn Sai nhận quyết định")
    schedule.run()
    correct(page, "Ông Nguyễn Văn Đúng nhận quyết định")
    schedule.run()
    assert titles() == ["Ông Nguyễn Văn Đúng nhận quyết định"]
    assert found("nguyễn văn đúng") == [page.pk]


def test_what_was_corrected_while_the_scheduler_was_away_is_refreshed_when_it_is_back(
    publish, correct, time_machine
):
    page = publish("Bản cũ")
    schedule.run()
    time_machine.move_to(timezone.now() + timedelta(days=2))
    correct(page, "Bản mới")
    time_machine.move_to(timezone.now() + timedelta(days=3))
    schedule.run()
    assert titles() == ["Bản mới"]


def test_what_is_not_public_leaves_the_index(publish):
    page = publish("Cải cách")
    store(document(987_654, "Trang không còn"))
    Page.objects.filter(pk=page.pk).update(live=False)
    schedule.run()
    assert titles() == []


def test_it_says_once_what_it_did_and_nothing_if_there_was_nothing(publish, caplog):
    publish("Cải cách")
    index.clear()
    caplog.clear()
    for _run in range(3):
        schedule.run()
    assert [record.getMessage() for record in caplog.records if record.name == "search.catching_up"] == [
        "Search: 1 pages were missing, 0 hidden and 0 outdated; 1 of them were put right."
    ]


def test_a_large_loss_is_made_good_over_several_runs(publish, monkeypatch):
    for number in range(3):
        publish(f"Cải cách {number}")
    index.clear()
    monkeypatch.setattr(catching_up, "MOST", 2)
    assert [catching_up.catch_up(None) for _run in range(3)] == [2, 1, 0]


def test_a_broken_index_does_not_stop_the_scheduler(publish, monkeypatch, caplog):
    publish("Cải cách")
    index.clear()

    def fail(page_ids) -> None:
        raise DatabaseError("token table")

    monkeypatch.setattr(maintenance, "refresh", fail)
    assert schedule.run() == 0
    assert apps.get_model("workflow", "SchedulerRun").objects.exists()
    assert "token table" in caplog.text
