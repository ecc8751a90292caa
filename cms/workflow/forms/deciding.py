"""The forms of the review's screens. They carry what was typed; whether it suffices says the service."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from ..models import Delegation, TakeDown
from ..people import administrators
from ..rules import REASON_MAX_LENGTH, URGENT_REASON_MIN_LENGTH

TEXT = {"rows": 3, "class": "review-text", "data-controller": "w-autosize"}


class DecisionForm(forms.Form):
    """A text to go with a decision. The token of what was shown travels beside it, to the service."""

    act = ""

    def said(self) -> str:
        """Return what was typed, whether the form is valid or not."""
        return self.data.get(self.add_prefix("text"), "") if self.is_bound else ""


def look_here(form: forms.Form) -> None:
    """Let the browser lead to the text that was refused, in its box."""
    if "text" in form.fields:
        form.fields["text"].widget.attrs |= {"autofocus": True, "aria-invalid": "true"}


def _comment() -> forms.CharField:
    return forms.CharField(
        label=_("Comment (if you like)"),
        required=False,
        max_length=REASON_MAX_LENGTH,
        widget=forms.Textarea(attrs={**TEXT, "rows": 2}),
    )


class SignForm(DecisionForm):
    """Approve, with a comment if one likes."""

    act = "sign"
    prefix = "sign"
    text = _comment()


class ReturnForm(DecisionForm):
    """Return to the reporter."""

    act = "return"
    prefix = "return"
    text = forms.CharField(
        label=_("What must be changed"),
        help_text=_("The reporter reads this."),
        required=False,
        widget=forms.Textarea(attrs={**TEXT, "aria-required": "true"}),
    )


class ConfirmForm(DecisionForm):
    """Confirm the corrected version, with a comment if one likes."""

    act = "confirm"
    prefix = "confirm"
    text = _comment()


class RefuseForm(DecisionForm):
    """Refuse the corrected version."""

    act = "refuse"
    prefix = "refuse"
    text = forms.CharField(
        label=_("Why you do not agree"),
        help_text=_("The approver reads this; the story goes back into review."),
        required=False,
        widget=forms.Textarea(attrs={**TEXT, "aria-required": "true"}),
    )


class UrgentForm(DecisionForm):
    """Publish on one signature."""

    text = forms.CharField(
        label=_("Why it cannot wait for the second signature"),
        help_text=_(
            "At least %(count)s characters. It stands in the register, and the other approvers read it."
        )
        % {"count": URGENT_REASON_MIN_LENGTH},
        required=False,
        widget=forms.Textarea(attrs={**TEXT, "aria-required": "true"}),
    )


class AfterForm(DecisionForm):
    """The second approver's signature on what was published urgently."""

    text = _comment()


class ReasonForm(forms.Form):
    """A reason alone."""

    text = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea(attrs={**TEXT, "aria-required": "true"})
    )


KIND_EXPLAINED: dict[str, Any] = {
    TakeDown.Kind.MISTAKE: _(
        "Readers find a page that says that it was published by mistake, with your reason."
    ),
    TakeDown.Kind.MERGED: _("Readers who open the old address are led to the other page."),
    TakeDown.Kind.WITHDRAWN: _(
        "Readers still find the text, under a banner that says it was withdrawn and why."
    ),
}


class TakeDownForm(forms.Form):
    """Why a public page is taken down, and what readers find in its place."""

    kind = forms.ChoiceField(
        label=_("What happens to the page"),
        choices=TakeDown.Kind.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    target = forms.CharField(
        label=_("Address of the page into which it was merged"),
        help_text=_("Open that page on the portal and copy its address here."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Reason, as the public reads it"),
        required=False,
        widget=forms.Textarea(attrs={**TEXT, "aria-required": "true"}),
    )

    def clean_target(self) -> Page | None:
        address = self.cleaned_data["target"].strip()
        if not address or self.data.get(self.add_prefix("kind")) != TakeDown.Kind.MERGED:
            return None
        page = public_page_at(address)
        if page is None:
            raise ValidationError(_("No public page of this portal has that address."))
        return page


def public_page_at(address: str) -> Page | None:
    """Return the public page of the default site at that address (with or without the host), or None."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    path = address.split("?")[0].split("#")[0]
    if "://" in path:
        path = path.split("://", 1)[1].partition("/")[2]
    if site is None or "\x00" in path:
        return None
    parts = [part for part in path.split("/") if part]
    url_path = site.root_page.url_path + "".join(f"{part}/" for part in parts)
    return Page.objects.live().filter(url_path=url_path).first()


class MomentInput(forms.DateTimeInput):
    """The browser's own picker for a day and an hour: it needs no script and suits a thumb."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class DelegationForm(forms.ModelForm):
    """An approver names a deputy. The approver is the person who is logged in, never a field."""

    class Meta:
        model = Delegation
        fields = ("deputy", "starts_at", "ends_at", "reason")
        widgets = {"starts_at": MomentInput(), "ends_at": MomentInput()}

    def __init__(self, data: Any = None, *, approver: Any) -> None:
        super().__init__(data, instance=Delegation(approver=approver, starts_at=timezone.now()))
        people = get_user_model()._default_manager.filter(is_active=True, groups__isnull=False)
        deputy = cast(forms.ModelChoiceField, self.fields["deputy"])
        offered = people.exclude(pk=approver.pk).exclude(pk__in=administrators().values("pk"))
        deputy.queryset = offered.distinct().order_by("first_name", "last_name")
        deputy.label_from_instance = _person_label  # type: ignore[assignment,method-assign]

    def clean_starts_at(self) -> datetime:
        return _sensible(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> datetime:
        ends_at = _sensible(self.cleaned_data["ends_at"])
        if ends_at <= timezone.now():
            raise ValidationError(_("The period is over already."))
        return ends_at


def _person_label(user: Any) -> str:
    name = user.get_full_name()
    return f"{name} – {user.position}" if user.position else name


def _sensible(moment: datetime) -> datetime:
    """Return the moment; raise ValidationError if its year can only be a typing error."""
    if not 2000 <= moment.year <= 2100:
        raise ValidationError(_("Check the year."))
    return moment


class QueueFilterForm(forms.Form):
    """What the queue is narrowed to. Values that are no choice are ignored."""

    loai = forms.ChoiceField(label=_("Kind of page"), required=False)
    chuyen_muc = forms.ChoiceField(label=_("Category"), required=False)
    qua_han = forms.BooleanField(label=_("Only overdue"), required=False)

    def __init__(self, *args: Any, kinds: list[str], categories: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "loai": [("", _("All kinds")), *((kind, kind) for kind in kinds)],
            "chuyen_muc": [("", _("All categories")), *categories.items()],
        }
        for name, values in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = values
        self.is_valid()

    def keep(self, entries: list) -> list:
        """Return the entries that the filter lets through."""
        chosen = self.cleaned_data
        return [
            entry
            for entry in entries
            if chosen.get("loai") in (None, "", entry.kind)
            and chosen.get("chuyen_muc") in (None, "", str(entry.category_id))
            and (not chosen.get("qua_han") or entry.overdue)
        ]
