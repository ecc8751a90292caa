"""Một là, Hai là …: the numbers in words with which speeches and reports list their points."""

import re
import unicodedata

_UNITS = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# After mươi the units one and five change: hai mươi mốt, hai mươi lăm; after mười only five: mười một, mười
# lăm.
_AFTER_TENS = {1: "mốt", 5: "lăm"}
_LAST = 99


def ordinal_word(number: int) -> str:
    """Write a number in words, the first letter a capital: 1 → "Một", 15 → "Mười lăm", 21 → "Hai mươi mốt".

    Takes 1 to 99; raises ValueError outside. Four is "bốn" after tens as well (hai mươi bốn), as in
    documents.
    """
    if not 1 <= number <= _LAST:
        raise ValueError(f"1 to {_LAST} can be written in words, not {number}")
    tens, unit = divmod(number, 10)
    if tens == 0:
        words = _UNITS[unit]
    elif tens == 1:
        words = f"mười {_AFTER_TENS[5] if unit == 5 else _UNITS[unit]}"
    else:
        words = f"{_UNITS[tens]} mươi {_AFTER_TENS.get(unit, _UNITS[unit])}"
    return words.strip().capitalize()


def ordinal_label(number: int) -> str:
    """Write what introduces a point of a list: 1 → "Một là". Takes 1 to 99; raises ValueError outside."""
    return f"{ordinal_word(number)} là"


def _numbers() -> dict[str, int]:
    """Every spelling that is read, in lower case, without those that only "Thứ …" takes."""
    numbers = {ordinal_word(number).lower(): number for number in range(1, _LAST + 1)}
    numbers["bẩy"] = 7
    for tens in range(2, 10):
        for variant, unit in (("tư", 4), ("nhăm", 5), ("bẩy", 7)):
            numbers[f"{_UNITS[tens]} mươi {variant}"] = tens * 10 + unit
    numbers["mười bẩy"] = 17
    return numbers


_NUMBERS = _numbers()
_RANKS = _NUMBERS | {"nhất": 1, "nhì": 2, "tư": 4}


def _alternatives(words: dict[str, int]) -> str:
    return "|".join(word.replace(" ", r"\s+") for word in sorted(words, key=len, reverse=True))


_LABEL = re.compile(
    r"\s*(?:[-–—•+*]\s*)?"
    rf"(?:(?P<number>{_alternatives(_NUMBERS)})\s+là(?!\w)\s*[,:;.–—-]?"
    # A comma or the like, or "là", must follow "Thứ hai": without, it is an adjective or a day of the week.
    rf"|thứ\s+(?P<rank>{_alternatives(_RANKS)})(?:\s*[,:]|\s+là(?!\w)\s*[,:]?))"
    r"\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# What follows a day of the week: "Thứ Hai, ngày 29/5", "Thứ bảy, Chủ nhật", "Thứ hai, thứ tư hằng tuần".
_AFTER_WEEKDAY = re.compile(
    r"ngày\s+(?:[0-9]|mồng|mùng|hôm)|[0-9]{1,2}\s*[/.-]\s*[0-9]"
    r"|chủ\s+nhật|thứ\s+\w+|tuần\s|(?:sáng|chiều|tối)\s",
    re.IGNORECASE,
)


def parse_ordinal_label(text: str) -> tuple[int, str] | None:
    """Read the label that introduces a point: "Một là, Đẩy mạnh…" → (1, "Đẩy mạnh…").

    Takes plain text, any case, NFC or NFD, a bullet before it or not; "Thứ nhất, …", "Thứ hai, …" count too.
    Returns the number and what follows (NFC, trimmed, "" if nothing), or None if the text does not begin with
    such a label; days of the week ("Thứ Hai, ngày 29/5") are none.
    """
    match = _LABEL.match(unicodedata.normalize("NFC", text))
    if match is None:
        return None
    rest = match["rest"].strip()
    if match["number"]:
        return _NUMBERS[_spaced(match["number"])], rest
    if _AFTER_WEEKDAY.match(rest):
        return None
    return _RANKS[_spaced(match["rank"])], rest


def _spaced(words: str) -> str:
    return " ".join(words.lower().split())
