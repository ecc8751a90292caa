"""“Did you mean”: one slip of the finger, put right by what the index holds.

Asked only when nothing answers a query. No dictionary is kept: the spellings one slip away are looked up in
the index as pairs with their neighbours, so the cost is bounded by the length of a word, not by the number
of documents.
"""

import itertools
from collections.abc import Iterator, Sequence

from . import query as queries
from .backends import token_table
from .models import SearchEntry
from .query import Query
from .tokens import Word, as_word, words_of

# What Vietnamese is typed with, without marks. Names and abbreviations use the other letters rarely.
_LETTERS = "abcdeghiklmnopqrstuvxy"
_LONGEST = 10
_SHORTEST = 3
_WORDS_TRIED = 2
_WORDS_LOOKED_AT = 8


def suggest(query: Query, required: frozenset[str] = frozenset()) -> str:
    """Return the query with one word corrected so that something is found, "" if that cannot be had.

    Args:
        query: a query that finds nothing.
        required: the tokens of the filters; what is suggested finds something under them.
    """
    words = query.words[:_WORDS_LOOKED_AT]
    for place in _suspects(words)[:_WORDS_TRIED]:
        for candidate in _candidates(words, place)[:3]:
            corrected = [*words[:place], as_word(candidate), *words[place + 1 :]]
            found = _first_entry(corrected, required)
            if found is not None:
                # Whoever typed marks keeps them; otherwise the whole is given the marks of what it finds.
                return " ".join(
                    word.exact if query.marked and at != place else _as_written_in(found, corrected, at).exact
                    for at, word in enumerate(corrected)
                )
    return ""


def _first_entry(words: Sequence[Word], required: frozenset[str]) -> SearchEntry | None:
    query = queries.parse(" ".join(word.folded for word in words))
    found = token_table().find(queries.ladder(query), required, 1)
    return SearchEntry.objects.filter(pk=found[0][1]).first() if found else None


def _suspects(words: Sequence[Word]) -> list[int]:
    """Return the places of the words that stand beside none of their neighbours in any document."""
    around = {
        f"{first.folded}_{second.folded}": (place, place + 1)
        for place, (first, second) in enumerate(itertools.pairwise(words))
    }
    known = {place for pair in token_table().which_exist(list(around)) for place in around[pair]}
    return [
        place
        for place, word in enumerate(words)
        if place not in known and _SHORTEST <= len(word.folded) <= _LONGEST and word.folded.isalpha()
    ]


def _candidates(words: Sequence[Word], place: int) -> list[str]:
    """Return the spellings one slip away that the index has beside a neighbour, the likeliest first."""
    before = words[place - 1].folded if place else ""
    after = words[place + 1].folded if place + 1 < len(words) else ""
    spellings = list(dict.fromkeys(_one_slip_away(words[place].folded)))
    tokens: dict[str, list[str]] = {}
    for spelling in spellings:
        if before:
            tokens.setdefault(f"{before}_{spelling}", []).append(spelling)
        if after:
            tokens.setdefault(f"{spelling}_{after}", []).append(spelling)
        if not before and not after:
            tokens.setdefault(spelling, []).append(spelling)
    votes = dict.fromkeys(spellings, 0)
    for token in token_table().which_exist(list(tokens)):
        for spelling in tokens[token]:
            votes[spelling] += 1
    return sorted((spelling for spelling in spellings if votes[spelling]), key=lambda each: -votes[each])


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


def _as_written_in(entry: SearchEntry, words: Sequence[Word], place: int) -> Word:
    """Return one of the words with the marks that the entry gives it beside the same neighbour."""
    text = "\n".join((entry.title, entry.lead, entry.body_text))
    found = words_of(text, 5_000)
    meant = words[place].folded
    for position, word in enumerate(found):
        if word.folded != meant:
            continue
        before = found[position - 1].folded if position else ""
        after = found[position + 1].folded if position + 1 < len(found) else ""
        alone = len(words) == 1
        if (
            alone
            or (place and before == words[place - 1].folded)
            or (place + 1 < len(words) and after == words[place + 1].folded)
        ):
            return word
    return words[place]
