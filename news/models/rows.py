"""The other child rows of a story: attachments, related stories, corrections.

Being child rows they are part of every revision, so they are reviewed with it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from cms.blocks import title_to_print
from cms.fields import NormalisedCharField, NormalisedTextField
from cms.workflow.gate import last_approved_revision


class Attachment(Orderable):
    """A file that accompanies the story. PROTECT: it cannot disappear from under it."""

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        get_document_model_string(), on_delete=models.PROTECT, related_name="+", verbose_name=_("document")
    )
    title = NormalisedCharField(
        _("title"), max_length=200, blank=True, help_text=_("The document's own title if left empty.")
    )

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def fill_in(self) -> None:
        """Write the words that will be printed into what is saved (cms/completeness.py)."""
        if not self.title and self.document_id:
            self.title = title_to_print(self.document)


class RelatedStory(Orderable):
    """A story that the reporter recommends below this one."""

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="related")
    target = models.ForeignKey(
        "news.StoryPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("story")
    )

    panels = [PageChooserPanel("target", "news.StoryPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("related story")
        verbose_name_plural = _("related stories")


class Correction(Orderable):
    """Đính chính: what was wrong and what is right, with its date, printed at the story's head."""

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="corrections")
    date = models.DateField(_("date"), default=timezone.localdate)
    text = NormalisedTextField(_("text"), max_length=1000, help_text=_("What was wrong, and what is right."))

    panels = [FieldPanel("date"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")


def published_corrections(story: Any) -> Iterator[tuple[date, str]]:
    """Yield (day, text) of each correction in the content of the story that was approved last."""
    revision = last_approved_revision(story.pk) if story.pk else None
    for row in (revision.content if revision else {}).get("corrections", []):
        yield date.fromisoformat(row["date"]), row["text"]
