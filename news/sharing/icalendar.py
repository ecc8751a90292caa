"""iCalendar as RFC 5545 wants it: pure text, values in, one file out.

The newsroom knows the days of an event, not its hours, so events are whole days (``VALUE=DATE``, RFC 5545
3.6.1): those need no time zone, and the day in Hanoi is the day on every screen.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# 3.1: a line is at most 75 octets, not characters; "ệ" is three of them.
LINE_OCTETS = 75
# 3.3.8 takes numbers up to 2³¹ - 1: seconds from here on do until 2088.
_FIRST_SEQUENCE = datetime(2020, 1, 1, tzinfo=UTC)
# 3.3.11 allows tabs and no other control character in a text.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class CalendarEvent:
    """An event of whole days. ``uid`` never changes; ``changed``, when it did last, only grows."""

    uid: str
    name: str
    first_day: date
    last_day: date | None
    changed: datetime
    address: str = ""
    location: str = ""
    description: str = ""
    category: str = ""


def calendar(name: str, events: Iterable[CalendarEvent], *, language: str = "vi") -> str:
    """Return the file of a calendar, lines ending as the standard wants (CR LF).

    Args:
        name: what a calendar program calls it.
        events: its events, in any order.
        language: of its texts.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{text(name)}//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(name)}",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
    ]
    for event in events:
        lines += _lines_of(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in fold(line))


def _lines_of(event: CalendarEvent) -> Iterator[str]:
    last = max(event.first_day, event.last_day or event.first_day)
    changed = event.changed.astimezone(UTC)
    yield "BEGIN:VEVENT"
    yield f"UID:{text(event.uid)}"
    yield f"DTSTAMP:{changed:%Y%m%dT%H%M%SZ}"
    yield f"LAST-MODIFIED:{changed:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{sequence(changed)}"
    yield f"DTSTART;VALUE=DATE:{day(event.first_day)}"
    # 3.6.1: the end is the first day that no longer belongs to the event.
    if last < date.max:
        yield f"DTEND;VALUE=DATE:{day(last + timedelta(days=1))}"
    yield f"SUMMARY:{text(event.name)}"
    for name, value in (
        ("LOCATION", event.location),
        ("DESCRIPTION", event.description),
        ("CATEGORIES", event.category),
    ):
        if value:
            yield f"{name}:{text(value)}"
    if event.address:
        yield f"URL:{_CONTROL.sub('', event.address)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def sequence(changed: datetime) -> int:
    """Return the number by which programs tell a later version of an event (RFC 5546, 3.2.1): it grows with time."""
    return max(0, int((changed - _FIRST_SEQUENCE).total_seconds()))


def day(value: date) -> str:
    """Return a day as the standard writes it; strftime would not fill up years before 1000."""
    return f"{value.year:04d}{value.month:02d}{value.day:02d}"


def text(value: str) -> str:
    """Return a text with what means something in the format escaped (3.3.11), line ends as ``\\n``."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    escaped = lines.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return _CONTROL.sub("", escaped)


def fold(line: str) -> Iterator[str]:
    """Yield the line in parts of at most 75 octets, all but the first beginning with a space.

    A letter is never cut: programs that put the octets together again do not all decode afterwards.
    """
    octets, begin, room, space = line.encode(), 0, LINE_OCTETS, ""
    while len(octets) - begin > room:
        end = begin + room
        while octets[end] & 0xC0 == 0x80:  # within a letter: UTF-8 marks all of its octets but the first
            end -= 1
        yield space + octets[begin:end].decode()
        begin, room, space = end, LINE_OCTETS - 1, " "
    yield space + octets[begin:].decode()
