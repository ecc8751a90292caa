"""“Did you mean”: one slip of the finger, put right by what the index holds.

Asked only when nothing answers a query. No dictionary is kept: the spellings one slip away are looked up in
the index as pairs with their neighbours, so the cost is bounded by the length of a word, not by the number
of documents. A small portal does not know most words: that it never wrote one makes the word no mistake, so
what is a well-formed syllable or an abbreviation is left as it was typed.
"""

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cms import vietnamese

from . import query as queries
from .backends import token_table
from .models import SearchEntry
from .query import Query
from .tokens import Word, as_word, words_of, words_with_places

# What Vietnamese is typed with, without marks. Names and abbreviations use the other letters rarely.
_LETTERS = "abcdeghiklmnopqrstuvxy"
_VOWELS = frozenset("aeiouy")
_MARKED_AS = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư"}
_LONGEST = 10
_SHORTEST = 3
_WORDS_TRIED = 2
_WORDS_LOOKED_AT = 8
_ENTRIES_READ = 3


def suggest(query: Query, required: frozenset[str] = frozenset(), keys: range | None = None) -> str:
    """Return the query with one word corrected so that something is found, "" if that cannot be had.

    Args:
        query: a query that finds nothing.
        required: the tokens of the filters; what is suggested finds something under them.
        keys: between which keys that lies (index.keys_of_period), None for all.
    """
    words = query.words[:_WORDS_LOOKED_AT]
    for place in _suspects(words, _abbreviations(query.text))[:_WORDS_TRIED]:
        for candidate in _candidates(words, place)[:3]:
            corrected = [*words[:place], as_word(candidate), *words[place + 1 :]]
            for text in texts_that_answer(corrected, required, keys):
                written = (
                    each for each in _written(text, corrected, place) if _keeps_marks(words[place], each)
                )
                if right := next(written, None):
                    # Whoever typed marks keeps them; otherwise the whole is given the marks of what it finds.
                    if not query.marked:
                        corrected = [
                            next(_written(text, corrected, at, every=False), word)
                            for at, word in enumerate(corrected)
                        ]
                    corrected[place] = right
                    return " ".join(word.exact for word in corrected)
    return ""


def texts_that_answer(
    words: Sequence[Word], required: frozenset[str], keys: range | None
) -> Iterator[list[Word]]:
    """Yield the words of the first entries that answer."""
    query = queries.parse(" ".join(word.folded for word in words))
    found = token_table().find(queries.ladder(query), required, _ENTRIES_READ, keys)
    entries = SearchEntry.objects.in_bulk([key for _place, key in found])
    for key in dict.fromkeys(key for _place, key in found):
        if entry := entries.get(key):
            yield words_of("\n".join((entry.title, entry.lead, entry.body_text)), 5_000)


def _abbreviations(text: str) -> frozenset[Word]:
    """Return what stands in capitals, unless everything does: that is the Caps Lock key."""
    runs = words_with_places(text)[0]
    if text.isupper() and len(runs) > 1:
        return frozenset()
    return frozenset(as_word(run) for run in runs if run.isupper())


def _suspects(words: Sequence[Word], abbreviations: frozenset[Word]) -> list[int]:
    """Return the places of the words that may be slips.

    They stand beside none of their neighbours in any document and are no abbreviation and no syllable. Without
    marks less is sure, "han" may be any of six: such a word is none only where two neighbours will have to agree.
    """
    around = {
        f"{first.folded}_{second.folded}": (place, place + 1)
        for place, (first, second) in enumerate(itertools.pairwise(words))
    }
    known = {place for pair in token_table().which_exist(list(around)) for place in around[pair]}
    return [
        place
        for place, word in enumerate(words)
        if place not in known
        and word not in abbreviations
        and _SHORTEST <= len(word.folded) <= _LONGEST
        and word.folded.isalpha()
        and not _is_right(word, between=0 < place < len(words) - 1)
    ]


def _is_right(word: Word, between: bool) -> bool:
    if word.marked:
        return vietnamese.is_syllable(word.exact)
    return not between and _is_syllable_without_marks(word.folded)


@lru_cache(maxsize=1_000)
def _is_syllable_without_marks(folded: str) -> bool:
    """Whether a word would be a syllable with some marks: "chuyen", "duoc"."""
    places = [place for place, letter in enumerate(folded) if letter in _VOWELS]
    if not 0 < len(places) < 4:  # four vowels have 81 readings, and no syllable has them
        return False
    # The rising tone alone is asked for, because every syllable can bear it.
    return any(
        vietnamese.is_syllable(
            unicodedata.normalize("NFC", f"{spelling[: place + 1]}\u0301{spelling[place + 1 :]}")
        )
        for spelling in map(
            "".join, itertools.product(*(_MARKED_AS.get(letter, letter) for letter in folded))
        )
        for place in places
    )


def _candidates(words: Sequence[Word], place: int) -> list[str]:
    """Return the spellings one slip away that the index has beside each neighbour, the likeliest first."""
    typed = words[place].folded
    neighbours = [f"{word.folded}_%s" for word in words[:place][-1:]]
    neighbours += [f"%s_{word.folded}" for word in words[place + 1 :][:1]]
    # Without a vowel it is an abbreviation, or the vowel is what was left out.
    spellings = [
        spelling
        for spelling in dict.fromkeys(_one_slip_away(typed))
        if _VOWELS & set(typed) or len(spelling) > len(typed)
    ]
    tokens = {
        spelling: [pair % spelling for pair in neighbours] if neighbours else [spelling]
        for spelling in spellings
    }
    known = token_table().which_exist([token for each in tokens.values() for token in each])
    return [spelling for spelling in spellings if known.issuperset(tokens[spelling])]


def _one_slip_away(word: str) -> Iterator[str]:
    """Yield swapped neighbours, one letter too many, one wrong, one too few – in this order."""
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
    for place in range(len(word)):
        yield from (word[:place] + letter + word[place + 1 :] for letter in _LETTERS)
    for place in range(len(word) + 1):
        yield from (word[:place] + letter + word[place:] for letter in _LETTERS)


def _written(text: Sequence[Word], words: Sequence[Word], place: int, every: bool = True) -> Iterator[Word]:
    """Yield how a text writes one of the words where it stands between its neighbours, or beside one of them."""
    neighbours = [(step, words[place + step].folded) for step in (-1, 1) if 0 <= place + step < len(words)]
    agree = all if every else any
    for position, word in enumerate(text):
        if word.folded == words[place].folded and agree(
            0 <= position + step < len(text) and text[position + step].folded == folded
            for step, folded in neighbours
        ):
            yield word


def _keeps_marks(typed: Word, offered: Word) -> bool:
    """Whether every letter that was typed with a mark is in what is offered: marks are no slips."""
    return all(letter in offered.exact for letter in typed.exact if vietnamese.fold(letter) != letter)
