"""How what runs behind the portal fares: scheduler, purger, the workers' queues, backups, the nightly proof."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Case, Count, F, Min, When
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.caching.models import PurgerRun
from cms.recovery.last import last
from cms.workflow.models import SchedulerRun
from cms.workflow.scheduling.schedule import SILENT_AFTER

from .models import RegisterRun
from .probes import patient

# A task that waits longer than this waits for a worker that is not there.
SLOW_AFTER = timedelta(minutes=10)
# Done every night; two hours for the doing.
NIGHTLY_OLD_AFTER = timedelta(hours=26)

_NAMES = ("scheduler", "queue_mail", "queue_media", "backup", "register")


@dataclass(frozen=True)
class Beat:
    """How one of them fares.

    "ok" or "unknown"; "silent" (scheduler, purger); "waiting" (queue); "old", "incomplete" or "never"
    (backup); "old", "findings" or "never" (register).
    """

    state: str
    seconds: int | None = None
    waiting: int | None = None
    missing: int | None = None
    findings: int | None = None
    # For people; probes are told the seconds.
    at: datetime | None = None

    def told(self) -> dict[str, Any]:
        """Return what is known, without what is not."""
        return {name: value for name, value in vars(self).items() if value is not None and name != "at"}


def scheduler() -> Beat:
    """Return how long ago the scheduler ran."""
    return _since(SchedulerRun.at())


def purger() -> Beat | None:
    """Return how long ago every proxy was as empty as it must be; None if there is no proxy to empty."""
    if not settings.PAGE_CACHE_PURGE_URLS:
        return None
    return _since(PurgerRun.at())


def _since(ran_at: datetime | None) -> Beat:
    if ran_at is None:
        return Beat("silent")
    ago = timezone.now() - ran_at
    # Either way: a clock that was set back is no sign of life.
    return Beat("silent" if abs(ago) > SILENT_AFTER else "ok", _seconds(ago))


def backup() -> Beat:
    """Return how old the last backup is, and how many files the storage had lost by then."""
    made = last()
    if made is None:
        return Beat("never")
    ago = timezone.now() - made.ran_at
    state = "old" if abs(ago) > NIGHTLY_OLD_AFTER else "incomplete" if made.missing else "ok"
    return Beat(state, _seconds(ago), missing=made.missing or None, at=made.ran_at)


def register() -> Beat:
    """Return how long ago it was last proved that what is public is what was signed, and how many faults were found."""
    run = RegisterRun.objects.first()
    if run is None:
        return Beat("never")
    ago = timezone.now() - run.ran_at
    # What was found is shown before all else: it does not get better by being old.
    state = "findings" if run.findings else "old" if abs(ago) > NIGHTLY_OLD_AFTER else "ok"
    return Beat(state, _seconds(ago), findings=run.findings or None, at=run.ran_at)


def _due_at(now: datetime) -> Case:
    # A retry that was put off is due at its hour, not when it was queued; "at once" is stored as an hour far ahead.
    return Case(When(run_after__lte=now, then=F("run_after")), default=F("enqueued_at"))


def queues() -> dict[str, Beat]:
    """Return, for each queue of tasks, how many wait and since when the oldest has been due."""
    now = timezone.now()
    rows = (
        DBTaskResult.objects.ready()
        .order_by()
        .values("backend_name")
        .annotate(waiting=Count("pk"), due=Min(_due_at(now)))
    )
    found = {row["backend_name"]: row for row in rows}
    return {name: _of_queue(found.get(name), now) for name in ("mail", "media")}


def _of_queue(row: Any, now: datetime) -> Beat:
    if row is None:
        return Beat("ok", waiting=0)
    age = now - row["due"]
    return Beat("waiting" if age > SLOW_AFTER else "ok", _seconds(age), row["waiting"])


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def beats() -> dict[str, dict[str, Any]]:
    """Return how all of them fare; "unknown" while the database is away."""
    try:
        with patient():
            proxies = purger()
            return {
                "scheduler": scheduler().told(),
                **({"purger": proxies.told()} if proxies else {}),
                **{f"queue_{name}": beat.told() for name, beat in queues().items()},
                "backup": backup().told(),
                "register": register().told(),
            }
    except DatabaseError:
        return {name: Beat("unknown").told() for name in _NAMES}
