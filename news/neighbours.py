"""Tin trước, tin sau, tin cùng chuyên mục: the public stories that a story's page leads on to."""

from typing import TYPE_CHECKING, Any

from django.db.models import JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from cms.caching import shared

if TYPE_CHECKING:
    from .models import StoryPage

SAME_CATEGORY = 5
# Itself, the one before, the one after, and so many related ones.
MOST_BESIDE = 11


def with_neighbours(stories: QuerySet, visible: QuerySet) -> QuerySet:
    """Annotate stories with the public story before each and the one after it, in the same query.

    Args:
        stories: the stories that are read.
        visible: the public stories, in any order.
    """
    moment = OuterRef("first_published_at")
    pk = OuterRef("pk")
    # The first condition alone is what the index of the dates answers; the second parts those of one moment.
    older = visible.filter(
        Q(first_published_at__lte=moment), Q(first_published_at__lt=moment) | Q(pk__lt=pk)
    ).order_by("-first_published_at", "-pk")
    newer = visible.filter(
        Q(first_published_at__gte=moment), Q(first_published_at__gt=moment) | Q(pk__gt=pk)
    ).order_by("first_published_at", "pk")
    return stories.annotate(older_story=_first(older), newer_story=_first(newer))


def _first(stories: QuerySet) -> Subquery:
    said = JSONObject(id="pk", title="title", short_title="short_title", url_path="url_path")
    return Subquery(stories.values(said=said)[:1], output_field=JSONField())


def story_of(said: dict[str, Any] | None) -> "StoryPage | None":
    """Return the story of an annotation, as much of it as a link needs."""
    from .models import StoryPage

    return StoryPage(page_ptr_id=said["id"], **said) if said else None


def same_category(story: "StoryPage", besides: list[int]) -> list["StoryPage"]:
    """Return the newest public stories of a story's category, without itself and those shown already.

    Args:
        besides: primary keys of the stories that stand on the page anyway.
    """
    from .models import public_stories

    if story.category_id is None:
        return []
    shown = {story.pk, *besides}
    # A line of a list needs no picture and no category: less is read than in a list.
    newest = public_stories().filter(category=story.category_id).select_related(None).prefetch_related(None)
    # One reading for all stories of a category, unless more stand beside this one than that reckons with.
    found = (
        shared.in_generation(
            ("newest", story.category_id), lambda: list(newest[: SAME_CATEGORY + MOST_BESIDE])
        )
        if len(shown) <= MOST_BESIDE
        else newest[: SAME_CATEGORY + len(shown)]
    )
    return [other for other in found if other.pk not in shown][:SAME_CATEGORY]
