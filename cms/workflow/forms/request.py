"""The form of urgency, due time and note: in the editor's dialog, and on a page of its own afterwards."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..acts.asking import NOTE_MAX_LENGTH, check_due
from ..models import ReviewRequest
from .deciding import TEXT, MomentInput


class RequestForm(forms.Form):
    """What a reporter asks of the approvers with a submission, or changes afterwards.

    ``known`` is what was asked before: its due time may stay although it is over.
    """

    prefix = "request"
    urgent = forms.BooleanField(
        label=_("Urgent"),
        help_text=_("The approvers find it before everything else."),
        required=False,
    )
    due_at = forms.DateTimeField(
        label=_("Answer wanted by"),
        help_text=_("If left empty: within one working day."),
        required=False,
        widget=MomentInput(),
    )
    note = forms.CharField(
        label=_("Note to the approver"),
        required=False,
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs=TEXT),
    )

    def __init__(self, data: Any = None, *, known: ReviewRequest | None = None) -> None:
        initial = {}
        if known:
            # The browser's picker knows no seconds: with them nothing would ever be unchanged.
            due_at = known.due_at.replace(second=0, microsecond=0)
            initial = {"urgent": known.urgent, "note": known.note, "due_at": due_at}
        super().__init__(data, initial=initial)
        self.known = known

    @classmethod
    def typed_into(cls, data: Any) -> bool:
        """Tell whether a POST holds anything of this form."""
        return any(data.get(f"{cls.prefix}-{name}") for name in cls.base_fields)

    def data_typed(self) -> dict[str, str]:
        """Return what was typed, as it was posted."""
        return {self.add_prefix(name): self.data.get(self.add_prefix(name), "") for name in self.fields}

    def clean_due_at(self) -> datetime | None:
        due_at = self.cleaned_data["due_at"]
        if due_at is None or (self.known and "due_at" not in self.changed_data):
            return self.known.due_at if due_at and self.known else None
        verdict = check_due(due_at, timezone.now())
        if not verdict:
            raise ValidationError(str(verdict.sentence))
        return due_at

    def asked(self) -> dict[str, Any]:
        """Return the arguments of ``service.change_request``, of a valid form."""
        return {name: self.cleaned_data[name] for name in ("urgent", "due_at", "note")}
