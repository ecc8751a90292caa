"""What the home page shows: lead stories, the latest by category, pictures – in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from news.models import Category, StoryPage, public_albums, public_stories

LEAD_STORIES = 5
PER_CATEGORY = 4
GALLERIES = 4


@dataclass(frozen=True)
class CategorySection:
    """A category with its latest stories."""

    category: Category
    stories: list[StoryPage]


@dataclass(frozen=True)
class FrontPage:
    """The home page's lists. No story stands twice among lead and sections."""

    lead: StoryPage | None
    more: list[StoryPage]
    sections: list[CategorySection]
    galleries: list[StoryPage]

    @classmethod
    def build(cls) -> "FrontPage":
        """Read the lists: the newest stories lead, the rest goes by category."""
        newest = list(public_stories()[:LEAD_STORIES])
        # A picture leads better than a notice without one; no story older than the newest five moves up.
        lead = next((story for story in newest if story.lead_image_id), newest[0] if newest else None)
        return cls(
            lead=lead,
            more=[story for story in newest if story is not lead],
            sections=_sections(exclude=[story.pk for story in newest]),
            galleries=list(public_albums().filter(lead_image__isnull=False)[:GALLERIES]),
        )


def _sections(exclude: list[int]) -> list[CategorySection]:
    """Return the categories that have stories, each with its latest, in one query for all of them."""
    ranked = (
        StoryPage.objects.visible()
        .exclude(pk__in=exclude)
        .filter(category__isnull=False)
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("category"),
                order_by=[F("first_published_at").desc(), F("pk").desc()],
            )
        )
        .filter(place__lte=PER_CATEGORY)
    )
    stories: dict[int, list[StoryPage]] = {}
    for story in public_stories().filter(pk__in=list(ranked.values_list("pk", flat=True))):
        stories.setdefault(story.category_id, []).append(story)
    return [
        CategorySection(category, stories[category.pk])
        for category in Category.objects.all()
        if category.pk in stories
    ]
