"""Lượt xem: how often a story was read.

Tables of their own, never a column of the page: publishing an older revision would roll the count back.
Nothing here says who read: a row is a story, a day and a number (docs/view-counts.md).
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


class DailyViews(models.Model):
    """The readings of one story on one day, the days being those of Vietnam."""

    story = models.ForeignKey("news.StoryPage", on_delete=models.CASCADE, related_name="daily_views")
    day = models.DateField(_("day"), db_index=True)
    views = models.PositiveIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("views of a day")
        verbose_name_plural = _("views by day")
        constraints = [models.UniqueConstraint(fields=["story", "day"], name="one_count_a_story_and_day")]

    def __str__(self) -> str:
        return f"{self.story_id}, {self.day}: {self.views}"
