"""Where the administration of accounts hangs in Wagtail's admin, besides UsersConfig (apps.py)."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import ListingButton

from . import safety
from .administering import may_change
from .views import BULK_ACTIONS

for bulk_action in BULK_ACTIONS:
    # After Wagtail's own: the last one of a kind counts.
    hooks.register("register_bulk_action", bulk_action, order=10)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Add the pages of safety, for whoever may enter the admin."""
    return [
        path("an-toan/", safety.OwnSafetyView.as_view(), name="account_safety"),
        path("an-toan/thiet-bi-moi/", safety.NewDeviceView.as_view(), name="account_new_device"),
        path("an-toan/tai-khoan/", safety.SafetyListView.as_view(), name="accounts_safety"),
        path("an-toan/tai-khoan/<int:pk>/", safety.SafetyOfAccountView.as_view(), name="account_safety_of"),
    ]


@hooks.register("register_account_menu_item")
def own_safety(request: HttpRequest) -> dict[str, Any]:
    """Offer one's own page among the settings of one's account."""
    return {
        "url": reverse("account_safety"),
        "label": _("Safety of your account"),
        "help_text": _("Second factor, recovery codes, sign out everywhere."),
    }


class _SafetyMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_user")


@hooks.register("register_settings_menu_item")
def everybodys_safety() -> MenuItem:
    """Offer administrators everybody's."""
    return _SafetyMenuItem(
        gettext_lazy("Safety of accounts"),
        reverse("accounts_safety"),
        name="accounts-safety",
        icon_name="lock",
        order=610,
    )


@hooks.register("register_user_listing_buttons")
def safety_button(user: Any, request_user: Any) -> Iterator[ListingButton]:
    """Lead from the list of accounts to an account's safety."""
    if request_user.has_perm("accounts.change_user") and may_change(request_user, user):
        yield ListingButton(
            _("Safety"), reverse("account_safety_of", args=[user.pk]), icon_name="lock", priority=30
        )


@hooks.register("insert_global_admin_js")
def watch_the_session() -> str:
    """Tell the person in time, and keep what is typed when the session ends."""
    return format_html(
        '<script src="{}" data-address="{}" defer></script>', static("js/session.js"), reverse("session")
    )
