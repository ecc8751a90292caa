"""The office's calendar, as the administrators keep it, and the holidays that a new portal begins with."""

from datetime import datetime

from django.utils import timezone

from ..models import Holiday
from . import clock

# Labour Code 2019 (45/2019/QH14), article 112, as far as the dates are the sun's: New Year, Victory Day,
# International Workers' Day, National Day. Its other days are entered each year (Holiday.every_year).
FIXED = (
    ("Tết Dương lịch", 1, 1),
    ("Ngày Chiến thắng", 4, 30),
    ("Ngày Quốc tế Lao động", 5, 1),
    ("Ngày Quốc khánh", 9, 2),
)


def office_calendar() -> clock.Calendar:
    """Return the calendar that due times and reminders are counted by, in one query."""
    days: dict[str, set] = {"holidays": set(), "yearly": set(), "working_days": set()}
    for row in Holiday.objects.order_by():
        if row.kind == Holiday.Kind.WORKING:
            days["working_days"].update(row.days())
        elif row.every_year:
            days["yearly"].update((day.month, day.day) for day in row.days())
        else:
            days["holidays"].update(row.days())
    return clock.Calendar(**{name: frozenset(values) for name, values in days.items()})


def after_one_working_day(start: datetime) -> datetime:
    """Return when a working day has passed since that moment: by then an answer is due if nobody says else."""
    return clock.add_working_time(start, clock.WORKING_DAY, office_calendar())


def seed() -> int:
    """Enter the holidays of fixed date into a calendar that has none yet. Returns how many were made.

    What an administrator removed is not made again as long as one yearly day is left.
    """
    if Holiday.objects.filter(every_year=True).exists():
        return 0
    year = timezone.localdate().year
    rows = [
        Holiday(name=name, first_day=datetime(year, month, day).date(), every_year=True)
        for name, month, day in FIXED
    ]
    return len(Holiday.objects.bulk_create(rows))
