"""The scheduler: every minute, whatever is due – each page for itself – and a sign that it ran.

Wagtail's ``publish_scheduled`` goes through all pages in one loop, so that the first which cannot be published
stops those behind it, every time. Here one page's trouble is its own: logged here once, shown to the
administrators, and tried again. (A picture that cannot be shown is, besides, logged by cms.media at every try,
as it is when a person decides.)
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import Page, Revision

from .. import service
from ..acts.hours import LATE_AFTER as LATE_AFTER
from ..models import Decision, SchedulerRun, SchedulerTrouble

logger = logging.getLogger(__name__)

# Sent after every run with ``since``, the time of the run before (None: there was none): what other rooms put right
# every minute. Trouble of theirs is logged and stops nothing here.
ticked = Signal()

SILENT_AFTER = timedelta(minutes=10)
# For so long what came late stays on the administrators' home page; afterwards it is in the register.
LATE_SHOWN_FOR = timedelta(days=3)


def run() -> int:
    """Keep the hours of all pages. Returns how many pages went public or left the public.

    Safe to run twice at once, and after any pause.
    """
    changed, failed = 0, []
    since = SchedulerRun.at()
    for page_id in list(_due()):
        try:
            changed += service.keep_hours(page_id)
        except Exception as error:
            if Page.objects.filter(pk=page_id).exists():  # else it was deleted meanwhile
                failed.append(page_id)
                _note(page_id, error)
    SchedulerTrouble.objects.exclude(pk__in=failed).delete()
    SchedulerRun.sign(timezone.now())
    ticked.send_robust(SchedulerRun, since=since)
    return changed


def _due() -> Iterator[int]:
    """Yield the numbers of the pages with something due, the longest overdue first."""
    now = timezone.now()
    hours = _waiting().filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    publishing = [int(page_id) for page_id in hours.values_list("object_id", flat=True)]
    expiring = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    yield from dict.fromkeys([*publishing, *expiring.values_list("pk", flat=True)])


def _waiting() -> QuerySet[Revision]:
    return Revision.page_revisions.filter(approved_go_live_at__isnull=False)


def _note(page_id: int, error: Exception) -> None:
    title = Page.objects.filter(pk=page_id).values_list("draft_title", flat=True).first() or ""
    text = f"{type(error).__name__}: {error}"[:500]
    _trouble, first = SchedulerTrouble.objects.get_or_create(
        pk=page_id, defaults={"page_title": title, "error": text}
    )
    if first:
        logger.error("The hour of page %s (%s) could not be kept", page_id, title, exc_info=error)


@dataclass(frozen=True)
class Health:
    """How the scheduler fares. ``waiting`` are the titles due while it is silent; ``ran_at`` counts only then."""

    ran_at: datetime | None = None
    waiting: list[str] = field(default_factory=list)
    troubles: list[SchedulerTrouble] = field(default_factory=list)
    late: list[Decision] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        """Whether something is due and nobody does it."""
        return bool(self.waiting)

    def __bool__(self) -> bool:
        return bool(self.silent or self.troubles or self.late)


def health() -> Health:
    """Return what the administrators must know of the scheduler, in five queries at the most."""
    now = timezone.now()
    ran_at = SchedulerRun.at()
    # Either way: a clock that was set back is no sign of life.
    quiet = ran_at is None or abs(now - ran_at) > SILENT_AFTER
    waiting = _titles_due(now) if quiet else []
    late = Decision.objects.filter(made_at__gt=now - LATE_SHOWN_FOR).filter(
        Q(kind=Decision.Kind.PUBLISHED_LATE) | Q(kind=Decision.Kind.EXPIRED) & ~Q(comment="")
    )
    return Health(ran_at, waiting, list(SchedulerTrouble.objects.all()), list(late.order_by("-id")))


def _titles_due(now: datetime) -> list[str]:
    publishing = _waiting().filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    expiring = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
    titles = [*publishing.values_list("object_str", flat=True), *expiring.values_list("title", flat=True)]
    return list(dict.fromkeys(titles))
