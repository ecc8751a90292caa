"""When the portal was last backed up, where administrators and Prometheus can see it: in the database.

The folder of the backups is reached by the process that makes them alone, and a backup that failed writes nothing.
"""

from django.db import models

from cms.last_run import LastRun


class BackupRun(LastRun):
    """The last backup that was made; ``ran_at``: the moment whose portal it holds. In the backup is the one before."""

    missing = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_backup_run")]
