"""Stories in the admin: the categories, which only administrators change, and the statistics."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from news.models import Category
from news.statistics.views import StatisticsView


class CategoryViewSet(SnippetViewSet):
    """Chuyên mục."""

    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    menu_name = "categories"
    add_to_settings_menu = True
    list_display = ["name", "slug", "description"]
    ordering = ["sort_order", "name"]


register_snippet(CategoryViewSet)


@hooks.register("register_admin_urls")
def statistics_urls() -> list:
    return [path("thong-ke/", StatisticsView.as_view(), name="statistics")]


@hooks.register("register_reports_menu_item")
def statistics_item() -> MenuItem:
    """Offer the statistics to everybody: they name public stories only."""
    return MenuItem(
        _("Monthly statistics"), reverse("statistics"), name="statistics", icon_name="view", order=90
    )
