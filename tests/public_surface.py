"""Every address that answers the public, found by walking the URL conf, and filled with everything stored.

``PARTS`` says by which stored things each address can be asked for. An address that is not in it fails
tests/test_leaks.py: whoever adds one says here how it is tried, and it is tried with drafts and hostile text.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import get_resolver, reverse
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from cms.pages import BasePage
from news.feeds import KINDS
from news.models import Category, ConferenceReportPage, Speech, StoryPage
from news.sharing.sitemaps import SECTIONS

ADMIN = "quan-tri/"
# The address of the page tree: what it leads to are pages, not values.
TREE = "wagtail_serve"
# How far the pages below a story's own are tried.
PICTURES = 3

Values = Callable[[], Any]


def nothing() -> list[list]:
    """The one way to ask for an address without parts."""
    return [[]]


def stories() -> list[list]:
    """Every story, in whatever state, and one that never was."""
    return [[number] for number in (*StoryPage.objects.values_list("pk", flat=True), 2_000_000_000)]


def slugs(model: Any, field: str = "slug") -> Values:
    """Every address of those rows, in whatever state, and one that never was."""
    return lambda: [
        [slug] for slug in (*model.objects.exclude(**{field: ""}).values_list(field, flat=True), "khong-co")
    ]


def stored_files() -> list[list]:
    """Every file that lies in the media folder: originals, renditions, documents."""
    root = Path(settings.MEDIA_ROOT)
    return [[str(path.relative_to(root))] for path in sorted(root.rglob("*")) if path.is_file()]


def documents() -> list[list]:
    return [[document.pk, document.filename] for document in get_document_model().objects.all()]


def years() -> list[list]:
    moments = StoryPage.objects.exclude(first_published_at=None).values_list("first_published_at", flat=True)
    return [[year] for year in {moment.year for moment in moments} | {1999}]


def months() -> list[list]:
    return [[year, month] for [year] in years() for month in (1, 5, 12)]


# By the name of the address with its namespace, and the pattern, for an address may have several.
PARTS: dict[tuple[str, str], Values] = {
    ("picture", "media/<path:name>"): stored_files,
    ("wagtaildocs_serve", "^tai-lieu/(\\d+)/(.*)$"): documents,
    ("healthz", "healthz"): nothing,
    ("readyz", "readyz"): nothing,
    ("search", "tim-kiem/"): nothing,
    ("search_suggestions", "tim-kiem/goi-y/"): nothing,
    ("news:archive", "tin-tuc-su-kien/<year:year>/"): years,
    ("news:archive", "tin-tuc-su-kien/<year:year>/<month:month>/"): months,
    ("news:categories", "tin-tuc-su-kien/chuyen-muc/"): nothing,
    ("news:category", "tin-tuc-su-kien/chuyen-muc/<slug:slug>/"): slugs(Category),
    ("news:tags", "tin-tuc-su-kien/tu-khoa/"): nothing,
    ("news:tag", "tin-tuc-su-kien/tu-khoa/<slug:slug>/"): slugs(Tag),
    ("news:speakers", "tin-tuc-su-kien/nguoi-phat-bieu/"): nothing,
    ("news:speaker", "tin-tuc-su-kien/nguoi-phat-bieu/<slug:slug>/"): slugs(Speech, "speaker_slug"),
    ("news:events", "tin-tuc-su-kien/su-kien/"): nothing,
    ("news:event", "tin-tuc-su-kien/su-kien/<slug:slug>/"): slugs(ConferenceReportPage, "event_slug"),
    ("report_error_thanks", "bao-loi/cam-on/"): nothing,
    ("report_error", "bao-loi/<int:story_id>/"): stories,
    ("contact", "lien-he/gui/"): nothing,
    ("contact_thanks", "lien-he/gui/cam-on/"): nothing,
    ("rate_story_thanks", "huu-ich/cam-on/"): nothing,
    ("rate_story", "huu-ich/<int:story_id>/"): stories,
    ("view_beacon", "luot-xem/<int:story_id>"): stories,
    ("rss", "rss/"): nothing,
    ("feeds:list", "kenh-rss/"): nothing,
    ("feeds:atom", "atom/"): nothing,
    ("feeds:kind_rss", "rss/<kind:kind>/"): lambda: [[kind] for kind in KINDS],
    ("feeds:kind_atom", "atom/<kind:kind>/"): lambda: [[kind] for kind in KINDS],
    ("feeds:category_rss", "rss/chuyen-muc/<slug:slug>/"): slugs(Category),
    ("feeds:category_atom", "atom/chuyen-muc/<slug:slug>/"): slugs(Category),
    ("feeds:tag_rss", "rss/tu-khoa/<slug:slug>/"): slugs(Tag),
    ("feeds:tag_atom", "atom/tu-khoa/<slug:slug>/"): slugs(Tag),
    ("robots", "robots.txt"): nothing,
    ("security_txt", ".well-known/security.txt"): nothing,
    ("sitemap_index", "sitemap.xml"): nothing,
    ("news_sitemap", "sitemap-tin-moi.xml"): nothing,
    ("sitemap", "sitemap-<slug:section>.xml"): lambda: [[section] for section in (*SECTIONS, "khong-co")],
    ("portal_map", "so-do-cong/"): nothing,
    ("calendar", "lich/hoi-nghi.ics"): nothing,
    ("event_calendar", "lich/<int:story_id>.ics"): stories,
    ("api:trang:listing", "api/v2/^trang/"): nothing,
    ("api:trang:detail", "api/v2/^trang/<int:pk>/"): stories,
}
# What the query strings of all public addresses may say: all of them are tried everywhere.
PARAMETERS = (
    *("q", "trang", "nam", "thang", "chuyen-muc", "loai", "nguoi-phat-bieu", "p", "bai"),
    *("limit", "offset", "fields", "order", "kind", "category", "format"),
)


def routes() -> set[tuple[str, str]]:
    """Return (name with namespace, whole pattern) of every address that the URL conf gives to the public."""
    return set(_below(get_resolver().url_patterns, "", ""))


def _below(patterns: Any, prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        whole = prefix + str(pattern.pattern)
        if whole.startswith(ADMIN):
            continue
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern.url_patterns, whole, inner)
        elif pattern.name != TREE:
            yield namespace + (pattern.name or ""), whole


def addresses() -> list[str]:
    """Return every public address that can name something stored, public or not."""
    found = [reverse(name, args=parts) for (name, _pattern), values in PARTS.items() for parts in values()]
    return [*dict.fromkeys([*found, *tree_addresses()])]


def tree_addresses() -> list[str]:
    """Return the addresses of all pages below the portal's root, in whatever state, and of their pictures."""
    root = Site.objects.get(is_default_site=True).root_page
    found = []
    for page in Page.objects.descendant_of(root, inclusive=True):
        address = "/" + page.url_path.removeprefix(root.url_path)
        found.append(address)
        found += [f"{address}anh/{number}/" for number in range(1, PICTURES + 1)]
    return found


def page_types() -> set[type]:
    """Return the page types that can exist in the tree."""
    return {
        model
        for model in _subclasses(BasePage)
        if not model._meta.abstract and model.is_creatable and model.__module__.split(".")[0] != "tests"
    }


def _subclasses(model: type) -> set[Any]:
    return set(model.__subclasses__()).union(*(_subclasses(sub) for sub in model.__subclasses__()))
