"""The office's figures of a month, in a fixed number of queries.

Views are those that were counted, whatever became of the story since: a month's sum does not change when a
story is taken down. Named is only what the public may see today; the rest is one line, "no longer public".
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from news.models import Category, Contribution, DailyViews, StoryPage

from .month import Month

TOP = 10
MONTHS = 12


@dataclass(frozen=True)
class TopStory:
    """A story and how often it was read in the month."""

    page: StoryPage
    views: int


@dataclass(frozen=True)
class CategoryLine:
    """What a category published in the month, and how often its stories, old and new, were read."""

    name: str
    published: int
    views: int


@dataclass(frozen=True)
class ContributorLine:
    """How many stories that were published in the month carry a name, and for what."""

    name: str
    stories: int
    news: int
    articles: int
    photographs: int


@dataclass(frozen=True)
class Figures:
    """Everything that the page and its files say of a month."""

    month: Month
    views: int
    published: int
    conferences: int
    by_day: list[tuple[date, int]]
    by_month: list[tuple[Month, int]]
    top: list[TopStory]
    categories: list[CategoryLine]
    no_longer_public: int
    contributors: list[ContributorLine]


def figures_of(month: Month) -> Figures:
    """Read the figures of a month."""
    counted = DailyViews.objects.filter(day__range=(month.first, month.last))
    of_visible = counted.filter(story__in=StoryPage.objects.visible())
    published = _published_in(month)
    by_day = _by_day(month, counted)
    views = sum(number for _day, number in by_day)
    categories, visible_views = _categories(published, of_visible)
    counts = published.aggregate(
        all=Count("pk"), conferences=Count("pk", filter=Q(conferencereportpage__isnull=False))
    )
    return Figures(
        month=month,
        views=views,
        published=counts["all"],
        conferences=counts["conferences"],
        by_day=by_day,
        by_month=_by_month(month),
        top=_top(of_visible),
        categories=categories,
        no_longer_public=max(views - visible_views, 0),
        contributors=_contributors(published),
    )


def _published_in(month: Month) -> QuerySet[StoryPage]:
    first, after = month.bounds
    return StoryPage.objects.visible().filter(first_published_at__gte=first, first_published_at__lt=after)


def _by_day(month: Month, counted: QuerySet[DailyViews]) -> list[tuple[date, int]]:
    sums = dict(counted.values_list("day").annotate(Sum("views")))
    return [(day, sums.get(day, 0)) for day in month.days]


def _by_month(month: Month) -> list[tuple[Month, int]]:
    """Return the views of this month and of the eleven before it."""
    first = month.plus(1 - MONTHS)
    rows = (
        DailyViews.objects.filter(day__range=(first.first, month.last))
        .order_by()
        .values_list(TruncMonth("day"))
        .annotate(Sum("views"))
    )
    sums = {Month.of(day): number for day, number in rows}
    return [(first.plus(number), sums.get(first.plus(number), 0)) for number in range(MONTHS)]


def _top(of_visible: QuerySet[DailyViews]) -> list[TopStory]:
    counts = dict(
        of_visible.values("story")
        .annotate(number=Sum("views"))
        .order_by("-number", "-story")
        .values_list("story", "number")[:TOP]
    )
    pages = StoryPage.objects.visible().filter(pk__in=list(counts)).defer("body").in_bulk()
    return [TopStory(pages[pk], number) for pk, number in counts.items() if pk in pages]


def _categories(
    published: QuerySet[StoryPage], of_visible: QuerySet[DailyViews]
) -> tuple[list[CategoryLine], int]:
    """Return the categories that published or were read, and the sum of their views."""
    stories = dict(published.order_by().values_list("category").annotate(Count("pk")))
    views = dict(of_visible.order_by().values_list("story__category").annotate(Sum("views")))
    names: list[tuple[Any, str]] = [(row.pk, row.name) for row in Category.objects.all()]
    lines = [
        CategoryLine(name, stories.get(pk, 0), views.get(pk, 0))
        for pk, name in [*names, (None, "")]
        if pk in stories or pk in views
    ]
    return lines, sum(views.values())


def _contributors(published: QuerySet[StoryPage]) -> list[ContributorLine]:
    def stories(**conditions: Any) -> Count:
        return Count("story", filter=Q(**conditions), distinct=True)

    rows = (
        Contribution.objects.filter(story__in=published)
        .order_by()
        .values("name")
        .annotate(
            stories=Count("story", distinct=True),
            news=stories(wrote_news=True),
            articles=stories(wrote_article=True),
            photographs=stories(took_photos=True),
        )
        .order_by("-stories", "name")
    )
    return [ContributorLine(**row) for row in rows]
