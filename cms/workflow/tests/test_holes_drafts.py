"""Case t of docs/review.md: the titles of others' drafts, wherever the admin could name them.

A stranger – a reporter, a collaborator – asks every address of the admin that names a page or lists pages.
"""

import json

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.db.models.signals import post_init
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import Page, Revision, get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.draft_privacy import IN_ADDRESS, NAMED_AS_PUBLIC
from cms.workflow import service

from .addresses import SLUG, TITLE, WORD, addresses_naming, lists
from .desk import JSON, admin, as_user, bulk, correct, form_of, nothing_happens, reads

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def draft(make_story, reporter):
    return make_story(reporter, title=TITLE)


@pytest.fixture
def waiting(make_story, reporter):
    story = make_story(reporter, title=f"{TITLE} hai", slug=f"{SLUG}-hai")
    service.submit(story, reporter)
    return story


@pytest.fixture
def stranger(other_reporter) -> Client:
    return as_user(other_reporter)


def told(client: Client, address: str, data: dict | None = None) -> str:
    """Ask, and return all that is answered: where it leads, what the next screen would say, what is shown.

    The question is left out of it, if it holds words.
    """
    response = client.get(address) if data is None else client.post(address, data)
    text = ""
    while response.status_code in (301, 302) and response.url != reverse("wagtailadmin_home"):
        text += response.url + " ".join(str(message) for message in get_messages(response.wsgi_request))
        response = client.get(response.url)
    assert response.status_code < 500
    text += " ".join(str(message) for message in get_messages(response.wsgi_request))
    client.cookies.pop("messages", None)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text += content.decode("utf-8", "replace")
    return text.replace(address, "") if "?" in address else text


def names_it(text: str) -> bool:
    return TITLE in text or SLUG in text or json.dumps(TITLE)[1:-1] in text


def test_addresses_that_name_it(stranger, draft, waiting, make_story, other_reporter):
    own = make_story(other_reporter, title="Bài riêng")
    step = Page.objects.get(pk=waiting.pk).current_workflow_task_state.pk
    with nothing_happens():
        for page in (draft, waiting):
            for name, address in addresses_naming(page, own, step, page.latest_revision_id).items():
                for data in (None, {}):
                    assert not names_it(told(stranger, address, data)), f"{name} {data}"


def test_forms_that_name_it(stranger, draft, published, make_story, other_reporter):
    own, public = make_story(other_reporter, title="Bài riêng"), published(title="Bài đã đăng")
    with nothing_happens():
        for name, address, data in (
            ("copy", admin("copy", own.pk), {"new_title": "a", "new_slug": "a", "new_parent_page": draft.pk}),
            ("move", admin("move", own.pk), {"new_parent_page": draft.pk}),
            ("bulk move", bulk("move", own), {"chooser": draft.pk}),
            ("bulk delete", bulk("delete", draft, public), {}),
        ):
            assert not names_it(told(stranger, address, data)), name


def link_to(page: Page) -> str:
    """Return a paragraph with a link to the page, as the editor's script writes it."""
    block = {"key": "a1b2c", "text": "Xem", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    block |= {"entityRanges": [{"key": 0, "offset": 0, "length": 3}]}
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": page.pk, "linkType": "page"}}
    return json.dumps({"blocks": [block], "entityMap": {"0": link}})


def choosing(page: Page, way: str) -> dict[str, str]:
    """Return what an article's form posts if that page is chosen, among the related stories or in a link."""
    if way == "related":
        row = {"target": str(page.pk), "ORDER": "1", "DELETE": "", "id": ""}
        return nested_form_data({"related": inline_formset([row])})
    return nested_form_data({"body": streamfield([("paragraph", link_to(page))])})


@pytest.mark.parametrize("way", ["related", "link"])
def test_what_no_chooser_offers_is_not_chosen(
    portal, draft, published, make_story, other_reporter, chief, way
):
    own, public = make_story(other_reporter, title="Bài riêng"), published(title="Bài đã đăng")
    client, editor = as_user(other_reporter), admin("edit", own.pk)
    make = admin("add", "news", "newsarticlepage", portal.news_index.pk)
    with nothing_happens():
        for headers in ({}, JSON):
            client.post(editor, form_of(own, **choosing(draft, way)), headers=headers)
            client.post(make, form_of(own, slug="moi", **choosing(draft, way)), headers=headers)
    assert not names_it(told(client, editor))
    # What may be read may be chosen; what an approver chose does not hinder the reporter.
    for user, page in ((other_reporter, public), (chief, draft), (other_reporter, draft)):
        as_user(user).post(editor, form_of(own, lead=f"Của {user}, {page.pk}.", **choosing(page, way)))
        saved = Page.objects.get(pk=own.pk).get_latest_revision_as_object()
        assert saved.lead == f"Của {user}, {page.pk}."
        assert str(page.pk) in json.dumps(
            saved.serializable_data()[{"link": "body"}.get(way, way)], default=str
        )


@pytest.fixture
def renamed(published, reporter):
    """A public story with a newer headline, and a newer address, that the public has not seen."""
    story = published(title="Bài đã đăng")
    correct(story, reporter, title=TITLE, slug=SLUG)
    return Page.objects.get(pk=story.pk)


def test_a_public_pages_new_headline_at_its_addresses(stranger, renamed, make_story, other_reporter):
    own = make_story(other_reporter, title="Bài riêng")
    with nothing_happens():
        for name, address in addresses_naming(renamed, own, 1, renamed.latest_revision_id).items():
            for data in (None, {}):
                assert not names_it(told(stranger, address, data)), f"{name} {data}"


@pytest.mark.parametrize("name", ["other_reporter", "collaborator"])
def test_a_public_pages_new_headline_in_lists(request, portal, renamed, name):
    client = as_user(request.getfixturevalue(name))
    shown = 0
    for place, address in lists(portal.news_index.pk).items():
        text = told(client, address)
        assert not names_it(text), place
        shown += "Bài đã đăng" in text
    assert shown > 5, "the page is listed, under the headline that is public"


@pytest.mark.parametrize("query", ["", "?nguon=thu"], ids=["exact", "to be confirmed"])
def test_a_public_pages_new_headline_behind_a_link(stranger, renamed, query):
    """The chooser makes a link inside the portal of an address that was pasted, and names the page."""
    address = reverse("wagtailadmin_choose_page_external_link")
    data = {"external-link-chooser-url": renamed.full_url + query, "external-link-chooser-link_text": "x"}
    text = told(stranger, address, data)
    assert "Bài đã đăng" in text or json.dumps("Bài đã đăng")[1:-1] in text
    assert not names_it(text)


def test_whom_the_new_headline_concerns_reads_it(portal, renamed, reporter, chief, administrator):
    for user in (reporter, chief, administrator):
        for place in ("explorer", "chooser", "api"):
            assert names_it(told(as_user(user), lists(portal.news_index.pk)[place])), f"{place} of {user}"


def test_a_public_pages_drafts_are_not_copied_by_strangers(portal, stranger, renamed):
    """A copy takes every revision along: drafts that were never shown to anybody."""
    data = {"new_title": "Của tôi", "new_slug": "cua-toi", "new_parent_page": portal.news_index.pk}
    with nothing_happens():
        assert not names_it(told(stranger, admin("copy", renamed.pk), data))


def test_looking_changes_no_title(stranger, portal, renamed, make_story, other_reporter):
    """The headline that strangers are shown is put on while a page is read: it must not be stored."""
    own = make_story(other_reporter, title="Bài riêng")
    addresses = addresses_naming(renamed, own, 1, renamed.latest_revision_id)
    new = form_of(own, slug="bai-moi")
    for address in (*addresses.values(), *lists(portal.news_index.pk).values()):
        for data in (None, {}):
            told(stranger, address, data)
    stranger.post(admin("add", "news", "newsarticlepage", portal.news_index.pk), new)
    assert Page.objects.filter(slug="bai-moi").exists()
    assert Page.objects.get(pk=renamed.pk).draft_title == TITLE


def test_every_kind_of_page_is_named_as_the_public_knows_it():
    for model in (Page, *get_page_models()):
        receivers = [key for key, *_rest in post_init.receivers if key[0] == NAMED_AS_PUBLIC]
        assert (NAMED_AS_PUBLIC, id(model)) in receivers, model


@pytest.mark.parametrize("name", ["other_reporter", "collaborator"])
def test_lists_and_searches(request, portal, draft, waiting, published, name):
    published(title="Chuyện mật nay đã đăng")
    client = as_user(request.getfixturevalue(name))
    for place, address in lists(portal.news_index.pk).items():
        assert not names_it(told(client, address)), place


def test_others_find_what_they_may_read(
    portal, draft, published, make_story, other_reporter, reporter, chief
):
    published(title="Chuyện mật nay đã đăng")
    make_story(other_reporter, title="Chuyện mật của riêng tôi")
    parent = portal.news_index.pk
    for place in ("search", "chooser, search", "api", "explorer"):
        address = lists(parent)[place]
        text = told(as_user(other_reporter), address)
        for title in ("Chuyện mật nay đã đăng", "Chuyện mật của riêng tôi"):
            assert title in text or json.dumps(title)[1:-1] in text, place
        for user in (reporter, chief):
            assert names_it(told(as_user(user), address)), f"{place} of {user}"
    for place in ("report site_history", "type_use newsarticlepage", "bulk publish, all"):
        assert names_it(told(as_user(chief), lists(parent)[place])), place


def test_a_reports_menu_that_leads_nowhere_is_not_offered(draft, stranger, chief):
    report = reverse("wagtailadmin_reports:site_history")
    assert report not in told(stranger, reverse("wagtailadmin_home"))
    assert report in told(as_user(chief), reverse("wagtailadmin_home"))


def test_a_draft_is_not_copied_by_strangers(portal, stranger, draft, other_reporter):
    data = {"new_title": "Của tôi", "new_slug": "cua-toi", "new_parent_page": portal.news_index.pk}
    with nothing_happens():
        stranger.post(admin("copy", draft.pk), data)
        stranger.post(
            reverse("wagtailadmin_api:pages:action", args=[draft.pk, "copy"]),
            json.dumps({"destination_page_id": portal.news_index.pk, "keep_live": False}),
            content_type="application/json",
        )
    assert not Page.objects.filter(owner=other_reporter).exists()


def test_a_draft_is_neither_changed_nor_previewed_by_strangers(stranger, draft, waiting):
    for page in (draft, waiting):
        with nothing_happens():
            stranger.post(admin("edit", page.pk), form_of(page, lead="Sửa lén."))
            stranger.post(admin("edit", page.pk), form_of(page, **{"action-submit": "1"}))
            stranger.post(admin("preview_on_edit", page.pk), form_of(page))
            stranger.get(admin("preview_on_edit", page.pk) + "?in_preview_panel=true")
    assert not Revision.objects.filter(user__username="phongvien2").exists()


def test_the_public_finds_no_draft(draft, published):
    story = published(title="Bài đã đăng")
    assert reads(draft) is None
    correct(story, story.owner, title=TITLE)
    assert not names_it(reads(story))
    for address in ("/", "/tin-tuc-su-kien/", f"/tim-kiem/?q={WORD}", "/rss/"):
        assert not names_it(told(Client(), address)), address


def test_visitors_and_leavers_are_asked_to_log_in(draft, other_reporter):
    client = as_user(other_reporter)
    other_reporter.is_active = False
    other_reporter.save()
    for browser in (Client(), client):
        for address in (
            admin("edit", draft.pk),
            reverse("wagtailadmin_explore", args=[draft.pk]),
            admin("search"),
        ):
            assert reverse("wagtailadmin_login") in browser.get(address).url


def test_the_guard_is_installed_and_knows_every_address():
    """A later Wagtail may name pages in new ways: this notices it."""
    assert "cms.draft_privacy.DraftPrivacyMiddleware" in settings.MIDDLEWARE
    named = set()

    def walk(patterns, prefix=""):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, route)
            else:
                named.update((route, name) for name in pattern.pattern.converters)

    walk(get_resolver().url_patterns)
    pages = {name for route, name in named if route.startswith("quan-tri/pages/") or "choose-page" in route}
    known = {"revision_id", "task_state_id", "task_id", "workflow_state_id", "action_name"}
    types = {"content_type_app_name", "content_type_model_name", "app_label", "model_name"}
    assert pages - known - types == set(IN_ADDRESS)
