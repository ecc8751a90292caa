"""Filler as rows: thousands of public stories in seconds, each with its approval in the register.

It goes round the review on purpose and says so in the register ("filler for measuring"), which is why the
command asks before it touches a portal that has stories of its own. Nothing else is bent: what stands in the
tables is what the approved revision says, so ``verify_register`` has nothing to list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from taggit.models import Tag
from wagtail.models import Page, Revision

from cms import vietnamese
from cms.media.models import PortalImage, PublicUse
from cms.workflow.content import fingerprint
from cms.workflow.models import Approval, Decision
from news.models import (
    Category,
    ConferenceReportPage,
    GalleryImage,
    NewsArticlePage,
    NewsIndexPage,
    Speech,
    StoryPage,
    StoryTag,
)

from . import picture, words

BATCH = 1_000
YEARS = 10
MARK = "Filler for measuring"
_TAGS = 20
# One story in ten has a gallery, as in the demo.
_GALLERY_EVERY, _GALLERY_PICTURES = 10, 3


@dataclass
class _Batch:
    """The rows of some stories, table by table."""

    pages: list[Any] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    speeches: list[Speech] = field(default_factory=list)
    tags: list[StoryTag] = field(default_factory=list)
    gallery: list[GalleryImage] = field(default_factory=list)
    uses: list[PublicUse] = field(default_factory=list)


def fill(index: NewsIndexPage, count: int, seed: int = 1) -> Iterator[int]:
    """Add public filler stories below the news index; yield how many there are after each batch.

    A batch is there whole or not at all.

    Args:
        index: the news index.
        count: how many stories.
        seed: the same seed gives the same texts.
    """
    random = Random(seed)
    categories = list(Category.objects.all())
    tags = [Tag.objects.get_or_create(name=f"chủ đề {number}")[0] for number in range(_TAGS)]
    shown = picture.of_all_galleries()
    last = timezone.now()
    made = 0
    while made < count:
        size = min(BATCH, count - made)
        with transaction.atomic():
            index = type(index).objects.select_for_update().get(pk=index.pk)
            batch = _Batch()
            for builder in _builders(index, size):
                made += 1
                # Evenly over the years, so that archives, months and "newest" have their share.
                moment = last - timedelta(days=365 * YEARS) * (1 - made / count)
                builder.build(batch, random, made, moment, categories, tags, shown)
            _store(batch, index, size)
        yield made


@dataclass
class _Builder:
    """The numbers of one story's rows, given out before anything is stored: rows name each other."""

    index: NewsIndexPage
    path: str
    pks: dict[type[Model], int]
    types: dict[type[Model], ContentType]

    def build(
        self,
        batch: _Batch,
        random: Random,
        number: int,
        moment: datetime,
        categories: list[Category],
        tags: list[Tag],
        shown: PortalImage,
    ) -> None:
        """Add a story's rows to the batch: four of five are articles, the fifth reports a conference."""
        conference = number % 5 == 0
        model = ConferenceReportPage if conference else NewsArticlePage
        title = words.title(random, number)
        slug = f"{vietnamese.slugify(title)[:60].strip('-')}-{self.pks[Page]}"
        page = model(
            id=self.pks[Page],
            page_ptr_id=self.pks[Page],
            storypage_ptr_id=self.pks[Page],
            title=title,
            draft_title=title,
            slug=slug,
            path=self.path,
            depth=self.index.depth + 1,
            url_path=f"{self.index.url_path}{slug}/",
            locale_id=self.index.locale_id,
            content_type=self.types[model],
            lead=words.paragraph(random, 2),
            body=[("paragraph", f"<p>{words.paragraph(random)}</p>") for _part in range(4)],
            category=random.choice(categories) if categories else None,
            live=True,
            has_unpublished_changes=False,
            first_published_at=moment,
            last_published_at=moment,
            latest_revision_created_at=moment,
        )
        for relation in get_all_child_relations(model):
            # What it does not have is not asked for, story by story, when it is written down.
            setattr(page, relation.get_accessor_name(), [])
        if conference:
            self._add_event(page, batch, random, moment)
        if number % 5 == 1 and tags:
            tagged = StoryTag(pk=self.pks[StoryTag], content_object=page, tag=random.choice(tags))
            page.tagged_items = [tagged]
            batch.tags.append(tagged)
        if number % _GALLERY_EVERY == 3:
            self._add_gallery(page, batch, shown)
        page.live_revision_id = page.latest_revision_id = self.pks[Revision]
        self._add_evidence(page, batch, moment)
        batch.pages.append(page)

    def _add_event(self, page: ConferenceReportPage, batch: _Batch, random: Random, moment: datetime) -> None:
        from news.models.conference import event_slug

        page.event_name = f"Hội nghị {random.choice(words.THINGS)} {random.choice(words.TIMES)}"
        page.start_date = timezone.localtime(moment).date()
        page.event_slug = event_slug(page.event_name, page.start_date)
        speech = Speech(
            pk=self.pks[Speech],
            story=page,
            sort_order=0,
            speaker=words.name(random),
            position=f"Lãnh đạo {random.choice(words.BODIES)}",
            text=f"<p>{words.sentence(random)}</p>",
        )
        speech.speaker_slug = vietnamese.slugify(speech.speaker, 120)
        page.speeches = [speech]
        batch.speeches.append(speech)

    def _add_gallery(self, page: StoryPage, batch: _Batch, shown: PortalImage) -> None:
        rows = [
            GalleryImage(
                pk=self.pks[GalleryImage] + place,
                story=page,
                image=shown,
                sort_order=place,
                caption=f"Ảnh {place + 1}: {page.title}",
                alt="Hội trường",
            )
            for place in range(_GALLERY_PICTURES)
        ]
        page.gallery_images = rows
        batch.gallery += rows
        batch.uses.append(PublicUse(page_id=page.pk, picture=shown))

    def _add_evidence(self, page: StoryPage, batch: _Batch, moment: datetime) -> None:
        content = page.serializable_data()
        facts = {
            "page_id": page.pk,
            "page_title": page.title[:255],
            "revision_id": self.pks[Revision],
            "content_hash": fingerprint(content),
            "comment": MARK,
            "made_at": moment,
        }
        batch.revisions.append(
            Revision(
                pk=self.pks[Revision],
                content_type=self.types[type(page)],
                base_content_type=self.types[Page],
                object_id=str(page.pk),
                object_str=page.title,
                created_at=moment,
                content=content,
            )
        )
        batch.decisions.append(
            Decision(
                pk=self.pks[Decision],
                kind=Decision.Kind.FOUNDED,
                page_type=page._meta.label,
                category=str(page.category or "")[:80],
                **facts,
            )
        )
        batch.approvals.append(
            Approval(
                pk=self.pks[Approval],
                basis=Approval.Basis.FOUNDING,
                decision_id=self.pks[Decision],
                **facts,
            )
        )


_NUMBERED: tuple[type[Any], ...] = (Page, Revision, Decision, Approval, Speech, StoryTag, GalleryImage)


# So many numbers are given out for each story; one if nothing is said.
_ROWS: dict[type[Any], int] = {GalleryImage: _GALLERY_PICTURES}


def _builders(index: NewsIndexPage, size: int) -> Iterator[_Builder]:
    highest = {model: model._base_manager.aggregate(last=Max("pk"))["last"] or 0 for model in _NUMBERED}
    last_child = index.get_last_child()
    step = int(last_child.path[-Page.steplen :], 36) if last_child else 0
    types = {
        model: ContentType.objects.get_for_model(model)
        for model in (Page, NewsArticlePage, ConferenceReportPage)
    }
    for number in range(1, size + 1):
        yield _Builder(
            index,
            Page._get_path(index.path, index.depth + 1, step + number),
            {model: start + 1 + (number - 1) * _ROWS.get(model, 1) for model, start in highest.items()},
            types,
        )


def _store(batch: _Batch, index: NewsIndexPage, size: int) -> None:
    """Write the rows, evidence first: the database lets no page be public without it."""
    for rows in (batch.decisions, batch.approvals, batch.revisions):
        _insert(type(rows[0]), rows)
    _insert(Page, batch.pages)
    _insert(StoryPage, batch.pages)
    for model in (NewsArticlePage, ConferenceReportPage):
        _insert(model, [page for page in batch.pages if type(page) is model])
    _insert(Speech, batch.speeches)
    _insert(StoryTag, batch.tags)
    GalleryImage.objects.bulk_create(batch.gallery)
    PublicUse.objects.bulk_create(batch.uses)
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild + size)
    _continue_numbers()


def _insert(model: type[Any], rows: list[Any]) -> None:
    """Write the columns of one table. Django writes rows in bulk only where one table holds the whole model."""
    fields = model._meta.local_concrete_fields
    most = connection.ops.bulk_batch_size(fields, rows) or len(rows)
    for start in range(0, len(rows), most):
        model._base_manager._insert(rows[start : start + most], fields=fields, using=connection.alias)


def _continue_numbers() -> None:
    """Let the database count on from the numbers that were given out."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _NUMBERED):
            cursor.execute(statement)
