"""Tin tức – Sự kiện and Thư viện ảnh: filters, pages, and addresses that make no sense."""

import re

import pytest
from django.utils import timezone

from news.models import Category, StoryListing
from news.models import listing as listing_module

pytestmark = pytest.mark.django_db
INDEX = "/tin-tuc-su-kien/"


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def stories_in(html: str) -> list[str]:
    return re.findall(r'class="story-card__title"><a href="[^"]+">([^<]+)</a>', html)


@pytest.fixture
def five_stories(published, monkeypatch):
    """Five public stories in two categories, two on a page."""
    monkeypatch.setattr(listing_module, "PER_PAGE", 2)
    categories = list(Category.objects.all()[:2])
    for number in range(5):
        published(title=f"Tin {number}", category=categories[number % 2])
    return categories


def test_an_empty_list_says_so(client, portal):
    assert 'class="empty"' in read(client, INDEX)


def test_the_newest_story_comes_first(client, five_stories):
    assert stories_in(read(client, INDEX)) == ["Tin 4", "Tin 3"]


def test_pages_are_linked_and_page_one_has_the_plain_address(client, five_stories):
    html = read(client, f"{INDEX}?trang=2")
    assert stories_in(html) == ["Tin 2", "Tin 1"]
    assert f'rel="prev" href="{INDEX}"' in html
    assert f'rel="next" href="{INDEX}?trang=3"' in html
    assert html.count('class="pagination__number" aria-current="page"') == 1


def test_a_long_list_links_its_ends_and_the_neighbours_only(client, published, monkeypatch):
    monkeypatch.setattr(listing_module, "PER_PAGE", 1)
    for number in range(9):
        published(title=f"Tin {number}")
    html = read(client, f"{INDEX}?trang=5")
    assert html.count('class="pagination__gap"') == 2
    linked = re.findall(r'<a [^>]*href="[^"]*trang=([0-9]+)"', html)
    assert sorted(set(linked)) == ["4", "6", "9"]


def test_filters_are_links_and_are_kept_from_page_to_page(client, five_stories):
    category = five_stories[0]
    html = read(client, f"{INDEX}?chuyen-muc={category.slug}")
    assert stories_in(html) == ["Tin 4", "Tin 2"]
    assert f'<h1 class="page-head__title">{category.name}</h1>' in html
    assert f'href="{INDEX}?chuyen-muc={category.slug}&amp;trang=2"' in html
    assert f'<option value="{category.slug}" selected>' in html
    assert f'<a class="chip" href="{INDEX}" >' in html


def test_the_year_is_written_without_a_point(client, five_stories):
    year = timezone.localdate().year
    html = read(client, f"{INDEX}?nam={year}")
    assert f'<option value="{year}" selected>{year}</option>' in html
    assert f"nam={year}&amp;trang=2" in html
    assert stories_in(read(client, f"{INDEX}?nam={year - 1}")) == []


def test_a_story_without_a_category_is_listed(client, published):
    story = published(title="Không chuyên mục")
    type(story).objects.filter(pk=story.pk).update(category=None)
    assert "Không chuyên mục" in read(client, INDEX)
    assert "Không chuyên mục" in read(client, story.url)


NO_SENSE = [
    "trang=abc",
    "trang=-1",
    "trang=0",
    "trang=99999999999",
    "trang=%00",
    "nam=abc",
    "nam=9999",
    "nam=%E0%A5%A8%E0%A5%A6",
    "chuyen-muc=%00",
    "chuyen-muc=khong-co",
    "chuyen-muc=" + "a" * 5000,
    "chuyen-muc=%22%3E%3Cscript%3E",
]


def test_addresses_that_make_no_sense_are_no_error(client, published):
    for address in (INDEX, "/thu-vien-anh/"):
        for query in NO_SENSE:
            assert "<script>" not in read(client, f"{address}?{query}"), (address, query[:24])


def test_filters_are_those_of_the_listing(portal, rf):
    listing = StoryListing.from_request(rf.get(INDEX))
    assert [category.slug for category in listing.categories] == [
        category.slug for category in Category.objects.all()
    ]


def test_the_albums_lead_to_the_pictures_of_their_stories(client, portal):
    assert 'class="empty"' in read(client, "/thu-vien-anh/")
