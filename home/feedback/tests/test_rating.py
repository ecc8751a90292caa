"""Bài viết có hữu ích không? Counted once a reader, day and story; nothing says whose answer it was."""

import html
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from home.feedback import rating, rules
from home.feedback.models import Usefulness

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def rate(reader, story, useful="yes", **headers):
    return reader.post(reverse("rate_story", args=[story.pk]), {"useful": useful}, **headers)


def counted(story) -> tuple[int, int]:
    return Usefulness.objects.filter(story=story).values_list("yes", "no").first() or (0, 0)


def test_a_plain_form_counts_and_says_thank_you(reader, published):
    story = published()
    page = reader.get(story.url).content.decode()
    assert f'action="{reverse("rate_story", args=[story.pk])}"' in page
    answer = rate(reader, story)
    assert answer.status_code == 302
    assert reader.get(answer.url).status_code == 200
    assert counted(story) == (1, 0)
    assert Usefulness.objects.get().month == timezone.localdate().replace(day=1)


def test_a_reader_counts_once_a_day_and_is_told_the_same(reader, published):
    story, other = published(), published(title="Tin khác")
    with time_machine.travel("2026-11-24 09:00 +0700", tick=False):
        first = rate(reader, story, "no", HTTP_ACCEPT="application/json")
        again = rate(reader, story, "yes", HTTP_ACCEPT="application/json")
        rate(reader, other)
    assert first.content == again.content
    assert first.json()["said"]
    assert (counted(story), counted(other)) == ((0, 1), (1, 0))
    with time_machine.travel("2026-11-25 09:00 +0700", tick=False):
        rate(reader, story)
    assert counted(story) == (1, 1)


def test_each_month_has_its_own_row(published):
    story = published()
    for day in (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30)):
        rating._add(story.pk, day, "yes")
    rows = Usefulness.objects.order_by("month").values_list("month", "yes")
    assert list(rows) == [(date(2026, 10, 1), 1), (date(2026, 11, 1), 2)]


def test_it_sets_no_cookie_and_is_not_kept(reader, published):
    answer = rate(reader, published())
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_other_sites_cannot_answer(reader, published, headers):
    story = published()
    assert rate(reader, story, **headers).status_code == 400
    assert counted(story) == (0, 0)


def test_who_is_refused_gets_a_page_with_a_way_back(reader, published):
    story = published()
    answer = rate(reader, story, HTTP_ORIGIN="https://evil.example")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "<title>" in page
    assert f'<a class="button" href="{reverse("rate_story", args=[story.pk])}">' in page
    assert "no-store" in answer["Cache-Control"]
    assert "evil.example" not in page
    as_json = rate(reader, story, HTTP_ORIGIN="https://evil.example", HTTP_ACCEPT="application/json")
    assert (as_json.status_code, as_json.json()["said"] in html.unescape(page)) == (400, True)


@pytest.mark.parametrize("useful", ["", "maybe", "yes\x00", "y" * 10_000])
def test_other_answers_are_none(reader, published, useful):
    story = published()
    assert rate(reader, story, useful).status_code == 400
    assert counted(story) == (0, 0)


def test_machines_and_the_newsroom_are_not_counted(reader, published, chief):
    story = published()
    rate(reader, story, HTTP_USER_AGENT="Googlebot/2.1")
    reader.force_login(chief)
    rate(reader, story)
    assert counted(story) == (0, 0)


def test_a_flood_is_told_to_wait(reader, published):
    story = published()
    for _time in range(rules.RATINGS_OF_A_READER.most):
        rate(reader, story)
    assert rate(reader, story).status_code == 429
    answer = rate(reader, story, HTTP_ACCEPT="application/json")
    assert (answer.status_code, bool(answer.json()["said"])) == (429, True)
    assert counted(story) == (1, 0)


def test_an_answer_that_failed_may_be_given_again(reader, published, monkeypatch):
    story = published()
    with monkeypatch.context() as broken:
        broken.setattr(rating, "_add", lambda *args: (_ for _ in ()).throw(DatabaseError("locked")))
        assert rate(reader, story).status_code == 302
    assert counted(story) == (0, 0)
    rate(reader, story)
    assert counted(story) == (1, 0)


@pytest.mark.parametrize("method", ["get", "head"])
def test_who_opens_its_address_is_led_to_the_story_and_counts_nothing(reader, published, method):
    """It stands in the address bar after an answer without a script that was refused."""
    story = published()
    answer = getattr(reader, method)(reverse("rate_story", args=[story.pk]))
    assert (answer.status_code, answer.url) == (302, story.url)
    assert "no-store" in answer["Cache-Control"]
    assert counted(story) == (0, 0)
    assert reader.put(reverse("rate_story", args=[story.pk])).status_code == 405


def test_of_what_is_not_public_its_address_says_nothing(reader, make_story, reporter, published):
    draft = make_story(reporter, title="Chưa công khai")
    unknown, hidden = (reader.get(f"/huu-ich/{number}/") for number in (2_000_000_000, draft.pk))
    assert unknown.status_code == hidden.status_code == 404
    assert unknown.content == hidden.content
    # Nor does the page of thanks.
    published()
    pages = [reader.get(f"/huu-ich/cam-on/?bai={said}") for said in (draft.pk, 2_000_000_000, "x", "", "-1")]
    assert {page.status_code for page in pages} == {200}
    assert len({page.content for page in pages}) == 1


def test_who_answered_without_a_script_goes_back_to_the_story(reader, published):
    story = published(title="Tin <b>một")
    thanks = reader.get(rate(reader, story).url).content.decode()
    assert f'<a class="button" href="{story.url}">' in thanks
    for _time in range(rules.RATINGS_OF_A_READER.most):
        refused = rate(reader, story)
    assert refused.status_code == 429
    back = reverse("rate_story", args=[story.pk])
    assert f'<a class="button" href="{back}">' in refused.content.decode()


@pytest.mark.django_db(transaction=True)
def test_answers_at_the_same_moment_are_all_counted(published):
    story = published()

    def answer(_number):
        try:
            rating._add(story.pk, date(2026, 11, 24), "yes")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as readers:
        list(readers.map(answer, range(24)))
    assert counted(story) == (24, 0)
