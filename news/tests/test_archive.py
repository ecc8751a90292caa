"""The ways through the news: years and months, categories, keywords – what they list, and what they never do."""

import re
from datetime import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page

from cms.vietnamese.dates import VIETNAM
from news.keywords import free_address
from news.models import Category, StoryPage
from news.models import listing as listing_module
from news.models.listing import period, stories_by_month
from news.tests.hidden import SECRET

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def stories_in(html: str) -> list[str]:
    return re.findall(r'class="story-card__title"><a href="[^"]+">([^<]+)</a>', html)


def moved_to(story, *moment: int):
    """Let a public story have appeared at that moment in Vietnam."""
    Page.objects.filter(pk=story.pk).update(first_published_at=datetime(*moment, tzinfo=VIETNAM))
    return story


@pytest.fixture
def three_months(published):
    """Stories of October 2024, on both edges of November 2024, and of 2025."""
    for title, moment in (
        ("Cuối tháng Mười", (2024, 10, 31, 23, 59)),
        ("Đầu tháng Mười một", (2024, 11, 1, 0, 0)),
        ("Cuối tháng Mười một", (2024, 11, 30, 23, 59)),
        ("Năm sau", (2025, 1, 1, 0, 0)),
    ):
        moved_to(published(title=title), *moment)


@pytest.mark.parametrize(
    ("asked", "first", "after"),
    [
        ((2024, None), (2024, 1, 1), (2025, 1, 1)),
        ((2024, 2), (2024, 2, 1), (2024, 3, 1)),
        ((2024, 12), (2024, 12, 1), (2025, 1, 1)),
    ],
)
def test_a_period_begins_and_ends_at_midnight_in_vietnam(asked, first, after):
    assert period(*asked) == tuple(datetime(*end, tzinfo=VIETNAM) for end in (first, after))


def test_a_month_has_its_stories_and_no_other(client, three_months):
    html = read(client, "/tin-tuc-su-kien/2024/11/")
    assert stories_in(html) == ["Cuối tháng Mười một", "Đầu tháng Mười một"]
    assert 'href="/tin-tuc-su-kien/2024/10/"' in html
    assert 'href="/tin-tuc-su-kien/2024/9/"' not in html
    assert f'<a class="chip" href="{reverse("news:archive", args=[2025])}"' in html


def test_a_year_has_all_of_its_stories(client, three_months):
    assert len(stories_in(read(client, "/tin-tuc-su-kien/2024/"))) == 3
    assert stories_by_month(2024) == {(2024, 10): 1, (2024, 11): 2}


def test_a_month_without_stories_is_a_kind_page(client, three_months):
    assert 'class="empty"' in read(client, "/tin-tuc-su-kien/2024/3/")


def test_there_is_no_archive_before_the_first_story_nor_in_the_future(client, three_months):
    today = timezone.localdate()
    for year in (1900, 2023, today.year + 1, 2099):
        assert client.get(f"/tin-tuc-su-kien/{year}/").status_code == 404
    if today.month < 12:
        assert client.get(f"/tin-tuc-su-kien/{today.year}/12/").status_code == 404


def test_a_category_has_a_page_and_the_filter_of_the_index_keeps_working(client, published):
    category, other = Category.objects.all()[:2]
    published(title="Có chuyên mục", category=category)
    published(title="Chuyên mục khác", category=other)
    address = reverse("news:category", args=[category.slug])
    assert address == f"/tin-tuc-su-kien/chuyen-muc/{category.slug}/"
    for each in (address, f"/tin-tuc-su-kien/?chuyen-muc={category.slug}"):
        html = read(client, each)
        assert stories_in(html) == ["Có chuyên mục"]
        assert re.findall(r'<link rel="canonical" href="[^"]*?(/tin[^"]*)"', html) == [address]


def test_a_category_can_be_asked_for_one_year(client, published):
    category = Category.objects.first()
    moved_to(published(title="Năm 2024", category=category), 2024, 5, 1)
    published(title="Năm nay", category=category)
    address = reverse("news:category", args=[category.slug])
    assert stories_in(read(client, f"{address}?nam=2024")) == ["Năm 2024"]


def test_the_pages_of_a_list_keep_to_its_address(client, published, monkeypatch):
    monkeypatch.setattr(listing_module, "PER_PAGE", 1)
    category = Category.objects.first()
    for number in range(3):
        published(title=f"Tin {number}", category=category)
    address = reverse("news:category", args=[category.slug])
    html = read(client, f"{address}?trang=2")
    assert f'rel="prev" href="{address}"' in html
    assert f'rel="next" href="{address}?trang=3"' in html
    assert re.findall(r'<link rel="canonical" href="[^"]*?(/tin[^"]*)"', html) == [f"{address}?trang=2"]


def tagged(make_story, publish, reporter, chief, title: str, *tags: str):
    story = make_story(reporter, title=title)
    story.tags.add(*tags)
    story.save_revision(user=reporter, log_action=True)
    return publish(type(story).objects.get(pk=story.pk), reporter, chief)


def test_a_keyword_has_a_page_in_ascii(client, make_story, publish, reporter, chief):
    story = tagged(make_story, publish, reporter, chief, "Tin có từ khóa", "Đổi mới sáng tạo")
    tagged(make_story, publish, reporter, chief, "Tin khác", "cải cách")
    address = "/tin-tuc-su-kien/tu-khoa/doi-moi-sang-tao/"
    assert stories_in(read(client, address)) == ["Tin có từ khóa"]
    assert f'href="{address}"' in read(client, story.url)


@pytest.mark.parametrize(
    ("name", "taken", "address"),
    [
        ("cải cách hành chính", set(), "cai-cach-hanh-chinh"),
        ("hòa", {"hoa"}, "hoa-2"),
        ("hoả", {"hoa", "hoa-2"}, "hoa-3"),
        ("😀", set(), "tu-khoa"),
        ("😀😀", {"tu-khoa"}, "tu-khoa-2"),
    ],
)
def test_the_address_of_a_keyword(name, taken, address):
    assert free_address(name, taken) == address


def test_keywords_that_differ_in_marks_only_have_addresses_of_their_own(db):
    assert [Tag.objects.create(name=name).slug for name in ("hoa", "hòa", "hoa mai", "😀")] == [
        "hoa",
        "hoa-2",
        "hoa-mai",
        "tu-khoa",
    ]


def test_an_address_of_a_keyword_stays_when_its_spelling_changes(db):
    tag = Tag.objects.create(name="cai cach")
    tag.name = "cải cách hành chính"
    tag.save()
    assert Tag.objects.get(pk=tag.pk).slug == "cai-cach"


def test_what_is_not_public_is_in_no_list_and_no_count(client, hidden, published):
    published(title="Tin công khai")
    today = timezone.localdate()
    category = hidden["draft"].category
    assert StoryPage.objects.filter(category=category).count() == len(hidden) + 1
    for address in (
        "/tin-tuc-su-kien/",
        reverse("news:archive", args=[today.year]),
        reverse("news:archive", args=[today.year, today.month]),
        reverse("news:category", args=[category.slug]),
    ):
        html = read(client, address)
        assert stories_in(html) == ["Tin công khai"]
        assert SECRET not in html
    assert stories_by_month(today.year) == stories_by_month() == {(today.year, today.month): 1}


@pytest.mark.parametrize("way", ["chuyen-muc", "tu-khoa", "su-kien"])
def test_a_shortened_address_leads_to_all_news(client, portal, way):
    for query in ("", "?x=%00"):
        response = client.get(f"/tin-tuc-su-kien/{way}/{query}")
        assert (response.status_code, response["Location"]) == (301, "/tin-tuc-su-kien/")
    assert client.post(f"/tin-tuc-su-kien/{way}/").status_code == 405


def test_without_a_public_list_a_shortened_address_is_not_found(client, portal):
    Page.objects.filter(pk=portal.news_index.pk).update(live=False)
    assert client.get("/tin-tuc-su-kien/tu-khoa/").status_code == 404


def test_a_keyword_of_hidden_stories_only_has_no_page(client, hidden):
    slug = Tag.objects.get(name="từ khóa mật").slug
    assert client.get(reverse("news:tag", args=[slug])).status_code == 404


LISTS = [
    "/tin-tuc-su-kien/{year}/",
    "/tin-tuc-su-kien/chuyen-muc/{category}/",
    "/tin-tuc-su-kien/nguoi-phat-bieu/",
]
HOSTILE = [
    "trang=abc",
    "trang=-1",
    "trang=0",
    "trang=99999999999",
    "trang=%00",
    "trang=%D9%A3",
    "nam=abc",
    "nam=0000",
    "nam=9999",
    "chuyen-muc=%00",
    "x=" + "a" * 20_000,
    "trang=%22%3E%3Cscript%3Ealert(1)",
]


def test_parameters_that_make_no_sense_are_no_error(client, published):
    story = published()
    for address in LISTS:
        here = address.format(year=timezone.localdate().year, category=story.category.slug)
        for query in HOSTILE:
            assert "<script>" not in read(client, f"{here}?{query}"), (address, query[:24])


@pytest.mark.parametrize(
    "path",
    [
        "0000/",
        "9999/",
        "2026/0/",
        "2026/13/",
        "2026/01/",
        "2026/11/1/",
        "٢٠٢٦/",
        "chuyen-muc/khong-co/",
        "chuyen-muc/%00/",
        "tu-khoa/khong-co/",
        "tu-khoa/%00/",
        "tu-khoa/" + "a" * 20_000 + "/",
        "nguoi-phat-bieu/khong-co/",
        "nguoi-phat-bieu/%00/",
        "su-kien/khong-co/",
        "su-kien/%00/",
        "su-kien/" + "a" * 20_000 + "/",
        "a/" * 10_000,
    ],
    ids=lambda path: path[:24],
)
def test_addresses_of_nothing_are_not_found(client, published, path):
    published()
    assert client.get(f"/tin-tuc-su-kien/{path}").status_code == 404


def test_the_archive_only_reads_and_hinders_no_cache(client, published):
    story = published()
    address = reverse("news:category", args=[story.category.slug])
    assert client.post(address).status_code == 405
    response = client.get(address)
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


def count_queries(client, address: str) -> int:
    cache.clear()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_cost_the_same_with_few_stories_and_with_many(client, many_stories):
    addresses = many_stories(20)
    few = {address: count_queries(client, address) for address in addresses}
    many_stories(180)
    many = {address: count_queries(client, address) for address in addresses}
    assert many == few
    assert max(many.values()) <= 20, many
