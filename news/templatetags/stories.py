"""What a story's page prints besides its text, read in few queries."""

from dataclasses import dataclass, field
from typing import Any

from django import template
from django.db.models import Exists, OuterRef

from cms.templatetags.portal import fetch_sizes, images_in
from news.models import (
    Attachment,
    Correction,
    GalleryImage,
    RelatedStory,
    StoryPage,
    StoryTag,
    ViewCount,
)

register = template.Library()

# The rows that most stories do not have, by the name of the relation on the page.
_OPTIONAL_ROWS: dict[str, tuple[Any, str]] = {
    "gallery_images": (GalleryImage, "story"),
    "attachments": (Attachment, "story"),
    "related": (RelatedStory, "story"),
    "corrections": (Correction, "story"),
    "tagged_items": (StoryTag, "content_object"),
}


@dataclass(frozen=True)
class StoryParts:
    """The rows that belong to a story, of the database or of the revision that is previewed."""

    views: int | None = None
    gallery: list[GalleryImage] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    related: list[StoryPage] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    tags: list[Any] = field(default_factory=list)
    # Conference reports only: the number of a speech in the list → the speech; which stand after the text.
    speeches: dict[int, Any] = field(default_factory=dict)
    speeches_after_body: list[Any] = field(default_factory=list)


def _stored(page: StoryPage) -> StoryPage | None:
    """Read category, lead picture, views and which rows there are, in one query; None for a draft."""
    if page.pk is None:
        return None
    return (
        StoryPage.objects.filter(pk=page.pk)
        .select_related("category", "lead_image", "view_count")
        .only("pk", "category", "lead_image", "view_count")
        .annotate(
            **{
                f"has_{name}": Exists(model.objects.filter(**{parent: OuterRef("pk")}))
                for name, (model, parent) in _OPTIONAL_ROWS.items()
            }
        )
        .first()
    )


def parts_of(page: StoryPage) -> StoryParts:
    """Read what belongs to a story.

    A public story is read from the database, in as few queries as it has kinds of rows. A preview keeps the
    rows of its revision in memory; those are taken as they are.
    """
    stored = _stored(page)
    if stored is not None:
        # What the page points to has been read with it: leave it where the templates look for it.
        if stored.category_id == page.category_id:
            page.category = stored.category
        if stored.lead_image_id == page.lead_image_id:
            page.lead_image = stored.lead_image

    def rows(name: str, *related: str) -> list[Any]:
        manager = getattr(page, name)
        if not manager.is_deferring and stored is not None and not getattr(stored, f"has_{name}", True):
            return []
        return list(manager.select_related(*related) if related else manager.all())

    gallery = [row for row in rows("gallery_images", "image") if row.image_id]
    fetch_sizes([page.lead_image, *(row.image for row in gallery), *images_in(page.body)])
    speeches = dict(enumerate(rows("speeches"), start=1)) if hasattr(page, "speeches") else {}
    placed = {block.value["number"] for block in page.body if block.block_type == "speech"}
    return StoryParts(
        views=_views(stored),
        gallery=gallery,
        attachments=[row for row in rows("attachments", "document") if row.document_id],
        # A story that was taken down since is not recommended.
        related=[row.target for row in rows("related", "target") if row.target_id and row.target.live],
        corrections=rows("corrections"),
        tags=[row.tag for row in rows("tagged_items", "tag")],
        speeches=speeches,
        speeches_after_body=[speech for number, speech in speeches.items() if number not in placed],
    )


def _views(stored: StoryPage | None) -> int | None:
    try:
        return stored.view_count.total if stored else None
    except ViewCount.DoesNotExist:
        return None


@register.simple_tag
def story_parts(page: StoryPage) -> StoryParts:
    """Return what belongs to a story, for ``{% story_parts page as parts %}``."""
    return parts_of(page)


@register.simple_tag(takes_context=True)
def speech_at(context: dict[str, Any], number: int | None) -> Any:
    """Return the speech of that number in the story's list, None if there is none.

    Takes the list that ``story_parts`` read if the story's page is printed; a block that is printed alone
    (in the review's comparison) reads it from its page.
    """
    parts = context.get("parts")
    if isinstance(parts, StoryParts):
        return parts.speeches.get(number or 0)
    page: Any = context.get("page")
    if number is None or not hasattr(page, "speeches"):
        return None
    return dict(enumerate(page.speeches.all(), start=1)).get(number)
