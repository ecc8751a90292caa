"""Case t of docs/review.md: the titles of others' drafts, wherever the admin could name them.

A stranger – a reporter, a collaborator – asks every address of the admin that names a page or lists pages.
"""

import json
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import Page, Revision

from cms.draft_privacy import IN_ADDRESS
from cms.workflow import service

from .desk import admin, as_user, bulk, correct, form_of, nothing_happens, reads

pytestmark = pytest.mark.django_db

TITLE = "Chuyện mật zq"
SLUG = "chuyen-mat-zq"
WORD = quote("mật")


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


def addresses_naming(page: Page, other: Page, step: int, revision: int) -> dict[str, str]:
    """Return every address of Wagtail's admin that names a page, by the name of its view."""
    parent, state = page.get_parent().pk, step
    of_page = (
        "edit delete unpublish move copy set_privacy lock unlock revisions_index history history_results "
        "workflow_history usage view_draft add_subpage preview_on_edit convert_alias "
        "confirm_workflow_cancellation set_page_position"
    )
    addresses = {name: admin(name, page.pk) for name in of_page.split()}
    addresses |= {
        f"{name} {act}": admin(name, page.pk, act, state)
        for name in ("workflow_action", "collect_workflow_action_data")
        for act in ("approve", "reject")
    }
    addresses |= {
        "add": admin("add", "news", "newsarticlepage", page.pk),
        "preview_on_add": admin("preview_on_add", "news", "newsarticlepage", page.pk),
        "move_confirm": admin("move_confirm", page.pk, parent),
        "move_confirm, as the destination": admin("move_confirm", other.pk, page.pk),
        "revisions_view": admin("revisions_view", page.pk, revision),
        "revisions_revert": admin("revisions_revert", page.pk, revision),
        "revisions_unschedule": admin("revisions_unschedule", page.pk, revision),
        "revisions_compare": admin("revisions_compare", page.pk, "earliest", "latest"),
        "revisions_compare, with live": admin("revisions_compare", page.pk, "live", "latest"),
        "workflow_preview": admin("workflow_preview", page.pk, 1),
        "explore": reverse("wagtailadmin_explore", args=[page.pk]),
        "explore_results": reverse("wagtailadmin_explore_results", args=[page.pk]),
        "choose_page_child": reverse("wagtailadmin_choose_page_child", args=[page.pk]),
        "chosen-multiple": reverse("wagtailadmin_choose_page_chosen_multiple")
        + f"?id={other.pk}&id={page.pk}",
        "api": reverse("wagtailadmin_api:pages:detail", args=[page.pk]),
        "api, children": reverse("wagtailadmin_api:pages:listing") + f"?child_of={page.pk}",
        "api, find": reverse("wagtailadmin_api:pages:find") + f"?id={page.pk}",
        "ping": reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, 1]),
        "review": reverse("workflow:review", args=[page.pk]),
        "slip": reverse("workflow:slip", args=[page.pk]),
    }
    addresses |= {f"bulk {act}": bulk(act, page) for act in ("publish", "unpublish", "delete", "move")}
    return addresses


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


def lists(parent: int) -> dict[str, str]:
    """Return every address of the admin that lists or finds pages, by a name."""
    explore, search = reverse("wagtailadmin_explore", args=[parent]), admin("search")
    api, chooser = reverse("wagtailadmin_api:pages:listing"), reverse("wagtailadmin_choose_page_search")
    addresses = {
        "home": reverse("wagtailadmin_home"),
        "explorer": explore,
        "explorer's root": reverse("wagtailadmin_explore_root"),
        "explorer, ordered": f"{explore}?ordering=-title",
        "explorer, by hand": f"{explore}?ordering=ord",
        "explorer, search": f"{explore}?q={WORD}",
        "explorer, search everywhere": f"{explore}?q={WORD}&search_all=1",
        "explorer, filtered": f"{explore}?owner=&live=false&search_all=1",
        "explorer, results": reverse("wagtailadmin_explore_results", args=[parent]) + f"?q={WORD}",
        "search": f"{search}?q={WORD}",
        "search, all": search,
        "search, drafts": f"{search}?q=live:no",
        "search, results": admin("search_results") + f"?q={WORD}",
        "chooser": reverse("wagtailadmin_choose_page_child", args=[parent]),
        "chooser, of a type": reverse("wagtailadmin_choose_page") + "?page_type=news.StoryPage",
        "chooser, search": f"{chooser}?q={WORD}",
        "chooser, search of a type": f"{chooser}?q={WORD}&page_type=news.NewsArticlePage",
        "api": api,
        "api, children": f"{api}?child_of={parent}&for_explorer=1",
        "api, search": f"{api}?search={WORD}",
        "api, by address": reverse("wagtailadmin_api:pages:find") + f"?html_path=/tin-tuc-su-kien/{SLUG}/",
        "queue": reverse("workflow:queue"),
        "my stories": reverse("workflow:my_stories"),
        "register": reverse("workflow:register"),
        "categories": reverse("wagtailsnippets_news_category:list"),
    }
    for name in (
        "locked_pages",
        "workflow",
        "workflow_tasks",
        "site_history",
        "aging_pages",
        "page_types_usage",
    ):
        report = reverse(f"wagtailadmin_reports:{name}")
        addresses |= {
            f"report {name}": report,
            f"report {name}, results": reverse(f"wagtailadmin_reports:{name}_results"),
            f"report {name}, file": f"{report}?export=csv",
        }
    for model in ("newsarticlepage", "storypage"):
        for name in ("type_use", "type_use_results"):
            addresses[f"{name} {model}"] = admin(name, "news", model)
    for act in ("publish", "unpublish", "delete", "move"):
        addresses[f"bulk {act}, all"] = bulk(act) + f"id=all&childOf={parent}"
    return addresses


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
