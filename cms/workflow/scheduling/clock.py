"""Working time: offices are open from Monday to Friday, 8:00 to 12:00 and 13:00 to 17:00, Vietnamese time.

What differs from the ordinary week – holidays, make-up working days – comes in as a :class:`Calendar`, which
``holidays.py`` reads from what the administrators entered.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SHIFTS = ((time(8), time(12)), (time(13), time(17)))
WORKING_DAY = timedelta(hours=8)


@dataclass(frozen=True)
class Calendar:
    """The days that differ from the ordinary week.

    ``yearly`` holds (month, day) of the holidays that come back on the same date; ``working_days`` (ngày làm
    bù) are worked although they lie on a weekend, and win over everything else.
    """

    holidays: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()
    working_days: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open on that day."""
        if day in self.working_days:
            return True
        return day.weekday() < 5 and day not in self.holidays and (day.month, day.day) not in self.yearly


def add_working_time(start: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """Return the moment at which that much working time has passed since ``start``.

    Args:
        start: an aware datetime.
        amount: working time, not negative; one working day is eight hours.
        calendar: the days that differ from the ordinary week.

    Raises:
        ValueError: the amount is negative.
    """
    if amount < timedelta():
        raise ValueError("amount must not be negative")
    now = start.astimezone(ZONE)
    day = now.date()
    while True:
        if calendar.is_working_day(day):
            for opens, closes in SHIFTS:
                begins = max(now, datetime.combine(day, opens, ZONE))
                ends = datetime.combine(day, closes, ZONE)
                if begins >= ends:
                    continue
                if amount <= ends - begins:
                    return begins + amount
                amount -= ends - begins
        day += timedelta(days=1)
