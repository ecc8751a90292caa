"""What the keyboard leaves behind where Vietnamese typing was off: "sowr noij vuj" is "sở nội vụ" in Telex."""

import itertools
import re
import unicodedata
from collections.abc import Sequence

from cms import vietnamese

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VOWELS = "aăâeêioôơuưy"
_HATS = (
    ("uaw", "ưa"),
    ("dd", "đ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_HORNS = str.maketrans("aou", "ăơư")
_KEYS = re.compile(r"[a-z]{1,10}|[0-9]{1,10}")


def decode(words: Sequence[str]) -> str:
    """Return lower-case words as they were meant, "" unless each is a syllable then and one has changed."""
    meant = [_syllable(word) for word in words]
    return " ".join(meant) if all(meant) and meant != list(words) else ""


def _syllable(word: str) -> str:
    """Return the syllable that these keys make, "" if they make none; figures stay."""
    if not _KEYS.fullmatch(word) or word.isdigit():
        return word if word.isdigit() else ""
    first = next((place for place, letter in enumerate(word) if letter in _VOWELS), len(word))
    # The tone's key is struck after the vowel or at the end; before the vowel these letters are consonants.
    struck = [place for place, letter in enumerate(word) if place > first and letter in _TONES]
    spellings = [(word, "")] + [
        (word[:place] + word[place + 1 :], _TONES[word[place]]) for place in struck[-1:]
    ]
    for (letters, tone), horned in itertools.product(reversed(spellings), (True, False)):
        base = _with_hats(letters, horned)
        for place, letter in enumerate(base):
            if letter in _VOWELS:
                syllable = unicodedata.normalize("NFC", f"{base[: place + 1]}{tone}{base[place + 1 :]}")
                if vietnamese.is_syllable(syllable):
                    return vietnamese.unify_tone(syllable)
    return ""


def _with_hats(letters: str, horned: bool) -> str:
    if "w" in letters and horned and "uo" in letters:
        # ươ is typed uow, uwow, or with the w at the very end.
        letters = letters.replace("uo", "ươ").replace("w", "")
    for keys, letter in _HATS:
        letters = letters.replace(keys, letter)
    if letters.endswith("w"):
        letters = letters[:-1].translate(_HORNS)
    return letters
