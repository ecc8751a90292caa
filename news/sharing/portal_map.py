"""Sơ đồ cổng: everything that the portal has, on one page, in a fixed number of queries."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Site

from cms.pages import PublicPageQuerySet
from news.models import Category, StoryPage


@dataclass(frozen=True)
class Place:
    """A page of the portal with the pages below it."""

    title: str
    address: str
    children: list["Place"] = field(default_factory=list)


def portal_map(request: HttpRequest) -> HttpResponse:
    """Show the tree of pages, the categories and the archive by year and month."""
    with override("vi"):
        context = {
            "heading": _("Site map"),
            "canonical": reverse("portal_map"),
            "places": places(request),
            "categories": categories(),
            "archive": archive(),
            "speakers_address": reverse("news:speakers"),
        }
        return render(request, "news/portal_map.html", context)


def places(request: HttpRequest) -> list[Place]:
    """Return the public pages but the stories, as a tree, in the order of the tree."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    story_types = ContentType.objects.get_for_models(StoryPage, *StoryPage.__subclasses__()).values()
    pages = (
        PublicPageQuerySet(Page)
        .visible(site)
        .exclude(content_type__in=[kind.pk for kind in story_types])
        .order_by("path")
    )
    found: dict[str, Place] = {}
    top: list[Place] = []
    for page in pages:
        place = found[page.path] = Place(page.title, page.get_url(request) or "")
        above = found.get(page.path[: -Page.steplen])
        # What lies below a page that is not public hangs nowhere; home's children stand beside home.
        if above is None or above is top[0]:
            top.append(place)
        else:
            above.children.append(place)
    return top


def categories() -> list[dict[str, Any]]:
    """Return the categories that have public stories, each with their number."""
    # A page's own order, by path, would make a group of each story.
    visible = StoryPage.objects.visible().order_by()
    counts = dict(visible.values_list("category").annotate(number=Count("pk")))
    return [
        {
            "name": category.name,
            "address": reverse("news:category", args=[category.slug]),
            "number": counts[category.pk],
        }
        for category in Category.objects.all()
        if category.pk in counts
    ]


def archive() -> list[dict[str, Any]]:
    """Return the years that have public stories, newest first, each with its months."""
    zone = timezone.get_default_timezone()
    rows = (
        StoryPage.objects.visible()
        .filter(first_published_at__isnull=False)
        .annotate(
            year=ExtractYear("first_published_at", tzinfo=zone),
            month=ExtractMonth("first_published_at", tzinfo=zone),
        )
        .values("year", "month")
        .annotate(number=Count("pk"))
        .order_by(F("year").desc(), "month")
    )
    years: dict[int, dict[str, Any]] = {}
    for row in rows:
        year = years.setdefault(
            row["year"],
            {"year": row["year"], "address": reverse("news:archive", args=[row["year"]]), "months": []},
        )
        address = reverse("news:archive", args=[row["year"], row["month"]])
        year["months"].append({"month": row["month"], "address": address, "number": row["number"]})
    return list(years.values())
