"""Every address of Wagtail's admin that names a page or lists pages, for the tests of case t (docs/review.md)."""

from urllib.parse import quote

from django.urls import reverse
from wagtail.models import Page

from .desk import admin, bulk

TITLE = "Chuyện mật zq"
SLUG = "chuyen-mat-zq"
WORD = quote("mật")


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
        "request": reverse("workflow:request", args=[page.pk]),
    }
    addresses |= {f"bulk {act}": bulk(act, page) for act in ("publish", "unpublish", "delete", "move")}
    return addresses


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
