"""What a reader typed, and the ladder of conditions by which documents are looked for.

Each rung is a condition that an index answers directly; a page of results is filled from the first rung
down, newest first within a rung, until it is full. Nothing is scored, so nothing is read of a document that
is not shown, however many there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cms import vietnamese

from .synonyms import Synonym, readings
from .tokens import IN_TITLE, IN_TITLE_AND_BODY, Word, pairs, single, split_numbers

MAX_CHARACTERS = 255
MAX_WORDS = 16
PREFIX = "*"  # at the end of a token: whatever begins so

_OPENING, _CLOSING = "\"“«'‘", "\"”»'’"
_SHORTEST_PREFIX = 2

# Tokens that must all be there; a condition holds if one of its alternatives does.
Alternative = frozenset[str]
Condition = frozenset[Alternative]


@dataclass(frozen=True)
class Rung:
    """One step of the ladder, as typed or folded."""

    condition: Condition
    folded: bool


@dataclass(frozen=True)
class Reading:
    """One way to read the query: runs of words, and the document numbers between them."""

    runs: tuple[tuple[Word, ...], ...]
    numbers: tuple[str, ...]
    ends_in_number: bool

    @property
    def words(self) -> list[Word]:
        return [word for run in self.runs for word in run]


@dataclass(frozen=True)
class Query:
    """A query after cleaning: ``text`` to show again, and its readings, the one as typed first."""

    text: str
    readings: tuple[Reading, ...] = ()
    number_words: tuple[Word, ...] = ()
    quoted: bool = False

    def __bool__(self) -> bool:
        return bool(self.readings)

    @property
    def words(self) -> list[Word]:
        """The words as typed, those of document numbers last."""
        return [*self.readings[0].words, *self.number_words] if self.readings else []

    def unquoted(self) -> "Query":
        """Return the same query without its quotation marks' meaning."""
        return replace(self, quoted=False)

    @property
    def marked(self) -> bool:
        """Whether the reader typed any mark, and so means the marks."""
        return any(word.marked for word in self.words)


def parse(text: str, table: Iterable[Synonym] = ()) -> Query:
    """Read a query. Whatever was typed gives a query; one without letters or digits is false.

    Args:
        text: as received, any length. Control and invisible characters go, 255 characters and 16 words stay.
        table: the abbreviations (synonyms.read_table).
    """
    # Cut before cleaning too: cleaning a megabyte to keep 255 characters would be wasted.
    clean = vietnamese.normalise(text[: MAX_CHARACTERS * 4])[:MAX_CHARACTERS].strip()
    quoted = len(clean) > 2 and clean[0] in _OPENING and clean[-1] in _CLOSING
    left = MAX_WORDS
    runs: list[tuple[Word, ...]] = []
    numbers: list[str] = []
    number_words: list[Word] = []
    ends_in_number = False
    for number, words in split_numbers(clean):
        words = words[:left]
        left -= len(words)
        if not words:
            break
        ends_in_number = number is not None
        if number is None:
            runs.append(tuple(words))
        else:
            numbers.append(number)
            number_words += words
    if not runs and not numbers:
        return Query(clean)
    found = [
        Reading((*runs[:place], reading, *runs[place + 1 :]), tuple(numbers), ends_in_number)
        for place, run in enumerate(runs)
        for reading in readings(run, table)
    ] or [Reading((), tuple(numbers), ends_in_number)]
    return Query(clean, tuple(dict.fromkeys(found))[:4], tuple(number_words), quoted)


def ladder(query: Query) -> list[Rung]:
    """Return the rungs, the best first.

    Phrase in title and below, phrase in title, phrase anywhere, phrase with an unfinished last word (in
    title, anywhere), all words in title, all words anywhere – the whole of it as typed, then folded. A query
    without any mark says nothing about marks: then each step is tried as typed and folded before the next.
    A query in quotation marks stops at the phrase.
    """
    steps = _PHRASE_STEPS if query.quoted else _STEPS
    typed = [Rung(step(query, False), folded=False) for step in steps]
    folded = [Rung(step(query, True), folded=True) for step in steps]
    if query.marked:
        return _distinct([*typed, *folded])
    return _distinct(rung for both in zip(typed, folded, strict=True) for rung in both)


def title_ladder(query: Query) -> list[Rung]:
    """Return the rungs for what is still being typed: in titles alone, the last word perhaps unfinished."""
    rungs = [
        Rung(step(query, folded), folded)
        for step in _TITLE_STEPS
        for folded in ((False, True) if query.marked else (True,))
    ]
    words = query.words
    if len(words) == 1 and len(words[0].folded) >= _SHORTEST_PREFIX:
        rungs.append(Rung(_any_of({IN_TITLE + words[0].folded + PREFIX}), folded=True))
    return _distinct(rungs)


def last_resort(query: Query) -> list[Rung]:
    """Return the rungs for a query that nothing answers: an unfinished word, or a part of the phrase."""
    words = query.words
    conditions: list[Condition] = []
    if len(words) == 1 and len(words[0].folded) >= _SHORTEST_PREFIX:
        conditions.append(_any_of({IN_TITLE + words[0].folded + PREFIX}))
        if len(words[0].folded) >= 2 * _SHORTEST_PREFIX:
            conditions.append(_any_of({words[0].folded + PREFIX}))
    elif len(words) > 2:
        parts = {token for run in query.readings[0].runs if len(run) > 1 for token in pairs(run, folded=True)}
        conditions += [_any_of({place + token for token in parts}) for place in (IN_TITLE, "")]
    return _distinct(Rung(condition, folded=True) for condition in conditions)


def _distinct(rungs: Iterable[Rung]) -> list[Rung]:
    """Leave out rungs without an alternative, and those that say what a higher one has said."""
    first: dict[Condition, Rung] = {}
    for rung in rungs:
        if rung.condition:
            first.setdefault(rung.condition, rung)
    return list(first.values())


def _any_of(tokens: Iterable[str]) -> Condition:
    return frozenset(frozenset({token}) for token in tokens)


def _phrase(query: Query, folded: bool, place: str = "") -> Condition:
    return _each(
        query, lambda reading: {place + t for run in reading.runs for t in pairs(run, folded)}, place
    )


def _unfinished(query: Query, folded: bool, place: str = "") -> Condition:
    """The phrase as typed whose last word may go on: "cải cá" for "cải cách"."""
    reading = query.readings[0]
    if reading.ends_in_number:
        *numbers, last = reading.numbers
        tokens = {t for run in reading.runs for t in pairs(run, folded)} | set(numbers)
    elif len(reading.runs[-1]) < 2:
        return frozenset()
    else:
        run = reading.runs[-1]
        last = pairs(run[-2:], folded).pop().rstrip("_")
        tokens = {t for earlier in reading.runs[:-1] for t in pairs(earlier, folded)} | set(reading.numbers)
        if len(run) > 2:
            tokens |= pairs(run[:-1], folded)
    return frozenset({frozenset({place + token for token in tokens} | {place + last + PREFIX})})


def _all_words(query: Query, folded: bool, place: str = "") -> Condition:
    numbers = {place + single(word, folded) for word in query.number_words}
    return frozenset(
        frozenset({place + single(word, folded) for word in reading.words} | numbers)
        for reading in query.readings
    )


def _each(query: Query, tokens, place: str) -> Condition:
    return frozenset(
        frozenset(tokens(reading) | {place + number for number in reading.numbers})
        for reading in query.readings
    )


_PHRASE_STEPS = (
    lambda query, folded: _phrase(query, folded, IN_TITLE_AND_BODY),
    lambda query, folded: _phrase(query, folded, IN_TITLE),
    _phrase,
)
_STEPS = (
    *_PHRASE_STEPS,
    lambda query, folded: _unfinished(query, folded, IN_TITLE),
    _unfinished,
    lambda query, folded: _all_words(query, folded, IN_TITLE),
    _all_words,
)
_TITLE_STEPS = (
    lambda query, folded: _phrase(query, folded, IN_TITLE),
    lambda query, folded: _unfinished(query, folded, IN_TITLE),
    lambda query, folded: _all_words(query, folded, IN_TITLE),
)
