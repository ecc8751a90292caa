"""Working hours as the mail needs them, on top of ``cms.workflow.scheduling.clock``."""

from datetime import datetime, timedelta

from cms.workflow.scheduling.clock import SHIFTS, ZONE, Calendar


def is_open(at: datetime, calendar: Calendar) -> bool:
    """Tell whether offices are open at that moment (an aware datetime)."""
    local = at.astimezone(ZONE)
    return calendar.is_working_day(local.date()) and any(
        opens <= local.time() < closes for opens, closes in SHIFTS
    )


def working_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Return how much working time lies between two aware moments; nothing if they are in the wrong order."""
    start, end = start.astimezone(ZONE), end.astimezone(ZONE)
    total, day = timedelta(), start.date()
    while day <= end.date():
        if calendar.is_working_day(day):
            for opens, closes in SHIFTS:
                begins = max(start, datetime.combine(day, opens, ZONE))
                ends = min(end, datetime.combine(day, closes, ZONE))
                total += max(ends - begins, timedelta())
        day += timedelta(days=1)
    return total


def next_opening(after: datetime, calendar: Calendar) -> datetime:
    """Return when offices open in the morning next, after that moment: the hour of the next digest."""
    day = after.astimezone(ZONE).date()
    while True:
        opening = datetime.combine(day, SHIFTS[0][0], ZONE)
        if calendar.is_working_day(day) and opening > after:
            return opening
        day += timedelta(days=1)
