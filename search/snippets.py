"""Snippets: the place of the original text that answers, with the words marked.

Made on the text as it was written, for the hits that are shown; nothing is mapped back from folded text.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .query import Query
from .tokens import Word, as_word, words_of, words_with_places

WORDS_SHOWN = 36
# "42/2022/NĐ-CP" has four.
_PARTS_OF_A_NUMBER = 4
_WORDS_BEFORE = 6
# Of a longer text only the beginning is looked through, so that ten long texts stay cheap.
_CHARACTERS_READ = 15_000
_WINDOWS_COMPARED = 200
# Where a line ends and no sentence does: of a heading, a caption, an attachment, an author.
_OPEN_END = re.compile(r"""(?<![.,:;!?…])(?<![.,:;!?…][”’»"')\]])\n""")

Places = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Terms:
    """The words to mark."""

    exact: frozenset[str]
    folded: frozenset[str]
    prefix: Word | None
    several: bool

    @classmethod
    def of(cls, query: Query, folded: bool) -> "Terms":
        """Return what to mark for a hit.

        Args:
            query: the query.
            folded: whether the hit answers only without marks; otherwise only words as typed are marked.
        """
        words = [word for reading in (*query.readings, *query.variants) for word in reading.words] + list(
            query.number_words
        )
        return cls(
            exact=frozenset(word.exact for word in words),
            folded=frozenset(word.folded for word in words) if folded else frozenset(),
            prefix=query.words[-1] if query.words else None,
            several=len(words) > 1,
        )

    def hit(self, word: Word) -> bool:
        """Whether a word of the text is one of these."""
        return word.exact in self.exact or word.folded in self.folded

    def begins(self, word: Word) -> bool:
        """Whether a word of the text begins as the last of these; of a number as typed nothing is missing."""
        if self.prefix is None:
            return False
        if self.folded:
            return word.folded.startswith(tuple(self.prefix.foldings))
        return not self.prefix.exact.isdigit() and word.exact.startswith(self.prefix.exact)


def highlight(text: str, terms: Terms) -> SafeString:
    """Return a whole text, escaped, with the words marked."""
    runs, places = words_with_places(text)
    return _marked(text, places, _hits(runs, terms), 0, len(text))


def snippet(lead: str, body_text: str, terms: Terms) -> SafeString:
    """Return the part of a text that says most of the words, escaped and marked.

    The beginning of the lead (or of the text, if there is no lead) if it says none of them.
    """
    whole = "\n".join(part for part in (lead, body_text) if part)
    text = _told_apart(whole[:_CHARACTERS_READ])
    runs, places = words_with_places(text)
    if not runs:
        return SafeString("")
    hits = _hits(runs, terms)
    first = _whole(text, places, _best_window(runs, hits))
    last = min(first + WORDS_SHOWN, len(runs)) - 1
    cut = last < len(runs) - 1 or len(whole) > _CHARACTERS_READ
    shown = _marked(
        text, places, hits, places[first][0] if first else 0, places[last][1] if cut else len(text)
    )
    return mark_safe(("… " if first else "") + " ".join(shown.split()) + (" …" if cut else ""))


def _told_apart(text: str) -> str:
    """Return a text whose lines stay apart when they are shown as one: "Kế hoạch số 5 · Bùi Văn Tuấn"."""
    lines = (line.strip() for line in text.split("\n"))
    return _OPEN_END.sub("\n· ", "\n".join(line for line in lines if line))


def _hits(runs: Sequence[str], terms: Terms) -> list[bool]:
    """Tell which words are to be marked.

    If neighbours are hit, single hits elsewhere are left unmarked: "các" of a phrase is not worth a mark by
    itself. The beginning of an unfinished word counts if it follows a hit, or, in a hit that answers without
    marks, if nothing else is found.
    """
    hits = _each(runs, terms.hit)
    beginnings = _each(runs, terms.begins)
    if any(hits):
        hits = [
            hit or (begins and before)
            for before, hit, begins in zip([False, *hits], hits, beginnings, strict=False)
        ]
    elif terms.folded:
        hits = beginnings
    if terms.several:
        with_neighbours = [
            hit and (before or after)
            for before, hit, after in zip([False, *hits], hits, [*hits[1:], False], strict=False)
        ]
        if any(with_neighbours):
            return with_neighbours
    return hits


def _each(runs: Sequence[str], test: Callable[[Word], bool]) -> list[bool]:
    """Test each word; each different one only once, for a text repeats itself. "H'Mông" counts as one or two."""
    passing = {
        run
        for run in set(runs)
        if test(as_word(run)) or (not run.isalnum() and any(map(test, words_of(run))))
    }
    return [run in passing for run in runs]


def _best_window(runs: Sequence[str], hits: Sequence[bool]) -> int:
    """Return where the window begins that has the most different hits, then the most hits."""
    best, best_score = 0, (0, 0)
    for place in [place for place, hit in enumerate(hits) if hit][:_WINDOWS_COMPARED]:
        window = slice(place, place + WORDS_SHOWN - _WORDS_BEFORE)
        inside = [run.lower() for run, hit in zip(runs[window], hits[window], strict=True) if hit]
        score = (len(set(inside)), len(inside))
        if score > best_score:
            best, best_score = place, score
    return max(0, best - _WORDS_BEFORE)


def _whole(text: str, places: Places, first: int) -> int:
    """Return where a window begins that cuts no date and no number: not "11/2026" of "13/11/2026"."""
    for place in range(first, max(0, first - _PARTS_OF_A_NUMBER), -1):
        between = text[places[place - 1][1] : places[place][0]]
        if len(between) != 1 or between.isspace():
            return place
    return max(0, first - _PARTS_OF_A_NUMBER)


def _marked(text: str, places: Places, hits: Sequence[bool], start: int, end: int) -> SafeString:
    """Escape a part of a text, with neighbouring hits of one paragraph inside one ``<mark>``."""
    parts: list[str] = []
    position, opened = start, -1
    for place, ((begins, ends), hit) in enumerate(zip(places, hits, strict=True)):
        if not hit or begins < start or ends > end:
            continue
        if opened < 0:
            parts.append(escape(text[position:begins]))
            opened = begins
        last = place + 1 == len(places)
        if (
            last
            or not hits[place + 1]
            or places[place + 1][1] > end
            or "\n" in text[ends : places[place + 1][0]]
        ):
            parts.append(f"<mark>{escape(text[opened:ends])}</mark>")
            position, opened = ends, -1
    parts.append(escape(text[position:end]))
    return mark_safe("".join(parts))
