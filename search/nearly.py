"""The rungs for a query that nothing answers as a phrase: most of it first, then less and less.

Leaving out each word in turn is dear for many words: of a long query only the ends are left out, then a half.
"""

from collections.abc import Iterator, Sequence

from .backends import token_table
from .query import PREFIX, SHORTEST_PREFIX, Condition, Query, Reading, Rung, any_of, distinct
from .tokens import IN_TITLE, Word, pairs, single

_LONG = 4  # words: what is left of fewer without one of them says too little
_SHORT = 8  # words


def most_of_the_phrase(query: Query) -> list[Rung]:
    """Return the rungs of all pairs but one: a word too much, or one that stands elsewhere in the text."""
    short = len(query.words) <= _SHORT
    ways = [_tokens(reading) for reading in (query.core, *(query.variants if short else ()))]
    but_one = _all_but_one if short else _all_but_an_end
    conditions = [
        frozenset().union(
            *(but_one([place + token for token in tokens]) for tokens in ways if len(tokens) >= _LONG - 1)
        )
        for place in (IN_TITLE, "")
    ]
    return distinct(Rung(condition, folded=True) for condition in conditions)


def last_resort(query: Query) -> list[Rung]:
    """Return the rungs for a query that nothing answers: an unfinished word, or a part of the phrase.

    The index is asked for two words alone, which of them it knows.
    """
    if len(query.words) == 1:
        conditions = _unfinished_word(query.words[0])
    elif len(query.words) > 2 or query.number_words:
        conditions = _parts(query)
    else:
        conditions = _known_one(query.words)
    return distinct(Rung(condition, folded=True) for condition in conditions)


def _unfinished_word(word: Word) -> Iterator[Condition]:
    if len(word.folded) >= SHORTEST_PREFIX:
        yield any_of(IN_TITLE + each + PREFIX for each in word.foldings)
    if len(word.folded) >= 2 * SHORTEST_PREFIX:
        yield any_of(each + PREFIX for each in word.foldings)


def _known_one(words: Sequence[Word]) -> Iterator[Condition]:
    """Of two words one may be unknown ("anh Duy"); where both are known but apart, neither says enough."""
    exist = token_table().which_exist(sorted({each for word in words for each in word.foldings}))
    known = [word for word in words if word.foldings & exist]
    if len(known) == 1:
        yield from (any_of(place + each for each in known[0].foldings) for place in (IN_TITLE, ""))


def _parts(query: Query) -> Iterator[Condition]:
    tokens = _tokens(query.core)
    words = [single(word, folded=True) for word in (*query.core.words, *query.number_words)]
    yield from (rung.condition for rung in most_of_the_phrase(query))
    yield any_of(query.core.numbers)
    # Two words too many at one end: somebody's rank or office beside the name.
    yield _neighbours(tokens, len(tokens) - 2)
    if len(words) > _SHORT:
        yield _neighbours(tokens, len(tokens) // 2)
    elif len(words) >= _LONG:
        yield _all_but_one(words)
    yield _neighbours(tokens, 3)  # a full name has four words
    yield _neighbours(tokens, 2)
    variants = query.variants if len(words) <= _SHORT else ()
    said = dict.fromkeys([*tokens, *(token for each in variants for token in _tokens(each))])
    yield from (any_of(place + token for token in said if "_" in token) for place in (IN_TITLE, ""))
    # The number of a document that nothing has: "125/KH-XYZ" may be 125/KH-UBND.
    if query.number_words:
        yield any_of([pairs(query.number_words[:2], folded=True).pop()])
        yield any_of([single(query.number_words[0], folded=True)])


def _all_but_one(tokens: list[str]) -> Condition:
    return frozenset(frozenset(tokens[:place] + tokens[place + 1 :]) for place in range(len(tokens)))


def _all_but_an_end(tokens: list[str]) -> Condition:
    return _neighbours(tokens, len(tokens) - 1)


def _neighbours(tokens: list[str], length: int) -> Condition:
    """Return the condition that so many tokens that follow each other are there: two pairs, three words."""
    if length < 2:
        return frozenset()
    return frozenset(frozenset(tokens[start : start + length]) for start in range(len(tokens) - length + 1))


def _tokens(reading: Reading) -> list[str]:
    """Return the folded tokens of the phrase, each once, in the order of the words; those of numbers last."""
    found: list[str] = []
    for run in reading.runs:
        ends = range(2, len(run) + 1) or [1]
        found += (pairs(run[max(0, end - 2) : end], folded=True).pop() for end in ends)
    return list(dict.fromkeys([*found, *reading.numbers]))
