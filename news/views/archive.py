"""Lưu trữ: the stories of a year or a month, of a category, with a keyword."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag

from news.models import Category, NewsIndexPage, StoryListing
from news.models.listing import asked_number, asked_year, public_years, stories_by_month

from .answering import for_readers, page_response


@for_readers
def archive(request: HttpRequest, year: int, month: int | None = None) -> HttpResponse:
    """List the stories of a year or of one of its months, with the other months and years.

    Raises:
        Http404: before the first public story, or in the future.
    """
    years = public_years()
    today = timezone.localdate()
    if year not in years or (month and (year, month) > (today.year, today.month)):
        raise Http404
    listing = StoryListing(year=year, month=month, number=asked_number(request))
    counts = stories_by_month(year)
    last_month = today.month if year == today.year else 12
    of_year = _("News of %(year)s") % {"year": year}
    of_month = _("News of month %(month)s/%(year)s") % {"month": month, "year": year}
    return page_response(
        request,
        "news/archive.html",
        heading=of_month if month else of_year,
        address=reverse("news:archive", args=[year, month] if month else [year]),
        number=listing.page.number,
        trail=[(of_year, reverse("news:archive", args=[year]))] if month else [],
        listing=listing,
        years=years,
        months=[(number, counts.get((year, number), 0)) for number in range(1, last_month + 1)],
    )


@for_readers
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """List the stories of a category, of all years or of one (``?nam=``)."""
    shown = get_object_or_404(Category, slug=slug)
    listing = StoryListing(
        category=shown,
        year=asked_year(request),
        number=asked_number(request),
        filters=("nam",),
    )
    return page_response(
        request,
        "news/category.html",
        heading=shown.name,
        description=shown.description,
        address=reverse("news:category", args=[slug]),
        number=listing.page.number,
        listing=listing,
    )


@for_readers
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """List the stories with a keyword.

    Raises:
        Http404: no public story has it. Whether a draft has it is nobody's business.
    """
    keyword = get_object_or_404(Tag, slug=slug)
    listing = StoryListing(tag=keyword, number=asked_number(request))
    if not listing.page.paginator.count:
        raise Http404
    return page_response(
        request,
        "news/tag.html",
        heading=keyword.name,
        address=reverse("news:tag", args=[slug]),
        number=listing.page.number,
        listing=listing,
    )


@for_readers
def news_index(request: HttpRequest) -> HttpResponse:
    """Send who shortened the address of a category, a keyword or an event to the list of all stories.

    Raises:
        Http404: there is no public list.
    """
    index = NewsIndexPage.objects.visible().first()
    address = index.get_url(request) if index else None
    if not address:
        raise Http404
    return HttpResponsePermanentRedirect(address)
