"""When the register was last verified, where administrators and Prometheus can see it: in the database."""

import logging
from datetime import datetime

from django.db import DatabaseError, models

from cms.last_run import LastRun

logger = logging.getLogger(__name__)


class RegisterRun(LastRun):
    """The last proof that was carried through (``manage.py verify_register``); ``ran_at``: when it began."""

    findings = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_register_run")]


def remember(began: datetime, findings: int) -> None:
    """Write down that the register was verified, and how many faults were found.

    A database that takes no row by now (read-only, say) takes nothing from the findings, so that is a line of the log.
    """
    try:
        RegisterRun.sign(began, findings=findings)
    except DatabaseError as error:
        logger.warning("The register was verified, and that could not be written down: %s", error)
