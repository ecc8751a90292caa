"""The two forms of “Tin hội nghị”: the event, entered once, and the story that is composed from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from news.models import Category, ConferenceReportPage, Contribution, Event, Speech, StoryPage
from news.models.story import Genre
from news.speakers import same_words

from . import composing

SPEAKERS_AT_ONCE = 3
MOST_SPEAKERS = 40


class Kind(models.TextChoices):
    """What is written of an event."""

    CONFERENCE = "conference", _("Conference report")
    ARTICLE = "article", _("News article")
    PHOTOS = "photos", _("Photo reportage")


@dataclass(frozen=True)
class KindOfStory:
    """What a kind of story begins with: its genre, and the roles ticked for who writes it."""

    genre: str
    roles: tuple[str, ...]


BEGINNINGS = {
    Kind.CONFERENCE: KindOfStory(Genre.NEWS, ("wrote_news", "wrote_article", "took_photos")),
    Kind.ARTICLE: KindOfStory(Genre.ARTICLE, ("wrote_article", "took_photos")),
    Kind.PHOTOS: KindOfStory(Genre.PHOTO_REPORTAGE, ("took_photos",)),
}


class EventForm(forms.ModelForm):
    """Sự kiện: the name and the day are needed, the rest goes into the lead."""

    class Meta:
        model = Event
        fields = ("name", "event_type", "start_date", "end_date", "location", "organiser", "chair")
        # A browser's own picker writes days as its language does, not as the portal.
        widgets = {"start_date": AdminDateInput, "end_date": AdminDateInput}

    # Events of that name and day which are there already.
    known: tuple[Event, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Refuse an event that was entered already: the screen offers it instead."""
        cleaned = super().clean() or self.cleaned_data
        day, name = cleaned.get("start_date"), same_words(cleaned.get("name", ""))
        same_day = Event.objects.filter(start_date=day) if day else Event.objects.none()
        self.known = tuple(event for event in same_day if same_words(event.name) == name)
        if self.known:
            self.add_error("name", _("This event was entered already: choose it below."))
        return cleaned


class StoryForm(forms.Form):
    """The story: everything is filled in already but the category."""

    title = forms.CharField(label=_("Title"), max_length=composing.TITLE_LENGTH)
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Category"), required=False)
    lead = forms.CharField(
        label=_("Lead"),
        max_length=StoryPage._meta.get_field("lead").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Composed from the event; change it as you like."),
    )
    author = forms.CharField(label=_("Author"), max_length=Contribution._meta.get_field("name").max_length)
    position = forms.CharField(
        label=_("Position"), max_length=Contribution._meta.get_field("position").max_length, required=False
    )
    wrote_news = forms.BooleanField(label=_("News (tin)"), required=False)
    wrote_article = forms.BooleanField(label=_("Article (bài)"), required=False)
    took_photos = forms.BooleanField(label=_("Photographs (ảnh)"), required=False)

    ROLES = ("wrote_news", "wrote_article", "took_photos")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.order_by("sort_order", "name")  # type: ignore[attr-defined]

    @property
    def role_fields(self) -> list[Any]:
        return [self[name] for name in self.ROLES]


def composed(event: Event, kind: str, user: Any) -> dict[str, Any]:
    """Return what the story's form begins with, from the event and from who writes.

    Args:
        event: the event.
        kind: one of ``Kind``.
        user: the account, whose name and position become the byline.
    """
    facts = composing.Facts(
        name=event.name,
        event_type=event.event_type,
        start_date=event.start_date,
        end_date=event.end_date,
        location=event.location,
        organiser=event.organiser,
        chair=event.chair,
    )
    roles = BEGINNINGS[Kind(kind)].roles
    return {
        "title": composing.title(facts),
        "lead": composing.lead(facts),
        "author": user.get_full_name(),
        "position": user.position,
        **{role: role in roles for role in StoryForm.ROLES},
    }


class SpeakerForm(forms.ModelForm):
    """One who spoke. A row without a name is no row."""

    class Meta:
        model = Speech
        fields = ("honorific", "speaker", "position", "kind", "topic")
        widgets = {"speaker": forms.TextInput(attrs={"data-speaker": ""})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].help_text = ""  # the heading of the rows says it once

    def has_changed(self) -> bool:
        """Tell whether anything was written; a kind that was merely chosen says nothing."""
        return bool(set(self.changed_data) - {"kind", "honorific"})


SpeakerFormSet = forms.formset_factory(
    SpeakerForm, extra=SPEAKERS_AT_ONCE, max_num=MOST_SPEAKERS, validate_max=True, absolute_max=MOST_SPEAKERS
)


def speeches_of(rows: Any) -> list[Speech]:
    """Return the speeches of the rows in which a name was written, in their order.

    Args:
        rows: the valid formset.
    """
    filled: list[Mapping[str, Any]] = [row.cleaned_data for row in rows if row.cleaned_data.get("speaker")]
    return [Speech(sort_order=order, **fields) for order, fields in enumerate(filled)]


def class_of(kind: str) -> type[StoryPage]:
    """Return the type of page that a kind of story is."""
    from news.models import NewsArticlePage

    return ConferenceReportPage if kind == Kind.CONFERENCE else NewsArticlePage
