"""Đánh giá của bạn đọc: the answers by story, for the newsroom alone."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy

from news.models import StoryPage
from news.statistics.month import Month
from news.statistics.month_view import MonthView

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


class UsefulnessView(MonthView):
    """The page below Reports."""

    template_name = "feedback/usefulness.html"
    page_title = gettext_lazy("Readers' ratings")
    header_icon = "tick"
    url_name = "usefulness"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rated, sums = rated_in(self.month)
        return super().get_context_data(rated=rated, sums=sums, **kwargs)
