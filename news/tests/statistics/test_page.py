"""The statistics page: right sums, public names only, files whose cells are text, open to the newsroom alone."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.utils import timezone

from news.models import Contribution, DailyViews
from news.statistics.figures import figures_of
from news.statistics.month import Month
from news.tests.factories import CategoryFactory
from news.tests.hidden import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ADDRESS = "/quan-tri/thong-ke/"


@pytest.fixture
def may(time_machine):
    """The month in which these tests stand."""
    time_machine.move_to(timezone.datetime(2026, 5, 20, 10, tzinfo=timezone.get_default_timezone()))
    return Month(2026, 5)


def read(story, views: int, day: date) -> None:
    DailyViews.objects.create(story_id=story.pk, day=day, views=views)


def cells(response) -> list[list[str]]:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    content = response.content.decode()
    assert content.startswith("\ufeff")
    return list(csv.reader(StringIO(content.removeprefix("\ufeff"))))


def test_the_sums_are_right(may, make_story, publish, published, reporter, chief):
    reform = CategoryFactory(name="Cải cách hành chính")
    first = make_story(reporter, title="Tin một", category=reform)
    first.contributions = [
        Contribution(name="Bùi Văn Tuấn", wrote_news=True, took_photos=True),
        Contribution(name="Trần Thị Bình", wrote_article=True),
    ]
    first.save_revision(user=reporter)
    first = publish(first, reporter, chief)
    second = published(title="Hội nghị hai", conference=True, category=CategoryFactory(name="Tin hoạt động"))
    read(first, 5, date(2026, 5, 1))
    read(first, 2, date(2026, 5, 31))
    read(second, 3, date(2026, 5, 31))
    read(second, 100, date(2026, 4, 30))
    read(second, 1000, date(2026, 6, 1))
    found = figures_of(may)
    assert (found.views, found.published, found.conferences) == (10, 2, 1)
    assert dict(found.by_day)[date(2026, 5, 31)] == 5
    assert len(found.by_day) == 31
    assert found.by_month[-2:] == [(Month(2026, 4), 100), (may, 10)]
    assert len(found.by_month) == 12
    assert [(story.page.title, story.views) for story in found.top] == [("Tin một", 7), ("Hội nghị hai", 3)]
    assert {(line.name, line.published, line.views) for line in found.categories} == {
        ("Cải cách hành chính", 1, 7),
        ("Tin hoạt động", 1, 3),
    }
    assert [
        (one.name, one.stories, one.news, one.articles, one.photographs) for one in found.contributors
    ] == [
        ("Bùi Văn Tuấn", 1, 1, 0, 1),
        ("Trần Thị Bình", 1, 0, 1, 0),
    ]


def test_what_is_no_longer_public_counts_and_is_not_named(client, may, hidden, published, reporter):
    read(published(title="Tin còn công khai"), 2, date(2026, 5, 2))
    for story in hidden.values():
        story.contributions.add(Contribution(name=f"{SECRET} tác giả", wrote_news=True))
        read(story, 10, date(2026, 5, 2))
    found = figures_of(may)
    assert (found.views, found.no_longer_public, found.published) == (72, 70, 1)
    client.force_login(reporter)
    for query in ("", *(f"?tep={name}" for name in ("ngay", "thang", "tin", "chuyen-muc", "tac-gia"))):
        response = client.get(ADDRESS + query)
        assert response.status_code == 200
        assert SECRET not in response.content.decode()


@pytest.mark.parametrize("role", ["reporter", "collaborator", "chief", "deputy", "administrator"])
def test_the_newsroom_reads_it_and_finds_it_in_the_menu(client, request, portal, role):
    client.force_login(request.getfixturevalue(role))
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert f'"{ADDRESS}"' in client.get("/quan-tri/").content.decode()


def test_nobody_else_does(client, portal, make_user):
    assert client.get(ADDRESS).status_code == 302
    assert client.get(ADDRESS + "?tep=ngay").status_code == 302
    client.force_login(make_user("nguoila"))
    assert client.get(ADDRESS).status_code == 302


@pytest.mark.parametrize(
    "query",
    ["thang=abc", "thang=9999-99", "thang=%00", "thang=" + "9" * 5000, "thang=2000-01", "thang=2026-05&x=1"],
)
def test_a_month_that_makes_no_sense_is_this_one(client, may, chief, query):
    client.force_login(chief)
    assert client.get(f"{ADDRESS}?{query}").status_code == 200
    assert client.get(f"{ADDRESS}?{query}&tep=ngay").status_code == 200


@pytest.mark.parametrize("name", ["", "khac", "%00", "../ngay"])
def test_a_file_that_does_not_exist_is_not_found(client, chief, name):
    client.force_login(chief)
    assert client.get(f"{ADDRESS}?tep={name}").status_code == 404


def test_the_files_say_what_the_page_says(client, may, published, chief):
    story = published(title="Tin một")
    read(story, 7, date(2026, 5, 3))
    client.force_login(chief)
    days = cells(client.get(ADDRESS + "?tep=ngay"))
    assert days[3] == ["3/5/2026", "7"]
    assert days[-1][1] == "7"
    assert len(days) == 1 + 31 + 1
    assert cells(client.get(ADDRESS + "?tep=tin"))[1] == ["1", "Tin một", "7", story.full_url]
    assert cells(client.get(ADDRESS + "?tep=chuyen-muc"))[-1][1:] == ["1", "7"]
    disposition = client.get(ADDRESS + "?tep=tin")["Content-Disposition"]
    assert disposition == 'attachment; filename="thong-ke-2026-05-tin.csv"'


def test_no_cell_is_a_formula(client, may, make_story, publish, reporter, chief):
    story = make_story(reporter, title='=HYPERLINK("https://evil.example")')
    story.contributions = [Contribution(name="@SUM(1)", wrote_news=True)]
    story.save_revision(user=reporter)
    read(publish(story, reporter, chief), 1, date(2026, 5, 3))
    client.force_login(chief)
    for name in ("tin", "tac-gia"):
        for row in cells(client.get(f"{ADDRESS}?tep={name}")):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert cells(client.get(ADDRESS + "?tep=tin"))[1][1] == '\'=HYPERLINK("https://evil.example")'


def test_the_charts_numbers_are_whole_whatever_the_language_writes(client, may, published, chief):
    import re

    read(published(), 12_345, date(2026, 5, 3))
    client.force_login(chief)
    page = client.get(ADDRESS).content.decode()
    drawn = re.findall(
        r'<rect class="statistics__bar" x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"', page
    )
    assert len(drawn) == 31 + 12
    assert all(number.isdigit() for numbers in drawn for number in numbers)
    assert "12.345" in page


def test_queries_do_not_grow(may, published, django_assert_num_queries, django_assert_max_num_queries):
    for number in range(3):
        read(published(title=f"Tin {number}"), 1, date(2026, 5, 3))
    with django_assert_max_num_queries(12) as few:
        figures_of(may)
    for number in range(4):
        read(published(title=f"Tin khác {number}"), 1, date(2026, 5, 4))
    with django_assert_num_queries(len(few)):
        figures_of(may)
