"""The filters of the search page: what a reader may choose, read from the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils import timezone
from django.utils.http import urlencode

from cms import vietnamese

from . import sources
from .models import SearchEntry
from .tokens import category_token, kind_token, speaker_tokens, year_token

_LONGEST_NAME = 120


@dataclass(frozen=True)
class Filters:
    """What was chosen and what can be chosen. Values that make no sense are ignored, never an error."""

    kind: str = ""
    category: Model | None = None
    year: int | None = None
    speaker: str = ""
    kinds: dict[str, str] = field(default_factory=dict)
    categories: list[Model] = field(default_factory=list)
    years: list[int] = field(default_factory=list)

    @classmethod
    def from_address(cls, values: Mapping[str, str]) -> "Filters":
        """Read ``?loai=…&chuyen-muc=…&nam=…&nguoi-phat-bieu=…``."""
        kinds = sources.kinds()
        model = sources.category_model()
        categories = list(model._default_manager.all()) if model else []
        years = _years()
        kind = values.get("loai", "")
        slug = values.get("chuyen-muc", "")
        year = whole_number(values.get("nam", ""))
        return cls(
            kind=kind if kind in kinds else "",
            category=next((each for each in categories if slug and category_address(each) == slug), None),
            year=year if year in years else None,
            speaker=vietnamese.normalise(values.get("nguoi-phat-bieu", "")[: _LONGEST_NAME * 4])[
                :_LONGEST_NAME
            ],
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

    def address(self, words: str, number: int = 1) -> str:
        """Return the query string of a search with these filters; empty values are left out."""
        values = {
            "q": words,
            "loai": self.kind,
            "chuyen-muc": category_address(self.category) if self.category is not None else "",
            "nam": self.year,
            "nguoi-phat-bieu": self.speaker,
            "trang": number if number > 1 else "",
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})


def category_address(category: Model) -> str:
    """Return what names a category in an address: its ``slug``."""
    return getattr(category, "slug", "")


def whole_number(text: str) -> int | None:
    """Return the number that a text says, None if it says none or one of more than nine digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _years() -> list[int]:
    """Return the years from the oldest entry's to the newest's, newest first (both ends of the key)."""
    moments = SearchEntry.objects.values_list("published_at", flat=True)
    ends = [moments.order_by(order).first() for order in ("id", "-id")]
    if ends[0] is None or ends[1] is None:
        return []
    first, last = (timezone.localtime(end).year for end in ends)
    return list(range(last, first - 1, -1))
