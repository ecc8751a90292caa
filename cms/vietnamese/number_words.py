"""Bằng chữ: whole numbers written out, as a voucher repeats its sum in words."""

from .ordinals import ordinal_word

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu")
_BILLION = 10**9
_END = _BILLION**2


def number_in_words(number: int) -> str:
    """Write a whole number in words: 1005000 → "một triệu không trăm linh năm nghìn".

    Takes 0 to 10^18 − 1; raises ValueError outside. Written as the State's vouchers write it: *linh* for an
    empty ten, *nghìn*, *tỷ*; a group after the first says its empty hundred; an empty group is not said.
    """
    if not 0 <= number < _END:
        raise ValueError(f"0 to {_END - 1} can be written in words, not {number}")
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, _BILLION)
    words = [*_groups(billions, leading=True), *(["tỷ"] if billions else [])]
    return " ".join([*words, *_groups(rest, leading=not billions)])


def amount_in_words(number: int) -> str:
    """Write a sum of money as the last line of a voucher: 2500000 → "Hai triệu năm trăm nghìn đồng".

    Takes đồng, like :func:`number_in_words`.
    """
    words = number_in_words(number)
    return f"{words[0].upper()}{words[1:]} đồng"


def _groups(number: int, *, leading: bool) -> list[str]:
    """Return the words of a number below a billion, group by group, empty ones left out."""
    said: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            said.append(_group(group, full=bool(said) or not leading) + _GROUPS[power])
    return said


def _group(number: int, *, full: bool) -> str:
    """Return the words of 1 to 999; ``full`` says the hundred even where there is none."""
    hundreds, rest = divmod(number, 100)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if rest:
        words += ["linh"] if words and rest < 10 else []
        words.append(ordinal_word(rest).lower())
    return " ".join(words)
