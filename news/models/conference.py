"""Tin hội nghị: a report of a conference, with who spoke, in which position that day, on what."""

from collections.abc import Iterator
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from cms import vietnamese
from cms.blocks import TEXT_FEATURES
from cms.fields import NormalisedCharField
from cms.rich_text_field import CleanRichTextField
from cms.searchable import SearchDocument
from news import former_addresses, panels
from news.search_document import conference_document

from .event import EventType
from .story import StoryPage

# Longer names are cut between words; the day tells this year's conference from last year's.
EVENT_SLUG_LENGTH = 120


def event_slug(name: str, day: date | None) -> str:
    """Return the address of an event: its name and its day, "hoi-nghi-so-ket-26-5-2023".

    All reports of the same name and day are of one event. "" if either is not known: no event has that address.
    """
    words = vietnamese.slugify(name or "", EVENT_SLUG_LENGTH)
    return f"{words}-{day.day}-{day.month}-{day.year}" if words and day else ""


class ConferenceReportPage(StoryPage):
    """A report of a conference, a workshop, a ceremony or another event."""

    parent_page_types = ["news.NewsIndexPage"]
    kind = "conference"
    template = "news/story_page.html"
    page_description = _("A report of a conference, a workshop, a ceremony, a training or an inspection.")

    event_name = NormalisedCharField(_("event"), max_length=300, help_text=_("Its full name."))
    event_type = models.CharField(
        _("kind of event"), max_length=20, choices=EventType, default=EventType.CONFERENCE
    )
    start_date = models.DateField(
        _("date"), null=True, help_text=_("The day on which it took place or began.")
    )
    end_date = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only if it lasted several days.")
    )
    location = NormalisedCharField(_("place"), max_length=200, blank=True)
    organiser = NormalisedCharField(_("organiser"), max_length=200, blank=True)
    chair = NormalisedCharField(
        _("chair"), max_length=300, blank=True, help_text=_("Who presided, with the position.")
    )
    attendance = NormalisedCharField(
        _("attendance"), max_length=300, blank=True, help_text=_("Who took part, and how many.")
    )
    # Derived, so no revision stores it (serialize=False) and nobody signs it.
    event_slug = models.SlugField(
        _("address of the event"), max_length=140, blank=True, editable=False, serialize=False
    )

    edit_handler = panels.story_tabs(panels.EVENT, panels.SPEECHES)

    class Meta:
        verbose_name = _("conference report")
        verbose_name_plural = _("conference reports")

    def problems(self) -> Iterator[tuple[str, object]]:
        yield from super().problems()
        if self.start_date and self.end_date and self.end_date < self.start_date:
            yield "end_date", _("The last day lies before the first.")
        missing = sorted(number for number in self.speeches_in_body if number > self.speeches.count())
        if missing:
            yield "body", _("There is no speech number %(number)s in the list.") % {"number": missing[0]}

    def search_document(self) -> SearchDocument:
        """Return what the public search keeps of this report, its event and speeches included."""
        return conference_document(self)

    def save(self, *args, **kwargs):
        """Save the report with its event's address, which follows from name and day.

        Addresses of the event and of speakers that the public knew lead to the new ones.
        """
        self.event_slug = event_slug(self.event_name, self.start_date)
        before = former_addresses.public_slugs(self)
        saved = super().save(*args, **kwargs)
        former_addresses.keep_addresses_of_report(before, self)
        return saved

    @property
    def event_dates(self) -> str:
        """The date or the period as it is printed, empty if it is not known."""
        return vietnamese.date_range(self.start_date, self.end_date) if self.start_date else ""

    @property
    def speeches_in_body(self) -> set[int]:
        """The numbers of the speeches that a block of the body places."""
        return {block.value["number"] for block in self.body if block.block_type == "speech"}


class Speech(Orderable):
    """A speech of the event. The position is that of the day: it does not follow later promotions."""

    class Honorific(models.TextChoices):
        COMRADE = "dong_chi", "đồng chí"
        MR = "ong", "ông"
        MRS = "ba", "bà"

    class Kind(models.TextChoices):
        OPENING = "khai_mac", _("Opening (khai mạc)")
        PAPER = "tham_luan", _("Paper (tham luận)")
        STATEMENT = "phat_bieu", _("Statement (phát biểu)")
        DIRECTION = "chi_dao", _("Direction (chỉ đạo)")
        CLOSING = "ket_luan", _("Closing (kết luận)")

    story = ParentalKey(ConferenceReportPage, on_delete=models.CASCADE, related_name="speeches")
    honorific = models.CharField(_("honorific"), max_length=10, choices=Honorific, blank=True)
    speaker = NormalisedCharField(_("speaker"), max_length=120)
    position = NormalisedCharField(
        _("position on that day"),
        max_length=200,
        blank=True,
        help_text=_("As it was on the day of the event."),
    )
    kind = models.CharField(_("kind of speech"), max_length=20, choices=Kind, default=Kind.PAPER)
    topic = NormalisedCharField(_("topic"), max_length=300, blank=True)
    text = CleanRichTextField(_("text"), features=TEXT_FEATURES, blank=True)
    is_excerpt = models.BooleanField(
        _("excerpt"), default=False, help_text=_("Not the whole speech: printed with “…”.")
    )

    # Derived like the event's address. People of one name share it (news/speakers.py).
    speaker_slug = models.SlugField(
        _("address of the speaker"), max_length=120, blank=True, editable=False, serialize=False
    )

    panels = [
        FieldRowPanel([FieldPanel("honorific"), FieldPanel("speaker")]),
        FieldPanel("position"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("topic")]),
        FieldPanel("text"),
        FieldPanel("is_excerpt"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("speech")
        verbose_name_plural = _("speeches")

    def __str__(self) -> str:
        return self.speaker

    def save(self, *args, **kwargs):
        """Save the speech with its speaker's address, which follows from the name."""
        self.speaker_slug = vietnamese.slugify(self.speaker, 121)
        return super().save(*args, **kwargs)
