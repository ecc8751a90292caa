"""Punctuation and length: quotation marks, spaces, paragraphs."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import vietnamese

from ..text import Finding, Known, Passage, Text
from .base import Check, shortened

LONGEST_PARAGRAPH = 150


class LongParagraph(Check):
    """On a phone, 150 words fill two screens."""

    key = "long_paragraph"
    name = gettext_lazy("Long paragraphs")
    explanation = gettext_lazy("Points out paragraphs of more than 150 words.")

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        for passage in text.passages:
            words = len(passage.text.split())
            if words > LONGEST_PARAGRAPH:
                yield self.finding(
                    passage.place,
                    _(
                        "The paragraph “%(beginning)s” has %(words)s words: split it, so that it can be read on a "
                        "phone."
                    )
                    % {"beginning": shortened(passage.text, 40), "words": words},
                    passage.text[:60],
                )


_CURLY = re.compile("[“”]")


class UnbalancedQuotes(Check):
    """Where does the quotation end, and whose words are these?"""

    key = "quotes"
    name = gettext_lazy("Unbalanced quotation marks")
    explanation = gettext_lazy(
        "Points out quotation marks that are opened and not closed, or closed and not opened."
    )

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        flows: dict[str, list[Passage]] = {}
        for passage in text.passages:
            flows.setdefault(passage.group, []).append(passage)
        for passages in flows.values():
            yield from self._curly(passages)
            for passage in passages:
                yield from self._straight(passage)

    def _curly(self, passages: list[Passage]) -> Iterator[Finding]:
        opened: list[tuple[Passage, int]] = []
        for passage in passages:
            first = True
            for match in _CURLY.finditer(passage.text):
                # A quotation of several paragraphs opens each of them anew and is closed once.
                goes_on = first and opened and not passage.text[: match.start()].strip(" –-")
                first = False
                if match.group() == "”":
                    if not opened:
                        yield self.finding(
                            passage.place,
                            _(
                                "The quotation mark after “%(words)s” closes, and none was opened: where do these "
                                "words begin?"
                            )
                            % {"words": _before(passage.text, match.start())},
                            _before(passage.text, match.start()) + "”",
                        )
                    else:
                        opened.pop()
                elif not goes_on:
                    opened.append((passage, match.start()))
        for passage, start in opened:
            yield self.finding(
                passage.place,
                _("The quotation mark before “%(words)s” is never closed: where do these words end?")
                % {"words": shortened(passage.text[start + 1 : start + 81], 30)},
                passage.text[start : start + 30],
            )

    def _straight(self, passage: Passage) -> Iterator[Finding]:
        # A mark after a digit may be an inch: nobody can tell.
        marks = [at for at, character in enumerate(passage.text) if character == '"']
        if len(marks) % 2 and not any(at and passage.text[at - 1].isdigit() for at in marks):
            yield self.finding(
                passage.place,
                _("One of the quotation marks in “%(words)s” has no other half.")
                % {"words": shortened(passage.text, 40)},
                passage.text[marks[-1] : marks[-1] + 30],
            )


def _before(text: str, end: int) -> str:
    """Return the last words before a place."""
    return " ".join(text[max(0, end - 60) : end].split()[-4:])


# A pair of straight single marks around words; apostrophes stand inside a word or after a digit.
_SINGLE = re.compile(r"(?<![\w'])'(?=[^\W\d_])[^'\n]{2,300}(?<=[\w.,!?…])'(?![\w'])")
_DOUBLE = re.compile(r'"[^"\n]{1,300}"')


class StraightQuotes(Check):
    """The office's own marks are “ ”, and ‘ ’ inside of them."""

    key = "straight_quotes"
    name = gettext_lazy("Straight quotation marks")
    explanation = gettext_lazy("Points out quotations in straight marks, also inside of another quotation.")

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        for passage in text.passages:
            if "'" in passage.text:
                for match in _SINGLE.finditer(passage.text):
                    yield self.finding(
                        passage.place,
                        _(
                            "“%(words)s” stands in straight marks: write ‘ ’ for a quotation inside a quotation, “ ” "
                            "for any other."
                        )
                        % {"words": shortened(match.group()[1:-1])},
                        match.group(),
                    )
            if '"' in passage.text and vietnamese.curly_quotes(passage.text) != passage.text:
                for match in _DOUBLE.finditer(passage.text):
                    yield self.finding(
                        passage.place,
                        _("“%(words)s” stands in straight marks: write “ ” instead.")
                        % {"words": shortened(match.group()[1:-1])},
                        match.group(),
                    )


_SPACES = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")


class DoubleSpaces(Check):
    """What Word leaves behind."""

    key = "double_spaces"
    name = gettext_lazy("Double spaces")
    explanation = gettext_lazy("Points out two spaces in a row.")

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        for passage in text.passages:
            if match := _SPACES.search(passage.text):
                before = _before(passage.text, match.start())
                yield self.finding(
                    passage.place,
                    _("There are two spaces after “%(words)s”: one is enough.") % {"words": before},
                    passage.text[max(0, match.start() - 20) : match.end() + 1],
                )
