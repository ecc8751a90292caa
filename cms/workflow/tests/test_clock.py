"""Working time: by when an answer is due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.workflow.scheduling.clock import SHIFTS, WORKING_DAY, ZONE, Calendar, add_working_time

ORDINARY = Calendar()


def at(text: str) -> datetime:
    """Return that Vietnamese time; 23/11/2026 is a Monday."""
    return datetime.strptime(f"{text} 2026", "%d/%m %H:%M %Y").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("23/11 08:00", 0, "23/11 08:00"),
        ("23/11 08:00", 4, "23/11 12:00"),
        ("23/11 09:30", 1, "23/11 10:30"),
        ("23/11 11:00", 2, "23/11 14:00"),  # over lunch
        ("23/11 12:30", 1, "23/11 14:00"),
        ("23/11 08:00", 8, "23/11 17:00"),
        ("23/11 09:00", 8, "24/11 09:00"),
        ("23/11 06:00", 1, "23/11 09:00"),
        ("23/11 17:00", 1, "24/11 09:00"),
        ("23/11 23:59", 8, "24/11 17:00"),
        ("27/11 16:00", 2, "30/11 09:00"),  # Friday to Monday
        ("28/11 10:00", 8, "30/11 17:00"),  # Saturday
        ("29/11 10:00", 8, "30/11 17:00"),  # Sunday
        ("23/11 08:00", 40, "27/11 17:00"),
    ],
)
def test_the_working_week(start, hours, end):
    assert add_working_time(at(start), timedelta(hours=hours), ORDINARY) == at(end)


def test_holidays_are_left_out():
    calendar = Calendar(holidays=frozenset({date(2026, 11, 24), date(2026, 11, 25)}))
    assert add_working_time(at("23/11 16:00"), timedelta(hours=2), calendar) == at("26/11 09:00")
    assert not calendar.is_working_day(date(2026, 11, 24))
    assert calendar.is_working_day(date(2026, 11, 26))
    assert not calendar.is_working_day(date(2026, 11, 28))


def test_some_holidays_come_back_every_year():
    calendar = Calendar(yearly=frozenset({(4, 30), (5, 1)}))
    for year in (2026, 2027, 2031):
        assert not calendar.is_working_day(date(year, 4, 30))
    assert calendar.is_working_day(date(2026, 4, 29))
    assert add_working_time(at("29/04 16:00"), timedelta(hours=2), calendar) == at("04/05 09:00")


def test_a_weekend_that_is_worked_in_lieu_counts():
    calendar = Calendar(
        working_days=frozenset({date(2026, 11, 28)}), holidays=frozenset({date(2026, 11, 28)})
    )
    assert add_working_time(at("27/11 16:00"), timedelta(hours=2), calendar) == at("28/11 09:00")
    assert not calendar.is_working_day(date(2026, 11, 29))


def test_another_zone_is_understood():
    # 01:00 in Greenwich is 8:00 in Hà Nội.
    start = datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert add_working_time(start, timedelta(hours=1), ORDINARY) == at("23/11 09:00")


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="negative"):
        add_working_time(at("23/11 08:00"), timedelta(seconds=-1), ORDINARY)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(ZONE))
amounts = st.timedeltas(timedelta(), timedelta(hours=60))


@given(moments, amounts)
def test_the_end_is_in_working_time_and_not_before_the_start(start, amount):
    end = add_working_time(start, amount, ORDINARY)
    assert end >= start + amount if amount else end >= start
    assert ORDINARY.is_working_day(end.date())
    assert any(opens <= end.time() <= closes for opens, closes in SHIFTS)


@given(moments, amounts, amounts)
def test_waiting_twice_is_waiting_longer(start, first, second):
    at_once = add_working_time(start, first + second, ORDINARY)
    in_two_steps = add_working_time(add_working_time(start, first, ORDINARY), second, ORDINARY)
    assert at_once == in_two_steps


@given(moments)
def test_a_working_day_is_over_by_the_same_hour_of_the_next(start):
    end = add_working_time(start, WORKING_DAY, ORDINARY)
    assert end - start <= timedelta(days=4)
