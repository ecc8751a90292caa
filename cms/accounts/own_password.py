"""One's present password, asked once more before what opens the account is changed – and not for ever.

Whoever sits at a computer that was left signed in could else try passwords there without the login page's limit.
Failures of all pages that ask count together, by account; signing in is another count (lockout.py).
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms.auth import PasswordChangeForm

from . import audit, limits

_PURPOSE = "own_password"


def check(account: Any, typed: str) -> None:
    """Raise ValidationError, with the sentence for the person, unless that is the account's password.

    A page may look at its form several times: what the same request asks again is answered as before, and
    counted once.

    Args:
        account: the request's own, whose password is asked.
        typed: what was typed.
    """
    answered = account.__dict__.setdefault("_own_password_answers", {})
    if typed not in answered:
        answered[typed] = _answer(account, typed)
    if answered[typed] is not None:
        raise answered[typed]


def _answer(account: Any, typed: str) -> ValidationError | None:
    # One try after the other: those that are sent at once would not see each other's counts.
    list(get_user_model().objects.select_for_update().filter(pk=account.pk).values_list("pk"))
    who, most, within = str(account.pk), settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME
    if wait := limits.wait_for(_PURPOSE, who, most, within):
        audit.record("own_password", who=account, outcome="refused")
        minutes = max(1, -int(-wait.total_seconds() // 60))
        return ValidationError(
            ngettext(
                "The password was wrong too often. For your safety please wait %(minutes)d minute and try again.",
                "The password was wrong too often. For your safety please wait %(minutes)d minutes and try again.",
                minutes,
            ),
            code="locked_out",
            params={"minutes": minutes},
        )
    if account.check_password(typed):
        limits.forget(_PURPOSE, who)
        return None
    limits.count(_PURPOSE, who)
    audit.record("own_password", who=account, outcome="refused")
    return ValidationError(_("The password is not right."), code="password_incorrect")


class OwnPasswordForm(forms.Form):
    """One's password once more, before what opens the account is changed."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Type your password.")},
    )

    def __init__(self, account: Any, *args: Any, **kwargs: Any) -> None:
        self.account = account
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Return the password if it is the account's."""
        check(self.account, self.cleaned_data["password"])
        return self.cleaned_data["password"]


class OwnNewPasswordForm(PasswordChangeForm):
    """Wagtail's, with the limit.

    Set on ``wagtail.admin.views.account.ChangePasswordPanel.form_class`` by apps.py: the account page makes that
    panel itself.
    """

    def clean_old_password(self) -> str:
        """Return the present password if it is the account's."""
        check(self.user, self.cleaned_data["old_password"])
        return self.cleaned_data["old_password"]
