"""Reminders before and after an answer is due: once each for every person that is waited for.

Nobody is reminded outside working hours. The first reminder comes when three quarters of the working time
between the question and its due time have passed, the second when that time is over.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from cms.workflow.models import MailJob, ReviewRequest
from cms.workflow.scheduling import holidays
from cms.workflow.scheduling.clock import Calendar

from . import hours, queue, waiting
from .recipients import Notice, Why

REMIND_AFTER = 0.75
# After somebody has acted the next person gets a mail of its own: a reminder on its heels would only annoy.
QUIET_AFTER_AN_ACT = timedelta(hours=2)

_NOTICES = {
    (False, False): Notice.BEFORE_DUE,
    (False, True): Notice.AFTER_DUE,
    (True, False): Notice.REVIEW_BEFORE_DUE,
    (True, True): Notice.REVIEW_AFTER_DUE,
}


def run(now: datetime) -> list[MailJob]:
    """Make the reminders that are due at that moment (aware). Returns the new mails; again, none."""
    calendar = holidays.office_calendar()
    if not hours.is_open(now, calendar):
        return []
    return [
        job
        for item in waiting.items()
        if (notice := due_notice(item, now, calendar))
        for job in _remind(item, notice)
    ]


def due_notice(item: waiting.Item, now: datetime, calendar: Calendar) -> Notice | None:
    """Return which reminder that item calls for at that moment, or None.

    When the due time is over, the reminder before it is no longer sent.
    """
    if item.since > item.asked_at and hours.working_time(item.since, now, calendar) < QUIET_AFTER_AN_ACT:
        return None
    over = now >= item.due_at
    given = hours.working_time(item.asked_at, item.due_at, calendar)
    if not over and hours.working_time(item.asked_at, now, calendar) < given * REMIND_AFTER:
        return None
    return _NOTICES[item.to_review, over]


def _remind(item: waiting.Item, notice: Notice) -> Iterable[MailJob]:
    urgent = (
        item.to_review or ReviewRequest.objects.filter(task_state=item.task_state_id, urgent=True).exists()
    )
    users = get_user_model()._default_manager.filter(pk__in=item.people, is_active=True)
    for user in users.order_by("pk"):
        if not item.to_review and _reads_it_in_digests(user, item):
            continue
        job = queue.add(
            user,
            f"{notice}:{item.key}",
            notice,
            _why(user, item),
            urgent=urgent,
            decision_id=item.decision.pk if item.decision else None,
            task_state_id=item.task_state_id,
            page_id=item.page_id,
            page_title=item.title[:255],
            due_at=item.due_at,
        )
        if job and job.status == MailJob.Status.QUEUED:
            yield job


def _why(user: Any, item: waiting.Item) -> Why:
    if user.pk == item.submitter:
        return Why.SUBMITTER
    return Why.REVIEW if item.to_review else Why.APPROVE


def _reads_it_in_digests(user: Any, item: waiting.Item) -> bool:
    """Tell whether that person had the question in a digest: the next digests remind of it."""
    jobs = MailJob.objects.filter(recipient=user, task_state_id=item.task_state_id)
    return jobs.filter(status=MailJob.Status.HELD).exists() or jobs.filter(digest__isnull=False).exists()
