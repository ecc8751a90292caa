"""Working time: offices are open from Monday to Friday, 8:00 to 12:00 and 13:00 to 17:00, Vietnamese time."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SHIFTS = ((time(8), time(12)), (time(13), time(17)))
WORKING_DAY = timedelta(hours=8)


def is_working_day(day: date, holidays: frozenset[date] = frozenset()) -> bool:
    """Tell whether offices are open on that day."""
    return day.weekday() < 5 and day not in holidays


def add_working_time(start: datetime, amount: timedelta, holidays: frozenset[date] = frozenset()) -> datetime:
    """Return the moment at which that much working time has passed since ``start``.

    Args:
        start: an aware datetime.
        amount: working time, not negative; one working day is eight hours.
        holidays: days on which offices are closed besides weekends.

    Raises:
        ValueError: the amount is negative.
    """
    if amount < timedelta():
        raise ValueError("amount must not be negative")
    now = start.astimezone(ZONE)
    day = now.date()
    while True:
        if is_working_day(day, holidays):
            for opens, closes in SHIFTS:
                begins = max(now, datetime.combine(day, opens, ZONE))
                ends = datetime.combine(day, closes, ZONE)
                if begins >= ends:
                    continue
                if amount <= ends - begins:
                    return begins + amount
                amount -= ends - begins
        day += timedelta(days=1)
