"""From an address to its page: the same answers as Wagtail's own walk, in two queries, and privacy honoured."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from cms.pages import BasePage
from cms.workflow.acts import public_life
from cms.workflow.models import TakeDown
from home.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(rf, portal):
    def make(path: str):
        request = rf.get(path)
        request.user = AnonymousUser()
        return request

    return make


def answer(route, request, parts):
    try:
        page, args, kwargs = route(request, parts)
    except Http404:
        return None
    return page.pk, type(page), args, kwargs


def test_every_address_leads_where_wagtail_leads(
    request_of, make_story, published, publish, reporter, chief, portal
):
    public = published(title="Công khai")
    draft = make_story(reporter, title="Bản nháp")
    gone = published(title="Đã gỡ")
    public_life.take_down(gone.pk, chief, TakeDown.Kind.MISTAKE, "Sai.")
    below = StandardPage(title="Con", live=False)
    StandardPage.objects.get(slug="gioi-thieu").add_child(instance=below)
    home = HomePage.objects.get()
    paths = [
        "",
        "tin-tuc-su-kien",
        "gioi-thieu",
        "gioi-thieu/con",
        "gioi-thieu/khong-co",
        "khong-co",
        "khong-co/gioi-thieu",
        "trang-chu",
        "tin-tuc-su-kien/tin-tuc-su-kien",
        "tin-tuc-su-kien/Cong-khai",
        *(f"tin-tuc-su-kien/{story.slug}" for story in (public, draft, gone)),
        f"tin-tuc-su-kien/{public.slug}/khac",
        f"tin-tuc-su-kien/{public.slug}/anh/1",
        f"tin-tuc-su-kien/{draft.slug}/anh/1",
        public.slug,
        "/".join(["a"] * 40),
    ]
    for path in paths:
        parts = [part for part in path.split("/") if part]
        request = request_of(f"/{path}/")
        # BasePage.route is Wagtail's walk from parent to child; HomePage.route is ours.
        assert answer(home.route, request, parts) == answer(
            lambda *asked: BasePage.route(home, *asked), request, parts
        ), path


def test_a_page_is_found_in_two_queries(request_of, published):
    story = published()
    home = HomePage.objects.get()
    home.route(request_of(story.url), ["tin-tuc-su-kien", story.slug])  # content types are known for good
    with CaptureQueriesContext(connection) as captured:
        page = home.route(request_of(story.url), ["tin-tuc-su-kien", story.slug])[0]
        assert not list(page.get_view_restrictions())
    assert page == story
    assert len(captured) == 2


def test_a_restriction_on_any_page_above_is_still_asked_for(client, published, portal):
    story = published(title="Chuyện riêng")
    assert "Chuyện riêng" in client.get(story.url).content.decode()
    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(pk=portal.news_index.pk), restriction_type=PageViewRestriction.LOGIN
    )
    page = portal.home.route(None, ["tin-tuc-su-kien", story.slug])[0]
    assert list(page.get_view_restrictions()) == [restriction]


def test_wagtail_still_asks_the_page_for_its_restrictions(client, published, monkeypatch):
    asked = []
    monkeypatch.setattr(BasePage, "get_view_restrictions", lambda page: asked.append(page.pk) or [])
    story = published()
    client.get(story.url)
    assert set(asked) == {story.pk}
