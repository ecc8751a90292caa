"""A document that names an event which was entered already is of that event; otherwise nothing is offered."""

import unicodedata
from datetime import date

import pytest
from django.urls import reverse

from news.importing.linking import event_named
from news.importing.tests import test_word_import as word
from news.importing.tests.test_word_import import accept, fields_of
from news.models import ConferenceReportPage, Event, NewsArticlePage

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NAME = "Hội nghị sơ kết công tác năm"
DAY = date(2023, 5, 26)

desk, pending = word.desk, word.pending


def entered(name: str = NAME, day: date = DAY) -> Event:
    return Event.objects.create(name=name, start_date=day)


@pytest.mark.parametrize(
    "spelling",
    [
        NAME,
        unicodedata.normalize("NFD", NAME),
        NAME.upper(),
        f"  {NAME.replace(' ', '  ')}\u00a0",
    ],
)
def test_a_spelling_of_the_name_finds_the_event(spelling):
    event = entered()
    assert event_named(spelling, DAY) == event
    assert event_named(spelling, None) == event


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Hoi nghi so ket cong tac nam", DAY),  # other marks are another name
        (f"{NAME} 2023", DAY),
        (NAME, date(2024, 5, 26)),
        ("", DAY),
        ("", None),
    ],
)
def test_another_name_or_day_finds_nothing(name, day):
    entered()
    assert event_named(name, day) is None


def test_of_two_events_of_one_name_only_the_day_tells():
    entered()
    later = entered(day=date(2024, 5, 24))
    assert event_named(NAME, None) is None
    assert event_named(NAME, later.start_date) == later
    entered(name=NAME.upper())
    assert event_named(NAME, DAY) is None


def preview_of(client, pending) -> str:
    return client.get(reverse("word_import:preview", args=[pending.pk])).content.decode()


def test_the_preview_says_it_and_the_draft_is_of_the_event(desk, pending):
    assert "word-import__event" not in preview_of(desk, pending)
    event = entered(name=NAME.upper())
    shown = preview_of(desk, pending).partition('class="word-import__event"')[2].partition("</p>")[0]
    assert str(event) in shown
    accept(desk, pending)
    draft = ConferenceReportPage.objects.get()
    assert draft.event == event
    assert draft.event_name == NAME  # the document's own words are what is signed and printed
    assert draft.get_latest_revision_as_object().event == event


def test_what_the_reporter_corrected_decides(desk, pending):
    event = entered(name="Hội nghị sơ kết", day=date(2023, 5, 27))
    data = {**fields_of(desk, pending), "story-event_name": event.name, "story-start_date": "27/5/2023"}
    desk.post(reverse("word_import:preview", args=[pending.pk]), {**data, "decision": "keep"})
    assert str(event) in preview_of(desk, pending)
    accept(desk, pending)
    assert ConferenceReportPage.objects.get().event == event


@pytest.mark.parametrize("day", ["31/2/2023", "hôm qua"])
def test_a_day_that_is_none_offers_nothing(desk, pending, day):
    entered()
    data = {**fields_of(desk, pending), "story-start_date": day, "decision": "keep"}
    desk.post(reverse("word_import:preview", args=[pending.pk]), data)
    assert "word-import__event" not in preview_of(desk, pending)


def test_an_article_is_of_no_event(desk, pending):
    entered()
    data = {**fields_of(desk, pending), "story-kind": "article", "decision": "keep"}
    desk.post(reverse("word_import:preview", args=[pending.pk]), data)
    assert "word-import__event" not in preview_of(desk, pending)
    accept(desk, pending)
    assert NewsArticlePage.objects.get().event is None
