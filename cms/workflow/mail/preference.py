"""An approver's choice between single mails and a digest, in the account's own settings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NotificationPreferencesForm
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


# Wagtail's switches for its workflow mails, which the review silences (signals.py): they would do nothing.
WITHOUT_EFFECT = ("submitted_notifications", "approved_notifications", "rejected_notifications")


class CommentMailForm(NotificationPreferencesForm):
    """Wagtail's own switches without those of its workflow: the one for mails about comments still works.

    Set on ``wagtail.admin.views.account.NotificationsSettingsPanel.form_class`` by apps.py: the account page
    makes that panel itself and has no hook that could leave it out. An account without any switch sees none.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in WITHOUT_EFFECT:
            self.fields.pop(name, None)


class MailPreferencePanel(BaseSettingsPanel):
    """Shown to approvers. For the hook ``register_account_settings_panel``."""

    name = "review_mail"
    title = _("Mails of the review")
    tab = notifications_tab
    order = 50
    form_class = MailPreferenceForm

    def is_active(self) -> bool:
        return people.is_approver(self.user)
