"""When the portal was last backed up, where administrators and Prometheus can see it: in the database.

The folder of the backups is reached by the process that makes them alone, and a backup that failed writes nothing.
"""

from django.db import models


class BackupRun(models.Model):
    """One row: the last backup that was made. No evidence; in the backup itself is the one before."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    # The moment whose portal it holds, which is when it began.
    ran_at = models.DateTimeField()
    missing = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_backup_run")]

    def __str__(self) -> str:
        return str(self.ran_at)
