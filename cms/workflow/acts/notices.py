"""Telling people of a decision, after it is stored. It never waits for a mail nor fails with one."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from ..mail import delivery, queue, recipients, situation
from ..models import Announced, Decision, MailJob

logger = logging.getLogger(__name__)

_silent: ContextVar[bool] = ContextVar("review_mail_silent", default=False)

# How far back lost announcements are made up for: older news would only confuse.
MAKE_UP_FOR = timedelta(days=1)
# A request that has just committed is about to announce by itself.
GRACE = timedelta(minutes=2)


@contextmanager
def silence() -> Iterator[None]:
    """Tell nobody of the decisions that are committed inside: for imports and the demo.

    Put it around the outermost transaction, because mail is made when that commits.
    """
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def announce(decision_id: int) -> None:
    """Make the mails about a decision and queue one task for each. Called after commit; never raises.

    What goes wrong here is logged, and ``send_review_mail`` makes up for it.

    Args:
        decision_id: the ``Decision``'s number.
    """
    _queue(partial(_make, decision_id), f"decision {decision_id}")


def announce_urgency(task_state_id: int) -> None:
    """Tell those who can sign that a round has become urgent, once. Called after commit; never raises."""
    _queue(partial(_make_urgent, task_state_id), f"the urgency of round {task_state_id}")


def _queue(make: Callable[[], list[MailJob]], what: str) -> None:
    try:
        jobs = make()
    except Exception:
        logger.exception("The mails about %s could not be made", what)
        return
    for job in jobs:
        try:
            delivery.enqueue(job)
        except Exception:
            logger.exception("Mail %s about %s could not be queued", job.pk, what)
            return


def _make_urgent(task_state_id: int) -> list[MailJob]:
    with transaction.atomic():
        submission = Decision.objects.get(task_state_id=task_state_id, kind=Decision.Kind.SUBMITTED)
        if _silent.get():
            return []
        found = recipients.recipients(situation.of_decision(submission))
        return queue.add_for_decision(submission, found, occasion="urgent")


def _make(decision_id: int) -> list[MailJob]:
    with transaction.atomic():
        decision = Decision.objects.get(pk=decision_id)
        _mark, first = Announced.objects.get_or_create(decision_id=decision_id)
        if not first or _silent.get():
            return []
        case = situation.of_decision(decision)
        jobs = queue.add_for_decision(decision, recipients.recipients(case))
        if decision.kind in Decision.ENDS_ROUND and decision.task_state_id:
            queue.drop_moot(decision.task_state_id)
        return jobs


def announce_missed() -> int:
    """Announce the decisions of the last day whose announcement was lost. Returns how many there were."""
    now = timezone.now()
    recent = Decision.objects.filter(made_at__gt=now - MAKE_UP_FOR, made_at__lt=now - GRACE).exclude(
        kind__in=Decision.DELEGATIONS
    )
    known = Announced.objects.filter(decision_id__in=recent.values("pk")).values("decision_id")
    missed = list(recent.exclude(pk__in=known).order_by("pk").values_list("pk", flat=True))
    for decision_id in missed:
        announce(decision_id)
    return len(missed)
