"""What an import understood of a text: plain values, nothing stored yet.

The field names are those of the story pages, so that a caller can hand them on without a table of its own.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

NoteKind = Literal["recognised", "cleaned", "left_out", "to_decide"]
Honorific = Literal["dong_chi", "ong", "ba", ""]
SpeechKind = Literal["khai_mac", "tham_luan", "chi_dao", "ket_luan", "phat_bieu"]


@dataclass(frozen=True)
class Note:
    """One thing that a person should know about the import.

    kind: "recognised" (found and put into a field), "cleaned" (changed in form), "left_out" (not taken over),
    "to_decide" (a person must look). field: the field concerned, or "body". message: lazy translatable text.
    text: the words of the page that it is about, or "".
    """

    kind: NoteKind
    field: str
    message: Any
    text: str = ""


@dataclass(frozen=True)
class RecognisedSpeech:
    """A speech given at an event; `paragraphs` are plain text, exactly the words that the page quotes."""

    speaker: str
    honorific: Honorific
    position: str
    kind: SpeechKind
    topic: str
    paragraphs: tuple[str, ...]
    is_excerpt: bool


@dataclass(frozen=True)
class RecognisedBlock:
    """A block of the body: `type` and `value` as the StreamField takes them; html is already escaped.

    One type is the import's own: "imported_picture", {"number": n}, is where a picture of the document stood.
    """

    type: str
    value: Any


@dataclass(frozen=True)
class RecognisedContribution:
    """A person (or an office) of the byline, and what they made."""

    name: str
    position: str
    wrote_news: bool
    wrote_article: bool
    took_photos: bool


@dataclass(frozen=True)
class RecognisedPicture:
    """A picture of a Word document, and the words beside it. ``number``, from 1, is its place among them."""

    number: int
    name: str
    caption: str
    alt: str
    credit: str


@dataclass(frozen=True)
class Recognised:
    """A whole text, understood. Empty strings and None mean: the text does not say it."""

    title: str
    lead: str
    views: int | None
    kind: Literal["article", "conference"]
    event_name: str
    event_type: str
    start_date: date | None
    end_date: date | None
    location: str
    speeches: tuple[RecognisedSpeech, ...]
    body: tuple[RecognisedBlock, ...]
    picture_captions: tuple[str, ...]
    contributions: tuple[RecognisedContribution, ...]
    source_name: str
    notes: tuple[Note, ...]
    pictures: tuple[RecognisedPicture, ...] = ()

    def notes_of(self, kind: NoteKind) -> tuple[Note, ...]:
        """The notes of one kind, in the order in which they were made."""
        return tuple(note for note in self.notes if note.kind == kind)
