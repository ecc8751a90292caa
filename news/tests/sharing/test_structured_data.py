"""Structured data: what Google's and schema.org's lists ask for is there, right, and cannot end its element.

The lists are those of developers.google.com/search/docs/appearance/structured-data (article, event, breadcrumb,
organization): required properties as REQUIRED, recommended ones that the portal knows as RECOMMENDED.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from news.sharing import structured_data
from news.sharing.pictures import SharedPicture
from news.sharing.publisher import Publisher
from news.sharing.structured_data import EventFacts, Step, StoryFacts

PUBLISHER = Publisher("Sở Nội vụ tỉnh Lào Cai", "https://portal.example/", superior_body="UBND tỉnh Lào Cai")
PICTURE = SharedPicture("https://portal.example/media/a.jpg", 1200, 800, caption="Toàn cảnh hội nghị")
PUBLISHED = datetime(2026, 5, 26, 1, 5, tzinfo=UTC)
STORY = StoryFacts(
    address="https://portal.example/tin/a/",
    title="Sở Nội vụ sơ kết công tác sáu tháng đầu năm",
    lead="Sáng nay, Sở Nội vụ sơ kết.",
    published=PUBLISHED,
    modified=PUBLISHED + timedelta(hours=2),
    publisher=PUBLISHER,
    authors=("Bùi Văn Tuấn", "Trần Thị Bình"),
    section="Tin hoạt động",
    picture=PICTURE,
    corrections=((date(2026, 5, 27), "Bản trước ghi 120 học viên."),),
)
EVENT = EventFacts(
    address=STORY.address,
    name="Hội nghị sơ kết",
    start=date(2026, 5, 26),
    end=date(2026, 5, 27),
    location="Hội trường Sở Nội vụ",
    organiser="Sở Nội vụ",
    lead=STORY.lead,
    picture=PICTURE,
)

REQUIRED = {
    # Google requires nothing of an article; without these it shows none.
    "NewsArticle": {"headline", "datePublished", "author", "publisher"},
    "Event": {"name", "startDate", "location"},
    "BreadcrumbList": {"itemListElement"},
    "GovernmentOrganization": {"name", "url"},
}
RECOMMENDED = {
    "NewsArticle": {
        "image",
        "dateModified",
        "mainEntityOfPage",
        "articleSection",
        "isAccessibleForFree",
        "correction",
    },
    "Event": {"endDate", "eventStatus", "organizer", "description", "image"},
    "BreadcrumbList": set(),
    "GovernmentOrganization": {"logo", "address", "telephone", "email", "parentOrganization"},
}
FULL_PUBLISHER = replace(
    PUBLISHER, postal_address="Phường Lào Cai", telephone="0214 3 840 034", email="snv@example.gov.vn"
)
THINGS = [
    structured_data.news_article(STORY),
    structured_data.event(EVENT),
    structured_data.breadcrumbs([Step("Trang chủ", "https://portal.example/"), Step("Tin tức")]),
    structured_data.organisation(FULL_PUBLISHER, "https://portal.example/media/logo.png"),
]


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing["@type"])
def test_what_is_required_and_recommended_is_there(thing):
    wanted = REQUIRED[thing["@type"]] | RECOMMENDED[thing["@type"]]
    assert wanted <= {name for name, value in thing.items() if value not in ("", None, [])}


def test_an_article_is_said_right():
    article = structured_data.news_article(STORY)
    assert article["datePublished"] == "2026-05-26T08:05:00+07:00"
    assert article["dateModified"] == "2026-05-26T10:05:00+07:00"
    assert article["author"] == [
        {"@type": "Person", "name": "Bùi Văn Tuấn"},
        {"@type": "Person", "name": "Trần Thị Bình"},
    ]
    assert article["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Bản trước ghi 120 học viên.",
            "datePublished": "2026-05-27",
        }
    ]
    assert article["isAccessibleForFree"] is True
    assert article["image"][0]["url"].startswith("https://")


def test_what_is_not_known_is_left_out():
    bare = structured_data.news_article(
        replace(STORY, authors=(), section="", picture=None, corrections=(), lead="")
    )
    assert not {"articleSection", "image", "correction", "description"} & set(bare)
    assert bare["author"][0]["name"] == PUBLISHER.name
    assert set(structured_data.organisation(PUBLISHER)) == {"@type", "name", "url", "parentOrganization"}


def test_an_article_is_never_older_than_its_publication():
    article = structured_data.news_article(replace(STORY, modified=PUBLISHED - timedelta(days=1)))
    assert article["dateModified"] == article["datePublished"]


@pytest.mark.parametrize(
    ("fields", "end"),
    [({}, "2026-05-27"), ({"end": None}, None), ({"end": date(2026, 5, 1)}, "2026-05-26")],
)
def test_an_event_ends_when_it_ends(fields, end):
    assert structured_data.event(replace(EVENT, **fields)).get("endDate") == end


@pytest.mark.parametrize("name", ["location", "name"])
def test_an_event_without_place_or_name_is_none(name):
    assert structured_data.event(replace(EVENT, **{name: ""})) is None


def test_breadcrumbs_are_numbered_and_the_page_itself_needs_no_address():
    steps = [
        Step("Trang chủ", "https://portal.example/"),
        Step("Tin", "https://portal.example/tin/"),
        Step("A"),
    ]
    items = structured_data.breadcrumbs(steps)["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3]
    assert ["item" in item for item in items] == [True, True, False]
    assert structured_data.breadcrumbs(steps[:1]) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ngắn", "Ngắn"),
        ("a" * 110, "a" * 110),
        ("từ " * 50, ("từ " * 36)[:-1] + "…"),
        ("a" * 111, "a" * 109 + "…"),
        ("a" * 105 + ", " + "b" * 50, "a" * 105 + "…"),
    ],
)
def test_a_headline_is_short_and_cut_between_words(title, expected):
    assert structured_data.headline(title) == expected
    assert len(structured_data.headline(title)) <= 110


HOSTILE = ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "a\u2028b", "&amp;", '"\\', "\x00"]


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_ends_the_element_and_all_of_it_comes_back(words):
    article = structured_data.news_article(
        replace(STORY, title=words, lead=words, authors=(words,), corrections=((date(2026, 5, 27), words),))
    )
    written = structured_data.script([article])
    assert not set(written) & set("<>&\u2028\u2029\x00")
    read = json.loads(written)["@graph"][0]
    assert (read["headline"], read["description"], read["author"][0]["name"]) == (words, words, words)
