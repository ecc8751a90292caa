"""The forms of signing in: the password, then the code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms.auth import LoginForm

from . import lockout, second_factor


class SignInForm(LoginForm):
    """Wagtail's, which says how long to wait after too many failures."""

    # A session ends by its own clock (sessions.py): nothing is remembered beyond it.
    remember = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail leaves this label to be made of the field's name, in English.
        self.fields["password"].label = _("Password")

    def get_invalid_login_error(self) -> ValidationError:
        """Return the sentence for a wrong name or password, the same for both; or for a lock."""
        if not getattr(self.request, "axes_locked_out", False):
            return super().get_invalid_login_error()
        minutes = lockout.minutes_left(self.request, self.cleaned_data.get("username", ""))
        return ValidationError(
            ngettext(
                "Signing in failed too often. For your safety please wait %(minutes)d minute and try again, "
                "or ask an administrator to unlock you.",
                "Signing in failed too often. For your safety please wait %(minutes)d minutes and try again, "
                "or ask an administrator to unlock you.",
                minutes,
            ),
            code="locked_out",
            params={"minutes": minutes},
        )


class CodeForm(forms.Form):
    """A code of the authenticator; at sign-in also one from paper."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Type the code.")},
    )

    def __init__(self, *args: Any, digits_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = self.fields["code"].widget.attrs
        attributes["autofocus"] = True
        if digits_only:
            attributes["inputmode"] = "numeric"

    def refuse(self, device: Any) -> None:
        """Say that the code was not taken, and how long to wait if the device does not listen."""
        seconds = second_factor.wait_for(device)
        wrong = _("The code is wrong or was used already. Wait for the next one and type it.")
        wait = ngettext(
            "Wait %(seconds)d second before you try again.",
            "Wait %(seconds)d seconds before you try again.",
            seconds,
        ) % {"seconds": seconds}
        self.add_error("code", f"{wrong} {wait}" if seconds > 1 else wrong)
