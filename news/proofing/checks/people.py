"""People: positions that changed, and numbers that are nobody's business."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import vietnamese
from news.speakers import same_words

from ..text import Finding, Known, Text
from .base import Check


def key_of(name: str) -> str:
    """Return by what one person is found again in other stories."""
    return same_words(name)


class PositionChanged(Check):
    """Officials change offices, and reporters copy last year's story."""

    key = "position_changed"
    name = gettext_lazy("Positions that changed")
    explanation = gettext_lazy(
        "Compares the position of a speaker or author with the last public story that names them."
    )

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        for person in text.people:
            before = (known.earlier_speakers if person.spoke else known.earlier_authors).get(
                key_of(person.name)
            )
            if before and person.position and same_words(person.position) != same_words(before.position):
                yield self.finding(
                    person.place,
                    _("On %(day)s %(name)s was printed as “%(before)s”: is “%(now)s” right today?")
                    % {
                        "day": vietnamese.short_date(before.day),
                        "name": person.name,
                        "before": before.position,
                        "now": person.position,
                    },
                    person.position,
                )


# A Vietnamese mobile number: 03, 05, 07, 08, 09 and eight digits (Plan of numbering, Circular 22/2014/TT-BTTTT
# and its changes); numbers of offices begin with 02 and are meant to be known.
_MOBILE = re.compile(r"(?<![\w/.,+-])(?:\+84|0)[ .-]?[35789](?:[ .-]?[0-9]){8}(?![\w/])")
# Citizen identity card: 12 digits, the first three the province of birth, the fourth the century and the sex
# (Decree 137/2015/NĐ-CP, article 13): 001–096, then 0–3.
_CITIZEN = re.compile(r"(?<![\w/.,+-])0[0-9]{2}[0-3][0-9]{8}(?![\w/])")
# The old identity card: nine digits; only where the text says that it is one.
_OLD_CARD = re.compile(
    r"(?:cmnd|cmt|chứng minh nhân dân|chứng minh thư|giấy chứng minh)(?: số)?[ :]{1,3}([0-9]{9})(?![0-9])",
    re.IGNORECASE,
)


class PersonalNumber(Check):
    """Personal data do not stand on a portal without need (Law 91/2025 on personal data)."""

    key = "personal_number"
    name = gettext_lazy("Telephone and identity numbers")
    explanation = gettext_lazy("Points out mobile numbers and numbers of identity cards in the text.")

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        for passage in text.passages:
            for number in dict.fromkeys(self._cards(passage.text)):
                yield self.finding(
                    passage.place,
                    _(
                        "“%(number)s” looks like the number of an identity card: personal data are not published, so "
                        "take it out."
                    )
                    % {"number": number},
                    number,
                )
            for match in _MOBILE.finditer(passage.text):
                yield self.finding(
                    passage.place,
                    _("“%(number)s” is a mobile number: has its owner agreed that it is published?")
                    % {"number": match.group()},
                    match.group(),
                )

    @staticmethod
    def _cards(text: str) -> Iterator[str]:
        yield from (match.group() for match in _CITIZEN.finditer(text))
        yield from (match[1] for match in _OLD_CARD.finditer(text))
