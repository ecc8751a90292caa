"""The way through the portal: main menu and breadcrumbs, both from one reading of the tree."""

from dataclasses import dataclass, field, replace
from typing import Any

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.caching import shared
from cms.routing import site_of
from news.models import AlbumIndexPage, Category, NewsIndexPage, StoryPage

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
    """Main menu, breadcrumbs and the categories of the news, for one page of the portal.

    The categories are those that have a public story, and that of the page in any case.
    """

    home_address: str = "/"
    news_address: str = ""
    albums_address: str = ""
    menu: list[Link] = field(default_factory=list)
    breadcrumbs: list[Link] = field(default_factory=list)
    categories: list[Link] = field(default_factory=list)
    # Of which site and category, and where in its menu: two pages with one key print one menu (``{% shared %}``).
    key: str = ""


@dataclass(frozen=True)
class _Entry:
    """A page of the tree, as far as the menu and the breadcrumbs tell of it."""

    title: str
    address: str
    path: str
    depth: int
    live: bool
    in_menu: bool
    is_news: bool
    is_albums: bool


@dataclass(frozen=True)
class _Category:
    """A category; ``told`` says whether it has a public story."""

    pk: int
    name: str
    address: str
    told: bool


@dataclass(frozen=True)
class _Tree:
    """What every page's navigation starts from: the pages of the menu by their paths, and the categories."""

    entries: dict[str, _Entry]
    categories: list[_Category]


def navigation_for(
    request: HttpRequest | None,
    page: Any = None,
    category: Category | None = None,
    *,
    is_below_home: bool = False,
) -> Navigation:
    """Read the menu and the way to a page.

    The menu costs two queries a generation (cms/caching/shared.py), however large the portal is; a page that lies
    below others than the menu's costs one more.

    Args:
        request: the request; without one, or before the portal is set up, there is no navigation.
        page: the page that is shown, None for the search and for errors. It may be a draft that is previewed.
        category: the category that a list shows.
        is_below_home: what is shown is no page of the tree, but the way to it begins at home: the search, a form.
    """
    site = site_of(request)
    if site is None or request is None:
        return Navigation()
    root = site.root_page
    tree = shared.in_generation(("menu", site.pk, root.pk, root.path), lambda: _read_tree(request, root))
    path = getattr(page, "path", "") or ""
    above = [tree.entries[root.path]] if is_below_home else _ways(request, tree, root, path)
    entries = list(tree.entries.values())
    news = next((entry for entry in entries if entry.is_news), None)
    albums = next((entry for entry in entries if entry.is_albums), None)
    of_page = category.pk if category else getattr(page, "category_id", None)

    def category_link(each: _Category) -> Link:
        return Link(each.name, each.address, ("page" if category else "true") if each.pk == of_page else "")

    def link(entry: _Entry, children: list[Link]) -> Link:
        current = ""
        if entry.path == path:
            current = "true" if category else "page"
        elif (entry.path != root.path and path.startswith(entry.path)) or (category and entry == news):
            current = "true"
        return Link(entry.title, entry.address, current, children)

    def below(entry: _Entry) -> list[Link]:
        if entry == news:
            # The others would lead to a page that says that there is nothing yet.
            return [category_link(each) for each in tree.categories if each.told]
        return [
            link(child, [])
            for child in entries
            if child.in_menu and child.path[: -Page.steplen] == entry.path
        ]

    first_level = [
        entry for entry in entries if entry.depth == root.depth + 1 and (entry.in_menu or entry.is_news)
    ]
    home = tree.entries[root.path]
    menu = [link(home, []), *(link(entry, below(entry)) for entry in first_level)]
    return Navigation(
        key=_key(site.pk, of_page, menu),
        home_address=home.address or "/",
        news_address=news.address if news else "",
        albums_address=albums.address if albums else "",
        menu=menu,
        breadcrumbs=[link(entry, []) for entry in above],
        categories=[category_link(each) for each in tree.categories if each.told or each.pk == of_page],
    )


def _key(site: int, category: int | None, menu: list[Link]) -> str:
    currents = [item.current for top in menu for item in (top, *top.children)]
    return f"{site} {category} {','.join(currents)}"


def _read_tree(request: HttpRequest, root: Page) -> _Tree:
    """Read the root, the public pages of the menu, and the indexes of news and albums."""
    types = ContentType.objects.get_for_models(NewsIndexPage, AlbumIndexPage)
    in_menu = Q(
        path__startswith=root.path, depth__gt=root.depth, depth__lte=root.depth + 2, show_in_menus=True
    )
    index = Q(content_type__in=types.values(), path__startswith=root.path)
    pages = Page.objects.filter(Q(pk=root.pk) | Q(live=True) & (in_menu | index)).order_by("path")
    entries = {page.path: _entry(request, page) for page in pages}
    if not entries[root.path].live:
        # After a take-down its row says what a draft calls it, which nobody signed.
        entries[root.path] = replace(entries[root.path], title=capfirst(_("home page")))
    has_news = any(entry.is_news for entry in entries.values())
    return _Tree(
        entries,
        [
            _Category(
                category.pk, category.name, reverse("news:category", args=[category.slug]), category.told
            )
            for category in (_categories() if has_news else [])
        ],
    )


def _categories() -> QuerySet[Category]:
    """Return the categories, ``told`` of each whether it has a public story."""
    stories = StoryPage.objects.visible().filter(category=OuterRef("pk")).order_by()
    return Category.objects.annotate(told=Exists(stories))


def _ways(request: HttpRequest, tree: _Tree, root: Page, path: str) -> list[_Entry]:
    """Return what a page lies below, from the root on: what is public of it; drafts too, for a preview."""
    above = [path[:length] for length in range(len(root.path), len(path), Page.steplen)]
    missing = [each for each in above if each not in tree.entries]
    pages = Page.objects.filter(path__in=missing)
    if not getattr(request, "is_preview", False):
        pages = pages.filter(live=True)
    read = {page.path: _entry(request, page) for page in pages} if missing else {}
    known = {**tree.entries, **read}
    return [known[each] for each in above if each in known]


def _entry(request: HttpRequest, page: Page) -> _Entry:
    model = page.specific_class
    return _Entry(
        title=page.title,
        address=page.get_url(request) or "",
        path=page.path,
        depth=page.depth,
        live=page.live,
        in_menu=page.live and page.show_in_menus,
        is_news=model is NewsIndexPage,
        is_albums=model is AlbumIndexPage,
    )


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> Navigation:
    """Return the navigation of the page that the template prints, for ``{% navigation as nav %}``.

    What is no page of the tree has a way to it if it says what it is called (``heading``): an error does not.
    """
    page = context.get("page")
    return navigation_for(
        context.get("request"),
        page,
        getattr(context.get("listing"), "category", None),
        is_below_home=page is None and bool(context.get("heading")),
    )
