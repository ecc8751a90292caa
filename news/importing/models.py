"""What was read of a file and waits for its reporter's word. Nothing here is a story, and nobody else reads it."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(hours=48)  # over a weekend's night, not over a holiday
MOST = 10  # waiting imports of one account


class PendingImportQuerySet(models.QuerySet):
    """Imports that wait."""

    def of(self, user: Any) -> Self:
        """Those of that account that have not expired: the only ones that it can ever see."""
        return self.filter(owner=user, created_at__gt=timezone.now() - KEPT)

    def expired(self) -> Self:
        """Those that are older than they may be."""
        return self.filter(created_at__lte=timezone.now() - KEPT)


class PendingImport(models.Model):
    """A text that was understood and not yet accepted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("read"), default=timezone.now, db_index=True)
    name = models.CharField(_("file"), max_length=255)
    # What was recognised (stored.py).
    content = models.JSONField()
    # The corrections as they were typed last, in the form's own encoding: kept whatever is wrong with them.
    typed = models.TextField(blank=True)

    objects = PendingImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("waiting import")
        verbose_name_plural = _("waiting imports")

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The title that was recognised."""
        return self.content.get("title", "")


class PendingPicture(models.Model):
    """A picture of the document, as it lay there: not yet through the intake gate, so it is never served as it is."""

    pending = models.ForeignKey(PendingImport, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pending", "number"], name="picture_once_in_import")]

    def __str__(self) -> str:
        return self.name
