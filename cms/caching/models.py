"""The number that tells one state of the public site from the next, and the purger's sign of life."""

from django.db import models

from cms.last_run import LastRun


class Generation(models.Model):
    """One row. Whatever changes what the public sees raises it in the same transaction (generation.py)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_generation")]

    def __str__(self) -> str:
        return str(self.number)


class PurgerRun(LastRun):
    """When every proxy was last as empty as it must be (purging.py)."""

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_purger_run")]
