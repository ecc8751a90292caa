"""Other ways to write what was typed: without "số", a date in words or figures, letters apart from figures.

Pure functions on the text. What they return is looked for after everything that says it as typed (query.py),
so a guess that is wrong costs one more look into the index and hides nothing.
"""

import re

from .figures import other_thousands
from .tokens import without_apostrophes

# "Nghị định số 12/2024/NĐ-CP", "NĐ số: 12": texts leave it out as often as not. Of "số 12" a mere 12 would be left.
_NUMBERED = re.compile(r"(?:(?<=\w )|^(?=\D{1,5}[0-9]+[/-]))s[ốo](?::\s*|\s+)(?=[0-9])", re.IGNORECASE)
_DAY, _MONTH, _YEAR = "(0?[1-9]|[12][0-9]|3[01])", "(0?[1-9]|1[0-2])", "([0-9]{4})"
_DATE_IN_WORDS = re.compile(
    rf"(?<![\w/.-]){_DAY}\s+th[áa]ng\s+{_MONTH}(?:\s+n[ăa]m\s+{_YEAR})?(?!\w)", re.IGNORECASE
)
# Without its year only 2/9 is a date; 2.9 is a number, 2-9 may be "from 2 to 9".
_DATE_IN_FIGURES = re.compile(
    rf"(?<![\w/.-]){_DAY}(?:(?P<sign>[/.-]){_MONTH}(?P=sign){_YEAR}|/{_MONTH})(?![\w/-]|\.[0-9])"
)
# Not the QH15 of 23/2023/QH15, not H5N1.
_GLUED = re.compile(r"(?<![\w/.–-])([^\W\d_]{2,10})(?=[0-9]{1,6}(?!\w))")


def other_writings(text: str) -> list[str]:
    """Return a text rewritten in each way that changes it, and in all of them at once."""
    ways = (without_numbered, other_dates, apart_from_figures, without_apostrophes, other_thousands)
    together = text
    for rewrite in ways:
        together = rewrite(together)
    return [
        other for other in dict.fromkeys([*(rewrite(text) for rewrite in ways), together]) if other != text
    ]


def without_numbered(text: str) -> str:
    """Leave out the "số" before a figure."""
    return _NUMBERED.sub("", text)


def other_dates(text: str) -> str:
    """Write dates the other way: "26 tháng 5 năm 2023" as 26/5/2023, and back."""
    if _DATE_IN_WORDS.search(text):
        return _DATE_IN_WORDS.sub(lambda match: "/".join(filter(None, match.groups())), text)
    return _DATE_IN_FIGURES.sub(_in_words, text)


def _in_words(match: re.Match[str]) -> str:
    day, _sign, month, year, month_alone = match.groups()
    return f"{day} tháng {month} năm {year}" if year else f"{day} tháng {month_alone}"


def apart_from_figures(text: str) -> str:
    """Part letters from the figures that follow them: NĐ12, COVID19."""
    return _GLUED.sub(r"\1 ", text)
