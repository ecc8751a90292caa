"""Đánh giá của bạn đọc: the answers by story, for the newsroom alone."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Sum
from django.db.transaction import non_atomic_requests
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from news.models import StoryPage
from news.statistics.month import FIRST_YEAR, Month

from .models import Usefulness

SHOWN = 100


@dataclass(frozen=True)
class RatedStory:
    """A public story and what its readers answered in the month."""

    story: StoryPage
    yes: int
    no: int

    @property
    def useful_percent(self) -> int:
        """How many of a hundred found it useful, rounded."""
        return round(100 * self.yes / (self.yes + self.no)) if self.yes + self.no else 0


def rated_in(month: Month) -> tuple[list[RatedStory], dict[str, int]]:
    """Return the stories with most answers of a month, and the sums over all.

    Named is only what the public may see today; the sums stay what they were.
    """
    rows = Usefulness.objects.filter(month=month.first)
    sums = {name: number or 0 for name, number in rows.aggregate(yes=Sum("yes"), no=Sum("no")).items()}
    shown = list(
        rows.filter(story__in=StoryPage.objects.visible())
        .annotate(answers=F("yes") + F("no"))
        .order_by("-answers", "-story_id")[:SHOWN]
    )
    stories = (
        StoryPage.objects.visible().filter(pk__in=[row.story_id for row in shown]).defer("body").in_bulk()
    )
    found = [RatedStory(stories[row.story_id], row.yes, row.no) for row in shown if row.story_id in stories]
    return found, sums


# Reading only: on SQLite a transaction would keep every writer waiting.
@method_decorator(non_atomic_requests, name="dispatch")
class UsefulnessView(WagtailAdminTemplateMixin, TemplateView):
    """``?thang=2026-11`` says which month."""

    template_name = "feedback/usefulness.html"
    page_title = gettext_lazy("Readers' ratings")
    header_icon = "tick"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("usefulness"), "label": _("Readers' ratings")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this_month = Month.of(timezone.localdate())
        month = Month.read(self.request.GET.get("thang"), timezone.localdate())
        rated, sums = rated_in(month)
        return super().get_context_data(
            month=month,
            rated=rated,
            sums=sums,
            earlier=month.plus(-1) if month > Month(FIRST_YEAR, 1) else None,
            later=month.plus(1) if month < this_month else None,
            this_month=this_month,
            **kwargs,
        )
