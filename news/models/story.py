"""What all stories share: one table for lists, feeds, the home page and the review."""

import functools
import re
import threading
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index

from cms import vietnamese
from cms.blocks import STORY_BLOCKS
from cms.fields import NormalisedCharField, NormalisedTextField
from cms.pages import BasePage
from cms.picture_words import alt_problem
from cms.searchable import SearchDocument
from news.reading import read_whole
from news.search_document import story_document

from .byline import printed_byline
from .picture_page import PicturePages
from .rows import published_corrections

# Addresses below the news index that are no story's: its archive (news/urls.py).
RESERVED_ADDRESS = re.compile(r"(?:19|20)[0-9]{2}|chuyen-muc|tu-khoa|nguoi-phat-bieu|su-kien")


class StoryTag(TaggedItemBase):
    """A tag of a story."""

    content_object = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="tagged_items")


class Genre(models.TextChoices):
    """Thể loại: the press's own kinds, which royalties are paid by."""

    NEWS = "tin", _("News item (tin)")
    ARTICLE = "bai", _("Article (bài)")
    PHOTO_REPORTAGE = "phong_su_anh", _("Photo reportage (phóng sự ảnh)")
    INTERVIEW = "phong_van", _("Interview (phỏng vấn)")
    NOTICE = "thong_bao", _("Notice (thông báo)")


class StoryPage(PicturePages, BasePage):
    """A story. Concrete, so that a list reads one table; never created as such."""

    is_creatable = False
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    kind = "story"

    short_title = NormalisedCharField(
        _("short title"),
        max_length=90,
        blank=True,
        help_text=_("For lists on narrow screens, if the title is long."),
    )
    lead = NormalisedTextField(
        _("lead (sapo)"),
        max_length=1200,
        help_text=_("Two or three sentences: what, who, where, when. Do not type “Lời dẫn:”."),
    )
    body = StreamField(STORY_BLOCKS, verbose_name=_("body"), blank=True)
    category = models.ForeignKey(
        "news.Category",
        on_delete=models.PROTECT,
        null=True,
        related_name="stories",
        verbose_name=_("category"),
    )
    genre = models.CharField(_("genre"), max_length=20, choices=Genre, default=Genre.NEWS)
    # Which stories are of one event. Nothing of the event's row is printed (news/models/event.py).
    event = models.ForeignKey(
        "news.Event",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("of the event"),
        help_text=_("Stories of one event lead to each other. The text stays as it is written here."),
    )

    lead_image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
        help_text=_("Shown above the text and in lists."),
    )
    lead_image_caption = NormalisedCharField(
        _("caption"),
        max_length=300,
        blank=True,
        help_text=_("Printed under the picture. Do not type “Ảnh:”."),
    )
    lead_image_alt = NormalisedCharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. It does not repeat the caption."),
    )
    lead_image_credit = NormalisedCharField(
        _("credit"), max_length=160, blank=True, help_text=_("Who took the picture.")
    )

    source_name = NormalisedCharField(
        _("source"), max_length=160, blank=True, help_text=_("If the story is taken from elsewhere.")
    )
    source_url = models.URLField(_("address of the source"), blank=True, max_length=500)
    tags = ClusterTaggableManager(through=StoryTag, blank=True, verbose_name=_("tags"))

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.FilterField("category"),
        index.FilterField("genre"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def problems(self) -> Iterator[tuple[str, object]]:
        yield from super().problems()
        if self.lead_image_id and not self.lead_image_alt:
            yield "lead_image_alt", _("Write what the lead picture shows.")
        elif self.lead_image_id:
            sentence = alt_problem(self.lead_image, self.lead_image_alt, self.lead_image_caption)
            if sentence:
                yield "lead_image_alt", sentence
        if RESERVED_ADDRESS.fullmatch(self.slug or ""):
            yield "slug", _("The archive of the news has this address: choose another one.")
        kept = {(row.date, row.text) for row in self.corrections.all()}
        for date, text in published_corrections(self):
            if (date, text) not in kept:
                yield (
                    "corrections",
                    _("The correction of %(day)s was published: it stays as it is for ever.")
                    % {"day": vietnamese.short_date(date)},
                )

    def search_document(self) -> SearchDocument:
        """Return what the public search keeps of this story (cms/searchable.py)."""
        return story_document(self)

    @classmethod
    def for_reading(cls, **known: Any):
        """Return the queryset by which a story is read for its reader (news/reading.py)."""
        # mypy takes a class for unhashable.
        return _read_whole(cls, tuple(known.items()), threading.get_ident()).all()  # type: ignore[arg-type]

    @property
    def byline(self) -> list[tuple[str, str]]:
        """The printed byline, from the contributions of this revision."""
        return printed_byline(self.contributions.all())

    @property
    def list_title(self) -> str:
        """The title that lists print."""
        return self.short_title or self.title


@functools.lru_cache(maxsize=64)
def _read_whole(model: Any, known: tuple[tuple[str, Any], ...], thread: int):
    # The query is put together once for each kind of story: doing it costs as much as sending it. For each thread
    # its own: Django counts in the inner queries while it puts one into words.
    return read_whole(model.objects.all(), StoryPage.objects.visible(**dict(known)))
