"""From what was recognised in a text to a reporter's draft. Nothing is published here."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Comment

from news.models import (
    ConferenceReportPage,
    Contribution,
    GalleryImage,
    NewsArticlePage,
    NewsIndexPage,
    Speech,
    StoryPage,
    ViewCount,
)

from .body import paragraph_html
from .linking import event_named
from .recognised import Note, Recognised
from .refusal import ImportRefused

LIMITS = {"title": 255, "event_name": 300, "location": 200}
# What a person must still decide is said in the draft itself, as a comment beside the field; rows of a list
# cannot be commented, so the field next to them carries the comment.
COMMENTED_FIELDS = {
    "title": "title",
    "lead": "lead",
    "body": "body",
    "picture_captions": "lead_image",
    "speeches": "body",
    "contributions": "title",
    "event_name": "event_name",
    "start_date": "start_date",
}


@dataclass(frozen=True)
class PlacedPicture:
    """A picture of the library with its words. ``place``: "lead", "gallery" or "body", there by its number."""

    image: Any
    number: int
    place: str
    caption: str
    alt: str
    credit: str
    decorative: bool = False


@transaction.atomic
def make_draft(
    recognised: Recognised, owner: Any, index: NewsIndexPage, pictures: Sequence[PlacedPicture] = ()
) -> StoryPage:
    """Store what was recognised as a draft of that reporter and return the page.

    The draft may be incomplete – the category and the pictures are a person's to choose – and is not live.

    Args:
        recognised: what the recogniser understood.
        owner: the account whose draft it becomes.
        index: the list of stories below which it is stored.
        pictures: those that came with the text, stored in the library.

    Raises:
        ImportRefused: that account may not write below the index, or a text is too long for its field.
    """
    if not index.permissions_for_user(owner).can_add_subpage():
        raise ImportRefused(_("The account “%(name)s” may not write stories.") % {"name": owner.username})
    for field, limit in LIMITS.items():
        if len(getattr(recognised, field)) > limit:
            raise ImportRefused(
                _("The field “%(field)s” has more than %(limit)s characters: is the file a story?")
                % {"field": field, "limit": limit}
            )
    page = _page(recognised, owner, pictures)
    page.wagtail_admin_comments = [
        Comment(user=owner, text=_comment(note), contentpath=COMMENTED_FIELDS[note.field])
        for note in recognised.notes_of("to_decide")
        if note.field in COMMENTED_FIELDS
    ]
    index.refresh_from_db()
    index.add_child(instance=page)
    page.save_revision(user=owner, log_action="wagtail.create", clean=False)
    if recognised.views:
        ViewCount.objects.update_or_create(story_id=page.pk, defaults={"total": recognised.views})
    return page


def _comment(note: Note) -> str:
    return f"{note.message} “{note.text}”" if note.text else str(note.message)


def _page(recognised: Recognised, owner: Any, pictures: Sequence[PlacedPicture]) -> StoryPage:
    fields: dict[str, Any] = {
        "title": recognised.title,
        "lead": recognised.lead,
        "body": _stream(recognised, {one.number: one for one in pictures if one.place == "body"}),
        "owner": owner,
        "live": False,
        "source_name": recognised.source_name[:160],
        # The photograph is missing, its caption is not: it waits for the picture.
        "lead_image_caption": recognised.picture_captions[0][:300] if recognised.picture_captions else "",
        **_lead_picture(pictures),
    }
    page: StoryPage
    if recognised.kind == "conference":
        page = ConferenceReportPage(
            **fields,
            event_name=recognised.event_name,
            event_type=recognised.event_type or "hoi_nghi",
            start_date=recognised.start_date,
            end_date=recognised.end_date,
            location=recognised.location,
            event=event_named(recognised.event_name, recognised.start_date),
        )
        page.speeches = [_speech(speech, order) for order, speech in enumerate(recognised.speeches)]
    else:
        page = NewsArticlePage(**fields)
    page.gallery_images = [
        GalleryImage(
            sort_order=order,
            image=one.image,
            caption=one.caption,
            alt=one.alt,
            credit=one.credit,
            decorative=one.decorative,
        )
        for order, one in enumerate(one for one in pictures if one.place == "gallery")
    ]
    page.contributions = [
        Contribution(
            sort_order=order,
            name=row.name[:120],
            position=row.position[:200],
            wrote_news=row.wrote_news,
            wrote_article=row.wrote_article,
            took_photos=row.took_photos,
        )
        for order, row in enumerate(recognised.contributions)
    ]
    return page


def _lead_picture(pictures: Sequence[PlacedPicture]) -> dict[str, Any]:
    lead = next((one for one in pictures if one.place == "lead"), None)
    if lead is None:
        return {}
    return {
        "lead_image": lead.image,
        "lead_image_caption": lead.caption,
        "lead_image_alt": lead.alt,
        "lead_image_credit": lead.credit,
    }


def _speech(speech: Any, order: int) -> Speech:
    return Speech(
        sort_order=order,
        speaker=speech.speaker[:120],
        honorific=speech.honorific,
        position=speech.position[:200],
        kind=speech.kind,
        topic=speech.topic[:300],
        text="".join(map(paragraph_html, speech.paragraphs)),
        is_excerpt=speech.is_excerpt,
    )


def _stream(recognised: Recognised, pictures: Mapping[int, PlacedPicture]) -> list[dict[str, Any]]:
    """Return the body as the StreamField stores it, each block and list item with its identity."""
    blocks = []
    for block in recognised.body:
        kind, value = block.type, _value(block.type, block.value)
        if kind == "imported_picture":
            picture = pictures.get(block.value["number"])
            if picture is None:
                continue
            kind, value = "picture", _picture_value(picture)
        blocks.append({"type": kind, "value": value, "id": str(uuid.uuid4())})
    return blocks


def _picture_value(picture: PlacedPicture) -> dict[str, Any]:
    return {
        "image": picture.image.pk,
        "caption": picture.caption,
        "alt": picture.alt,
        "decorative": picture.decorative,
        "credit": picture.credit,
    }


def _value(block_type: str, value: Any) -> Any:
    if block_type == "ordinal_list":
        return {
            "items": [{"type": "item", "value": item, "id": str(uuid.uuid4())} for item in value["items"]]
        }
    return value
