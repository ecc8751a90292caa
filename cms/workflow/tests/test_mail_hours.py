"""Working hours: when a reminder may go out, and how much of the time for an answer has passed."""

from datetime import date, datetime, timedelta

import pytest

from cms.workflow.mail import hours
from cms.workflow.scheduling.clock import ZONE, Calendar

ORDINARY = Calendar()
# 2 March 2026 is a Monday.
MONDAY, FRIDAY, SATURDAY, SUNDAY = 2, 6, 7, 8


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(MONDAY, 7, 59), False),
        (at(MONDAY, 8), True),
        (at(MONDAY, 11, 59), True),
        (at(MONDAY, 12), False),
        (at(MONDAY, 13), True),
        (at(MONDAY, 17), False),
        (at(SATURDAY, 9), False),
        (at(SUNDAY, 9), False),
    ],
)
def test_offices_are_open(moment, expected):
    assert hours.is_open(moment, ORDINARY) is expected


def test_holidays_are_closed():
    calendar = Calendar(holidays=frozenset({date(2026, 3, MONDAY)}))
    assert not hours.is_open(at(MONDAY, 9), calendar)
    assert hours.working_time(at(MONDAY, 0), at(MONDAY + 2, 0), calendar) == timedelta(hours=8)
    assert hours.next_opening(at(MONDAY - 1, 9), calendar) == at(MONDAY + 1, 8)


def test_a_weekend_that_is_worked_in_lieu_is_open():
    calendar = Calendar(working_days=frozenset({date(2026, 3, SATURDAY)}))
    assert hours.is_open(at(SATURDAY, 9), calendar)
    assert hours.next_opening(at(FRIDAY, 15), calendar) == at(SATURDAY, 8)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (at(MONDAY, 9), at(MONDAY, 11), 2),
        (at(MONDAY, 11), at(MONDAY, 14), 2),
        (at(MONDAY, 16), at(MONDAY + 1, 9), 2),
        (at(FRIDAY, 16), at(MONDAY + 7, 9), 2),
        (at(SATURDAY, 9), at(SUNDAY, 20), 0),
        (at(MONDAY, 11), at(MONDAY, 9), 0),
        (at(MONDAY, 0), at(MONDAY + 1, 0), 8),
    ],
)
def test_working_time_between_two_moments(start, end, expected):
    assert hours.working_time(start, end, ORDINARY) == timedelta(hours=expected)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (at(MONDAY, 7), at(MONDAY, 8)),
        (at(MONDAY, 8), at(MONDAY + 1, 8)),
        (at(FRIDAY, 15), at(MONDAY + 7, 8)),
    ],
)
def test_the_next_opening_is_the_hour_of_the_next_digest(after, expected):
    assert hours.next_opening(after, ORDINARY) == expected
