"""What the public search keeps of a story (the protocol in cms/searchable.py)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.rich_text import get_text_for_indexing

from cms import vietnamese
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
    lines = [
        *(getattr(report, name) for name in ("event_name", "location", "organiser", "chair", "attendance")),
        document.body_text,
        *(line for speech in speeches for line in _speech_lines(speech)),
    ]
    return replace(
        document,
        body_text="\n".join(line for line in lines if line),
        speakers=tuple(dict.fromkeys(speech.speaker for speech in speeches)),
    )


def body_lines(body: Iterable[Any]) -> Iterator[str]:
    """Yield the text of a body block by block, without markup."""
    for block in body:
        yield from _BLOCKS.get(block.block_type, _nothing)(block.value)


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
    yield _plain(speech.text)


def _plain(html: Any) -> str:
    return get_text_for_indexing(getattr(html, "source", html) or "").strip()


def _nothing(value: Any) -> Iterator[str]:
    return iter(())


def _quotation(value: Any) -> Iterator[str]:
    yield _plain(value["text"])
    yield " ".join(part for part in (value.get("speaker"), value.get("position")) if part)


def _ordinal_list(value: Any) -> Iterator[str]:
    for number, item in enumerate(value["items"], start=1):
        yield f"{vietnamese.ordinal_label(number)}, {_plain(item)}"


def _table(value: Any) -> Iterator[str]:
    yield value.caption or ""
    yield " ".join(str(column["heading"]) for column in value.columns if column["heading"])
    for row in value.row_data:
        yield " ".join(str(cell) for cell in row["values"] if cell)


_BLOCKS = {
    "paragraph": lambda value: iter((_plain(value),)),
    "heading": lambda value: iter((value["text"],)),
    "quotation": _quotation,
    "ordinal_list": _ordinal_list,
    "picture": lambda value: iter((value.get("caption") or "",)),
    "picture_row": lambda value: (shown.get("caption") or "" for shown in value["pictures"]),
    "table": _table,
    "key_figure": lambda value: iter((" ".join(value.get(name) or "" for name in ("value", "label", "source")),)),
    "document": lambda value: iter((value.get("title") or getattr(value.get("document"), "title", ""),)),
    "video": lambda value: iter((value["title"],)),
}
