"""The list of stories: what a reader may ask for, and the one query that answers."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Min
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode

from .category import Category
from .story import StoryPage

PER_PAGE = 12
# Only what a list prints; the body of a hundred stories is not read to list their titles.
LIST_ONLY_DEFERRED = ("body", "search_description", "seo_title")


def public_stories():
    """Return what every list starts from: the stories that the public may see, newest first.

    One table for articles and conference reports: no query a story, no ``specific()``.
    """
    return (
        StoryPage.objects.visible()
        .defer(*LIST_ONLY_DEFERRED)
        .select_related("category", "lead_image", "content_type")
        .prefetch_related("lead_image__renditions")
        .order_by("-first_published_at", "-pk")
    )


@dataclass
class StoryListing:
    """One page of the list, with its filters. Values that make no sense are ignored, never an error."""

    index: Any
    category: Category | None = None
    year: int | None = None
    number: int = 1

    @classmethod
    def from_request(cls, request: Any, index: Any) -> "StoryListing":
        """Read ``?chuyen-muc=…&nam=…&trang=…``."""
        slug = request.GET.get("chuyen-muc", "")
        category = Category.objects.filter(slug=slug).first() if slug and "\x00" not in slug else None
        return cls(
            index=index,
            category=category,
            year=whole_number(request.GET.get("nam"), 1990, timezone.localdate().year),
            number=whole_number(request.GET.get("trang"), 1, 1_000_000) or 1,
        )

    @cached_property
    def page(self) -> Page:
        """The stories of this page; the last page if the number is too large."""
        stories = public_stories()
        if self.category:
            stories = stories.filter(category=self.category)
        if self.year:
            stories = stories.filter(first_published_at__year=self.year)
        return Paginator(stories, PER_PAGE).get_page(self.number)

    @cached_property
    def categories(self) -> list[Category]:
        """The categories that the filter offers."""
        return list(Category.objects.all())

    @cached_property
    def years(self) -> list[int]:
        """The years that the filter offers, newest first."""
        first = StoryPage.objects.visible().aggregate(first=Min("first_published_at"))["first"]
        this_year = timezone.localdate().year
        return list(range(this_year, (timezone.localtime(first).year if first else this_year) - 1, -1))

    @property
    def page_numbers(self) -> list[int | None]:
        """The page numbers to link: the ends and the neighbours of this one, None for a gap."""
        elided = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [number if isinstance(number, int) else None for number in elided]

    def query(self, **changes: Any) -> str:
        """Return the query string of this list with some values changed; empty values are left out."""
        values = {
            "chuyen-muc": self.category.slug if self.category else "",
            "nam": self.year or "",
            "trang": "",
            **{key.replace("_", "-"): value for key, value in changes.items()},
        }
        kept = {key: value for key, value in values.items() if value not in ("", None)}
        return "?" + urlencode(kept) if kept else ""


def whole_number(text: str | None, lowest: int, highest: int) -> int | None:
    """Return the number that the text says if it is one between the bounds, else None."""
    if text and text.isascii() and text.isdigit() and len(text) <= 9 and lowest <= int(text) <= highest:
        return int(text)
    return None
