"""Thư viện ảnh: the stories that have galleries, as albums – by the event that they show, and its date."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.images import get_image_model

from cms.caching import shared
from cms.fields import NormalisedTextField
from cms.pages import BasePage
from cms.routing import whole_number

from .conference import ConferenceReportPage
from .days import DayInVietnam
from .gallery import GalleryImage
from .listing import (
    asked_number,
    asked_year,
    page_numbers,
    public_stories,
    query_string,
)
from .story import StoryPage

PER_PAGE = 12


def public_albums():
    """Return the public stories that have a gallery, the latest event first.

    Each has ``day``, the day of its event or of its publication; ``event_name``, the event's name if it is a
    report of one or refers to an event that a public report tells; ``picture_count``; and ``first_picture``, a number.
    """
    rows = GalleryImage.objects.filter(story=OuterRef("pk"))
    reported = _reports_of_event()
    return (
        public_stories()
        .filter(Exists(rows))
        .annotate(
            day=_day(),
            event_name=Coalesce(
                NullIf(F("conferencereportpage__event_name"), Value("")),
                Subquery(reported.values("event_name")[:1]),
            ),
            picture_count=Subquery(
                rows.order_by().values("story").annotate(number=Count("pk")).values("number")
            ),
            first_picture=Subquery(rows.order_by("sort_order", "pk").values("image")[:1]),
        )
        .order_by("-day", "-first_published_at", "-pk")
    )


def _reports_of_event() -> Any:
    # What is printed of an event is what a public report says, never the event's own row.
    return (
        ConferenceReportPage.objects.visible()
        .filter(event=OuterRef("event"))
        .exclude(event_name="")
        .order_by("-first_published_at", "-pk")
    )


def _day() -> Coalesce:
    return Coalesce(
        "conferencereportpage__start_date",
        Subquery(_reports_of_event().values("start_date")[:1]),
        DayInVietnam("first_published_at"),
    )


def _in_order() -> list[tuple[int, int]]:
    """Return the numbers of all public albums and their years, in their order, read once in a generation.

    An album's day is no column: all of them have to be read before the first is known. So only these two are, and
    the twelve that a page shows by their numbers.
    """
    return shared.in_generation("albums", _read_in_order)


def _read_in_order() -> list[tuple[int, int]]:
    galleries = GalleryImage.objects.order_by().values("story")
    albums = StoryPage.objects.visible().filter(pk__in=galleries).annotate(day=_day())
    days = albums.order_by("-day", "-first_published_at", "-pk").values_list("pk", "day")
    return [(pk, day.year if day else 0) for pk, day in days]


@dataclass
class AlbumListing:
    """One page of the albums. Values that make no sense are ignored, never an error."""

    year: int | None = None
    number: int = 1

    @classmethod
    def from_request(cls, request: Any) -> "AlbumListing":
        """Read ``?nam=…&trang=…``.

        An event's year may lie before the portal's first or be still to come: what is offered can be asked for.
        """
        listing = cls(year=asked_year(request), number=asked_number(request))
        year = whole_number(request.GET.get("nam"), 1, 9999)
        if listing.year is None and year in listing.years:
            listing.year = year
        return listing

    @cached_property
    def page(self) -> Page:
        """The albums of this page, each with its ``cover``; the last page if the number is too large."""
        numbers = [pk for pk, year in _in_order() if self.year in (None, year)]
        page = Paginator(numbers, PER_PAGE).get_page(self.number)
        # Who may see them is asked again.
        page.object_list = with_covers(public_albums().filter(pk__in=list(page.object_list)))
        return page

    @cached_property
    def years(self) -> list[int]:
        """The years that have albums, newest first."""
        return sorted({year for _pk, year in _in_order() if year}, reverse=True)

    @property
    def page_numbers(self) -> list[int | None]:
        """The page numbers to link, None for a gap."""
        return page_numbers(self.page)

    def query(self, **changes: Any) -> str:
        """Return the query string of this list with some values changed; empty values are left out."""
        return query_string({"nam": self.year or "", "trang": "", **changes})


def with_covers(albums: Any) -> list[Any]:
    """Read the albums; give each a ``cover``: the story's lead picture, else the first of its gallery."""
    albums = list(albums)
    wanted = [album.first_picture for album in albums if album.lead_image is None]
    pictures = get_image_model().objects.prefetch_related("renditions").in_bulk(wanted) if wanted else {}
    for album in albums:
        album.cover = album.lead_image or pictures.get(album.first_picture)
    return albums


class AlbumIndexPage(BasePage):
    """The list of albums. An album is a story with a gallery: nothing is entered twice."""

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    can_be_founded = True

    introduction = NormalisedTextField(_("introduction"), max_length=600, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("album index")
        verbose_name_plural = _("album indexes")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # Not "listing": the way to the page (components/breadcrumbs.html) takes that for the list of news.
        albums = context["albums"] = AlbumListing.from_request(request)
        number = albums.page.number
        query = albums.query(trang=number if number > 1 else "")
        context["canonical"] = (self.get_url(request) or "") + query
        return context
