"""The ways to the stories that are too many for a menu – events, people who spoke, keywords – as crawlers find them."""

from datetime import datetime

from django.db.models import Max

from news.models import ConferenceReportPage, StoryPage
from news.models.story import StoryTag
from news.views.speakers import public_speeches

# More addresses than an office gives out in decades; it bounds what a crawler can make the portal read.
MOST = 50_000

# The address of each (as its pattern wants it), and when one of its stories was last published.
Ways = list[tuple[str, datetime | None]]


def event_slugs() -> Ways:
    """Return the events that public reports tell, by their addresses."""
    reports = ConferenceReportPage.objects.visible().exclude(event_slug="").values_list("event_slug")
    return list(reports.annotate(last=Max("last_published_at")).order_by("event_slug")[:MOST])


def speaker_slugs() -> Ways:
    """Return the people who spoke in public reports, by their addresses."""
    names = public_speeches().values_list("speaker_slug")
    return list(names.annotate(last=Max("story__last_published_at")).order_by("speaker_slug")[:MOST])


def keyword_slugs() -> Ways:
    """Return the keywords that public stories carry, by their addresses."""
    carried = StoryTag.objects.filter(content_object__in=StoryPage.objects.visible()).values_list("tag__slug")
    return list(carried.annotate(last=Max("content_object__last_published_at")).order_by("tag__slug")[:MOST])
