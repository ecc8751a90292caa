"""The two forms that readers fill in. Whatever is refused is shown again as it was typed."""

import time
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from cms import vietnamese

from .models import NAME_MAX, QUOTATION_MAX, SUBJECT_MAX, TEXT_MAX
from .rules import OLDEST, sent_by_hand

SALT = "feedback.shown"
# Cleaning megabytes takes seconds; what is so much too long is refused as it is.
_CLEANED_UP_TO = 4


class LineField(forms.CharField):
    """A line: no line ends, no control characters, whatever was sent; so it is safe in a mail's head."""

    clean_text = staticmethod(vietnamese.normalise)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if self.max_length and len(text) > _CLEANED_UP_TO * self.max_length:
            return text
        return self.clean_text(text)


class LinesField(LineField):
    """Several lines. No ``maxlength`` for the browser: it would cut what is pasted without a word."""

    widget = forms.Textarea
    clean_text = staticmethod(vietnamese.normalise_lines)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class ReaderForm(forms.Form):
    """What both forms share: the reader, and what tells a person from a machine."""

    name = LineField(
        label=_("Your name"),
        max_length=NAME_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("The name is too long: shorten it to %(limit_value)d characters.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        help_text=_("Only if you wish for an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("The e-mail address is not complete: write it as in ten@example.com."),
            "max_length": _("The e-mail address is too long: check it."),
        },
    )
    # People do not see this one; programs that fill in everything do.
    website = forms.CharField(required=False, label=_("Leave this field empty"))
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = stamp

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        # One thing at a time: what is not stored anyway is not asked whether a machine sent it.
        if not self.errors and not sent_by_hand(
            self.data.get("website", ""), age_of(self.data.get("shown", ""))
        ):
            # Shown again with an empty trap and a time that counts from now, for whoever is a person.
            again = {name: self.data[name] for name in self.data} | {"website": ""}
            if age_of(self.data.get("shown", "")) is None:
                again["shown"] = stamp()
            self.data = again
            self.add_error(
                None,
                _(
                    "Not sent yet: the form came back too quickly, or was open too long. "
                    "Nothing is lost; please wait a moment and press “Send” again."
                ),
            )
        return cleaned


class CorrectionForm(ReaderForm):
    """Báo lỗi nội dung: the passage and what it should say."""

    quotation = LinesField(
        label=_("The wrong passage"),
        max_length=QUOTATION_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-quotation": ""}),
        help_text=_("Copy it from the story, or say where it stands."),
        error_messages={
            "max_length": _(
                "The passage has %(show_value)d characters: shorten it to %(limit_value)d, its beginning is enough."
            )
        },
    )
    text = LinesField(
        label=_("What is wrong, and how it should read"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write what is wrong in the story."),
            "max_length": _("The text has %(show_value)d characters: shorten it to %(limit_value)d."),
        },
    )
    field_order = ["quotation", "text", "name", "email"]


class ContactForm(ReaderForm):
    """Gửi ý kiến: a letter to the office."""

    subject = LineField(
        label=_("Subject of the letter"),
        max_length=SUBJECT_MAX,
        error_messages={
            "required": _("Write in a few words what the letter is about."),
            "max_length": _("The subject is too long: shorten it to %(limit_value)d characters."),
        },
    )
    text = LinesField(
        label=_("Your letter"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write your letter."),
            "max_length": _("The letter has %(show_value)d characters: shorten it to %(limit_value)d."),
        },
    )
    field_order = ["subject", "text", "name", "email"]


def stamp() -> str:
    """Return the present moment, signed."""
    return signing.dumps(int(time.time()), salt=SALT)


def age_of(stamped: str) -> float | None:
    """Return how many seconds ago :func:`stamp` was called; None if it never was, or too long ago."""
    try:
        return time.time() - signing.loads(stamped, salt=SALT, max_age=OLDEST)
    except (signing.BadSignature, TypeError, ValueError):
        return None
