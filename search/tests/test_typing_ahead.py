"""Suggestions while typing: what goes on like this, and only what the public may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.workflow import service
from cms.workflow.models import TakeDown
from search import typing_ahead

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(make_story, reporter, chief, token_for, django_capture_on_commit_callbacks):
    draft = make_story(reporter, title="Cải cách hành chính: kết quả bước đầu")
    with django_capture_on_commit_callbacks(execute=True):
        state = service.submit(draft, reporter)
        service.sign(state.pk, chief, token_for(draft))
    return type(draft).objects.get(pk=draft.pk)


@pytest.mark.parametrize(
    "typed", ["cải cá", "cai ca", "cai cach hanh c", "CẢI CÁCH", "kết quả b", "ca", "buoc dau"]
)
def test_titles_that_go_on_like_this(story, typed):
    assert "Cải cách hành chính: kết quả bước đầu" in [offer.title for offer in typing_ahead.offers(typed)]


@pytest.mark.parametrize("typed", ["", " ", "c", "?", "\x00\x00", "zzzz", "dâng", "%_", "*" * 20_000])
def test_nothing_is_offered_and_nothing_fails(story, typed):
    assert typing_ahead.offers(typed) == []


def test_categories_come_first(portal, story):
    from news.models import Category

    name = Category.objects.first().name
    first = typing_ahead.offers(name[:4])[0]
    assert (first.title, first.label) == (name, "category")
    assert "chuyen-muc=" in first.address


@pytest.mark.parametrize("typed", ["Văn hoá", "văn hóa", "VĂN HOÁ - X", "văn hoá - xã h", "van hoa"])
def test_a_category_is_offered_wherever_the_tone_mark_is_put(portal, typed):
    from news.models import Category

    for name in ("Văn hóa - Xã hội", "Văn hoá - Xã hội"):
        Category.objects.all().delete()
        Category.objects.create(name=name, slug="van-hoa-xa-hoi")
        assert [offer.title for offer in typing_ahead.offers(typed)] == [name]


def test_the_beginning_of_a_longer_syllable_offers_its_category(portal):
    from news.models import Category

    Category.objects.create(name="Hoán đổi nhà", slug="hoan-doi-nha")
    assert [offer.title for offer in typing_ahead.offers("hoá")] == ["Hoán đổi nhà"]


def test_what_was_taken_down_is_not_offered(story, chief):
    service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm văn bản chưa ban hành.")
    assert story.title not in [offer.title for offer in typing_ahead.offers("cải cách")]


def test_a_draft_is_not_offered(make_story, reporter):
    make_story(reporter, title="Bản nháp về tinh giản biên chế")
    assert typing_ahead.offers("tinh giản") == []


def test_the_answer_for_the_script(client, story):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse("search_suggestions"), {"q": "cai ca"})
    assert len(captured) <= 6
    (offer,) = [offer for offer in response.json()["offers"] if offer["title"] == story.title]
    assert offer["address"] == story.get_url()
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize(
    "query", ["", "q=%00", "q=" + "a" * 9_000, "q=%F0%9F%98%80", "q='); DROP TABLE", "q=a&q=b"]
)
def test_hostile_addresses_are_answered(client, portal, query):
    response = client.get(f"{reverse('search_suggestions')}?{query}")
    assert response.status_code == 200
    assert response.json() == {"offers": []}
