"""The guides' place in the admin: the help menu."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import urls


@hooks.register("register_admin_urls")
def guide_urls():
    return [path("", include(urls))]


@hooks.register("register_help_menu_item")
def guides_item():
    return MenuItem(_("User guides"), reverse("guides:list"), icon_name="help", order=10)


@hooks.register("construct_help_menu")
def without_foreign_guides(request, menu_items):
    """Leave out Wagtail's links to its news and its editor guide: English, and on somebody else's host."""
    menu_items[:] = [
        item
        for item in menu_items
        if item.name != "editor-guide" and not item.name.startswith("whats-new-in-wagtail")
    ]
