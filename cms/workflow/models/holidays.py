"""The days on which offices are closed, or open on a weekend: kept by the administrators."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms import vietnamese
from cms.fields import NormalisedCharField


class Holiday(models.Model):
    """Ngày nghỉ: days that differ from the ordinary week. Due times and reminders are counted by them."""

    class Kind(models.TextChoices):
        DAY_OFF = "day_off", _("Day off")
        WORKING = "working", _("Make-up working day")

    # A typing error in a year must not stop the clock for a year.
    MOST_DAYS = 31
    YEARS = range(2000, 2101)

    name = NormalisedCharField(
        _("name"), max_length=120, help_text=_("For example Lunar New Year 2027, or the Hùng Kings' day.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        default=Kind.DAY_OFF,
        help_text=_("A make-up working day is worked although it is a Saturday or a Sunday."),
    )
    first_day = models.DateField(_("day"))
    last_day = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Leave it empty for a single day.")
    )
    every_year = models.BooleanField(
        _("every year on the same date"),
        default=False,
        help_text=_(
            "Only for days of the solar calendar: 1/1, 30/4, 1/5, 2/9. The Lunar New Year and the Hùng Kings'"
            " day move, and so do the days off in lieu and the second day of the National Day: enter them by"
            " hand each year, as the Government announces them."
        ),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("first_day"),
        FieldPanel("last_day"),
        FieldPanel("every_year"),
    ]

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["-first_day", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.period()})"

    def period(self) -> str:
        """Return the days as an office writes them: “2/9 hằng năm” has no year of its own."""
        if not self.every_year:
            return vietnamese.date_range(self.first_day, self.last_day)
        days = [self.first_day] + ([self.last_day] if self.last_day else [])
        return " – ".join(f"{day.day}/{day.month}" for day in days)

    period.short_description = _("days")  # type: ignore[attr-defined]

    def kind_name(self) -> str:
        """Return the kind in words, for the list."""
        return str(self.get_kind_display())

    kind_name.short_description = _("kind")  # type: ignore[attr-defined]

    def yearly(self) -> str:
        """Return “every year” or nothing, for the list."""
        return str(_("Every year")) if self.every_year else ""

    yearly.short_description = ""  # type: ignore[attr-defined]

    def days(self) -> Iterator[date]:
        """Yield each day, the first and the last included."""
        day, last = self.first_day, self.last_day or self.first_day
        while day <= last:
            yield day
            day += timedelta(days=1)

    def clean(self) -> None:
        super().clean()
        errors = {}
        for name in ("first_day", "last_day"):
            day = getattr(self, name)
            if day and day.year not in self.YEARS:
                errors[name] = _("Check the year.")
        if self.first_day and self.last_day and not errors:
            if self.last_day < self.first_day:
                errors["last_day"] = _("The last day lies before the first.")
            elif (self.last_day - self.first_day).days >= self.MOST_DAYS:
                errors["last_day"] = _("That is more than a month: check the two days.")
        if self.every_year and self.kind == self.Kind.WORKING:
            errors["every_year"] = _(
                "Make-up working days are announced anew each year: enter the date itself."
            )
        if errors:
            raise ValidationError(errors)
