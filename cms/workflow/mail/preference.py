"""An approver's choice between single mails and a digest, in the account's own settings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from cms.workflow import people
from cms.workflow.models import MailPreference


class MailPreferenceForm(forms.ModelForm):
    """The choice; a form of the account settings gets the account as its instance."""

    class Meta:
        model = MailPreference
        fields = ["mode"]
        widgets = {"mode": forms.RadioSelect}

    def __init__(self, *args, **kwargs) -> None:
        user = kwargs["instance"]
        kwargs["instance"] = MailPreference.objects.filter(user=user).first() or MailPreference(user=user)
        super().__init__(*args, **kwargs)


class MailPreferencePanel(BaseSettingsPanel):
    """Shown to approvers. For the hook ``register_account_settings_panel``."""

    name = "review_mail"
    title = _("Mails of the review")
    tab = notifications_tab
    order = 50
    form_class = MailPreferenceForm

    def is_active(self) -> bool:
        return people.is_approver(self.user)
