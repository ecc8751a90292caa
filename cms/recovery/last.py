"""The last backup: written down when it was made, for whoever looks after the portal (cms/monitoring/heartbeat.py)."""

import logging
from datetime import datetime

from django.db import DatabaseError

from .models import BackupRun

logger = logging.getLogger(__name__)


def remember(began: datetime, missing: int) -> None:
    """Write down that a backup was made.

    Args:
        began: the moment whose portal it holds.
        missing: how many files the storage had lost.

    A database that is away by now takes nothing from the backup, so that is a line of the log.
    """
    try:
        BackupRun.sign(began, missing=missing)
    except DatabaseError as error:
        logger.warning("The backup was made, and could not be written down: %s", error)


def last() -> BackupRun | None:
    """Return the last backup that was made; None if there never was one."""
    return BackupRun.objects.first()
