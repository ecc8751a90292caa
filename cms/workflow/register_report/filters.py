"""What the register can be narrowed to: person, period, category, kind of decision.

Everything is matched against the values as they were recorded, so accounts and categories that are gone
since can still be found.
"""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.fields import DateRangeField
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from cms.vietnamese import collation_key, person_sort_key

from ..models import Decision

# Wide enough for every record, narrow enough to be computed with in every time zone.
YEARS = range(1900, 9999)


class PeriodField(DateRangeField):
    """Two days of which either may be missing, both included."""

    def compress(self, data_list: list[date | None]) -> slice | None:
        days = [day for day in data_list if day]
        if any(day.year not in YEARS for day in days):
            raise ValidationError(_("Check the year."))
        if days != sorted(days):
            raise ValidationError(_("The period ends before it begins."))
        return super().compress(data_list)


class PeriodFilter(django_filters.DateFromToRangeFilter):
    """Days in the time zone of the office."""

    field_class = PeriodField


class RegisterFilterSet(WagtailFilterSet):
    """The register's filters. Each is a list of boxes: several names, categories or kinds at once."""

    period = PeriodFilter(field_name="made_at", label=_("Period"), widget=DateRangePickerWidget)
    person = django_filters.MultipleChoiceFilter(
        label=_("Person"),
        help_text=_(
            "What they did themselves, what others did on their behalf, and where they are the deputy."
        ),
        method="by_person",
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of decision"),
        choices=Decision.Kind.choices,
        method="by_kind",
        widget=forms.CheckboxSelectMultiple,
    )
    category = django_filters.MultipleChoiceFilter(
        label=_("Category"), method="by_category", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Decision
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["person"].extra["choices"] = [(name, name) for name in recorded_people()]
        self.filters["category"].extra["choices"] = [(name, name) for name in recorded_categories()]

    def by_person(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.filter(
            Q(person_name__in=value) | Q(on_behalf_of_name__in=value) | Q(deputy_name__in=value)
        )

    def by_kind(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.filter(kind__in=value)

    def by_category(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.filter(category__in=value)

    @property
    def ignored(self) -> list[str]:
        """The labels of the filters whose values make no sense."""
        return [str(self.form[name].label) for name in self.form.errors if name in self.form.fields]


def recorded_people() -> list[str]:
    """Return everybody who stands in the register, sorted by the given name as Vietnamese lists are."""
    rows = Decision.objects.order_by().values_list("person_name", "on_behalf_of_name", "deputy_name")
    return sorted({name for row in rows.distinct() for name in row if name}, key=person_sort_key)


def recorded_categories() -> list[str]:
    """Return the categories that stand in the register, in alphabetical order."""
    rows = Decision.objects.order_by().exclude(category="").values_list("category", flat=True).distinct()
    return sorted(rows, key=collation_key)
