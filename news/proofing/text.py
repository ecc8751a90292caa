"""What is proofread, as plain values: the passages of a text, its pictures, links and people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.functional import Promise

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Place:
    """Where something stands.

    Attributes:
        path: in the editor, as Wagtail's comments name it: "lead", "body.<block id>.text"; rows of a list by their
            place, from 0: "speeches.2.position".
        anchor: on the review page: the field and which piece of it, from 1: "lead-1", "body-4".
    """

    path: str
    anchor: str

    @classmethod
    def of_field(cls, name: str) -> "Place":
        """Return the place of a page's own field."""
        return cls(name, f"{name}-1")


@dataclass(frozen=True)
class Word:
    """One run of letters. ``joined``: the word before it stands on the same line, with only spaces between."""

    text: str
    start: int
    joined: bool


@dataclass(frozen=True)
class Passage:
    """One paragraph or one line of a text.

    Attributes:
        group: what belongs to one flow of words (quotation marks may open in one paragraph and close in another).
        name: it holds a person's name and nothing else.
    """

    place: Place
    text: str
    group: str = ""
    name: bool = False

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The runs of letters, in order."""
        found = []
        end = -1
        for match in _WORD.finditer(self.text):
            joined = end >= 0 and self.text[end : match.start()].isspace()
            found.append(Word(match.group(), match.start(), joined))
            end = match.end()
        return tuple(found)


@dataclass(frozen=True)
class Picture:
    """A picture in the text or the gallery. ``place`` is that of its caption."""

    place: Place
    caption: str
    decorative: bool = False


@dataclass(frozen=True)
class LeadPicture:
    """The picture above the text: whether there is one, and the caption that stands ready."""

    chosen: bool
    caption: str


@dataclass(frozen=True)
class Link:
    """A link of the text. Exactly one of ``address``, ``page`` and ``document`` says where it leads."""

    place: Place
    words: str
    address: str = ""
    page: int | None = None
    document: int | None = None


@dataclass(frozen=True)
class Heading:
    """A heading of the body. ``level`` is 2, 3 or 4: the title is the first."""

    place: Place
    text: str
    level: int


@dataclass(frozen=True)
class Named:
    """A person with the position that is printed: a speaker (``spoke``) or an author."""

    place: Place
    name: str
    position: str
    spoke: bool


@dataclass(frozen=True)
class Text:
    """All that the checks look at.

    Attributes:
        lead_picture: None where there is no such field.
        day: of the event, if it is a report of one.
    """

    title: str = ""
    passages: tuple[Passage, ...] = ()
    pictures: tuple[Picture, ...] = ()
    lead_picture: LeadPicture | None = None
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    people: tuple[Named, ...] = ()
    is_story: bool = False
    day: date | None = None


@dataclass(frozen=True)
class Earlier:
    """The position with which somebody was printed last, and on which day."""

    position: str
    day: date


@dataclass(frozen=True)
class Known:
    """What other stories and the database say about a text (``known.py`` asks for it).

    Attributes:
        earlier_speakers, earlier_authors: the last public position by ``known.key_of(name)``.
        same_titles: how many other stories of this title there are; of drafts only the owner's count.
        open_pages, documents: of the pages and documents to which the text links, those that the public may open.
    """

    earlier_speakers: Mapping[str, Earlier] = field(default_factory=dict)
    earlier_authors: Mapping[str, Earlier] = field(default_factory=dict)
    same_titles: int = 0
    open_pages: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Finding:
    """One sentence for whoever writes.

    Attributes:
        check: the key of the check.
        sentence: what is wrong and what to do, in the reader's language.
        excerpt: the words in the text, exactly as they stand there, to show them; may be empty.
        blocking: the text cannot be submitted like this.
    """

    check: str
    place: Place
    sentence: str | Promise
    excerpt: str = ""
    blocking: bool = False
