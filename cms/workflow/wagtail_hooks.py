"""Where the review hangs in Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from . import urls
from .editing import editor, submission
from .lists.panels import MyStoriesPanel, OpenCases, QueuePanel, StuckPanel, UrgentPanel
from .mail import panel as mail_panel
from .mail import urls as mail_urls
from .mail.preference import MailPreferencePanel
from .models import Holiday
from .scheduling import panel as schedule_panel
from .views.delegation import may_delegate, may_see_all
from .views.register import may_read_register

REPLACED_PANELS = frozenset({"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"})


@hooks.register("register_admin_urls")
def review_urls() -> list:
    return [path("", include(urls)), path("thu-duyet/", include(mail_urls))]


hooks.register("construct_homepage_panels", mail_panel.add_panel)
hooks.register("construct_homepage_panels", schedule_panel.add_panel)
hooks.register("register_account_settings_panel", MailPreferencePanel)


class QueueMenuItem(MenuItem):
    """Shown to approvers; what a submitter must confirm stands among their stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        return editor.approves(request.user)


class MyStoriesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)


class DelegationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_delegate(request.user) or may_see_all(request.user)


@hooks.register("register_admin_menu_item")
def queue_item() -> MenuItem:
    address = reverse("workflow:queue")
    return QueueMenuItem(
        gettext_lazy("Waiting for me"), address, name="review-queue", icon_name="clipboard-list", order=20
    )


@hooks.register("register_admin_menu_item")
def my_stories_item() -> MenuItem:
    address = reverse("workflow:my_stories")
    return MyStoriesMenuItem(
        gettext_lazy("My stories"), address, name="my-stories", icon_name="doc-full", order=30
    )


@hooks.register("register_admin_menu_item")
def delegations_item() -> MenuItem:
    address = reverse("workflow:delegations")
    return DelegationsMenuItem(
        gettext_lazy("Delegation of approval"), address, name="delegations", icon_name="group", order=900
    )


class RegisterMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read_register(request.user)


@hooks.register("register_reports_menu_item")
def register_item() -> MenuItem:
    address = reverse("workflow:register")
    return RegisterMenuItem(
        gettext_lazy("Approval register"), address, name="approval-register", icon_name="list-ul", order=100
    )


class HolidayViewSet(SnippetViewSet):
    """Ngày nghỉ: only whoever holds the rights on Holiday (the administrators) sees it."""

    model = Holiday
    icon = "calendar"
    menu_label = gettext_lazy("Holidays")
    menu_name = "holidays"
    add_to_settings_menu = True
    list_display = ["name", "period", "kind_name", "yearly"]
    list_per_page = 100


register_snippet(HolidayViewSet)


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list) -> None:
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED_PANELS]
    opened = OpenCases()
    panels += [StuckPanel(opened), UrgentPanel(), QueuePanel(opened), MyStoriesPanel()]


@hooks.register("construct_page_action_menu", order=100)
def action_menu(items: list, request: HttpRequest, context: dict[str, Any]) -> None:
    editor.shape_menu(items, request, context)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    for link in editor.links_for(page, user):
        yield Button(link.label, link.url, icon_name=link.icon_name, priority=1)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    for link in editor.links_for(page, user, alone=True):
        yield Button(link.label, link.url, icon_name=link.icon_name, priority=1)


@hooks.register("before_edit_page")
def guard_save(request: HttpRequest, page: Page) -> HttpResponse | None:
    submission.only_save_if_refused(request)
    editor.tell_why_returned(request, page)
    return editor.guard_save(request, page)


@hooks.register("before_create_page")
def only_save_without_review(request: HttpRequest, parent_page: Page, page_class: type) -> None:
    submission.only_save_if_refused(request)
    editor.only_save_without_review(request, parent_page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_who_approves(request: HttpRequest, page: Page) -> None:
    submission.record(request, page)
    editor.tell_who_approves(request, page)


@hooks.register("before_bulk_action")
def refuse_bulk_publication(
    request: HttpRequest, action_type: str, objects: list, action: Any
) -> HttpResponse | None:
    """Nothing public comes or goes in bulk. The permissions refuse it page by page, this the whole."""
    pages = [item for item in objects if isinstance(item, Page)]
    if not pages:
        return None
    tests = {
        "publish": lambda page: False,
        "unpublish": lambda page: False,
        "delete": lambda page: page.permissions_for_user(request.user).can_delete(),
        "move": lambda page: page.permissions_for_user(request.user).can_move(),
    }
    test = tests.get(action_type)
    if test is None or all(test(page) for page in pages):
        return None
    messages.error(request, _("This cannot be done in bulk: each page goes through its review."))
    return redirect(action.next_url)
