"""The filters of the search page: what a reader may choose, read from the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms import vietnamese
from cms.caching import shared
from cms.routing import whole_number

from . import index, sources
from .addresses import length_before_a_name
from .models import SearchEntry
from .tokens import (
    as_word,
    category_token,
    kind_token,
    speaker_tokens,
    words_with_places,
    year_token,
)

MONTHS = range(1, 13)
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Filters:
    """What was chosen and what can be chosen. Values that make no sense are ignored, never an error.

    A month says when only together with its year: ``month_alone`` if the year is missing.
    """

    kind: str = ""
    category: Model | None = None
    year: int | None = None
    month: int | None = None
    speaker: str = ""
    kinds: dict[str, str] = field(default_factory=dict)
    categories: list[Model] = field(default_factory=list)
    years: list[int] = field(default_factory=list)

    @classmethod
    def from_address(cls, values: Mapping[str, str]) -> "Filters":
        """Read ``?loai=…&chuyen-muc=…&nam=…&thang=…&nguoi-phat-bieu=…``."""
        kinds = sources.kinds()
        model = sources.category_model()
        categories = (
            shared.in_generation("categories of the search", lambda: list(model._default_manager.all()))
            if model
            else []
        )
        years = _years()
        kind = values.get("loai", "")
        slug = values.get("chuyen-muc", "")
        year = whole_number(values.get("nam", ""))
        month = whole_number(values.get("thang", ""))
        return cls(
            kind=kind if kind in kinds else "",
            category=next((each for each in categories if slug and category_address(each) == slug), None),
            year=year if year in years else None,
            month=month if month in MONTHS else None,
            speaker=_bare_name(values.get("nguoi-phat-bieu", "")),
            kinds=kinds,
            categories=categories,
            years=years,
        )

    @property
    def tokens(self) -> frozenset[str]:
        """The tokens that every result must have."""
        tokens = set(speaker_tokens(self.speaker))
        if self.kind:
            tokens.add(kind_token(self.kind))
        if self.category is not None:
            tokens.add(category_token(self.category.pk))
        if self.year is not None:
            tokens.add(year_token(self.year))
        return frozenset(tokens)

    @property
    def keys(self) -> range | None:
        """The keys between which every result must lie: those of the month, None without one."""
        if self.year is None or self.month is None:
            return None
        zone = timezone.get_default_timezone()
        after = (self.year + self.month // 12, self.month % 12 + 1)
        return index.keys_of_period(
            datetime(self.year, self.month, 1, tzinfo=zone), datetime(*after, 1, tzinfo=zone)
        )

    @property
    def chosen(self) -> list[str]:
        """What the search is narrowed to, in words: "năm 2026", "Tin hội nghị"."""
        when = {"month": self.month, "year": self.year}
        said = [
            self.year and (_("month %(month)s/%(year)s") if self.month else _("year %(year)s")) % when,
            self.category and str(self.category),
            self.kind and capfirst(self.kinds[self.kind]),
            self.speaker and _("speaker %(name)s") % {"name": self.speaker},
        ]
        return [each for each in said if each]

    @property
    def month_alone(self) -> bool:
        """Whether a month was chosen without its year, and so does not narrow the search."""
        return self.month is not None and self.year is None

    def address(self, words: str, number: int = 1) -> str:
        """Return the query string of a search with these filters; empty values are left out."""
        values = {
            "q": words,
            "loai": self.kind,
            "chuyen-muc": category_address(self.category) if self.category is not None else "",
            "nam": self.year,
            "thang": self.month,
            "nguoi-phat-bieu": self.speaker,
            "trang": number if number > 1 else "",
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})


def category_address(category: Model) -> str:
    """Return what names a category in an address: its ``slug``."""
    return getattr(category, "slug", "")


def _bare_name(typed: str) -> str:
    """Return the name that was typed, without a form of address before it: "Đ/c Hà Đình Lâm"."""
    name = vietnamese.normalise(typed[: _LONGEST_NAME * 4])[:_LONGEST_NAME]
    runs, places = words_with_places(name)
    length = length_before_a_name(tuple(as_word(run) for run in runs))
    return name[places[length][0] :] if length else name


def _years() -> list[int]:
    """Return the years from the oldest entry's to the newest's, newest first (both ends of the key)."""
    moments = SearchEntry.objects.values_list("published_at", flat=True)
    ends = [moments.order_by(order).first() for order in ("id", "-id")]
    if ends[0] is None or ends[1] is None:
        return []
    first, last = (timezone.localtime(end).year for end in ends)
    return list(range(last, first - 1, -1))
