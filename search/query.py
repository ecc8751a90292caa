"""What a reader typed, and the ladder of conditions by which documents are looked for.

Each rung is a condition that an index answers directly; a page of results is filled from the first rung
down, newest first within a rung, until it is full. Nothing is scored, so nothing is read of a document that
is not shown, however many there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cms import vietnamese

from .addresses import without_address
from .figures import other_figures
from .rewriting import other_writings
from .synonyms import Synonym, readings
from .tokens import IN_TITLE, IN_TITLE_AND_BODY, Word, pair, pairs, single, split_numbers

MAX_CHARACTERS = 255
MAX_WORDS = 16
PREFIX = "*"  # at the end of a token: whatever begins so

_OPENING, _CLOSING = "\"“«'‘", "\"”»'’"
SHORTEST_PREFIX = 2
_MAX_READINGS = 4
_MAX_VARIANTS = 8
_READINGS_OF_A_VARIANT = 2

# Tokens that must all be there; a condition holds if one of its alternatives does.
Alternative = frozenset[str]
Condition = frozenset[Alternative]


@dataclass(frozen=True)
class Rung:
    """One step of the ladder, as typed or folded."""

    condition: Condition
    folded: bool
    phrase: bool = True  # neighbours stand together; otherwise the words may lie anywhere


@dataclass(frozen=True)
class Reading:
    """One way to read the query: runs of words, and the document numbers between them."""

    runs: tuple[tuple[Word, ...], ...]
    numbers: tuple[str, ...]
    ends_in_number: bool

    @property
    def words(self) -> list[Word]:
        return [word for run in self.runs for word in run]

    @property
    def spelled(self) -> "Reading":
        """The same, folded without taking y for i: how an index of VERSION 1 has it."""
        return replace(self, runs=tuple(tuple(word.spelled for word in run) for run in self.runs))

    @property
    def before_qui(self) -> "Reading":
        """The same, as an index of VERSION 2 has it."""
        return replace(self, runs=tuple(tuple(word.before_qui for word in run) for run in self.runs))


@dataclass(frozen=True)
class Query:
    """A query after cleaning: ``text`` to show again, and its readings, the one as typed first.

    ``variants`` are said otherwise, so they count after all that says it as typed, and as phrases alone.
    """

    text: str
    readings: tuple[Reading, ...] = ()
    variants: tuple[Reading, ...] = ()
    number_words: tuple[Word, ...] = ()
    quoted: bool = False

    def __bool__(self) -> bool:
        return bool(self.readings)

    @property
    def words(self) -> list[Word]:
        """The words as typed, those of document numbers last."""
        return [*self.readings[0].words, *self.number_words] if self.readings else []

    @property
    def core(self) -> Reading:
        """The query as typed, without the form of address before a name."""
        first = self.readings[0]
        return replace(first, runs=without_address(first.runs))

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
    first, number_words = _read(clean)
    if not first.runs and not first.numbers:
        return Query(clean)
    table = list(table)
    found = _with_abbreviations(first, table)
    # While the index is being rebuilt, a part of it has y where it will have i.
    former = [way for reading in found for way in (reading.before_qui, reading.spelled)]
    query = Query(clean, tuple(dict.fromkeys([*found, *former])), (), number_words, quoted)
    return replace(query, variants=_variants(query, table))


def _with_abbreviations(first: Reading, table: Iterable[Synonym]) -> list[Reading]:
    """Return a reading, and the same with abbreviations written out or used."""
    found = [
        replace(first, runs=(*first.runs[:place], reading, *first.runs[place + 1 :]))
        for place, run in enumerate(first.runs)
        for reading in readings(run, table)
    ] or [first]
    return list(dict.fromkeys(found))[:_MAX_READINGS]


def _read(text: str) -> tuple[Reading, tuple[Word, ...]]:
    """Return a text as it stands, and the words of its document numbers; the words after the 16th are left."""
    left = MAX_WORDS
    runs: list[tuple[Word, ...]] = []
    numbers: list[str] = []
    number_words: list[Word] = []
    ends_in_number = False
    for number, words in split_numbers(text):
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
    return Reading(tuple(runs), tuple(numbers), ends_in_number), tuple(number_words)


def _variants(query: Query, table: Iterable[Synonym]) -> tuple[Reading, ...]:
    """Return what the reader may have said otherwise than the texts: forms of address, figures, dates."""
    core = query.core
    found = [core]
    for place, run in enumerate(core.runs):
        found += (
            replace(core, runs=(*core.runs[:place], other, *core.runs[place + 1 :]))
            for other in other_figures(run)
        )
    for text in other_writings(query.text):
        found += _with_abbreviations(_read(text)[0], table)[:_READINGS_OF_A_VARIANT]
    return tuple(each for each in dict.fromkeys(found) if each not in query.readings)[:_MAX_VARIANTS]


def ladder(query: Query) -> list[Rung]:
    """Return the rungs, the best first.

    Phrase in title and below, phrase in title, phrase anywhere, a variant of it (in title, anywhere), phrase
    with an unfinished last word (in title, anywhere), all words in title, all words anywhere – the whole of
    it as typed, then folded. A query without any mark says nothing about marks: then each step is tried as
    typed and folded before the next. A query in quotation marks stops at the phrase.
    """
    steps = _PHRASE_STEPS if query.quoted else _STEPS
    typed = [Rung(step(query, False), False, step not in _WORD_STEPS) for step in steps]
    folded = [Rung(step(query, True), True, step not in _WORD_STEPS) for step in steps]
    if query.marked:
        return distinct([*typed, *folded])
    return distinct(rung for both in zip(typed, folded, strict=True) for rung in both)


def title_ladder(query: Query) -> list[Rung]:
    """Return the rungs for what is still being typed: in titles alone, the last word perhaps unfinished."""
    rungs = [
        Rung(step(query, folded), folded)
        for step in _TITLE_STEPS
        for folded in ((False, True) if query.marked else (True,))
    ]
    words = query.words
    if len(words) == 1 and len(words[0].folded) >= SHORTEST_PREFIX:
        rungs.append(Rung(any_of(IN_TITLE + word + PREFIX for word in words[0].foldings), folded=True))
    return distinct(rungs)


def distinct(rungs: Iterable[Rung]) -> list[Rung]:
    """Leave out rungs without an alternative, and those that say what a higher one has said."""
    first: dict[Condition, Rung] = {}
    for rung in rungs:
        if rung.condition:
            first.setdefault(rung.condition, rung)
    return list(first.values())


def any_of(tokens: Iterable[str]) -> Condition:
    """Return the condition that one of some tokens is there."""
    return frozenset(frozenset({token}) for token in tokens)


def _phrase(query: Query, folded: bool, place: str = "") -> Condition:
    return _phrases(query.readings, folded, place)


def _variant(query: Query, folded: bool, place: str = "") -> Condition:
    return _phrases(query.variants, folded, place)


def _phrases(readings: Iterable[Reading], folded: bool, place: str) -> Condition:
    return frozenset(
        frozenset(place + token for token in (*_run_tokens(reading.runs, folded), *reading.numbers))
        for reading in readings
    )


def _run_tokens(runs: Iterable[tuple[Word, ...]], folded: bool) -> set[str]:
    return {token for run in runs for token in pairs(run, folded)}


def _unfinished(query: Query, folded: bool, place: str = "") -> Condition:
    """The phrase as typed whose last word may go on: "cải cá" for "cải cách"."""
    reading = query.readings[0]
    if reading.ends_in_number:
        *numbers, number = reading.numbers
        lasts = {number}
        tokens = _run_tokens(reading.runs, folded) | set(numbers)
    elif len(reading.runs[-1]) < 2:
        return frozenset()
    else:
        run = reading.runs[-1]
        # "ra quy" may become "ra quyết định", which has its y.
        lasts = {pair(run[-2], word, folded).rstrip("_") for word in (run[-1], run[-1].spelled)}
        tokens = _run_tokens(reading.runs[:-1], folded) | set(reading.numbers)
        if len(run) > 2:
            tokens |= pairs(run[:-1], folded)
    return frozenset(
        frozenset({place + token for token in tokens} | {place + last + PREFIX}) for last in lasts
    )


def _all_words(query: Query, folded: bool, place: str = "") -> Condition:
    numbers = {place + single(word, folded) for word in query.number_words}
    return frozenset(
        frozenset({place + single(word, folded) for word in reading.words} | numbers)
        for reading in query.readings
    )


_PHRASE_STEPS = (
    lambda query, folded: _phrase(query, folded, IN_TITLE_AND_BODY),
    lambda query, folded: _phrase(query, folded, IN_TITLE),
    _phrase,
)
_WORD_STEPS = (
    lambda query, folded: _all_words(query, folded, IN_TITLE),
    _all_words,
)
_STEPS = (
    *_PHRASE_STEPS,
    lambda query, folded: _variant(query, folded, IN_TITLE),
    _variant,
    lambda query, folded: _unfinished(query, folded, IN_TITLE),
    _unfinished,
    *_WORD_STEPS,
)
_TITLE_STEPS = (
    lambda query, folded: _phrase(query, folded, IN_TITLE),
    lambda query, folded: _unfinished(query, folded, IN_TITLE),
    lambda query, folded: _all_words(query, folded, IN_TITLE),
)
