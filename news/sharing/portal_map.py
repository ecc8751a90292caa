"""Sơ đồ cổng: everything that the portal has, on one page, in a fixed number of queries."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.caching import shared
from cms.routing import site_of
from news.models import Category, StoryPage
from news.models.listing import stories_by_month

from .calendars import calendar_address
from .other_pages import other_pages
from .publisher import publisher_of


@dataclass(frozen=True)
class Place:
    """A page of the portal with the pages below it."""

    title: str
    address: str
    children: list["Place"] = field(default_factory=list)


def portal_map(request: HttpRequest) -> HttpResponse:
    """Show the tree of pages, the categories and the archive by year and month."""
    context = {
        "heading": _("Site map"),
        "summary": _("All pages, categories and months of the portal of %(agency)s, as lists of links.")
        % {"agency": publisher_of(request).name},
        "canonical": reverse("portal_map"),
        "places": places(request),
        "categories": categories(),
        "archive": archive(),
        "calendar": calendar_address(),
    }
    return render(request, "news/portal_map.html", context)


def places(request: HttpRequest) -> list[Place]:
    """Return the public pages but the stories, as a tree, in the order of the tree."""
    site = site_of(request)
    if site is None:
        return []
    found: dict[str, Place] = {}
    top: list[Place] = []
    for page in other_pages(site):
        place = found[page.path] = Place(page.title, page.get_url(request) or "")
        above = found.get(page.path[: -Page.steplen])
        # What lies below a page that is not public hangs nowhere; home's children stand beside home.
        if above is None or above is top[0]:
            top.append(place)
        else:
            above.children.append(place)
    return top


def categories() -> list[dict[str, Any]]:
    """Return the categories that have public stories, each with their number; counted once in a generation."""
    return shared.in_generation("categories counted", _count_categories)


def _count_categories() -> list[dict[str, Any]]:
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
    years: dict[int, dict[str, Any]] = {}
    counts = stories_by_month()
    for number, month in sorted(counts, key=lambda key: (-key[0], key[1])):
        address = reverse("news:archive", args=[number])
        year = years.setdefault(number, {"year": number, "address": address, "months": []})
        address = reverse("news:archive", args=[number, month])
        year["months"].append({"month": month, "address": address, "number": counts[number, month]})
    return list(years.values())
