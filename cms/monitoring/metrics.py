"""What Prometheus is told. Requests are counted by each process, in a folder that they share; the rest is asked of
the database when Prometheus asks (``manage.py serve_metrics``).

Counting needs ``PROMETHEUS_MULTIPROC_DIR``, which prometheus_client reads itself. Views are named as in the URL
conf, never by address: strangers could think up as many.
"""

import os
from collections.abc import Iterator
from functools import cache
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from . import heartbeat

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# Seconds. The office's promise to readers is half a second.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def counted() -> bool:
    """Tell whether requests are counted."""
    return bool(os.environ.get(FOLDER))


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


def count(view: str, method: str, status: int, seconds: float, cached: bool) -> None:
    """Count a request."""
    times, pages = _requests()
    times.labels(view, method if method in _METHODS else "other", str(status)).observe(seconds)
    if cached:
        pages.labels("hit").inc()
    elif view == "wagtail_serve" and method in ("GET", "HEAD") and status == 200:
        pages.labels("built").inc()


class _OfTheDatabase(Collector):
    """The scheduler, the queues, the review: asked when somebody wants to know."""

    def collect(self) -> Iterator[Any]:
        # Models are there when somebody asks; requests are counted by the middleware, which is loaded before.
        from cms.workflow.models import SchedulerTrouble
        from cms.workflow.waiting import open_pages

        up = GaugeMetricFamily("portal_database_up", "1 if the database answers")
        try:
            scheduler, queues = heartbeat.scheduler(), heartbeat.queues()
            reviews, troubles = len(open_pages()), SchedulerTrouble.objects.count()
        except Exception:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        if scheduler.seconds is not None:
            yield GaugeMetricFamily(
                "portal_scheduler_age_seconds", "Since the scheduler ran", value=scheduler.seconds
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


def registry() -> CollectorRegistry:
    """Return what is told: what all processes counted, and what the database says."""
    found = CollectorRegistry()
    if counted() and os.path.isdir(os.environ[FOLDER]):
        MultiProcessCollector(found)
    found.register(_OfTheDatabase())
    return found
