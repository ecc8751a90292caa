"""VNI that the keyboard did not turn into Vietnamese: "so73 no65i vu5" is "sở nội vụ"."""

import re
from collections.abc import Sequence

from .telex import read, syllable

_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_HATS = {
    "6": (("a", "â"), ("e", "ê"), ("o", "ô")),
    "7": (("o", "ơ"), ("u", "ư")),
    "8": (("a", "ă"),),
    "9": (("d", "đ"),),
}
_KEYS = re.compile(r"[a-z][a-z1-9]{0,9}")
_MOST_MARKS = 3  # đ, a hat and a tone


def decode(words: Sequence[str]) -> str:
    """Return lower-case words as they were meant, "" unless each is a syllable then and one has changed."""
    return read(words, _syllable)


def _syllable(word: str) -> str:
    if not _KEYS.fullmatch(word):
        return ""
    letters = "".join(key for key in word if not key.isdigit())
    marks = [key for key in word if key.isdigit()]
    tones = [_TONES[key] for key in marks if key in _TONES]
    if len(marks) > _MOST_MARKS or len(tones) > 1:
        return ""
    found = (syllable(each, "".join(tones)) for each in _with_hats(letters, marks))
    return next(filter(None, found), "")


def _with_hats(letters: str, marks: Sequence[str]) -> list[str]:
    """Return the letters with every mark on one that can bear it; the order of the keys leaves open on which."""
    spellings = [letters]
    for key in marks:
        if key in _HATS:
            # ươ has one key: nguo7i2.
            both = [each.replace("uo", "ươ") for each in spellings if key == "7" and "uo" in each]
            spellings = both + [
                each.replace(plain, hat, 1)
                for each in spellings
                for plain, hat in _HATS[key]
                if plain in each
            ]
    return spellings
