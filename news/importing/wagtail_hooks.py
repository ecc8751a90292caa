"""Nhập từ Word in the admin's menu, for whoever may write stories."""

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import urls
from .views import writable_index


@hooks.register("register_admin_urls")
def import_urls() -> list:
    return [path("nhap-word/", include(urls))]


class WordImportItem(MenuItem):
    """Shown to whoever may add a story."""

    def is_shown(self, request: HttpRequest) -> bool:
        return writable_index(request.user) is not None


@hooks.register("register_admin_menu_item")
def word_import_item() -> MenuItem:
    return WordImportItem(
        _("Import from Word"),
        reverse("word_import:upload"),
        name="word-import",
        icon_name="doc-full",
        order=40,
    )
