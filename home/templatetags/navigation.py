"""The way through the portal: main menu and breadcrumbs, both from one query of the tree."""

from dataclasses import dataclass, field
from typing import Any

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site

from news.models import AlbumIndexPage, Category, NewsIndexPage

register = template.Library()


@dataclass(frozen=True)
class Link:
    """An entry of the menu or of the breadcrumbs."""

    title: str
    address: str
    # "page" for the page that is shown, "true" for what it lies below, else empty: for ``aria-current``.
    current: str = ""
    children: list["Link"] = field(default_factory=list)


@dataclass(frozen=True)
class Navigation:
    """Main menu, breadcrumbs and the categories of the news, for one page of the portal."""

    home_address: str = "/"
    news_address: str = ""
    albums_address: str = ""
    menu: list[Link] = field(default_factory=list)
    breadcrumbs: list[Link] = field(default_factory=list)
    categories: list[Link] = field(default_factory=list)


def navigation_for(
    request: HttpRequest | None, page: Any = None, category: Category | None = None
) -> Navigation:
    """Read the menu and the way to a page, in two queries however large the portal is.

    Args:
        request: the request; without one, or before the portal is set up, there is no navigation.
        page: the page that is shown, None for the search and for errors. It may be a draft that is previewed.
        category: the category that a list shows.
    """
    site = Site.find_for_request(request)
    if site is None:
        return Navigation()
    root = site.root_page
    path = getattr(page, "path", "") or ""
    above = [path[:length] for length in range(len(root.path), len(path), Page.steplen)]
    types = ContentType.objects.get_for_models(NewsIndexPage, AlbumIndexPage)
    index_type, albums_type = types[NewsIndexPage].pk, types[AlbumIndexPage].pk
    in_menu = Q(
        path__startswith=root.path, depth__gt=root.depth, depth__lte=root.depth + 2, show_in_menus=True
    )
    pages = list(
        Page.objects.filter(
            Q(path__in=above)
            | Q(live=True)
            & (in_menu | Q(content_type__in=[index_type, albums_type], path__startswith=root.path))
        ).order_by("path")
    )
    news = next((entry for entry in pages if entry.content_type_id == index_type), None)
    albums = next((entry for entry in pages if entry.live and entry.content_type_id == albums_type), None)
    news_address = news.get_url(request) if news else ""
    shown = category.pk if category else getattr(page, "category_id", None)
    categories = [
        Link(
            entry.name,
            reverse("news:category", args=[entry.slug]),
            ("page" if category else "true") if entry.pk == shown else "",
        )
        for entry in (Category.objects.all() if news else [])
    ]

    def link(entry: Page, children: list[Link]) -> Link:
        current = ""
        if entry.path == path:
            current = "true" if category else "page"
        elif (entry != root and path.startswith(entry.path)) or (category and entry == news):
            current = "true"
        return Link(entry.title, entry.get_url(request) or "", current, children)

    def below(entry: Page) -> list[Link]:
        if entry == news:
            return categories
        return [
            link(child, [])
            for child in pages
            if child.live and child.show_in_menus and child.path[: -Page.steplen] == entry.path
        ]

    first_level = [
        entry
        for entry in pages
        if entry.live and entry.depth == root.depth + 1 and (entry.show_in_menus or entry == news)
    ]
    return Navigation(
        home_address=root.get_url(request) or "/",
        news_address=news_address,
        albums_address=albums.get_url(request) if albums else "",
        menu=[link(root, []), *(link(entry, below(entry)) for entry in first_level)],
        breadcrumbs=[link(entry, []) for entry in pages if entry.path in above],
        categories=categories,
    )


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> Navigation:
    """Return the navigation of the page that the template prints, for ``{% navigation as nav %}``."""
    return navigation_for(
        context.get("request"), context.get("page"), getattr(context.get("listing"), "category", None)
    )
