"""A weekday that is not that of its date."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import vietnamese

from ..text import Finding, Known, Text
from .base import Check

_DAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5}
_DAYS |= {str(number): number - 2 for number in range(2, 8)}
_DAY = r"(?:thứ (?P<{0}>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(?P<{0}_sunday>chủ nhật))"
_DATE = r"[0-9]{{1,2}} ?(?P<{0}_by>[/.-]) ?[0-9]{{1,2}} ?(?P={0}_by) ?[0-9]{{4}}"
_DATE += r"|[0-9]{{1,2}} tháng [0-9]{{1,2}} năm [0-9]{{4}}"
_FULL = rf"(?P<{{0}}>{_DATE})(?![0-9/])"
# "lần thứ ba ngày 12/3/2024" counts and names no weekday: what may stand before one is said here.
_BEFORE = r"(?:^|[.,;:!?(“\"–-] ?|\b(?:sáng|trưa|chiều|tối|đêm|vào|hôm) )"
_FIRST = re.compile(
    _BEFORE + _DAY.format("day") + r",? ?\(? ?(?:,? ?(?:ngày|mùng) )?" + _FULL.format("date"), re.IGNORECASE
)
_LAST = re.compile(_FULL.format("date") + r",? ?\(? ?" + _DAY.format("day") + r"(?!\w)", re.IGNORECASE)


def weekdays_in(text: str) -> Iterator[tuple[str, int, date]]:
    """Yield (the words, weekday from Monday = 0, date) for each date that a text writes with its weekday."""
    for pattern in (_FIRST, _LAST):
        for match in pattern.finditer(text):
            day = vietnamese.parse_date(match["date"])
            if day is not None:
                written = 6 if match["day_sunday"] else _DAYS[match["day"].lower()]
                yield match.group().strip(' .,;:!?(“"–-'), written, day


class WrongWeekday(Check):
    """The reader comes on the wrong day."""

    key = "weekday"
    name = gettext_lazy("Weekday and date")
    explanation = gettext_lazy("Compares a weekday with the date beside it.")

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        for passage in text.passages:
            for words, written, day in weekdays_in(passage.text):
                if written != day.weekday():
                    yield self.finding(
                        passage.place,
                        _("%(date)s is a %(weekday)s: correct the weekday or the date in “%(words)s”.")
                        % {
                            "date": vietnamese.short_date(day),
                            "weekday": vietnamese.weekday_name(day),
                            "words": words,
                        },
                        words,
                    )
