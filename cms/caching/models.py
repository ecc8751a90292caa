"""The number that tells one state of the public site from the next."""

from django.db import models


class Generation(models.Model):
    """One row. Whatever changes what the public sees raises it in the same transaction (generation.py)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_generation")]

    def __str__(self) -> str:
        return str(self.number)
