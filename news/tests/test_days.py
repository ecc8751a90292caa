"""The month and the day of a story, as each database says them; what a whole archive costs is paid once."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.caching import generation, shared
from cms.vietnamese.dates import VIETNAM
from news.models import GalleryImage, StoryPage
from news.models.days import DayInVietnam, MonthInVietnam
from news.tests.test_story_page import picture

pytestmark = pytest.mark.django_db

THIS_YEAR = timezone.localdate().year
# What asks something of the whole archive.
WHOLE = [
    "/so-do-cong/",
    f"/tin-tuc-su-kien/{THIS_YEAR}/",
    "/thu-vien-anh/",
    "/tin-tuc-su-kien/nguoi-phat-bieu/",
]


@pytest.mark.parametrize(
    ("moment", "day", "month"),
    [
        (datetime(2024, 10, 31, 16, 59, 59, 999_999, UTC), date(2024, 10, 31), 10),
        (datetime(2024, 10, 31, 17, 0, 0, 0, UTC), date(2024, 11, 1), 11),
        (datetime(2024, 2, 29, 12, 0, 0, 1, UTC), date(2024, 2, 29), 2),
        (datetime(2024, 12, 31, 17, 0, 0, 0, UTC), date(2025, 1, 1), 1),
    ],
)
def test_a_day_begins_at_midnight_in_vietnam(published, moment, day, month):
    story = published()
    Page.objects.filter(pk=story.pk).update(first_published_at=moment)
    asked = StoryPage.objects.filter(pk=story.pk).values_list(
        DayInVietnam("first_published_at"), MonthInVietnam("first_published_at")
    )
    assert asked.get() == (day, datetime(day.year, month, 1, tzinfo=VIETNAM))


def test_without_a_moment_there_is_no_day(make_story, reporter):
    draft = make_story(reporter)
    asked = StoryPage.objects.filter(pk=draft.pk).values_list(
        DayInVietnam("first_published_at"), MonthInVietnam("first_published_at")
    )
    assert asked.get() == (None, None)


@pytest.fixture
def archive(make_story, publish, reporter, chief):
    """A public story with a gallery and a speech."""
    story = make_story(reporter, conference=True, event_name="Hội nghị", start_date=date(2024, 5, 1))
    story.gallery_images.add(GalleryImage(image=picture(), alt="Cảnh"))
    story.speeches.add(story.speeches.model(speaker="Hoàng Lê Duy", topic="Chủ đề", text="<p>Lời.</p>"))
    story.save_revision(user=reporter, log_action=True)
    return publish(type(story).objects.get(pk=story.pk), reporter, chief)


@pytest.mark.parametrize("address", WHOLE)
def test_no_row_of_the_archive_calls_python(client, archive, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    called = [query["sql"] for query in captured if "django_datetime" in query["sql"].replace('"', "")]
    assert [sql for sql in called if "GROUP BY" in sql or "DISTINCT" in sql or "ORDER BY" in sql] == []
    assert [query["sql"] for query in captured if "django_date_extract" in query["sql"]] == []


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/so-do-cong/", "strftime" if connection.vendor == "sqlite" else "DATE_TRUNC"),
        ("/so-do-cong/", 'COUNT("news_storypage"."page_ptr_id")'),
        (WHOLE[1], "strftime" if connection.vendor == "sqlite" else "DATE_TRUNC"),
        ("/thu-vien-anh/", "IN (SELECT"),
        ("/tin-tuc-su-kien/nguoi-phat-bieu/", "GROUP BY"),
    ],
)
def test_the_whole_archive_is_asked_once_in_a_generation(client, archive, monkeypatch, address, asked):
    monkeypatch.setattr(shared, "connection", SimpleNamespace(in_atomic_block=False))

    def times() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address + f"?x={len(seen)}").status_code == 200
        seen.append(address)
        return sum(asked in query["sql"] for query in captured)

    seen: list[str] = []
    assert times() > 0
    assert times() == 0
    generation.advance()
    assert times() > 0


def test_a_take_down_is_counted_at_once(client, archive, monkeypatch):
    monkeypatch.setattr(shared, "connection", SimpleNamespace(in_atomic_block=False))
    assert "Hoàng Lê Duy" in client.get(WHOLE[3]).content.decode()
    Page.objects.filter(pk=archive.pk).update(live=False)
    generation.advance()
    for address in (WHOLE[0], *WHOLE[2:]):
        html = client.get(address).content.decode()
        assert "Hoàng Lê Duy" not in html
        assert "(1)" not in html


def test_days_lie_a_day_apart():
    """Vietnam keeps no summer time: SQLite is told one distance from UTC for all stories."""
    first = datetime(1990, 1, 1, tzinfo=VIETNAM)
    assert {(first + timedelta(days=day)).utcoffset() for day in range(0, 365 * 60, 15)} == {
        timedelta(hours=7)
    }
