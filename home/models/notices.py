"""The notice bar above every public page: planned outages, urgent information."""

from datetime import datetime

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from cms import vietnamese
from cms.caching import generation
from cms.fields import NormalisedCharField

# Every page asks for the notices. A change begins a new generation of the public site (home/apps.py), and with it
# a new list in every process; this time is for changes that told nobody.
KEPT_SECONDS = 30


class ServiceNotice(models.Model):
    """A sentence above every page, for a time.

    It must appear when the portal is about to stop or a storm is coming, so it does not wait for a second
    signature. In return only administrators hold the right, it is one sentence of plain text, it ends by
    itself, and Wagtail's log keeps who wrote or changed it and when.
    """

    class Level(models.TextChoices):
        OUTAGE = "outage", _("Planned outage")
        URGENT = "urgent", _("Urgent information")
        INFORMATION = "information", _("Information for readers")

    level = models.CharField(_("kind"), max_length=20, choices=Level, default=Level.INFORMATION)
    text = NormalisedCharField(
        _("text"), max_length=240, help_text=_("One or two sentences: what, whom it concerns, what to do.")
    )
    link = models.URLField(
        _("link"),
        max_length=400,
        blank=True,
        help_text=_("Where the reader finds more. It may be left empty."),
    )
    shown_from = models.DateTimeField(_("shown from"), default=timezone.now)
    shown_until = models.DateTimeField(_("shown until"))
    outage_from = models.DateTimeField(_("outage begins"), null=True, blank=True)
    outage_until = models.DateTimeField(_("outage ends"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    panels = [
        HelpPanel(
            content=_(
                "A notice is public at once, without a second signature, and your name is kept with it. "
                "A planned outage is announced seven working days ahead."
            )
        ),
        FieldPanel("level"),
        FieldPanel("text"),
        FieldPanel("link"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("shown_from"), FieldPanel("shown_until")])], heading=_("On the pages")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("outage_from"), FieldPanel("outage_until")])],
            heading=_("The outage itself"),
            help_text=_("Only for a planned outage: printed before the text."),
        ),
    ]

    class Meta:
        verbose_name = _("service notice")
        verbose_name_plural = _("service notices")
        ordering = ["-shown_from", "-pk"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Ask for times that make sense, and for the outage's own if it is one."""
        problems = {}
        if self.shown_from and self.shown_until and self.shown_until <= self.shown_from:
            problems["shown_until"] = _("The notice would end before it begins: choose a later time.")
        if self.level == self.Level.OUTAGE:
            for field in ("outage_from", "outage_until"):
                if not getattr(self, field):
                    problems[field] = _("Say when the outage begins and when it ends.")
            if self.outage_from and self.outage_until and self.outage_until <= self.outage_from:
                problems["outage_until"] = _("The outage would end before it begins: choose a later time.")
        elif self.outage_from or self.outage_until:
            problems["level"] = _(
                "Only a planned outage has times of its own: choose that kind or empty them."
            )
        if problems:
            raise ValidationError(problems)

    @property
    def key(self) -> str:
        """What a reader's browser remembers of a notice that was closed: changed, it shows again."""
        return f"{self.pk}-{self.changed_at:%Y%m%d%H%M%S}"

    @property
    def outage_times(self) -> str:
        """The outage's times as they are printed, empty if it is none."""
        if not (self.outage_from and self.outage_until):
            return ""
        return printed_times(self.outage_from, self.outage_until)


def printed_times(start: datetime, end: datetime) -> str:
    """Write a period in the time of Vietnam, saying the day once if both ends share it.

    "từ 20:00 đến 23:00, Thứ Sáu, ngày 26/5/2023" or "từ 22:00, Thứ Sáu, ngày 26/5/2023 đến 05:00, Thứ Bảy,
    ngày 27/5/2023". These are words of the printed page, so they are Vietnamese whatever the admin speaks.
    """
    start, end = (moment.astimezone(vietnamese.dates.VIETNAM) for moment in (start, end))
    if start.date() == end.date():
        return f"từ {start:%H:%M} đến {end:%H:%M}, {vietnamese.long_date(start)}"
    return f"từ {start:%H:%M}, {vietnamese.long_date(start)} đến {end:%H:%M}, {vietnamese.long_date(end)}"


def notices_now() -> list[ServiceNotice]:
    """Return the notices that stand on the pages now, the urgent first.

    Those that are not over are kept in the cache for half a minute or until one is changed, so that a page asks
    the database for none; their times are compared at every call.
    """
    now = timezone.now()
    # By generation, because a cache may be one process's own: none can empty the others'. A request that began a
    # new one itself goes by none: it reads what is not public yet, or never will be.
    number = generation.of_request()
    key = f"home.service-notices:{number}"
    notices = None if number is None else cache.get(key)
    if notices is None:
        notices = list(ServiceNotice.objects.filter(shown_until__gt=now))
        if number is not None:
            cache.set(key, notices, KEPT_SECONDS)
    order = [ServiceNotice.Level.URGENT, ServiceNotice.Level.OUTAGE, ServiceNotice.Level.INFORMATION]
    shown = [notice for notice in notices if notice.shown_from <= now < notice.shown_until]
    return sorted(shown, key=lambda notice: (order.index(notice.level), notice.shown_from, notice.pk))
