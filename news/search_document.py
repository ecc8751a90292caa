"""What the public search keeps of a story (the protocol in cms/searchable.py)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cms import vietnamese
from cms.body_text import body_lines, plain_text
from cms.searchable import SearchDocument

if TYPE_CHECKING:
    from .models import ConferenceReportPage, StoryPage


def story_document(story: "StoryPage") -> SearchDocument:
    """Return the document of a story: everything that its page prints as text, one paragraph a line."""
    return SearchDocument(
        page_id=story.pk,
        title=story.title,
        lead=story.lead,
        body_text="\n".join(line for line in _story_lines(story) if line),
        kind=story.kind,
        category_id=story.category_id,
        published_at=story.first_published_at or timezone.now(),
    )


def conference_document(report: "ConferenceReportPage") -> SearchDocument:
    """Return the document of a conference report: a story's, with the event and the speeches."""
    document = story_document(report)
    speeches = list(report.speeches.all())
    days = {day for day in (report.start_date, report.end_date) if day}
    lines = [
        report.event_name,
        # Each day in full, as people look for it: of a period the page prints one of them in part.
        *(vietnamese.date_range(day, None) for day in sorted(days)),
        *(getattr(report, name) for name in ("location", "organiser", "chair", "attendance")),
        document.body_text,
        *(line for speech in speeches for line in _speech_lines(speech)),
    ]
    return replace(
        document,
        body_text="\n".join(line for line in lines if line),
        speakers=tuple(dict.fromkeys(speech.speaker for speech in speeches)),
    )


def _story_lines(story: "StoryPage") -> Iterator[str]:
    yield story.lead_image_caption
    yield from body_lines(story.body)
    yield from (row.caption for row in story.gallery_images.all())
    yield from (row.text for row in story.corrections.all())
    yield from (row.title or row.document.title for row in story.attachments.select_related("document"))
    # Names only: an author's office ("phòng Cải cách hành chính") is not what the story is about.
    yield from (row.name for row in story.contributions.all())
    yield from (tag.name for tag in story.tags.all())
    yield story.source_name


def _speech_lines(speech: Any) -> Iterator[str]:
    yield " ".join(part for part in (speech.get_honorific_display(), speech.speaker, speech.position) if part)
    yield speech.topic
    yield plain_text(speech.text)
