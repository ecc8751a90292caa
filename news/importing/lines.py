"""From raw text to clean lines: one line is one paragraph of the page."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.vietnamese import curly_quotes, find_legacy_encoding, legacy_to_unicode, normalise
from cms.vietnamese.characters import is_invisible
from news.importing.recognised import Note
from news.importing.refusal import ImportRefused

MAX_LINES = 3_000  # lines with content; the longest real report has some 200

_LEGACY_SAMPLE = 20_000  # characters: enough to know the encoding of a text by
_END_MARK = re.compile(r"\.\s?/\s?\.?\s*$")
END_MARK_INSIDE = re.compile(r"(\./\.)\s+(?=\S)")
_AFTER_LAST = re.compile(r"[\s./…,;]*$")
_SENTENCE_ENDS = ".!?…:"
_CLOSING_QUOTES = '”"»'


@dataclass(frozen=True)
class Line:
    """A paragraph of the page. after_blank: an empty line (or nothing at all) stood before it."""

    text: str
    after_blank: bool


def clean_lines(text: str) -> tuple[list[Line], list[Note]]:
    """Split text into lines with content, each normalised; say what was cleaned.

    Returns the lines and the notes. Raises ImportRefused for more than MAX_LINES lines with content.
    """
    notes = notes_on_characters(text)
    text = _out_of_old_font(text, notes)
    lines: list[Line] = []
    after_blank = True
    marks = 0
    straight = 0
    for raw in text.splitlines():  # also \r\n, \r, and Word's vertical tab
        if not raw or raw.isspace():
            after_blank = True
            continue
        # A byline often follows the end mark on the same line.
        line = curl(normalise(raw))
        straight += raw.count('"') - line.count('"')
        for part in END_MARK_INSIDE.sub("\\1\n", line).split("\n"):
            clean, had_mark = drop_end_mark(part.strip())
            marks += had_mark
            if clean:
                lines.append(Line(clean, after_blank))
                after_blank = False
        check_length(len(lines))
    notes += notes_on_marks(straight, marks)
    return lines, notes


def check_length(number: int) -> None:
    """Refuse a text of more lines than any story has. Raises ImportRefused."""
    if number > MAX_LINES:
        raise ImportRefused(
            format_lazy(_("The text has more than {limit} lines; a story has fewer."), limit=MAX_LINES)
        )


def notes_on_marks(straight: int, marks: int) -> list[Note]:
    """Say how many straight quotation marks were curled, and whether the house end mark was dropped."""
    notes = []
    if straight:
        message = format_lazy(_("Straight quotation marks made into “ and ”: {count}."), count=straight)
        notes.append(Note("cleaned", "body", message, str(straight)))
    if marks:
        notes.append(
            Note("cleaned", "body", _("The end mark “./.” was dropped; the portal does not store it."), "./.")
        )
    return notes


def drop_end_mark(text: str) -> tuple[str, bool]:
    """Take the house end mark "./." from the end of text; the full stop of the sentence stays.

    Returns the text and whether there was a mark.
    """
    match = _END_MARK.search(text, max(0, len(text) - 12))
    if match is None:
        return text, False
    stem = text[: match.start()].rstrip()
    last = stem.rstrip(_CLOSING_QUOTES)[-1:]
    return (stem if not stem or last in _SENTENCE_ENDS else stem + "."), True


def is_in_capitals(text: str) -> bool:
    """Whether text has at least two words with letters and not one small letter."""
    words = [word for word in text.split() if any(char.isalpha() for char in word)]
    return len(words) >= 2 and text == text.upper() and text != text.lower()


def curl(line: str) -> str:
    """Curly quotation marks, also in the first and last paragraph of a quotation of several."""
    curled = curly_quotes(line)
    if '"' not in curled:
        return curled
    last = line.rfind('"')
    after_colon = line.find(': "') + 2
    candidates = []
    if line.startswith('"'):
        candidates.append("“" + curly_quotes(line[1:]))
    if _AFTER_LAST.match(line, last + 1):
        candidates.append(curly_quotes(line[:last]) + "”" + line[last + 1 :])
    if after_colon >= 2:
        candidates.append(curly_quotes(line[:after_colon]) + "“" + curly_quotes(line[after_colon + 1 :]))
    return next((candidate for candidate in candidates if '"' not in candidate), line)


def _out_of_old_font(text: str, notes: list[Note]) -> str:
    """Text typed in a font of before Unicode is unreadable as it stands: decode it, and say so."""
    encoding = find_legacy_encoding(text[:_LEGACY_SAMPLE])
    if encoding is None:
        return text
    message = format_lazy(
        _("The text was typed in an old font ({encoding}) and was converted: read it through."),
        encoding=encoding.upper(),
    )
    notes.append(Note("to_decide", "body", message, text.strip()[:80]))
    return legacy_to_unicode(text, encoding)


def notes_on_characters(text: str) -> list[Note]:
    """Say which characters of a raw text the cleaning changes or drops."""
    notes = []
    spaces = text.count("\xa0")
    if spaces:
        notes.append(
            Note(
                "cleaned",
                "body",
                format_lazy(_("Non-breaking spaces made into plain spaces: {count}."), count=spaces),
                str(spaces),
            )
        )
    invisible = sum(text.count(character) for character in set(text) if is_invisible(character))
    if invisible:
        notes.append(
            Note(
                "cleaned",
                "body",
                format_lazy(_("Invisible characters removed: {count}."), count=invisible),
                str(invisible),
            )
        )
    if not unicodedata.is_normalized("NFC", text):
        notes.append(
            Note("cleaned", "body", _("Letters typed in parts were joined with their marks (Unicode NFC)."))
        )
    return notes
