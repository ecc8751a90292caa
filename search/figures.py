"""Figures are written in many ways: 2 cấp and hai cấp, quý III and quý 3, 1500 and 1.500.

Which one a reader types says nothing, so the others are tried too, as phrases: "hai" is "2" only in its place.
"""

import re

from .tokens import Word, as_word

Run = tuple[Word, ...]

_WORDS = dict(
    zip(
        map(str, range(1, 11)),
        ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"],
        strict=True,
    )
)
# "Sau" and "bay" without marks are mostly other words; "năm" is mostly a year.
_FIGURES = {word: figure for figure, word in _WORDS.items() if word != "năm"}
_FIGURES |= {"bẩy": "7", "mot": "1", "bon": "4"}
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {str(10 * tens + unit): "x" * tens + _UNITS[unit] for tens in (0, 1, 2) for unit in range(10)}
del _ROMAN["0"]
_FROM_ROMAN = {roman: figure for figure, roman in _ROMAN.items()}
# Quý, khóa, kỳ, thứ, lần, đại hội, hạng, cấp, loại, chương, phần: what is counted off, in any of the three.
_COUNTED_OFF = frozenset(["qui", "khoa", "ki", "thu", "lan", "hoi", "hang", "cap", "loai", "chuong", "phan"])
# A figure after these is a date or a number, which nobody writes out.
_NEVER_WRITTEN_OUT = frozenset(["ngay", "thang", "nam", "so", "dieu", "khoan", "muc", "qua", "gio"])
# Beside these, a word is a part of a larger number: hai mươi, một trăm.
_PARTS = frozenset(_WORDS.values()) - {"năm"} | frozenset(
    ["mươi", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "tỉ", "chục", "rưỡi"]
)

_WITH_DOTS = re.compile(r"(?<![\w.,/-])[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?![\w/-]|[.,][0-9])")
_WITHOUT_DOTS = re.compile(r"(?<![\w.,/-])[1-9][0-9]{3,8}(?![\w/-]|[.,][0-9])")
_YEARS = range(1900, 2101)


def other_thousands(text: str) -> str:
    """Write each number of four digits or more the other way: 1500 as 1.500 and back. Years stay."""
    if _WITH_DOTS.search(text):
        return _WITH_DOTS.sub(lambda match: match.group().replace(".", ""), text)
    return _WITHOUT_DOTS.sub(
        lambda match: (
            match.group() if int(match.group()) in _YEARS else f"{int(match.group()):,}".replace(",", ".")
        ),
        text,
    )


def other_figures(run: Run) -> list[Run]:
    """Return what else a run of words may be written as, at most two ways: all its figures change together."""
    others = [_others(run, place) for place in range(len(run))]
    return [
        tuple(
            as_word(other[way]) if way < len(other) else word for word, other in zip(run, others, strict=True)
        )
        for way in range(max(map(len, others), default=0))
    ]


def _others(run: Run, place: int) -> list[str]:
    word = run[place].exact
    before = run[place - 1] if place else None
    after = run[place + 1] if place + 1 < len(run) else None
    if before and before.folded in _COUNTED_OFF:
        figure = word if word in _ROMAN else _FROM_ROMAN.get(word) or _FIGURES.get(word, "")
        if not figure and word == "năm":
            figure = "5" if after is None or not after.exact.isdigit() else ""
        ways = (figure, _ROMAN.get(figure), _WORDS.get(figure))
        return [way for way in ways if way and way != word]
    if after is None or any(_is_number(each) for each in (before, after) if each):
        return []
    if before and before.folded in _NEVER_WRITTEN_OUT:
        return []
    return [other for other in (_WORDS.get(word) or _FIGURES.get(word),) if other]


def _is_number(word: Word) -> bool:
    return word.exact.isdigit() or word.exact in _PARTS
