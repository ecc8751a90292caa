"""The preview's fields: everything that was recognised, to be corrected before anything is stored."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import vietnamese
from news.models import ConferenceReportPage, Contribution, Event, GalleryImage, Speech, StoryPage

from .linking import event_named
from .recognised import Recognised

LEAD, GALLERY, BODY, LEFT_OUT = "lead", "gallery", "body", "left_out"
PLACES = (
    (LEAD, gettext_lazy("Lead picture")),
    (GALLERY, gettext_lazy("Gallery")),
    (BODY, gettext_lazy("In the text, where it stood")),
    (LEFT_OUT, gettext_lazy("Leave out")),
)
MORE_CONTRIBUTORS = 2


class Line(forms.CharField):
    """A line of text, cleaned as the portal stores it."""

    def to_python(self, value: Any) -> str:
        return vietnamese.normalise(super().to_python(value) or "")


def _line(model: Any, name: str, *, required: bool = False, rows: int = 0, label: Any = None) -> Line:
    """A field as long and named as the model's."""
    field = model._meta.get_field(name)
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    label = label or field.verbose_name
    return Line(label=label, max_length=field.max_length, required=required, widget=widget)


def _day(name: str) -> forms.DateField:
    label = ConferenceReportPage._meta.get_field(name).verbose_name
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"placeholder": "26/5/2023"})
    )


class StoryForm(forms.Form):
    """What the story says of itself."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it becomes"),
        choices=[
            ("article", gettext_lazy("News article")),
            ("conference", gettext_lazy("Conference report")),
        ],
        widget=forms.RadioSelect,
    )
    title = _line(StoryPage, "title", required=True, rows=2, label=gettext_lazy("Title"))
    lead = _line(StoryPage, "lead", rows=4)
    source_name = _line(StoryPage, "source_name")
    event_name = _line(ConferenceReportPage, "event_name", rows=2)
    event_type = forms.ChoiceField(
        label=ConferenceReportPage._meta.get_field("event_type").verbose_name,
        choices=ConferenceReportPage._meta.get_field("event_type").choices,
    )
    start_date = _day("start_date")
    end_date = _day("end_date")
    location = _line(ConferenceReportPage, "location")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("The last day lies before the first."))
        return cleaned


class SpeechForm(forms.Form):
    """Who spoke. What was said is shown with the text."""

    keep = forms.BooleanField(label=gettext_lazy("A speech of the list (else a quotation)"), required=False)
    honorific = forms.ChoiceField(
        label=Speech._meta.get_field("honorific").verbose_name,
        choices=[("", "–"), *Speech.Honorific.choices],
        required=False,
    )
    speaker = _line(Speech, "speaker", required=True)
    position = _line(Speech, "position")
    kind = forms.ChoiceField(label=Speech._meta.get_field("kind").verbose_name, choices=Speech.Kind.choices)
    topic = _line(Speech, "topic")
    is_excerpt = forms.BooleanField(label=Speech._meta.get_field("is_excerpt").verbose_name, required=False)


class ContributionForm(forms.Form):
    """A name of the byline; without a name the row is left out."""

    name = _line(Contribution, "name")
    position = _line(Contribution, "position")
    wrote_news = forms.BooleanField(label=gettext_lazy("news (tin)"), required=False)
    wrote_article = forms.BooleanField(label=gettext_lazy("article (bài)"), required=False)
    took_photos = forms.BooleanField(label=gettext_lazy("photographs (ảnh)"), required=False)


class PictureForm(forms.Form):
    """A picture: where it goes, and the words beside it."""

    place = forms.ChoiceField(label=gettext_lazy("Where it goes"), choices=PLACES)
    caption = _line(GalleryImage, "caption", rows=2)
    alt = _line(GalleryImage, "alt", rows=2)
    credit = _line(GalleryImage, "credit")
    decorative = forms.BooleanField(label=gettext_lazy("decorative"), required=False)


class Preview:
    """All forms of one preview. ``data``: what was typed, None for what was recognised."""

    def __init__(self, recognised: Recognised, data: Any = None):
        self.recognised = recognised
        fields = ("kind", "title", "lead", "source_name", "event_name", "start_date", "end_date", "location")
        story = {name: getattr(recognised, name) for name in fields}
        story["event_type"] = recognised.event_type or "hoi_nghi"
        self.story = StoryForm(data, prefix="story", initial=story)
        self.speeches = [
            SpeechForm(
                data,
                prefix=f"speech-{number}",
                initial={
                    **{name: getattr(one, name) for name in SpeechForm.base_fields if name != "keep"},
                    "keep": True,
                },
            )
            for number, one in enumerate(recognised.speeches, start=1)
        ]
        rows = [*recognised.contributions, *[None] * MORE_CONTRIBUTORS]
        self.contributions = [
            ContributionForm(
                data,
                prefix=f"author-{number}",
                initial={name: getattr(one, name) for name in ContributionForm.base_fields} if one else {},
            )
            for number, one in enumerate(rows, start=1)
        ]
        self.pictures = [
            PictureForm(
                data,
                prefix=f"picture-{one.number}",
                initial={
                    "place": GALLERY if place else LEAD,
                    "caption": one.caption,
                    "alt": one.alt,
                    "credit": one.credit,
                },
            )
            for place, one in enumerate(recognised.pictures)
        ]

    @property
    def forms(self) -> list[forms.Form]:
        """Every form."""
        return [self.story, *self.speeches, *self.contributions, *self.pictures]

    def is_valid(self) -> bool:
        """Whether everything can be stored; else each form says what is wrong beside its field."""
        valid = not [form for form in self.forms if not form.is_valid()]  # each of them is asked
        leads = [form for form in self.pictures if form.is_valid() and form.cleaned_data["place"] == LEAD]
        for form in leads[1:]:
            form.add_error("place", _("Only one picture can be the lead picture: put this one elsewhere."))
        return valid and len(leads) <= 1

    @property
    def event(self) -> Event | None:
        """The event that was entered already and is named here, as it stands: the draft will be of it."""
        if self.story["kind"].value() != "conference":
            return None
        day = self.story["start_date"]
        try:
            return event_named(self.story["event_name"].value() or "", day.field.clean(day.value()))
        except forms.ValidationError:
            return None

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """(id of the field, its label, what is wrong) of each fault, for the list at the head."""
        found = []
        for form in self.forms:
            for name, errors in form.errors.items():
                field = form[name] if name in form.fields else None
                place, label = (field.id_for_label or "", str(field.label)) if field else ("", "")
                found += [(place, label, str(error)) for error in errors]
        return found
