"""One's own name on one's own page: shown there, written by an administrator.

It is printed under stories and stands in the register beside each decision; nobody can take another's. The mail address
does not stand there (WAGTAIL_EMAIL_MANAGEMENT_ENABLED): whoever changes it is sent a new password.
"""

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.admin.forms.account import NameEmailForm


class OwnNameEmailForm(NameEmailForm):
    """Wagtail's, with the name as the administrator wrote it.

    Set on ``wagtail.admin.views.account.NameEmailSettingsPanel.form_class`` by apps.py: the account page makes that
    panel itself.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            # Whatever is sent for a disabled field is passed over.
            self.fields[name].disabled = True
            # An account may be without: it is not to be refused here for what cannot be typed here.
            self.fields[name].required = False
        self.fields["last_name"].help_text = gettext_lazy(
            "Your name is printed under stories and decisions: ask an administrator to change it."
        )
