"""Understanding a page of the old site, or a reporter's text, as a story of the portal.

Nothing here touches the database or the disk. What cannot be known for certain becomes a note that a person
must decide on; names and quoted words are never rewritten; every line ends up in a field or in a note.
"""

from news.importing import byline as by
from news.importing.body import build_blocks
from news.importing.event import Event, event_spoken_at, recognise_event, unnamed_event
from news.importing.lines import clean_lines
from news.importing.page import Page, take_apart
from news.importing.passages import separate
from news.importing.recognised import Recognised
from news.importing.speech import opening_of, speaker_of


def recognise(text: str) -> Recognised:
    """Take a text apart into the fields of a story.

    text: plain text, one paragraph a line, untrusted; any line ends, any Unicode form.
    Returns plain values; html in them is escaped. Raises ImportRefused, with a message for people, when the
    text has no title or too many lines.
    """
    lines, notes = clean_lines(text)
    page = take_apart(lines)
    event = recognise_event(page.title, page.lead, page.paragraphs) or _event_behind_speeches(page)
    passages = separate(page.paragraphs, [page.lead, *page.captions], as_speeches=event is not None)
    blocks, body_notes = build_blocks(passages.pieces)
    contributions = by.merge(page.bylines)
    notes += page.notes
    if event is not None:
        notes += event.notes
    notes += passages.notes + body_notes + by.notes_on(contributions, page.bylines)
    days = event.days if event is not None else None
    return Recognised(
        title=page.title,
        lead=page.lead,
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
