from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True  # there are two here: without it Django takes neither
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Hear what happens to accounts."""
        from . import signals

        signals.connect()


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with the newsroom's forms."""

    user_viewset = "cms.accounts.views.AccountViewSet"
