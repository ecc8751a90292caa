"""The head of the public pages: one address, a card, data; nothing in previews and of what was taken down."""

import json
import re

import pytest
from django.test import Client

from home.models import PortalSettings
from news.models import Contribution, Correction
from news.tests.factories import CategoryFactory
from news.tests.hidden import SECRET

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def head(client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[: page.index("</head>")]


def meta(html: str) -> dict[str, str]:
    """Return the meta properties; each may stand once."""
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html)
    names = [name for name, _content in found if name.startswith(("og:", "article:", "twitter:"))]
    assert len(names) == len(set(names))
    return dict(found)


def data(html: str) -> dict[str, dict]:
    """Return the things of the JSON-LD by their types; there is one script of it at most."""
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(scripts) <= 1
    return {thing["@type"]: thing for script in scripts for thing in json.loads(script)["@graph"]}


def canonical(html: str) -> list[str]:
    return re.findall(r'<link rel="canonical" href="([^"]*)"', html)


@pytest.fixture
def story(make_story, publish, reporter, chief):
    page = make_story(
        reporter,
        title="Sở Nội vụ </script><b>sơ kết",
        lead='Lời dẫn "có" ngoặc & dấu.',
        category=CategoryFactory(name="Tin hoạt động"),
    )
    page.contributions = [
        Contribution(name="Bùi Văn Tuấn", wrote_news=True),
        Contribution(name="Trần Ảnh", took_photos=True),
    ]
    page.corrections = [Correction(text="Bản trước ghi 120.")]
    page.save_revision(user=reporter)
    return publish(page, reporter, chief)


def test_a_story_has_one_address_a_card_and_its_data(client, story, portal):
    html = head(client, story.url)
    address = portal.site.root_url + story.url
    assert canonical(html) == [address]
    said = meta(html)
    assert said["og:type"] == "article"
    assert said["og:url"] == address
    assert said["og:locale"] == "vi_VN"
    assert said["article:section"] == "Tin hoạt động"
    assert said["twitter:card"] == "summary"
    article = data(html)["NewsArticle"]
    assert article["headline"] == story.title
    assert article["description"] == story.lead
    assert [author["name"] for author in article["author"]] == ["Bùi Văn Tuấn"]
    assert article["correction"][0]["text"] == "Bản trước ghi 120."
    assert article["mainEntityOfPage"] == address
    steps = data(html)["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == [
        "Trang chủ",
        portal.news_index.title,
        "Tin hoạt động",
        story.title,
    ]


def test_junk_in_the_address_does_not_make_another(client, story, portal):
    for junk in ("?fbclid=x", "?utm_source=zalo", "?%00", "?trang=abc"):
        assert canonical(head(client, story.url + junk)) == [portal.site.root_url + story.url]


def test_a_conference_is_an_event_and_brings_its_calendar(client, published):
    report = published(conference=True, event_name="Hội nghị A", location="Hội trường")
    html = head(client, report.url)
    event = data(html)["Event"]
    assert (event["name"], event["location"]["name"]) == ("Hội nghị A", "Hội trường")
    assert f'type="text/calendar" title="Hội nghị A" href="/lich/{report.pk}.ics"' in html


def test_home_says_whose_portal_it_is(client, portal):
    settings = PortalSettings.for_site(portal.site)
    settings.agency_name, settings.superior_body = "Sở Nội vụ", "UBND tỉnh"
    settings.save()
    html = head(client, "/")
    organisation = data(html)["GovernmentOrganization"]
    assert (organisation["name"], organisation["parentOrganization"]["name"]) == ("Sở Nội vụ", "UBND tỉnh")
    assert canonical(html) == [portal.site.root_url + "/"]
    assert meta(html)["og:site_name"] == "Sở Nội vụ"


def test_each_page_of_a_list_is_its_own(client, published, portal):
    for number in range(13):
        published(title=f"Tin {number}")
    root, index = portal.site.root_url, portal.news_index.url
    assert canonical(head(client, index)) == [root + index]
    assert canonical(head(client, index + "?trang=1&fbclid=x")) == [root + index]
    assert canonical(head(client, index + "?trang=2&utm_source=x")) == [root + index + "?trang=2"]
    assert canonical(head(client, index + "?trang=99")) == [root + index + "?trang=2"]


def test_the_feeds_are_found(client, story):
    html = head(client, story.url)
    for kind, address in (
        ("application/rss+xml", "/rss/"),
        ("application/atom+xml", "/atom/"),
        ("application/rss+xml", "/rss/chuyen-muc/tin-hoat-dong/"),
    ):
        assert re.search(
            rf'<link rel="alternate" type="{re.escape(kind)}" title="[^"]+" href="{address}">', html
        )


def test_a_preview_says_nothing(story, reporter):
    response = story.make_preview_request(preview_mode=story.default_preview_mode)
    html = response.content.decode()
    assert "<title>" in html
    for word in ("og:title", "ld+json", 'rel="canonical"', "luot-xem"):
        assert word not in html


@pytest.mark.parametrize("name", ["mistake", "withdrawn", "draft", "expired"])
def test_what_was_taken_down_says_nothing(hidden, name):
    html = Client().get(hidden[name].get_url()).content.decode()
    for word in ("og:title", "ld+json", 'rel="canonical"', "luot-xem", "text/calendar"):
        assert word not in html


def test_a_page_that_does_not_exist_has_no_address(client, portal):
    html = head(client, "/khong-co/")
    assert canonical(html) == []
    assert SECRET not in html


def test_the_host_of_the_request_is_not_repeated(client, story):
    html = client.get(story.url, headers={"host": "127.0.0.1", "x-forwarded-host": "evil.example"}).content
    assert b"127.0.0.1" not in html
    assert b"evil.example" not in html
