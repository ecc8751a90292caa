"""Người phát biểu: who spoke at the conferences that the portal reported.

A speech names its speaker in words, and there is no register of people behind it: officials change offices,
and two people can bear one name. So an address stands for a name as it is written without its marks, all who
bear it are listed under it, and their speeches are grouped by the position that was printed on that day. Whether
two positions are one person's career or two people is left to the reader, who knows more than the portal does.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cms import vietnamese
from cms.vietnamese.syllables import TONE_MARKS

_TONES = frozenset(TONE_MARKS) - {""}


@dataclass(frozen=True)
class Spoken:
    """One speech, as much of it as grouping needs.

    Attributes:
        pk: of the speech.
        speaker, position: as printed.
        day: of the event; None only if the report does not say it.
    """

    pk: int
    speaker: str
    position: str
    day: date | None


@dataclass(frozen=True)
class InPosition:
    """The speeches that one name gave in one position, newest first."""

    speaker: str
    position: str
    speeches: tuple[Spoken, ...]

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which this position was printed."""
        known = [speech.day for speech in self.speeches if speech.day]
        return (min(known), max(known)) if known else None


@dataclass(frozen=True)
class Person:
    """A line of the list of speakers: a name and how many public speeches bear it."""

    name: str
    slug: str
    positions: tuple[str, ...]
    speeches: int
    latest: date | None


def same_words(text: str) -> str:
    """Return what two spellings of one name or position have in common: tone placement, capitals and spaces."""
    return vietnamese.unify_tone(vietnamese.normalise(text)).casefold()


def by_position(speeches: Iterable[Spoken]) -> list[InPosition]:
    """Group speeches by name and position: the group that spoke last comes first, as do its last speeches.

    A later spelling of the same words names the group. A name that is written with other marks (Hoa, Hòa) is
    another name, although it shares the address.
    """
    groups: dict[tuple[str, str], list[Spoken]] = defaultdict(list)
    for speech in sorted(speeches, key=_newest_first):
        groups[same_words(speech.speaker), same_words(speech.position)].append(speech)
    return [InPosition(rows[0].speaker, rows[0].position, tuple(rows)) for rows in groups.values()]


def on_page(groups: Iterable[InPosition], speeches: Mapping[int, Any]) -> list[tuple[InPosition, list[Any]]]:
    """Return the groups of one page of a list with the speeches that stand on it; groups without any are left out.

    Args:
        speeches: the stored speeches of that page, by primary key.
    """
    shown = [(group, [speeches[row.pk] for row in group.speeches if row.pk in speeches]) for group in groups]
    return [(group, rows) for group, rows in shown if rows]


def _newest_first(speech: Spoken) -> tuple[int, int]:
    return (-(speech.day.toordinal() if speech.day else 0), -speech.pk)


@dataclass(frozen=True)
class NameCount:
    """How many speeches one spelling of a name gave in one position: a row of the list's query."""

    speaker: str
    slug: str
    position: str
    speeches: int
    latest: date | None


def in_order(rows: Iterable[NameCount]) -> list[Person]:
    """Return the people of these rows, one line a name, sorted by given name as Vietnamese lists are.

    A line carries the positions that the name was printed with, the latest first, and the latest spelling.
    """
    named: dict[str, list[NameCount]] = defaultdict(list)
    for row in rows:
        named[same_words(row.speaker)].append(row)
    people = []
    for same in named.values():
        same.sort(key=lambda row: row.latest or date.min, reverse=True)
        positions: dict[str, str] = {}
        for row in same:
            if row.position:
                positions.setdefault(same_words(row.position), row.position)
        people.append(
            Person(
                name=same[0].speaker,
                slug=same[0].slug,
                positions=tuple(positions.values()),
                speeches=sum(row.speeches for row in same),
                latest=same[0].latest,
            )
        )
    return sorted(people, key=lambda person: vietnamese.person_sort_key(person.name))


def initial(name: str) -> str:
    """Return the letter under which a name stands: that of the given name, without its tone ("Ấn" → "Â")."""
    given = vietnamese.normalise(name).split(" ")[-1]
    letters = unicodedata.normalize("NFD", given[:1])
    return unicodedata.normalize("NFC", "".join(each for each in letters if each not in _TONES)).upper()


def under_initials(people: Sequence[Person]) -> list[tuple[str, list[Person]]]:
    """Return the people of one page of the list under their letters, in the order in which they come."""
    groups: dict[str, list[Person]] = {}
    for person in people:
        groups.setdefault(initial(person.name), []).append(person)
    return list(groups.items())
