"""sitemap.xml: what crawlers may find, in sections, and the news of the last two days for Google News.

Built on Django's sitemaps; the addresses are the portal's own (addresses.py), not those of the request.
Protocol: https://www.sitemaps.org/protocol.html; news: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.caching import shared
from news.models import Category, StoryPage
from news.models.listing import CountedOnce, period, public_years

from .addresses import absolute, page_address
from .other_pages import other_pages
from .pictures import picture_of, with_picture
from .publisher import publisher_of
from .text import xml_text
from .ways import Ways, event_slugs, keyword_slugs, speaker_slugs

# Google News reads stories of the last two days, a thousand at most.
NEWS_AGE = timedelta(hours=48)
NEWS_MOST = 1000
CONTENT_TYPE = "application/xml; charset=utf-8"


class PortalSitemap(Sitemap):
    """A section of the sitemap, for one request."""

    # The protocol allows 50,000; this many are written in a fraction of a second.
    limit = 2_000

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_urls(self, page: Any = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return the entries of a page of the section. Replaces Django's, which puts the request's host first.

        Raises:
            EmptyPage, PageNotAnInteger: there is no such page.
        """
        return [
            {"item": item, "location": self.location(item), "lastmod": _written(self.lastmod(item))}
            for item in self.paginator.page(page).object_list
        ]

    def lastmod(self, item: Any) -> datetime | None:
        """Return when it was published last, None if that is not known."""
        return item.last_published_at

    def get_latest_lastmod(self) -> datetime | None:
        """Return when any of the section changed, None if that is not known."""
        return None


class Pages(PortalSitemap):
    """Home, standard pages and lists: every public page that is no story."""

    def items(self) -> QuerySet[Page]:
        return other_pages()

    def location(self, item: Page) -> str:
        return page_address(self.request, item)

    def get_latest_lastmod(self) -> datetime | None:
        return self.items().order_by().aggregate(last=Max("last_published_at"))["last"]


class Stories(PortalSitemap):
    """The stories, each with its lead picture. In the order of their numbers, so that only the end grows."""

    def items(self) -> QuerySet[StoryPage]:
        stories = StoryPage.objects.visible().only(
            "url_path", "last_published_at", "lead_image_alt", "lead_image_caption", "path"
        )
        return with_picture(stories).order_by("pk")

    @property
    def paginator(self) -> Paginator:
        """Files far down are found by the stories' numbers: skipping stories would look for all their pictures."""
        return CountedOnce(self.items(), self.limit, "sitemap")

    def location(self, item: StoryPage) -> str:
        return page_address(self.request, item)

    def get_latest_lastmod(self) -> datetime | None:
        return StoryPage.objects.visible().aggregate(last=Max("last_published_at"))["last"]


class Addresses(PortalSitemap):
    """A section of pages that are none of the tree: pairs of a path and when what it lists last changed."""

    def location(self, item: tuple[str, datetime | None]) -> str:
        return absolute(self.request, item[0])

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]


class Lists(Addresses):
    """The ways to the stories: categories, years, and the pages that list what there is."""

    def items(self) -> list[tuple[str, datetime | None]]:
        # A page's own order, by path, would make a group of each story.
        visible = StoryPage.objects.visible().order_by()
        latest = dict(visible.values_list("category").annotate(last=Max("last_published_at")))
        categories = [
            (reverse("news:category", args=[category.slug]), latest[category.pk])
            for category in Category.objects.all()
            if category.pk in latest
        ]
        return [
            *categories,
            *((reverse("news:archive", args=[year]), last) for year, last in latest_of_years()),
            (reverse("news:speakers"), None),
            (reverse("portal_map"), None),
            (reverse("feeds:list"), None),
        ]


class WaysOf(Addresses):
    """The pages of one kind that public stories are found by; read once in a generation (ways.py)."""

    name: str
    read: Callable[[], Ways]

    def items(self) -> Ways:
        return shared.in_generation(("sitemap", self.name), type(self).read)

    def location(self, item: tuple[str, datetime | None]) -> str:
        return absolute(self.request, reverse(self.name, args=[item[0]]))


class Events(WaysOf):
    """The events that public reports tell."""

    name, read = "news:event", event_slugs


class Speakers(WaysOf):
    """The people who spoke in public reports."""

    name, read = "news:speaker", speaker_slugs


class Keywords(WaysOf):
    """The keywords that public stories carry."""

    name, read = "news:tag", keyword_slugs


def latest_of_years() -> list[tuple[int, datetime]]:
    """Return the years that have public stories, newest first, each with when one of its was last published.

    By the ends of the years: "the year of the date" is a call of Python for every story on SQLite.
    """
    ends = {str(year): period(year) for year in public_years()}
    latest = {
        year: Max("last_published_at", filter=Q(first_published_at__gte=first, first_published_at__lt=after))
        for year, (first, after) in ends.items()
    }
    found = StoryPage.objects.visible().aggregate(**latest)
    return [(int(year), moment) for year, moment in found.items() if moment]


SECTIONS: dict[str, type[PortalSitemap]] = {
    "trang": Pages,
    "muc": Lists,
    "su-kien": Events,
    "nguoi-phat-bieu": Speakers,
    "tu-khoa": Keywords,
    "tin-bai": Stories,
}


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name the sections, those with many addresses in several files."""
    entries = [{"location": absolute(request, reverse("news_sitemap"))}]
    for name, section in SECTIONS.items():
        sitemap = section(request)
        address = absolute(request, reverse("sitemap", args=[name]))
        pages = sitemap.paginator
        if not pages.count:
            # The protocol knows no file without an address.
            continue
        last = _written(sitemap.get_latest_lastmod())
        for number in pages.page_range:
            suffix = f"?p={number}" if number > 1 else ""
            entries.append({"location": address + suffix, "lastmod": last})
    return render(request, "news/sitemap_index.xml", {"entries": entries}, content_type=CONTENT_TYPE)


def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """List one file of a section, ``?p=`` says which."""
    if section not in SECTIONS:
        raise Http404("no such section")
    try:
        entries = SECTIONS[section](request).get_urls(page=request.GET.get("p", 1))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404("no such page of the section") from error
    for entry in entries:
        if picture := isinstance(entry["item"], StoryPage) and picture_of(request, entry["item"]):
            entry["picture"] = picture.address
    return render(request, "news/sitemap.xml", {"urlset": entries}, content_type=CONTENT_TYPE)


def news_sitemap(request: HttpRequest) -> HttpResponse:
    """List the stories of the last 48 hours as Google News wants them."""
    stories = (
        StoryPage.objects.visible()
        .filter(first_published_at__gte=timezone.now() - NEWS_AGE)
        .only("url_path", "title", "first_published_at", "path")
        .order_by("-first_published_at", "-pk")[:NEWS_MOST]
    )
    entries = [
        {
            "location": page_address(request, story),
            "title": xml_text(story.title),
            "published": _written(story.first_published_at),
        }
        for story in stories
    ]
    context = {"entries": entries, "publication": xml_text(publisher_of(request).name)}
    return render(request, "news/news_sitemap.xml", context, content_type=CONTENT_TYPE)


def _written(moment: datetime | None) -> str:
    """Write a moment as the protocol wants it (W3C datetime), in the time of Vietnam."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
