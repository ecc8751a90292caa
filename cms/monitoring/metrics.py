"""What Prometheus is told. Requests are counted by each process, in a folder that they share; the rest is asked of
the database when Prometheus asks (``manage.py serve_metrics``).

Counting needs ``PROMETHEUS_MULTIPROC_DIR``, which prometheus_client reads itself. Views are named as in the URL
conf, never by address: strangers could think up as many.
"""

import logging
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import DatabaseError
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from . import ended, heartbeat

logger = logging.getLogger(__name__)
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# Seconds. The office's promise to readers is half a second.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def counted() -> bool:
    """Tell whether requests are counted. A folder that is not there is a line of the log, never a request lost."""
    folder = os.environ.get(FOLDER, "")
    if folder and not (os.path.isdir(folder) and os.access(folder, os.W_OK)):
        logger.warning("%s: %s is no folder to write to, so requests are not counted", FOLDER, folder)
        return False
    return bool(folder)


@cache
def _requests() -> tuple[Histogram, Counter]:
    labels = ["view", "method", "status"]
    registry = CollectorRegistry()
    return (
        Histogram("portal_request_seconds", "Time to answer", labels, buckets=_BUCKETS, registry=registry),
        Counter(
            "portal_page_cache_total", "Public pages by the cache's answer", ["answer"], registry=registry
        ),
    )


def count(view: str, method: str, status: int, seconds: float, answer: str) -> None:
    """Count a request. ``answer``: the page cache's – "hit", "built", "stale" – or nothing."""
    times, pages = _requests()
    times.labels(view, method if method in _METHODS else "other", str(status)).observe(seconds)
    if answer:
        pages.labels(answer).inc()


class _OfTheDatabase(Collector):
    """The scheduler, the queues, the review, the nights' work: asked when somebody wants to know."""

    def collect(self) -> Iterator[Any]:
        # Models are there when somebody asks; requests are counted by the middleware, which is loaded before.
        from cms.workflow.lists.waiting import open_pages
        from cms.workflow.models import SchedulerTrouble

        up = GaugeMetricFamily("portal_database_up", "1 if the database answers")
        try:
            scheduler, purger, queues = heartbeat.scheduler(), heartbeat.purger(), heartbeat.queues()
            backup, register = heartbeat.backup(), heartbeat.register()
            reviews, troubles = len(open_pages()), SchedulerTrouble.objects.count()
        except DatabaseError:
            logger.exception("The database does not answer: Prometheus is told so.")
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        if scheduler.seconds is not None:
            yield GaugeMetricFamily(
                "portal_scheduler_age_seconds", "Since the scheduler ran", value=scheduler.seconds
            )
        if purger is not None and purger.seconds is not None:
            yield GaugeMetricFamily(
                "portal_purger_age_seconds",
                "Since the proxies were as empty as they must be",
                value=purger.seconds,
            )
        if backup.seconds is not None:
            yield GaugeMetricFamily(
                "portal_backup_age_seconds", "Since the last backup that was made", value=backup.seconds
            )
            yield GaugeMetricFamily(
                "portal_backup_missing_files",
                "Files that the storage had lost at the last backup",
                value=backup.missing or 0,
            )
        if register.seconds is not None:
            yield GaugeMetricFamily(
                "portal_register_age_seconds", "Since the register was verified", value=register.seconds
            )
            yield GaugeMetricFamily(
                "portal_register_findings",
                "Faults that were found when the register was last verified",
                value=register.findings or 0,
            )
        yield GaugeMetricFamily(
            "portal_scheduler_troubles", "Pages whose hour could not be kept", value=troubles
        )
        waiting = GaugeMetricFamily("portal_tasks_waiting", "Tasks that are due", labels=["queue"])
        oldest = GaugeMetricFamily(
            "portal_tasks_oldest_seconds", "Since the oldest has been due", labels=["queue"]
        )
        for name, beat in queues.items():
            waiting.add_metric([name], beat.waiting or 0)
            oldest.add_metric([name], beat.seconds or 0)
        yield from (waiting, oldest)
        yield GaugeMetricFamily("portal_reviews_waiting", "Pages that are with the approvers", value=reviews)


class _OfTheProcesses(Collector):
    """What all processes counted, those that have ended among them."""

    def collect(self) -> Iterator[Any]:
        folder = os.environ.get(FOLDER, "")
        if os.path.isdir(folder):
            with ended.undisturbed(folder):
                found = list(MultiProcessCollector(None, folder).collect())
            yield from found

    def describe(self) -> list:
        return []


def registry() -> CollectorRegistry:
    """Return what is told: what all processes counted, and what the database says."""
    found = CollectorRegistry()
    found.register(_OfTheProcesses())
    found.register(_OfTheDatabase())
    return found
