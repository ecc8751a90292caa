"""Sự kiện: what took place, entered once and copied into every story of it.

A story's own fields are what is signed and printed; the event here is where they were copied from. Nothing public
reads this table, so changing an event changes no public page (news/events/tests/test_event.py). Stories only share
the reference to it, which is part of what each of them was signed with.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from cms import vietnamese
from cms.fields import NormalisedCharField


class EventType(models.TextChoices):
    """What kind of event was reported."""

    CONFERENCE = "hoi_nghi", _("Conference (hội nghị)")
    WORKSHOP = "hoi_thao", _("Workshop (hội thảo)")
    CEREMONY = "le", _("Ceremony (lễ)")
    TRAINING = "tap_huan", _("Training (tập huấn)")
    INSPECTION = "kiem_tra", _("Inspection (kiểm tra)")
    RECEPTION = "tiep_cong_dan", _("Reception of citizens (tiếp công dân)")


class Event(index.Indexed, models.Model):
    """An event that stories report."""

    name = NormalisedCharField(_("event"), max_length=300, help_text=_("Its full name."))
    event_type = models.CharField(
        _("kind of event"), max_length=20, choices=EventType, default=EventType.CONFERENCE
    )
    start_date = models.DateField(_("date"), help_text=_("The day on which it took place or began."))
    end_date = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only if it lasted several days.")
    )
    location = NormalisedCharField(_("place"), max_length=200, blank=True)
    organiser = NormalisedCharField(_("organiser"), max_length=200, blank=True)
    chair = NormalisedCharField(
        _("chair"), max_length=300, blank=True, help_text=_("Who presided, with the position.")
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("event_type"),
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
        FieldPanel("location"),
        FieldPanel("organiser"),
        FieldPanel("chair"),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("location"),
        index.SearchField("organiser"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-start_date", "-pk")

    def __str__(self) -> str:
        return f"{self.name} ({vietnamese.short_date(self.start_date)})" if self.start_date else self.name

    def clean(self) -> None:
        """Refuse a last day before the first.

        Raises:
            ValidationError: at the last day.
        """
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("The last day lies before the first.")})

    @property
    def days(self) -> str:
        """The day or the days as they are printed: "ngày 26/5/2023"."""
        return vietnamese.date_range(self.start_date, self.end_date)

    def as_story_fields(self) -> dict[str, Any]:
        """Return what a report copies of the event, by the names of the report's fields."""
        return {theirs: getattr(self, ours) for theirs, ours in STORY_FIELDS.items()}


# A conference report's field → the event's.
STORY_FIELDS = {
    "event_name": "name",
    "event_type": "event_type",
    "start_date": "start_date",
    "end_date": "end_date",
    "location": "location",
    "organiser": "organiser",
    "chair": "chair",
}
