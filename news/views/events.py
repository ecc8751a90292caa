"""Sự kiện: everything that the portal published of one event – reports, speeches, pictures.

Reports are of one event if they refer to one, or if they name it alike: a name and a day give an address. Other
stories belong to it by the reference alone.
"""

from collections import Counter

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from cms.templatetags.pictures import fetch_sizes
from news.models import ConferenceReportPage, GalleryImage, Speech, public_stories
from news.reading import numbered

from .answering import for_readers, page_response

# More of one day's event are no list that anybody reads; each report has its own pictures.
MOST_REPORTS = 60
MOST_PICTURES = 60


@for_readers
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an event: its facts as the newest report gives them, its reports, its speeches, its pictures.

    Raises:
        Http404: no public report is of that event.
    """
    public = ConferenceReportPage.objects.visible()
    referred_to = set(
        public.filter(event_slug=slug, event__isnull=False).values_list("event", flat=True).distinct()
    )
    reports = list(
        public.filter(Q(event_slug=slug) | Q(event__in=referred_to))
        .defer("body")
        .order_by("-first_published_at", "-pk")[:MOST_REPORTS]
    )
    named_so = [report for report in reports if report.event_slug == slug]
    if not named_so:
        raise Http404
    keys = [report.pk for report in reports]
    stories = public_stories().filter(Q(pk__in=keys) | Q(event__in=referred_to))[:MOST_REPORTS]
    keys = list({*keys, *(story.pk for story in stories)})
    speeches: dict[int, list[Speech]] = {}
    for speech in Speech.objects.filter(story__in=keys).order_by("story", "sort_order"):
        speeches.setdefault(speech.story_id, []).append(speech)
    gallery = list(
        GalleryImage.objects.filter(story__in=keys)
        .select_related("image", "story")
        .order_by("story", "sort_order")[:MOST_PICTURES]
    )
    fetch_sizes(row.image for row in gallery)
    places: Counter[int] = Counter()
    for row in gallery:
        places[row.story_id] += 1
        row.number = places[row.story_id]
    return page_response(
        request,
        "news/event.html",
        heading=named_so[0].event_name,
        address=reverse("news:event", args=[slug]),
        event=named_so[0],
        stories=list(stories),
        speeches=[
            (report, list(numbered(speeches[report.pk]).values()))
            for report in reports
            if report.pk in speeches
        ],
        gallery=gallery,
    )
