"""What the home page shows, no story in two of its lists, in a fixed number of queries.

The newest stories are read as plain keys, ``arrange`` decides what stands where, and what was chosen is read in
one query. So nothing here sorts or counts the whole archive. Đọc nhiều stands apart: it is no list of news but says
what was read most, and it would say something else if it passed over what stands above.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef

from cms.caching import shared
from news.models import (
    Attachment,
    Category,
    ConferenceReportPage,
    GalleryImage,
    StoryPage,
    public_stories,
)
from news.models.story import Genre
from news.popular import most_read

TOP_STORIES = 5
LATEST = 6
NOTICES = 5
DOCUMENTS = 4
CONFERENCES = 3
GALLERIES = 4
PER_CATEGORY = 3
MOST_READ = 5
# The lists are filled from so many of the newest stories: half a year of a busy office. A category that has
# been silent for longer is found in the menu.
NEWEST = 300


@dataclass(frozen=True)
class Key:
    """What ``arrange`` needs to know of a story."""

    pk: int
    category: int | None = None
    is_notice: bool = False
    is_conference: bool = False
    has_gallery: bool = False
    has_picture: bool = False


@dataclass
class Plan:
    """The stories of the home page by their numbers, in the order in which they stand."""

    top: list[int] = field(default_factory=list)
    latest: list[int] = field(default_factory=list)
    notices: list[int] = field(default_factory=list)
    conferences: list[int] = field(default_factory=list)
    galleries: list[int] = field(default_factory=list)
    sections: dict[int, list[int]] = field(default_factory=dict)

    def all(self) -> set[int]:
        """Return the numbers of all stories that it places."""
        lists = (self.top, self.latest, self.notices, self.conferences, self.galleries)
        return {pk for stories in (*lists, *self.sections.values()) for pk in stories}


def arrange(newest: Sequence[Key], picked: Iterable[int] = ()) -> Plan:
    """Decide which story stands where on the home page; none stands twice.

    Args:
        newest: the newest public stories, the newest first.
        picked: the public stories that the approvers picked for the top, in their order; they need not be
            among the newest.
    """
    plan = Plan()
    taken: set[int] = set()

    def take(number: int, wanted: Callable[[Key], bool]) -> list[int]:
        chosen = [key.pk for key in newest if key.pk not in taken and wanted(key)][:number]
        taken.update(chosen)
        return chosen

    plan.top = list(dict.fromkeys(picked))[:TOP_STORIES]
    taken.update(plan.top)
    was_picked = bool(plan.top)
    plan.top += take(TOP_STORIES - len(plan.top), lambda key: True)
    if not was_picked:
        # A picture leads better than a notice without one; no story older than the newest five moves up.
        pictured = {key.pk for key in newest if key.has_picture}
        lead = next((pk for pk in plan.top if pk in pictured), None)
        plan.top.sort(key=lambda pk: pk != lead)
    # The lists of one kind first: what is left is the latest news, so the newest of each kind stands somewhere.
    plan.notices = take(NOTICES, lambda key: key.is_notice)
    plan.galleries = take(GALLERIES, lambda key: key.has_gallery and key.has_picture)
    plan.conferences = take(CONFERENCES, lambda key: key.is_conference)
    plan.latest = take(LATEST, lambda key: not key.is_notice)
    for category in dict.fromkeys(key.category for key in newest if key.category):
        if stories := take(PER_CATEGORY, _news_of(category)):
            plan.sections[category] = stories
    return plan


def _news_of(category: int | None) -> Callable[[Key], bool]:
    return lambda key: key.category == category and not key.is_notice


@dataclass(frozen=True)
class CategorySection:
    """A category with its latest stories."""

    category: Category
    stories: list[StoryPage]


@dataclass(frozen=True)
class Conference:
    """A conference report with what its event says."""

    story: StoryPage
    event: ConferenceReportPage


@dataclass(frozen=True)
class FrontPage:
    """The home page's lists; one that has nothing to show is empty."""

    lead: StoryPage | None
    more: list[StoryPage]
    latest: list[StoryPage]
    notices: list[StoryPage]
    documents: list[Attachment]
    conferences: list[Conference]
    sections: list[CategorySection]
    galleries: list[StoryPage]
    most_read: list[StoryPage]

    @classmethod
    def build(cls, picked: Sequence[int] = ()) -> "FrontPage":
        """Read the lists: what was read most each time, all else once in a generation (cms/caching/shared.py).

        Args:
            picked: the stories that the approvers picked for the top; those that are not public are left out.
        """
        news = shared.in_generation(("front page", tuple(picked)), lambda: cls._news(picked))
        return replace(news, most_read=most_read(limit=MOST_READ))

    @classmethod
    def _news(cls, picked: Sequence[int]) -> "FrontPage":
        keys = _newest_keys()
        plan = arrange(keys, _public_among(picked))
        found = {story.pk: story for story in public_stories().filter(pk__in=plan.all())}

        def read(pks: Iterable[int]) -> list[StoryPage]:
            # Taken down between the two queries: it is not named.
            return [found[pk] for pk in pks if pk in found]

        top = read(plan.top)
        return cls(
            lead=top[0] if top else None,
            more=top[1:],
            latest=read(plan.latest),
            notices=read(plan.notices),
            documents=_latest_documents([key.pk for key in keys]),
            conferences=_conferences(read(plan.conferences)),
            sections=_sections(plan, read),
            galleries=read(plan.galleries),
            most_read=[],
        )


def _newest_keys() -> list[Key]:
    conference = ContentType.objects.get_for_model(ConferenceReportPage).pk
    rows = (
        StoryPage.objects.visible()
        .annotate(has_gallery=Exists(GalleryImage.objects.filter(story=OuterRef("pk"))))
        .order_by("-first_published_at", "-pk")
        .values_list("pk", "category_id", "genre", "content_type_id", "has_gallery", "lead_image_id")[:NEWEST]
    )
    return [
        Key(
            pk,
            category,
            is_notice=genre == Genre.NOTICE,
            is_conference=kind == conference,
            has_gallery=has_gallery,
            has_picture=image is not None,
        )
        for pk, category, genre, kind, has_gallery, image in rows
    ]


def _public_among(picked: Sequence[int]) -> list[int]:
    if not picked:
        return []
    public = set(StoryPage.objects.visible().filter(pk__in=picked).values_list("pk", flat=True))
    return [pk for pk in picked if pk in public]


def _latest_documents(stories: list[int]) -> list[Attachment]:
    """Return the files of the newest stories, each file once, those of the newest story first."""
    rows = Attachment.objects.filter(story__in=stories).select_related("document", "story")
    rows = rows.defer("story__body")
    newest: dict[int, Attachment] = {}
    for row in rows.order_by("-story__first_published_at", "-story", "sort_order")[: 2 * DOCUMENTS]:
        newest.setdefault(row.document_id, row)
    return list(newest.values())[:DOCUMENTS]


def _conferences(stories: list[StoryPage]) -> list[Conference]:
    pks = [story.pk for story in stories]
    events = ConferenceReportPage.objects.defer("body").in_bulk(pks)
    return [Conference(story, events[story.pk]) for story in stories if story.pk in events]


def _sections(plan: Plan, read: Callable[[Iterable[int]], list[StoryPage]]) -> list[CategorySection]:
    """Return the categories that have something to show, in the office's order."""
    return [
        CategorySection(category, stories)
        for category in Category.objects.all()
        if (stories := read(plan.sections.get(category.pk, [])))
    ]
