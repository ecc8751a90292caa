"""Đọc nhiều: the stories that were read most in the last days."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, IntegerField, Sum, Value, When
from django.utils import timezone

from .models import DailyViews, StoryPage, public_stories

# So many of the most read are looked at at once, for each that is wanted: some may be public no longer.
CANDIDATES = 10


def most_read(days: int = 7, limit: int = 5) -> list[StoryPage]:
    """Return the public stories with the most views of the last days, the most read first.

    The counts of these days are ranked alone, then the first of them are asked for: two queries and the one for
    the pictures' sizes, however many stories there are, unless nearly all that was read was taken down. Of two
    stories with the same count the newer comes first.

    Args:
        days: how many days count, today being the last of them.
        limit: the most stories to return; fewer if fewer were read.

    Returns:
        Stories as ``public_stories`` gives them, for the same cards; ``recent_views`` says how often.
    """
    since = timezone.localdate() - timedelta(days=days - 1)
    ranked = (
        DailyViews.objects.filter(day__gte=since)
        .values("story")
        .annotate(recent=Sum("views"))
        .order_by("-recent", "-story")
        .values_list("story", "recent")
    )
    found: list[StoryPage] = []
    start, size = 0, limit * CANDIDATES
    while len(found) < limit:
        counts = dict(ranked[start : start + size])
        found += _in_order(counts)[: limit - len(found)] if counts else []
        if len(counts) < size:
            break
        start += size
    return found


def _in_order(counts: dict[int, int]) -> Any:
    """Return the public ones of these stories, the most read first, each with its ``recent_views``."""
    views = Case(
        *(When(pk=pk, then=Value(recent)) for pk, recent in counts.items()), output_field=IntegerField()
    )
    stories = public_stories().filter(pk__in=list(counts)).annotate(recent_views=views)
    return stories.order_by("-recent_views", "-first_published_at", "-pk")
