"""What the scheduler leaves behind: when it ran last, and what it could not do. No evidence."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.last_run import LastRun


class SchedulerRun(LastRun):
    """When the scheduler ran last."""

    ran_at = models.DateTimeField(_("last run"))

    class Meta:
        verbose_name = _("run of the scheduler")
        verbose_name_plural = _("runs of the scheduler")


class SchedulerTrouble(models.Model):
    """A page whose hour could not be kept. Every run tries it again; the row goes when that succeeds."""

    page_id = models.PositiveBigIntegerField(primary_key=True)
    page_title = models.CharField(_("title"), max_length=255)
    error = models.CharField(_("problem"), max_length=500)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("trouble of the scheduler")
        verbose_name_plural = _("troubles of the scheduler")
        ordering = ["since", "page_id"]

    def __str__(self) -> str:
        return self.page_title
