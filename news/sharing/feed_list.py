"""Kênh RSS: one page that lists the feeds, for people who copy an address into their reader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from news.feeds import KINDS
from news.models import Category

from .addresses import absolute
from .calendars import calendar_address
from .publisher import publisher_of


def feed_list(request: HttpRequest) -> HttpResponse:
    """List the feeds of the portal, of its kinds and of its categories."""
    rows = [(_("All stories"), reverse("rss"), reverse("feeds:atom"))]
    rows += [
        (capfirst(model._meta.verbose_name_plural), *_both("kind", kind)) for kind, model in KINDS.items()
    ]
    categories = [(category.name, *_both("category", category.slug)) for category in Category.objects.all()]
    context = {
        "heading": _("RSS feeds"),
        "summary": _("RSS feeds of %(agency)s: all stories, by kind and by category.")
        % {"agency": publisher_of(request).name},
        "canonical": reverse("feeds:list"),
        "all": _full(request, rows),
        "categories": _full(request, categories),
        "calendar": calendar_address(),
    }
    return render(request, "news/feed_list.html", context)


def _both(name: str, key: str) -> tuple[str, str]:
    return reverse(f"feeds:{name}_rss", args=[key]), reverse(f"feeds:{name}_atom", args=[key])


def _full(request: HttpRequest, rows: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [
        {"name": name, "rss": absolute(request, rss), "atom": absolute(request, atom)}
        for name, rss, atom in rows
    ]
