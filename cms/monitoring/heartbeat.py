"""How the processes behind the portal fare: the scheduler, and the queues that the workers empty."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError
from django.db.models import Case, Count, F, Min, When
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.workflow.models import SchedulerRun
from cms.workflow.schedule import SILENT_AFTER

from .probes import patient

# A task that waits longer than this waits for a worker that is not there.
SLOW_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Beat:
    """How one of them fares: "ok", "silent" (scheduler), "waiting" (queue) or "unknown"."""

    state: str
    seconds: int | None = None
    waiting: int | None = None

    def told(self) -> dict[str, Any]:
        """Return what is known, without what is not."""
        return {name: value for name, value in vars(self).items() if value is not None}


def scheduler() -> Beat:
    """Return how long ago the scheduler ran."""
    ran_at = SchedulerRun.objects.values_list("ran_at", flat=True).first()
    if ran_at is None:
        return Beat("silent")
    ago = timezone.now() - ran_at
    # Either way: a clock that was set back is no sign of life.
    return Beat("silent" if abs(ago) > SILENT_AFTER else "ok", _seconds(ago))


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
            return {
                "scheduler": scheduler().told(),
                **{f"queue_{name}": beat.told() for name, beat in queues().items()},
            }
    except DatabaseError:
        return {name: Beat("unknown").told() for name in ("scheduler", "queue_mail", "queue_media")}
