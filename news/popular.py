"""Đọc nhiều: the stories that were read most in the last days."""

from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from .models import DailyViews, StoryPage, public_stories


def most_read(days: int = 7, limit: int = 5) -> list[StoryPage]:
    """Return the public stories with the most views of the last days, the most read first.

    Two queries and the one for the pictures' sizes, however many stories there are. Of two stories with the
    same count the newer comes first.

    Args:
        days: how many days count, today being the last of them.
        limit: the most stories to return; fewer if fewer were read.

    Returns:
        Stories as ``public_stories`` gives them, for the same cards; ``recent_views`` says how often.
    """
    since = timezone.localdate() - timedelta(days=days - 1)
    counts = dict(
        DailyViews.objects.filter(day__gte=since, story__in=StoryPage.objects.visible())
        .values("story")
        .annotate(recent=Sum("views"))
        .order_by("-recent", "-story__first_published_at", "-story")
        .values_list("story", "recent")[:limit]
    )
    stories = {story.pk: story for story in public_stories().filter(pk__in=list(counts))}
    found = []
    for pk, recent in counts.items():
        # Taken down between the two queries: it is not named.
        if story := stories.get(pk):
            story.recent_views = recent
            found.append(story)
    return found
