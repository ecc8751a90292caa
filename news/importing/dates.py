"""On which days something happened: single days and ranges inside Vietnamese sentences."""

import re
from dataclasses import dataclass
from datetime import date

from cms.vietnamese import parse_date

_DAY = r"(?P<day>\d{1,2})"
_NUMERIC = rf"{_DAY}(?P<sep>[/.-])(?P<month>\d{{1,2}})(?P=sep)(?P<year>\d{{4}})"
_IN_WORDS = r"(?P<wday>\d{1,2}) tháng (?P<wmonth>\d{1,2}) năm (?P<wyear>\d{4})"
_FIRST = r"(?P<fday>\d{1,2})(?:(?:[/.-]| tháng )(?P<fmonth>\d{1,2})(?:(?:[/.-]| năm )(?P<fyear>\d{4}))?)?"
_TO = r"(?: ?[–-] ?|,? (?:đến|tới|và)(?: hết)? (?:ngày )?)"
_DATES = re.compile(
    rf"(?<![\d/.:h-])(?<!giờ )(?:{_FIRST}{_TO}|(?P<lday>\d{{1,2}}), ?)?(?:{_NUMERIC}|{_IN_WORDS})(?![\d/])"
)
_DAY_WITHOUT_YEAR = re.compile(r"(?:ngày|sáng|chiều|tối) \d{1,2}[/.-]\d{1,2}(?![\d/.-])", re.IGNORECASE)
# "Kế hoạch số 15/KH-SNV ngày 10/3/2023": the date of a document
_OF_A_DOCUMENT = re.compile(
    r"(?:số \d+\S{0,9}/\S{1,30}[^.;,\d]{0,60}|nghị quyết|quyết định|kế hoạch|công văn|chỉ thị|thông tư|"
    r"nghị định|kết luận),? (?:ngày )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Days:
    """Days found in a text; end is None for a single day. valid is False for such as 31/2/2023."""

    start: date | None
    end: date | None
    text: str
    place: int

    @property
    def valid(self) -> bool:
        return self.start is not None


def find_days(text: str) -> list[Days]:
    """The days and ranges of days that text names, in order, without the dates of documents."""
    found = []
    for match in _DATES.finditer(text):
        if _OF_A_DOCUMENT.search(text, max(0, match.start() - 110), match.start()):
            continue
        found.append(_read(match))
    return found


def day_without_year(text: str) -> str:
    """The first "ngày 26/5" that names no year, or ""."""
    match = _DAY_WITHOUT_YEAR.search(text)
    return match[0] if match else ""


def _read(match: re.Match) -> Days:
    day = match["day"] or match["wday"]
    month = match["month"] or match["wmonth"]
    year = match["year"] or match["wyear"]
    last = parse_date(f"{day}/{month}/{year}")
    first = None
    first_day = match["fday"] or match["lday"]  # "26, 27/5/2023" lists days
    if first_day:
        first = parse_date(f"{first_day}/{match['fmonth'] or month}/{match['fyear'] or year}")
        if first is None or last is None or first > last:
            return Days(None, None, match[0], match.start())
    if first is None or first == last:
        return Days(last, None, match[0], match.start())
    return Days(first, last, match[0], match.start())
