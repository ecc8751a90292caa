from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True  # there are two here: without it Django takes neither
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Hear what happens to accounts; keep one's own name, and how often one's own password is tried."""
        from wagtail.admin.views.account import ChangePasswordPanel, NameEmailSettingsPanel

        from . import own_name, own_password, signals

        signals.connect()
        ChangePasswordPanel.form_class = own_password.OwnNewPasswordForm
        NameEmailSettingsPanel.form_class = own_name.OwnNameEmailForm


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with the newsroom's forms."""

    user_viewset = "cms.accounts.views.AccountViewSet"
