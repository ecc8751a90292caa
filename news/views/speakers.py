"""Người phát biểu: the list of those who spoke, and the speeches of one name."""

from django.core.paginator import Paginator
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.caching import shared
from news.models import ConferenceReportPage, Speech
from news.models.listing import asked_number, page_numbers
from news.speakers import NameCount, Person, Spoken, by_position, in_order, on_page, under_initials

from .answering import for_readers, page_response

PEOPLE_PER_PAGE = 120
SPEECHES_PER_PAGE = 20

# Which speech of its report one is: its place there is linked as #phat-bieu-2.
_BEFORE = Speech.objects.filter(story=OuterRef("story"), sort_order__lte=OuterRef("sort_order")).order_by()
NUMBER_IN_REPORT = Subquery(_BEFORE.values("story").annotate(number=Count("pk")).values("number"))


def public_speeches() -> QuerySet[Speech]:
    """Return the speeches of public reports whose speaker has an address."""
    return Speech.objects.filter(story__in=ConferenceReportPage.objects.visible()).exclude(speaker_slug="")


def everybody() -> list[Person]:
    """Return all who spoke, in the order of the list; read and sorted once in a generation."""
    return shared.in_generation("speakers", _read_everybody)


def _read_everybody() -> list[Person]:
    rows = (
        public_speeches()
        .order_by()
        .values("speaker", "position")
        .annotate(slug=Max("speaker_slug"), speeches=Count("pk"), latest=Max("story__start_date"))
    )
    return in_order(NameCount(**row) for row in rows)


@for_readers
def people(request: HttpRequest) -> HttpResponse:
    """List the people who spoke, by given name, with how many public speeches there are of each."""
    page = Paginator(everybody(), PEOPLE_PER_PAGE).get_page(asked_number(request))
    return page_response(
        request,
        "news/speakers.html",
        heading=_("Speakers"),
        description=_("Who spoke at the conferences that this portal reported, by given name."),
        address=reverse("news:speakers"),
        number=page.number,
        people=page,
        numbers=page_numbers(page),
        letters=under_initials(list(page.object_list)),
    )


@for_readers
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """List the speeches of all who bear a name, by the position that they had on the day.

    Raises:
        Http404: nobody of that name spoke in a public report.
    """
    rows = public_speeches().filter(speaker_slug=slug).order_by()
    spoken = [Spoken(*row) for row in rows.values_list("pk", "speaker", "position", "story__start_date")]
    if not spoken:
        raise Http404
    groups = by_position(spoken)
    ordered = [speech.pk for group in groups for speech in group.speeches]
    page = Paginator(ordered, SPEECHES_PER_PAGE).get_page(asked_number(request))
    stored = Speech.objects.filter(pk__in=list(page.object_list)).select_related("story").defer("story__body")
    speeches = {speech.pk: speech for speech in stored.annotate(number=NUMBER_IN_REPORT)}
    names = list(dict.fromkeys(group.speaker for group in groups))
    return page_response(
        request,
        "news/speaker.html",
        heading=" · ".join(names),
        address=reverse("news:speaker", args=[slug]),
        number=page.number,
        trail=[(_("Speakers"), reverse("news:speakers"))],
        names=names,
        groups=groups,
        shown=on_page(groups, speeches),
        total=len(ordered),
        pages=page,
        numbers=page_numbers(page),
    )
