"""What the keyboard leaves behind where Vietnamese typing was off: "sowr noij vuj" is "sở nội vụ" in Telex."""

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence

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
_KEYS = re.compile(r"[a-z]{1,10}")


def decode(words: Sequence[str]) -> str:
    """Return lower-case words as they were meant, "" unless each is a syllable then and one has changed."""
    return read(words, _syllable)


def read(words: Sequence[str], syllable_of: Callable[[str], str]) -> str:
    """Read words by their keys; figures stay. "" unless each is a syllable then and one has changed."""
    meant = [word if word.isdigit() else syllable_of(word) for word in words]
    return " ".join(meant) if all(meant) and meant != list(words) else ""


def syllable(letters: str, tone: str) -> str:
    """Return the syllable of these letters with the tone in its place, "" if they make none."""
    # The i of gi is no vowel before another: "gìa" would only look like a syllable.
    onset = 2 if re.match(f"gi[{_VOWELS}]", letters) else 0
    for place in range(onset, len(letters)):
        if letters[place] in _VOWELS:
            toned = unicodedata.normalize("NFC", f"{letters[: place + 1]}{tone}{letters[place + 1 :]}")
            if vietnamese.is_syllable(toned):
                return vietnamese.unify_tone(toned)
    return ""


def _syllable(word: str) -> str:
    if not _KEYS.fullmatch(word):
        return ""
    first = next((place for place, letter in enumerate(word) if letter in _VOWELS), len(word))
    # The tone's key is struck after the vowel or at the end; before the vowel these letters are consonants.
    struck = [place for place, letter in enumerate(word) if place > first and letter in _TONES]
    spellings = [(word, "")] + [
        (word[:place] + word[place + 1 :], _TONES[word[place]]) for place in struck[-1:]
    ]
    for (letters, tone), horned in itertools.product(reversed(spellings), (True, False)):
        if found := syllable(_with_hats(letters, horned), tone):
            return found
    return ""


def _with_hats(letters: str, horned: bool) -> str:
    if letters.startswith("qu"):
        return "qu" + _with_hats(letters[2:], horned)  # its u bears no mark: quặng, not "qưang"
    if "w" in letters and horned and "uo" in letters:
        # ươ is typed uow, uwow, or with the w at the very end.
        letters = letters.replace("uo", "ươ").replace("w", "")
    for keys, letter in _HATS:
        letters = letters.replace(keys, letter)
    if letters.endswith("w"):
        letters = letters[:-1].translate(_HORNS)
    return letters
