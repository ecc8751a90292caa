"""When something behind the portal ran last, where every process and every machine can see it: in the database."""

from datetime import datetime
from typing import Any

from django.db import models


class LastRun(models.Model):
    """One row: the last run. No evidence; what was decided stands in the register."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    ran_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.ran_at)

    @classmethod
    def sign(cls, ran_at: datetime, **values: Any) -> None:
        """Write down that it ran.

        Args:
            ran_at: when.
            values: what else the row says.

        Raises:
            DatabaseError: it could not be written down.
        """
        cls._default_manager.update_or_create(pk=cls.ONLY, defaults={"ran_at": ran_at, **values})

    @classmethod
    def at(cls) -> datetime | None:
        """Return when it ran last; None if it never did."""
        return cls._default_manager.values_list("ran_at", flat=True).first()
