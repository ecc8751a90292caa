"""The list of stories: what a reader may ask for, and the one query that answers."""

import functools
import threading
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode

from cms.caching import shared
from cms.routing import whole_number

from .category import Category
from .days import MonthInVietnam
from .story import StoryPage, StoryTag

PER_PAGE = 12
# So many stories are read past without ado.
_FAR_DOWN = 1_000
# Only what a list prints; the body of a hundred stories is not read to list their titles.
LIST_ONLY_DEFERRED = ("body", "search_description", "seo_title")
# The largest number that the database takes for a page; addresses say larger ones.
LARGEST_ID = 2**31 - 1


def public_stories():
    """Return what every list starts from: the stories that the public may see, newest first.

    One table for articles and conference reports: no query a story, no ``specific()``.
    """
    # The query is put together once: doing it costs as much as sending it.
    return _public_stories(threading.get_ident()).all()


# For each thread its own: Django counts in the inner queries while it puts one into words.
@functools.lru_cache(maxsize=64)
def _public_stories(thread: int):
    return (
        StoryPage.objects.visible()
        .defer(*LIST_ONLY_DEFERRED)
        .select_related("category", "lead_image", "content_type")
        .prefetch_related("lead_image__renditions")
        .order_by("-first_published_at", "-pk")
    )


def tagged_with(tag: Any):
    """Return the public stories with a keyword. No join: a story that bears it twice comes once."""
    tagged = StoryTag.objects.filter(tag=tag)
    return public_stories().filter(pk__in=tagged.values("content_object"))


def of_kind(stories: Any, model: type[StoryPage]) -> Any:
    """Return those of the stories that are of one kind: the joined row exists for that kind alone."""
    return stories.filter(**{f"{model._meta.model_name}__isnull": False})


def by_number(stories: Any, number: int) -> Any:
    """Return the one of these stories that an address names by its number; None if there is none."""
    return stories.filter(pk=number).first() if 0 < number <= LARGEST_ID else None


def period(year: int, month: int | None = None) -> tuple[datetime, datetime]:
    """Return the first moment of a year or of a month in Vietnam, and the first moment after it.

    Two ends and not "the year of the date": the database finds them in its index.
    """
    zone = timezone.get_default_timezone()
    if month is None:
        return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return datetime(year, month, 1, tzinfo=zone), datetime(*after, 1, tzinfo=zone)


class CountedOnce(Paginator):
    """Counts a list once in a generation: counting a hundred thousand stories costs more than reading twelve."""

    def __init__(self, stories: Any, per_page: int, said: Hashable) -> None:
        """Take what the list is asked for, by which its count is kept (cms/caching/shared.py)."""
        super().__init__(stories, per_page)
        self._stories, self._said = stories, said

    def page(self, number: Any) -> Page:
        """Return a page; one far down the list by its stories' numbers, which are skipped faster than stories."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        if start < _FAR_DOWN:
            return super().page(number)
        keys = list(self._stories.values_list("pk", flat=True)[start : start + self.per_page])
        return Page(self._stories.filter(pk__in=keys), number, self)

    @cached_property
    def count(self) -> int:
        """How many stories the list has."""
        return shared.in_generation(("stories", self._said), self._stories.count)


@dataclass
class StoryListing:
    """One page of a list of stories. Values that make no sense are ignored, never an error.

    Attributes:
        category, year, month, tag: what the stories have to be; None for all.
        number: the page of the list.
        filters: which of them the query string says (``chuyen-muc``, ``nam``); the others stand in the path.
    """

    category: Category | None = None
    year: int | None = None
    month: int | None = None
    tag: Any = None
    number: int = 1
    filters: tuple[str, ...] = ()

    @classmethod
    def from_request(cls, request: Any) -> "StoryListing":
        """Read ``?chuyen-muc=…&nam=…&trang=…`` of the index."""
        listing = cls(year=asked_year(request), number=asked_number(request), filters=("chuyen-muc", "nam"))
        if slug := request.GET.get("chuyen-muc"):
            # The filter lists them all anyway.
            listing.category = next((each for each in listing.categories if each.slug == slug), None)
        return listing

    @cached_property
    def page(self) -> Page:
        """The stories of this page; the last page if the number is too large."""
        stories = tagged_with(self.tag) if self.tag else public_stories()
        if self.category:
            stories = stories.filter(category=self.category)
        if self.year:
            first, after = period(self.year, self.month)
            stories = stories.filter(first_published_at__gte=first, first_published_at__lt=after)
        said = (self.category and self.category.pk, self.year, self.month, self.tag and self.tag.pk)
        return CountedOnce(stories, PER_PAGE, said).get_page(self.number)

    @cached_property
    def categories(self) -> list[Category]:
        """The categories that the filter offers."""
        return shared.in_generation("categories", lambda: list(Category.objects.all()))

    @cached_property
    def years(self) -> list[int]:
        """The years that the filter offers, newest first."""
        return public_years()

    @property
    def page_numbers(self) -> list[int | None]:
        """The page numbers to link: the ends and the neighbours of this one, None for a gap."""
        return page_numbers(self.page)

    def query(self, **changes: Any) -> str:
        """Return the query string of this list with some values changed; empty values are left out."""
        values = {
            "chuyen-muc": self.category.slug if self.category else "",
            "nam": self.year or "",
        }
        values = {name: value for name, value in values.items() if name in self.filters}
        said = {key.replace("_", "-"): value for key, value in changes.items()}
        return query_string({**values, "trang": "", **said})


def public_years() -> list[int]:
    """Return the years from this one back to that of the oldest public story."""
    # Not Min(): the first of an order is found in the index, the smallest of all is not.
    dated = StoryPage.objects.visible().filter(first_published_at__isnull=False)
    first = dated.order_by("first_published_at").values_list("first_published_at", flat=True).first()
    this_year = timezone.localdate().year
    return list(range(this_year, (timezone.localtime(first).year if first else this_year) - 1, -1))


def stories_by_month(year: int | None = None) -> dict[tuple[int, int], int]:
    """Return how many public stories each month has, of one year or of all; months without any are left out.

    Counted once in a generation, for all who ask: nobody may change what is returned.
    """
    return shared.in_generation(("months", year), lambda: _count_by_month(year))


def _count_by_month(year: int | None) -> dict[tuple[int, int], int]:
    stories = StoryPage.objects.visible().filter(first_published_at__isnull=False).order_by()
    if year is not None:
        first, after = period(year)
        stories = stories.filter(first_published_at__gte=first, first_published_at__lt=after)
    rows = stories.values_list(MonthInVietnam("first_published_at")).annotate(Count("pk"))
    return {(moment.year, moment.month): number for moment, number in rows}


def page_numbers(page: Page) -> list[int | None]:
    """Return the page numbers to link: the ends and the neighbours of this one, None for a gap."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]


def query_string(values: dict[str, Any]) -> str:
    """Return the query string, "?" included, of the values that are not empty."""
    kept = {key: value for key, value in values.items() if value not in ("", None)}
    return "?" + urlencode(kept) if kept else ""


def asked_number(request: Any) -> int:
    """Return the page of the list that the address asks for (``?trang=``), 1 if it says none."""
    return whole_number(request.GET.get("trang"), 1, 1_000_000) or 1


def asked_year(request: Any) -> int | None:
    """Return the year that the address asks for (``?nam=``), None if it says none that can have stories."""
    return whole_number(request.GET.get("nam"), 1990, timezone.localdate().year)
