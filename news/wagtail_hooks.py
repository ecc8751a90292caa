"""Stories in the admin: the categories, which only administrators change."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from news.models import Category


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
