"""Where the royalties hang in the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from news.models import StoryPage

from . import people
from .lines import waiting_lines
from .models import GenreRate, PenName, Rate
from .panels import ReviewPagePanel, WaitingPanel
from .story_view import StoryRoyaltiesView
from .views import PayView, PrintView, RoyaltiesView, WaitingView


@hooks.register("register_admin_urls")
def royalty_urls() -> list:
    return [
        path("nhuan-but/", RoyaltiesView.as_view(), name="royalties"),
        path("nhuan-but/in/", PrintView.as_view(), name="royalties_print"),
        path("nhuan-but/da-tra/", PayView.as_view(), name="royalties_pay"),
        path("nhuan-but/cham-tra/", WaitingView.as_view(), name="royalties_waiting"),
        path("nhuan-but/bai/<int:page_id>/", StoryRoyaltiesView.as_view(), name="royalties_story"),
    ]


@hooks.register("register_reports_menu_item")
def royalties_item() -> MenuItem:
    """Offer it to everybody of the newsroom: who may not read all finds their own."""
    return MenuItem(_("Royalties"), reverse("royalties"), name="royalties", icon_name="pick", order=85)


@hooks.register("construct_review_panels")
def on_the_review_page(request: HttpRequest, page: Page, panels: list) -> None:
    """Let approvers set the coefficients where they read the story."""
    if isinstance(page, StoryPage) and people.may_set(request.user):
        panels.append(ReviewPagePanel(page, request.user, request.path))


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list) -> None:
    """Say what is late, to those who set and those who pay."""
    if not people.may_read_all(request.user):
        return
    lines = waiting_lines(timezone.localdate())
    rate_missing = request.user.has_perm("royalties.add_rate") and not Rate.objects.exists()
    if lines or rate_missing:
        panels.append(WaitingPanel(lines, rate_missing=rate_missing))


@hooks.register("register_permissions")
def royalty_rights() -> QuerySet[Permission]:
    """Offer the two rights where groups are edited: an office may give them to its accountants."""
    return Permission.objects.filter(
        content_type__app_label="royalties", codename__in=["view_royalty", "pay_royalty"]
    )


class RateViewSet(SnippetViewSet):
    """Mức tính nhuận bút: only whoever holds the rights on it (the administrators) sees it."""

    model = Rate
    icon = "pick"
    menu_label = _("Royalty rates")
    menu_name = "royalty-rates"
    add_to_settings_menu = True
    list_display = ["valid_from", "base_salary", "agency_factor", "basis"]


class GenreRateViewSet(SnippetViewSet):
    """Hệ số theo thể loại: the genres are given, their coefficients are the office's."""

    model = GenreRate
    icon = "list-ul"
    menu_label = _("Coefficients by genre")
    menu_name = "royalty-genres"
    add_to_settings_menu = True
    list_display = ["__str__", "proposed", "maximum"]


class PenNameViewSet(SnippetViewSet):
    """Bút danh."""

    model = PenName
    icon = "user"
    menu_label = _("Pen names")
    menu_name = "pen-names"
    add_to_settings_menu = True
    list_display = ["name", "account"]
    list_filter = ["account"]


for viewset in (RateViewSet, GenreRateViewSet, PenNameViewSet):
    register_snippet(viewset)
