"""iCalendar: what the standard says of lines, texts and days, and that others can read it."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.sharing.icalendar import CalendarEvent, calendar, fold, text

CHANGED = datetime(2026, 5, 26, 1, 2, 3, tzinfo=UTC)


def event(**fields) -> CalendarEvent:
    return CalendarEvent(
        **{
            "uid": "0b6c6f0e-0000-4000-8000-000000000001",
            "name": "Hội nghị sơ kết",
            "first_day": date(2026, 5, 26),
            "last_day": None,
            "changed": CHANGED,
            **fields,
        }
    )


def read_back(**fields):
    """Return the one event as an independent reader understands it."""
    (found,) = icalendar.Calendar.from_ical(calendar("Lịch", [event(**fields)])).walk("VEVENT")
    return found


@pytest.mark.parametrize(
    ("last", "end"),
    [
        (None, date(2026, 5, 27)),
        (date(2026, 5, 26), date(2026, 5, 27)),
        (date(2026, 5, 31), date(2026, 6, 1)),
        # A slip of the hand that no submission lets through; the file stays right.
        (date(2026, 5, 1), date(2026, 5, 27)),
    ],
)
def test_an_event_lasts_whole_days_and_ends_the_day_after(last, end):
    found = read_back(last_day=last)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 5, 26), end)
    assert found["DTSTAMP"].dt == CHANGED


def test_a_later_version_has_a_higher_number():
    """RFC 5546, 3.2.1; and 32 bits hold it (RFC 5545, 3.3.8) longer than anybody plans."""
    moments = [CHANGED, CHANGED + timedelta(seconds=1), CHANGED + timedelta(days=20 * 366)]
    numbers = [read_back(changed=moment)["SEQUENCE"] for moment in moments]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] < 2**31
    assert read_back(changed=datetime(1999, 1, 1, tzinfo=UTC))["SEQUENCE"] == 0


def test_the_last_day_of_time_is_no_fault():
    assert "DTEND" not in read_back(first_day=date.max)


HOSTILE = [
    "Hội nghị; triển khai, sơ kết \\ tổng kết",
    "dòng một\ndòng hai\r\ndòng ba",
    "END:VCALENDAR\r\nBEGIN:VEVENT",
    "Ệ" * 200,
    "😀" * 100,
    "https://portal.example/?a=1,2;b=3",
]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("name", ["name", "location", "description"])
def test_every_text_comes_back_as_it_was(words, name):
    found = read_back(**{name: words})
    key = {"name": "SUMMARY", "location": "LOCATION", "description": "DESCRIPTION"}[name]
    assert str(found[key]) == words.replace("\r\n", "\n")


def test_control_characters_are_left_out():
    assert text("a\x00b\x07c\x1bd\x7f\te") == "abcd\te"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_lines_are_short_in_octets_and_no_letter_is_cut(words):
    line = text(words)
    parts = list(fold(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])


def test_lines_end_as_the_standard_wants():
    lines = calendar("Lịch", [event(description="Ệ" * 300)]).encode().split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
