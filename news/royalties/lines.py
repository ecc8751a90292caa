"""The contributions of stories with what they are worth, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from news.models import Contribution, StoryPage
from news.statistics.month import Month

from . import rules
from .models import GENRES, WORKS, GenreRate, Rate, Royalty

GENRE_NAMES, WORK_NAMES = dict(GENRES), dict(WORKS)


@dataclass(frozen=True)
class Worth:
    """What a genre is worth today."""

    proposed: Decimal | None
    maximum: Decimal


@dataclass
class Line:
    """What one person did in one story: one line of the sheet.

    ``genre`` is the one that was set, or the proposed one. ``gone``: the byline no longer names the person.
    """

    story: StoryPage
    name: str
    position: str
    work: str
    genre: str
    worth: Worth
    rate: Rate | None
    published_on: date | None
    royalty: Royalty | None = None
    gone: bool = False
    # Whether it is the reader's own; the views say so.
    own: bool = False
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = rules.person_key(self.name)

    @property
    def field(self) -> str:
        """A name for form fields that stays when rows are added or get other numbers."""
        return f"d{sha256(f'{self.work}:{self.key}'.encode()).hexdigest()[:12]}"

    @property
    def work_name(self) -> str:
        return str(WORK_NAMES[self.work])

    @property
    def genre_name(self) -> str:
        return str(GENRE_NAMES[self.genre])

    @property
    def coefficient(self) -> Decimal | None:
        """What was set; None as long as nothing was."""
        return self.royalty.coefficient if self.royalty else None

    @property
    def paid(self) -> bool:
        return bool(self.royalty and self.royalty.paid_on)

    @property
    def amount(self) -> int | None:
        """The money in đồng: what was paid, or what the rate of the day of publication makes of the coefficient."""
        if self.royalty is None:
            return None
        if self.royalty.paid_amount is not None:
            return self.royalty.paid_amount
        return self.rate.amount(self.royalty.coefficient) if self.rate else None

    @property
    def settled(self) -> bool:
        """Whether nothing is owed: paid, or worth nothing."""
        return self.paid or self.coefficient == 0

    @property
    def payable(self) -> bool:
        """Whether the reader may mark it as paid now."""
        return not self.settled and not rules.refusal_to_pay(
            own=self.own, set_before=self.royalty is not None, priced=self.amount is not None
        )

    @property
    def pay_by(self) -> date | None:
        return rules.pay_by(self.published_on) if self.published_on else None

    @property
    def taken_down(self) -> bool:
        return self.published_on is not None and not self.story.live

    def age(self, today: date) -> rules.Age:
        return rules.age(self.published_on, today) if self.published_on else rules.Age.FRESH


@dataclass(frozen=True)
class Tables:
    """The office's tables, read once."""

    rates: dict[date, Rate]
    genres: dict[str, GenreRate]

    @classmethod
    def load(cls) -> "Tables":
        """Read them, in two queries."""
        return cls(
            {rate.valid_from: rate for rate in Rate.objects.all()},
            {row.genre: row for row in GenreRate.objects.all()},
        )

    def rate_on(self, day: date) -> Rate | None:
        """Return the rate that is valid on that day."""
        start = rules.valid_on(day, self.rates)
        return self.rates[start] if start else None

    def worth(self, genre: str) -> Worth:
        """Return what a genre is worth: the decree's ceiling if the office has entered none."""
        row = self.genres.get(genre)
        return Worth(row.proposed, row.maximum) if row else Worth(None, rules.MAXIMA[genre])


def local_day(moment: datetime) -> date:
    """Return the day in Vietnam."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def published_in(month: Month) -> QuerySet[StoryPage]:
    """Return the stories that became public in a month, whatever became of them since."""
    first, after = month.bounds
    return _ever_public().filter(first_published_at__gte=first, first_published_at__lt=after)


def _ever_public() -> QuerySet[StoryPage]:
    return (
        StoryPage.objects.filter(first_published_at__isnull=False)
        .select_related("category")
        .only("title", "live", "first_published_at", "genre", "category__name")
        .order_by("first_published_at", "pk")
    )


def lines_of(stories: Iterable[StoryPage], tables: Tables | None = None) -> list[Line]:
    """Return the lines of stories, in their order: five queries, however many there are."""
    tables = tables or Tables.load()
    stories = list(stories)
    numbers = [story.pk for story in stories]
    bylines: dict[int, list[Contribution]] = defaultdict(list)
    for row in Contribution.objects.filter(story__in=numbers):
        bylines[row.story_id].append(row)
    royalties: dict[int, list[Royalty]] = defaultdict(list)
    for royalty in Royalty.objects.filter(story__in=numbers).order_by("pk"):
        royalties[royalty.story_id].append(royalty)
    return [
        line
        for story in stories
        for line in _lines_of_one(story, bylines[story.pk], royalties[story.pk], tables)
    ]


def lines_to_set(story: StoryPage) -> list[Line]:
    """Return the lines of a story on which coefficients are set, before or after its publication.

    Named are the people of the public byline and those of the latest version, which may be in review.
    """
    latest = story.get_latest_revision_as_object()
    byline = [*Contribution.objects.filter(story=story), *latest.contributions.all()]
    royalties = Royalty.objects.filter(story=story).order_by("pk")
    if story.first_published_at is None:
        story.genre = latest.genre
    return _lines_of_one(story, byline, royalties, Tables.load())


def _lines_of_one(
    story: StoryPage, byline: Sequence[Contribution], royalties: Iterable[Royalty], tables: Tables
) -> list[Line]:
    published_on = local_day(story.first_published_at) if story.first_published_at else None
    rate = tables.rate_on(published_on or local_day(timezone.now()))
    lines: dict[tuple[str, str], Line] = {}

    def add(name: str, position: str, work: str, genre: str, **more: Any) -> None:
        line = Line(story, name, position, work, genre, tables.worth(genre), rate, published_on, **more)
        lines.setdefault((line.key, work), line)

    for row in byline:
        for work, genre in rules.works(row.roles, story.genre):
            add(row.name, row.position, work, genre)
    for royalty in royalties:
        known = lines.get((royalty.person_key, royalty.work))
        if known is None:
            add(royalty.person_name, "", royalty.work, royalty.genre, royalty=royalty, gone=True)
        else:
            known.royalty, known.genre = royalty, royalty.genre
            known.worth = tables.worth(royalty.genre)
    return list(lines.values())


def waiting_lines(today: date) -> list[Line]:
    """Return what is unpaid for 45 days or longer, the oldest first.

    Stories from before the first rate do not count: the office began to pay through the portal with that day.
    """
    tables = Tables.load()
    if not tables.rates:
        return []
    first, after = (
        timezone.make_aware(datetime.combine(day, datetime.min.time()), timezone.get_default_timezone())
        for day in (min(tables.rates), today - rules.WARN_AFTER + timedelta(days=1))
    )
    stories = _ever_public().filter(first_published_at__gte=first, first_published_at__lt=after)
    lines = lines_of(stories.filter(_something_owed()), tables)
    return [line for line in lines if not line.settled]


def _something_owed() -> Q:
    """Leave out, in the database, the stories of which everything is paid: with the years that is nearly all."""
    own = Royalty.objects.filter(story=OuterRef("pk")).order_by()
    byline = Contribution.objects.filter(story=OuterRef("pk")).order_by()
    settled = own.filter(Q(paid_on__isnull=False) | Q(coefficient=0))
    texts = byline.filter(Q(wrote_news=True) | Q(wrote_article=True))
    photographs = byline.filter(took_photos=True)
    open_rows = own.filter(paid_on__isnull=True, coefficient__gt=0)
    return Q(Exists(open_rows)) | Q(
        pk__in=StoryPage.objects.annotate(
            works=_number(texts, "story") + _number(photographs, "story"), settled=_number(settled, "story")
        )
        .filter(works__gt=F("settled"))
        .values("pk")
    )


def _number(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
