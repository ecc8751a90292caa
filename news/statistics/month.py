"""A month of the portal, as an address says it and as it is computed with."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from news.models.listing import period

# The oldest story of the portal before this one; nothing was counted earlier.
FIRST_YEAR = 2000
_WRITTEN = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")
_TYPED = re.compile(r" *(?P<month>0?[1-9]|1[0-2]) ?[/.-] ?(?P<year>[0-9]{4}) *")


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year, in the time of Vietnam."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of that day."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str | None, today: date) -> "Month":
        """Return the month that ``2026-11``, or ``11/2026``, says; this month if it says none that can have been."""
        written = _WRITTEN.fullmatch(text or "") or _TYPED.fullmatch(text or "")
        this_month = cls.of(today)
        if written is None:
            return this_month
        month = cls(int(written["year"]), int(written["month"]))
        return month if cls(FIRST_YEAR, 1) <= month <= this_month else this_month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def typed(self) -> str:
        """The month as one types it, "11/2026"."""
        return f"{self.month:02d}/{self.year:04d}"

    @property
    def name(self) -> str:
        """The month as people say it, "tháng 11/2026"."""
        return _("month %(month)s/%(year)s") % {"month": self.month, "year": self.year}

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def days(self) -> list[date]:
        """All its days."""
        return [self.first + timedelta(days=number) for number in range(self.last.day)]

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment in Vietnam, and the first moment after it."""
        return period(self.year, self.month)

    def plus(self, months: int) -> "Month":
        """Return the month so many later; earlier if it is negative."""
        year, index = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, index + 1)
