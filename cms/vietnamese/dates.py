"""Dates as an office writes them, in the time of Vietnam."""

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_DATE = re.compile(
    r"(?<![0-9])(?<![0-9][/.])"  # not the tail of something longer
    r"(?:(?P<day>[0-9]{1,2})\s*(?P<separator>[/.-])\s*(?P<month>[0-9]{1,2})\s*(?P=separator)\s*(?P<year>[0-9]{4})"
    r"(?![0-9]|(?P=separator)[0-9]|/\w)"  # nor its head: 12/5/2022/NĐ-CP is a document number
    r"|(?P<day_in_words>[0-9]{1,2})\s+tháng\s+(?P<month_in_words>[0-9]{1,2})\s+năm\s+(?P<year_in_words>[0-9]{4})(?![0-9]))",
    re.IGNORECASE,
)


def _day(value: date) -> date:
    """The calendar day in Vietnam of a date or of a datetime (a naive one is taken as it stands)."""
    if isinstance(value, datetime):
        return (value.astimezone(VIETNAM) if value.tzinfo else value).date()
    return value


def weekday_name(day: date) -> str:
    """Name the day of the week: "Thứ Hai" … "Thứ Bảy", "Chủ nhật" (no number, and a small n)."""
    return _WEEKDAYS[_day(day).weekday()]


def short_date(day: date) -> str:
    """Write a date in figures without leading zeros: "26/5/2023"."""
    day = _day(day)
    return f"{day.day}/{day.month}/{day.year}"


def long_date(day: date) -> str:
    """Write a date with its weekday: "Thứ Sáu, ngày 26/5/2023"."""
    return f"{weekday_name(day)}, ngày {short_date(day)}"


def document_date(day: date) -> str:
    """Write the date of an administrative document: "ngày 05 tháng 01 năm 2026", "ngày 26 tháng 5 năm 2023".

    Days under 10 and the months 1 and 2 take a zero, other months none (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.b).
    """
    return f"ngày {day.day:02} tháng {day.month if day.month > 2 else f'0{day.month}'} năm {day.year:04}"


def long_datetime(moment: datetime) -> str:
    """Write a moment in the time of Vietnam: "Thứ Sáu, ngày 26/5/2023, 08:05".

    Raises ValueError for a naive datetime: nobody can know which zone it is in.
    """
    if moment.tzinfo is None:
        raise ValueError("a datetime with a time zone is needed")
    local = moment.astimezone(VIETNAM)
    return f"{long_date(local)}, {local:%H:%M}"


def date_range(start: date, end: date | None) -> str:
    """Write the days of an event, saying once what both ends share.

    "ngày 26/5/2023" (no end, or the same day), "từ ngày 26 đến ngày 28/5/2023", "từ ngày 30/5 đến ngày
    2/6/2023", "từ ngày 30/12/2023 đến ngày 2/1/2024". The two days may come in either order.
    """
    first, last = sorted((_day(start), _day(start if end is None else end)))
    if first == last:
        return f"ngày {short_date(first)}"
    if first.year != last.year:
        beginning = short_date(first)
    elif first.month != last.month:
        beginning = f"{first.day}/{first.month}"
    else:
        beginning = str(first.day)
    return f"từ ngày {beginning} đến ngày {short_date(last)}"


def parse_date(text: str) -> date | None:
    """Read the first full date in a text.

    Knows d/m/yyyy, d-m-yyyy, d.m.yyyy and "26 tháng 5 năm 2023". Returns None if there is none or if the
    first one cannot be (31/2/2023): a later date in the text may mean something else.
    """
    match = _DATE.search(unicodedata.normalize("NFC", text))
    if match is None:
        return None
    suffix = "" if match["day"] else "_in_words"
    try:
        return date(*(int(match[part + suffix]) for part in ("year", "month", "day")))
    except ValueError:
        return None
