"""Understanding a page of the old site, or a reporter's text, as a story of the portal.

Nothing here touches the database or the disk. What cannot be known for certain becomes a note that a person
must decide on; names and quoted words are never rewritten; every line ends up in a field or in a note.
"""

from news.importing import byline as by
from news.importing.body import build_blocks
from news.importing.event import Event, event_spoken_at, recognise_event, unnamed_event
from news.importing.lines import Line, clean_lines
from news.importing.page import Page, take_apart
from news.importing.passages import separate
from news.importing.recognised import Note, Recognised, RecognisedPicture
from news.importing.speech import opening_of, speaker_of


def recognise(text: str) -> Recognised:
    """Take a text apart into the fields of a story.

    text: plain text, one paragraph a line, untrusted; any line ends, any Unicode form.
    Returns plain values; html in them is escaped. Raises ImportRefused, with a message for people, when the
    text has no title or too many lines.
    """
    lines, notes = clean_lines(text)
    return recognise_lines(lines, notes)


def recognise_lines(
    lines: list[Line],
    notes: list[Note],
    *,
    pictures: tuple[RecognisedPicture, ...] = (),
    photographs: tuple[by.Byline, ...] = (),
) -> Recognised:
    """Take clean lines apart into the fields of a story: what text files and Word documents share.

    lines: one paragraph each, perhaps with what Word knows of it (Paragraph). notes: on how they were cleaned.
    pictures: those of the document, with their captions. photographs: who took them, as far as the captions say.
    Returns and raises as ``recognise``.
    """
    page = take_apart(lines)
    page.bylines.extend(photographs)
    captions = [*page.captions, *(picture.caption for picture in pictures if picture.caption)]
    event = recognise_event(page.title, page.lead, page.paragraphs) or _event_behind_speeches(page)
    passages = separate(page.paragraphs, [page.lead, *captions], as_speeches=event is not None)
    blocks, body_notes = build_blocks(passages.pieces)
    contributions = by.merge(page.bylines)
    notes = [*notes, *page.notes]
    if event is not None:
        notes += event.notes
    notes += passages.notes + body_notes + by.notes_on(contributions, page.bylines)
    days = event.days if event is not None else None
    return Recognised(
        title=str(page.title),
        lead=str(page.lead),
        views=page.views,
        kind="article" if event is None else "conference",
        event_name=event.name if event is not None else "",
        event_type=event.type if event is not None else "",
        start_date=days.start if days is not None else None,
        end_date=days.end if days is not None else None,
        location=event.location if event is not None else "",
        speeches=tuple(passages.speeches),
        body=tuple(blocks),
        picture_captions=tuple(page.captions),
        contributions=contributions,
        source_name=page.source_name,
        notes=tuple(notes),
        pictures=pictures,
    )


def _event_behind_speeches(page: Page) -> Event | None:
    """An event that is only to be seen from somebody's speaking at it ("Phát biểu tại Hội nghị, …")."""
    for index in range(len(page.paragraphs)):
        opening = opening_of(page.paragraphs, index)
        if opening is None:
            continue
        intro = opening[0] or page.paragraphs[index - 1]
        event_type = event_spoken_at(intro)
        if event_type and speaker_of(intro) is not None:
            return unnamed_event(event_type, intro)
    return None
