"""A month's sheet: the lines by person, and what each category costs. Nothing is asked of the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from cms import vietnamese
from news.statistics.month import Month

from .lines import Line


@dataclass
class Sum:
    """What some lines add up to. ``name`` is a person's or a category's."""

    name: str
    position: str = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def coefficients(self) -> Decimal:
        return sum((line.coefficient or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def amount(self) -> int:
        return sum(line.amount or 0 for line in self.lines)

    @property
    def paid(self) -> int:
        return sum(line.amount or 0 for line in self.lines if line.paid)

    @property
    def unset(self) -> int:
        """How many lines have no coefficient yet."""
        return sum(line.coefficient is None for line in self.lines)


@dataclass(frozen=True)
class Sheet:
    """The whole month, for its people and for its categories."""

    month: Month
    people: list[Sum]
    categories: list[Sum]
    total: Sum

    @property
    def in_words(self) -> str:
        """The last line of a voucher, "Hai triệu đồng"."""
        return vietnamese.amount_in_words(self.total.amount)

    @property
    def open(self) -> int:
        """What is set and not paid yet, in đồng."""
        return self.total.amount - self.total.paid


def sheet_of(month: Month, lines: Iterable[Line]) -> Sheet:
    """Gather lines by person, in the order of Vietnamese names, and by category."""
    lines = list(lines)
    people: dict[str, Sum] = {}
    categories: dict[str, Sum] = {}
    for line in lines:
        person = people.setdefault(line.key, Sum(line.name))
        person.position = person.position or line.position
        person.lines.append(line)
        category = line.story.category.name if line.story.category else _("Without category")
        categories.setdefault(category, Sum(category)).lines.append(line)
    return Sheet(
        month,
        sorted(people.values(), key=lambda one: vietnamese.person_sort_key(one.name)),
        sorted(categories.values(), key=lambda one: vietnamese.collation_key(one.name)),
        Sum(_("Sum"), lines=lines),
    )
