"""Working hours as the mail needs them, on top of ``cms.workflow.clock``."""

from datetime import date, datetime, timedelta

from cms.workflow.clock import SHIFTS, ZONE, is_working_day

NO_HOLIDAYS: frozenset[date] = frozenset()


def is_open(at: datetime, holidays: frozenset[date] = NO_HOLIDAYS) -> bool:
    """Tell whether offices are open at that moment (an aware datetime)."""
    local = at.astimezone(ZONE)
    return is_working_day(local.date(), holidays) and any(
        opens <= local.time() < closes for opens, closes in SHIFTS
    )


def working_time(start: datetime, end: datetime, holidays: frozenset[date] = NO_HOLIDAYS) -> timedelta:
    """Return how much working time lies between two aware moments; nothing if they are in the wrong order."""
    start, end = start.astimezone(ZONE), end.astimezone(ZONE)
    total, day = timedelta(), start.date()
    while day <= end.date():
        if is_working_day(day, holidays):
            for opens, closes in SHIFTS:
                begins = max(start, datetime.combine(day, opens, ZONE))
                ends = min(end, datetime.combine(day, closes, ZONE))
                total += max(ends - begins, timedelta())
        day += timedelta(days=1)
    return total


def next_opening(after: datetime, holidays: frozenset[date] = NO_HOLIDAYS) -> datetime:
    """Return when offices open in the morning next, after that moment: the hour of the next digest."""
    day = after.astimezone(ZONE).date()
    while True:
        opening = datetime.combine(day, SHIFTS[0][0], ZONE)
        if is_working_day(day, holidays) and opening > after:
            return opening
        day += timedelta(days=1)
