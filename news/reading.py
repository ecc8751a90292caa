"""A story as its page prints it, with what belongs to it, read in few queries.

A public story comes with one query that reads the page, what it points at and which rows there are; each kind
of rows that the story has costs one more. A preview, and a text that was withdrawn, come from a revision and
keep their rows in memory: those are taken as they are.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

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
    stories = stories.select_related("category", "lead_image")
    stories = stories.annotate(views_counted=F("view_count__total"), **rows)
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
        # Kept in the page, where the head of its template looks for them, too (news/sharing/meta.py).
        return list(manager.select_related(*related)) if related else manager.get_object_list()

    gallery = [row for row in rows("gallery_images", "image") if row.image_id]
    fetch_sizes([page.lead_image, *(row.image for row in gallery), *images_in(page.body)])
    speeches = numbered(rows("speeches")) if hasattr(page, "speeches") else {}
    placed = {block.value["number"] for block in page.body if block.block_type == "speech"}
    related = _related(page, stored)
    older = neighbours.story_of(getattr(page, "older_story", None))
    newer = neighbours.story_of(getattr(page, "newer_story", None))
    beside = [story.pk for story in (*related, older, newer) if story]
    return StoryParts(
        views=getattr(stored, "views_counted", None),
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


def _related(page: "StoryPage", stored: "StoryPage | None") -> list["StoryPage"]:
    """Return the recommended stories that are public, in their order; a line of a list needs no picture of them."""
    from .models import RelatedStory, public_stories

    found = public_stories().select_related(None).prefetch_related(None)
    manager: Any = page.related  # type: ignore[attr-defined]
    if manager.is_deferring or stored is None:
        keys = [row.target_id for row in manager.all() if row.target_id]
        stories = found.in_bulk(keys) if keys else {}
        return [stories[key] for key in dict.fromkeys(keys) if key in stories]
    if not getattr(stored, "has_related", True):
        return []
    rows = RelatedStory.objects.filter(story=page.pk)
    place = rows.filter(target=OuterRef("pk")).order_by("sort_order", "pk").values("sort_order")[:1]
    return list(found.filter(pk__in=rows.values("target")).order_by(Subquery(place), "pk"))


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
