"""Readers' letters in the admin: the inbox with its number of new letters, a panel, the ratings."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from .inbox import letters
from .models import Letter
from .usefulness import UsefulnessView

ON_HOME = 5


def may_read(user: Any) -> bool:
    """Tell whether that account may read readers' letters: reporters and approvers may."""
    return user.is_active and letters.permission_policy.user_has_permission(user, "change")


class InboxMenuItem(MenuItem):
    """“Hộp thư bạn đọc (3)”."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        # The item itself is shared by all requests: the number is put on what is rendered for this one.
        if new := Letter.objects.unread().count():
            component.label = format_lazy("{} ({})", self.label, new)
        return component


class NewLettersPanel(Component):
    """The newest letters that nobody has opened; nothing if there are none."""

    name = "new_letters"
    order = 120
    template_name = "feedback/panel.html"

    def __init__(self, found: list[Letter], number: int) -> None:
        self.found = found
        self.number = number

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"letters": self.found, "number": self.number}


@hooks.register("register_admin_viewset")
def inbox_views():
    return letters


@hooks.register("register_admin_urls")
def usefulness_urls() -> list:
    return [path("danh-gia-ban-doc/", UsefulnessView.as_view(), name="usefulness")]


@hooks.register("register_admin_menu_item")
def inbox_item() -> MenuItem:
    return InboxMenuItem(
        _("Readers' inbox"), reverse("letters:index"), name="readers-inbox", icon_name="mail", order=40
    )


@hooks.register("register_reports_menu_item")
def usefulness_item() -> MenuItem:
    """Offer the ratings to everybody of the newsroom: they name public stories only."""
    return MenuItem(
        _("Readers' ratings"), reverse("usefulness"), name="usefulness", icon_name="tick", order=95
    )


@hooks.register("construct_homepage_panels")
def new_letters_panel(request: HttpRequest, panels: list) -> None:
    if not may_read(request.user):
        return
    new = Letter.objects.unread()
    if number := new.count():
        panels.append(NewLettersPanel(list(new[:ON_HOME]), number))
