"""From told, spoken and quoted pieces to the blocks of a StreamField, as plain data."""

import re

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.vietnamese import parse_ordinal_label
from news.importing.headings import heading_rank, levels
from news.importing.paragraph import inline_html, part_of
from news.importing.passages import Quoted, Spoken, Standing, Told
from news.importing.recognised import Note, RecognisedBlock

_BULLET = re.compile(r"[-–—•▪●+*]\s+(?=\S)")
_LOOK_AHEAD = 3  # an item of an ordinal list may run on over so many further paragraphs


def build_blocks(pieces: list) -> tuple[list[RecognisedBlock], list[Note]]:
    """Make the body: headings, paragraphs, ordinal and plain lists, quotations and the places of speeches.

    pieces: Told, Spoken and Quoted in reading order. Returns the blocks and the notes. All html is escaped.
    """
    ranks = _heading_ranks(pieces)
    level = levels(set(ranks.values()))
    blocks: list[RecognisedBlock] = []
    notes: list[Note] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if isinstance(piece, Standing):
            blocks.append(RecognisedBlock(piece.block.type, piece.block.value))
        elif isinstance(piece, Spoken):
            blocks.append(RecognisedBlock("speech", {"number": piece.number}))
        elif isinstance(piece, Quoted):
            html = "".join(map(paragraph_html, piece.paragraphs))
            value = {"text": html, "speaker": piece.speaker, "position": piece.position}
            blocks.append(RecognisedBlock("quotation", value))
        elif index in ranks:
            blocks.append(RecognisedBlock("heading", {"text": piece.text, "level": level[ranks[index]]}))
        else:
            items, end = _ordinal_items(pieces, index)
            if len(items) >= 2:
                blocks.append(RecognisedBlock("ordinal_list", {"items": items}))
                notes.append(_note_on_ordinals(piece.text, len(items)))
                index = end
                continue
            bullets = _bullets(pieces, index)
            if len(bullets) >= 2:
                html = "".join(f"<li>{inline_html(text)}</li>" for text in bullets)
                blocks.append(RecognisedBlock("paragraph", f"<ul>{html}</ul>"))
                index += len(bullets)
                continue
            blocks.append(RecognisedBlock("paragraph", paragraph_html(piece.text)))
        index += 1
    return blocks, notes


def paragraph_html(text: str) -> str:
    """One paragraph of rich text. Everything in text is content: no mark-up of it survives as mark-up."""
    return f"<p>{inline_html(text)}</p>"


def _heading_ranks(pieces: list) -> dict[int, int]:
    """The pieces that are headings, with their ranks; text or a lower heading stands below each."""
    ranks: dict[int, int | None] = {
        index: heading_rank(piece.text) if isinstance(piece, Told) else None
        for index, piece in enumerate(pieces)
    }
    found = {}
    for index, rank in ranks.items():
        if rank is None or index + 1 == len(pieces):
            continue
        # "1. Nguyễn Văn A / 2. Trần Thị B": lines of a list
        if rank > 0 and rank in (ranks.get(index - 1), ranks.get(index + 1)):
            continue
        found[index] = rank
    return found


def _ordinal_items(pieces: list, start: int) -> tuple[list[str], int]:
    """The items "Một là, …", "Hai là, …" from start on, as html, and the index behind the last."""
    first = _label(pieces, start)
    if first is None or first[0] != 1:
        return [], start
    items = [paragraph_html(first[1])]
    index = start + 1
    while True:
        found = _next_item(pieces, index, len(items) + 1)
        if found is None:
            return items, index
        place, rest = found
        for between in pieces[index:place]:
            items[-1] += paragraph_html(between.text)
        items.append(paragraph_html(rest))
        index = place + 1


def _next_item(pieces: list, index: int, number: int) -> tuple[int, str] | None:
    for place in range(index, min(index + _LOOK_AHEAD + 1, len(pieces))):
        if not isinstance(pieces[place], Told) or heading_rank(pieces[place].text) is not None:
            return None
        label = _label(pieces, place)
        if label is not None:
            return (place, label[1]) if label[0] == number else None
    return None


def _label(pieces: list, index: int) -> tuple[int, str] | None:
    piece = pieces[index]
    label = parse_ordinal_label(piece.text) if isinstance(piece, Told) else None
    return (label[0], part_of(piece.text, label[1])) if label is not None and label[1].strip() else None


def _bullets(pieces: list, start: int) -> list[str]:
    bullets = []
    for place in range(start, len(pieces)):
        piece = pieces[place]
        match = _BULLET.match(piece.text) if isinstance(piece, Told) else None
        if match is None:
            break
        bullets.append(part_of(piece.text, piece.text[match.end() :]))
    return bullets


def _note_on_ordinals(first: str, count: int) -> Note:
    if first.lower().startswith("thứ"):
        message = format_lazy(
            _("A list of {count} points typed with “Thứ nhất” was recognised; the portal prints “Một là”."),
            count=count,
        )
    else:
        message = format_lazy(
            _("A list of {count} points (“Một là”, “Hai là” …) was recognised."), count=count
        )
    return Note("recognised", "body", message, first[:80])
