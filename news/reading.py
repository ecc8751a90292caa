"""A story as its page prints it, with what belongs to it, read in few queries.

A public story comes with one query that reads the page, what it points at and which rows there are; each kind
of rows that the story has costs one more. A preview, and a text that was withdrawn, come from a revision and
keep their rows in memory: those are taken as they are.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, QuerySet

from cms.templatetags.pictures import fetch_sizes, images_in
from news import neighbours
from news.contents import Entry, count_words, give_anchors, table_of_contents

if TYPE_CHECKING:
    from .models import StoryPage

# The rows that most stories do not have: the relation on the page → its model and the way back.
_OPTIONAL_ROWS = {
    "gallery_images": ("GalleryImage", "story"),
    "attachments": ("Attachment", "story"),
    "related": ("RelatedStory", "story"),
    "corrections": ("Correction", "story"),
    "tagged_items": ("StoryTag", "content_object"),
}


def read_whole(stories: QuerySet, visible: QuerySet) -> QuerySet:
    """Make stories be read with category, lead picture, views, neighbours and which rows they have.

    Args:
        stories: the stories to read.
        visible: the public stories.
    """
    models = apps.get_app_config("news")
    rows = {
        f"has_{name}": Exists(models.get_model(model)._default_manager.filter(**{parent: OuterRef("pk")}))
        for name, (model, parent) in _OPTIONAL_ROWS.items()
    }
    stories = stories.select_related("category", "lead_image", "view_count").annotate(**rows)
    return neighbours.with_neighbours(stories, visible)


@dataclass(frozen=True)
class StoryParts:
    """What belongs to a story, of the database or of the revision that is previewed."""

    views: int | None = None
    gallery: list[Any] = field(default_factory=list)
    attachments: list[Any] = field(default_factory=list)
    related: list["StoryPage"] = field(default_factory=list)
    corrections: list[Any] = field(default_factory=list)
    tags: list[Any] = field(default_factory=list)
    contents: list[Entry] = field(default_factory=list)
    # Conference reports only: the number of a speech in the list → the speech; which stand after the text.
    speeches: dict[int, Any] = field(default_factory=dict)
    speeches_after_body: list[Any] = field(default_factory=list)
    older: "StoryPage | None" = None
    newer: "StoryPage | None" = None
    same_category: list["StoryPage"] = field(default_factory=list)


def parts_of(page: "StoryPage") -> StoryParts:
    """Read what belongs to a story."""
    stored = _stored(page)

    def rows(name: str, *related: str) -> list[Any]:
        manager = getattr(page, name)
        if not manager.is_deferring and stored is not None and not getattr(stored, f"has_{name}", True):
            return []
        return list(manager.select_related(*related) if related else manager.all())

    gallery = [row for row in rows("gallery_images", "image") if row.image_id]
    fetch_sizes([page.lead_image, *(row.image for row in gallery), *images_in(page.body)])
    speeches = numbered(rows("speeches")) if hasattr(page, "speeches") else {}
    placed = {block.value["number"] for block in page.body if block.block_type == "speech"}
    related = _public([row.target_id for row in rows("related") if row.target_id])
    older = neighbours.story_of(getattr(page, "older_story", None))
    newer = neighbours.story_of(getattr(page, "newer_story", None))
    beside = [story.pk for story in (*related, older, newer) if story]
    return StoryParts(
        views=_views(stored),
        gallery=gallery,
        attachments=[row for row in rows("attachments", "document") if row.document_id],
        related=related,
        corrections=rows("corrections"),
        tags=[row.tag for row in rows("tagged_items", "tag")],
        contents=table_of_contents(give_anchors(page.body), count_words(page.body)),
        speeches=speeches,
        speeches_after_body=[speech for number, speech in speeches.items() if number not in placed],
        older=older,
        newer=newer,
        same_category=neighbours.same_category(page, besides=beside),
    )


def _public(keys: list[int]) -> list["StoryPage"]:
    """Return those of the stories that are public, in that order; a line of a list needs no picture of them."""
    from .models import public_stories

    if not keys:
        return []
    found = public_stories().select_related(None).prefetch_related(None).in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def numbered(speeches: list[Any]) -> dict[int, Any]:
    """Return the speeches of a report by their numbers, which they are also told: #phat-bieu-2 is the second."""
    for number, speech in enumerate(speeches, start=1):
        speech.number = number
    return dict(enumerate(speeches, start=1))


def _stored(page: "StoryPage") -> "StoryPage | None":
    """Return the page as it was read for its reader; one from a revision is looked up; None for a new draft."""
    if page.pk is None:
        return None
    if hasattr(page, "has_related"):
        return page
    from .models import StoryPage

    stored = StoryPage.for_reading().filter(pk=page.pk).first()
    if stored is not None:
        # What the page points to has been read with it: leave it where the templates look for it.
        if stored.category_id == page.category_id:
            page.category = stored.category
        if stored.lead_image_id == page.lead_image_id:
            page.lead_image = stored.lead_image
    return stored


def _views(stored: "StoryPage | None") -> int | None:
    try:
        return stored.view_count.total if stored else None
    except ObjectDoesNotExist:
        return None
