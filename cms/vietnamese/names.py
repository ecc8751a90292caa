"""Alphabetical order in Vietnamese, for words and for people.

Letters first (of the whole text, as the collation "vi" of Unicode CLDR does it), in the order of the
alphabet; where the letters are the same, tones in the order of the dictionaries (ngang, huyền, hỏi, ngã, sắc,
nặng); case last. F, j, w, z stand where Latin has them.
"""

import unicodedata

from .syllables import TONE_MARKS
from .text import normalise
from .tone import unify_tone

CollationKey = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], str]

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_SHAPES = {"a": "\u0306\u0302", "e": "\u0302", "o": "\u0302\u031b", "u": "\u031b"}
_LETTER_RANK = {letter: 200 + rank for rank, letter in enumerate(_ALPHABET)}
_TONE_RANK = {mark: rank for rank, mark in enumerate(TONE_MARKS) if mark}
_LOOKALIKES = {"ð": "đ", "ɖ": "đ"}  # Ð and Ɖ look like Đ and come out of old converters
_DIGIT_RANK = 100
_PUNCTUATION_RANK = 1
_OTHER_RANK = 1000


def collation_key(text: str) -> CollationKey:
    """Give the key by which ``sorted`` puts texts in Vietnamese alphabetical order.

    Takes any text; equal keys mean equal text, but for spaces and the like (see ``normalise``). Spaces come
    before punctuation, digits, letters, other scripts. Hoà and Hòa stand together.
    """
    text = normalise(text)
    letters: list[int] = []
    tones: list[int] = []
    cases: list[bool] = []
    for character in unify_tone(text):
        base, *marks = list(unicodedata.normalize("NFD", character))
        lower = _LOOKALIKES.get(base.lower(), base.lower())
        shape = next((mark for mark in marks if mark in _SHAPES.get(lower, "")), "")
        letters.append(_rank(unicodedata.normalize("NFC", lower + shape)))
        # A mark that Vietnamese does not have (ü) comes after all tones.
        others = [mark for mark in marks if mark != shape and mark not in _TONE_RANK]
        tone = next((_TONE_RANK[mark] for mark in marks if mark in _TONE_RANK), 0)
        tones.append(len(TONE_MARKS) if others else tone)
        cases.append(base != base.lower())
    return tuple(letters), tuple(tones), tuple(cases), text


def person_sort_key(name: str) -> tuple[CollationKey, CollationKey, CollationKey]:
    """Give the key by which people are listed: given name (the last word), family name (the first), middle.

    "Bùi Văn Tuấn" is sorted as Tuấn, Bùi, Văn. A name of one word is a given name.
    """
    *before, given = normalise(name).split(" ")
    family, middle = before[:1], before[1:]
    return collation_key(given), collation_key(" ".join(family)), collation_key(" ".join(middle))


def _rank(letter: str) -> int:
    if letter in _LETTER_RANK:
        return _LETTER_RANK[letter]
    if letter == " ":
        return 0
    category = unicodedata.category(letter[0])[0]
    if category == "N":
        return _DIGIT_RANK + min(int(unicodedata.numeric(letter[0], 99)), 99)
    return _OTHER_RANK + ord(letter[0]) if category == "L" else _PUNCTUATION_RANK
