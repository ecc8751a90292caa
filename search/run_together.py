"""Words written as one: "Kontum" for Kon Tum, "sonoivu" for Sở Nội vụ.

A word that no text has is cut where the index has each two neighbours as a pair. The length is bounded, and so
is what is asked.
"""

import itertools
import re
from collections.abc import Iterator

from .backends import token_table
from .query import Query
from .suggestions import texts_that_answer
from .tokens import Word, as_word, pair, without_marks

_SHORTEST, _LONGEST = 4, 20
_LONGEST_SYLLABLE = 7
_WAYS_KEPT = 20
_WAYS_TRIED = 3
# As much as a syllable, also of a name: plei, ku, krông.
_SYLLABLE = re.compile(r"[bcdfghjklmnpqrstvxz]{0,3}[aeiouy]{1,3}[bcdghklmnprst]{0,2}")

Cut = tuple[int, ...]


def apart(query: Query, required: frozenset[str] = frozenset(), keys: range | None = None) -> str:
    """Return the one word of a query as the words that a text has, "" if there are none.

    Args:
        query: a query that finds nothing.
        required: the tokens of the filters; what is offered finds something under them.
        keys: between which keys that lies (index.keys_of_period), None for all.
    """
    if len(query.words) != 1:
        return ""
    whole = query.words[0].exact
    if not (whole.isalpha() and _SHORTEST <= len(whole) <= _LONGEST):
        return ""
    for cut in _cuts(whole)[:_WAYS_TRIED]:
        words = [as_word(whole[start:end]) for start, end in itertools.pairwise(cut)]
        for text in texts_that_answer(words, required, keys):
            if found := _standing(words, text, marked=query.marked):
                return " ".join(word.exact for word in found)
    return ""


def _cuts(whole: str) -> list[Cut]:
    """Return where the word may be cut, the fewest pieces first; the ends are in it."""
    pairs = {
        (start, middle, end): pair(as_word(whole[start:middle]), as_word(whole[middle:end]), folded=True)
        for start in range(len(whole))
        for middle in _ends(whole, start)
        for end in _ends(whole, middle)
    }
    exist = token_table().which_exist(list(dict.fromkeys(pairs.values())))
    known = {places for places, token in pairs.items() if token in exist}
    found: list[Cut] = []
    cuts: list[Cut] = [(0, end) for end in _ends(whole, 0)]
    while cuts and not found:
        cuts = [
            (*cut, end) for cut in cuts for end in _ends(whole, cut[-1]) if (cut[-2], cut[-1], end) in known
        ][:_WAYS_KEPT]
        found = [cut for cut in cuts if cut[-1] == len(whole)]
    return found


def _ends(whole: str, start: int) -> Iterator[int]:
    for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(whole)) + 1):
        if _SYLLABLE.fullmatch(without_marks(whole[start:end])):
            yield end


def _standing(words: list[Word], text: list[Word], marked: bool) -> list[Word]:
    """Return the words as a text has them one after another, [] if it does not. Marks that were typed are meant."""
    for start in range(len(text) - len(words) + 1):
        there = text[start : start + len(words)]
        if all(
            word.exact == typed.exact if marked else word.folded == typed.folded
            for word, typed in zip(there, words, strict=True)
        ):
            return there
    return []
