"""Lượt xem: how often a story was read.

A table of its own, never a column of the page: publishing an older revision would roll the count back.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ViewCount(models.Model):
    """The readings of one story since it first appeared, on this portal and on the one before it."""

    story = models.OneToOneField(
        "news.StoryPage", on_delete=models.CASCADE, primary_key=True, related_name="view_count"
    )
    total = models.PositiveBigIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("view count")
        verbose_name_plural = _("view counts")

    def __str__(self) -> str:
        return f"{self.story_id}: {self.total}"
