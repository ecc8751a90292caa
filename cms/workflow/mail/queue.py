"""The mails' way: made once, claimed by one worker, sent, tried again a bounded number of times, given up.

Every step is one conditional UPDATE, so two workers, or a worker and the scheduler, never both send a mail.
Only a process that is killed between the server's "accepted" and our note of it leaves a mail to be sent a
second time; both then carry the same Message-ID.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from wagtail.models import TaskState

from cms import vietnamese
from cms.workflow import people
from cms.workflow.models import Decision, MailJob, MailPreference, ReviewRequest, UrgentPublication
from cms.workflow.scheduling import holidays

from . import hours
from .recipients import AS_APPROVER, ASKS, CANNOT_WAIT, Notice, Recipient

# After the first failure a minute, then longer: half a day of a broken mail server is bridged.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480))
MAX_ATTEMPTS = len(BACK_OFF) + 1
# Longer than any attempt takes (delivery.TIMEOUT for each answer of the server): its process was killed.
CLAIM_LASTS = timedelta(minutes=10)
# Mails are no evidence. Those of twelve months answer "did I get one?"; then their rows only take room.
KEPT_FOR = timedelta(days=365)
PRUNED_AT_A_TIME = 1000


def add_for_decision(
    decision: Decision, found: Iterable[Recipient], *, occasion: str = "decision"
) -> list[MailJob]:
    """Make the mails about a decision that are not there yet, one for each occasion.

    Returns those that are to be sent now; what an approver wants in the digest is kept for it.
    """
    facts = {
        "decision_id": decision.pk,
        "task_state_id": decision.task_state_id,
        "page_id": decision.page_id,
        # Without a page: whom it concerns.
        "page_title": decision.page_title or decision.deputy_name,
        "due_at": _due(decision),
    }
    urgent = ReviewRequest.objects.filter(task_state=decision.task_state_id, urgent=True).exists()
    jobs = [
        add(person, f"{occasion}:{decision.pk}", recipient.notice, recipient.why, urgent=urgent, **facts)
        for recipient, person in _active(found)
    ]
    return [job for job in jobs if job and job.status == MailJob.Status.QUEUED]


def _due(decision: Decision) -> datetime | None:
    if decision.kind == Decision.Kind.URGENT:
        urgent = UrgentPublication.objects.filter(
            page_id=decision.page_id, task_state_id=decision.task_state_id
        )
        return urgent.values_list("due_at", flat=True).first()
    return (
        ReviewRequest.objects.filter(task_state=decision.task_state_id)
        .values_list("due_at", flat=True)
        .first()
    )


def _active(found: Iterable[Recipient]) -> list[tuple[Recipient, Any]]:
    found = list(found)
    users = get_user_model()._default_manager.filter(is_active=True).in_bulk([row.person for row in found])
    return [(row, users[row.person]) for row in found if row.person in users]


def add(user: Any, key: str, notice: str, why: str, *, urgent: bool = False, **facts: Any) -> MailJob | None:
    """Make a mail, unless that person already has one for that occasion.

    Args:
        user: the recipient.
        key: the occasion, at most 60 characters.
        notice: a :class:`~.recipients.Notice`.
        why: a :class:`~.recipients.Why`.
        urgent: the submitter asked for a quick answer, so a digest would be too late.
        facts: further fields of the mail.

    Returns:
        The new mail, or None if it was there.
    """
    held = why in AS_APPROVER and prefers_digest(user) and can_wait(notice, facts.get("due_at"), urgent)
    status = MailJob.Status.HELD if held else MailJob.Status.QUEUED
    job, created = MailJob.objects.get_or_create(
        recipient=user, key=key, defaults={"notice": notice, "why": why, "status": status, **facts}
    )
    return job if created else None


def prefers_digest(user: Any) -> bool:
    """Tell whether that account approves and wants its mails about that in a digest."""
    digest = MailPreference.objects.filter(user=user, mode=MailPreference.Mode.DIGEST).exists()
    return digest and people.is_approver(user)


def can_wait(notice: str, due_at: datetime | None, urgent: bool) -> bool:
    """Tell whether a mail is still in time tomorrow morning."""
    if notice in CANNOT_WAIT:
        return False
    if notice not in ASKS:
        return True
    if urgent:
        return False
    return due_at is None or due_at >= hours.next_opening(timezone.now(), holidays.office_calendar())


def drop_moot(task_state_id: int) -> int:
    """Drop what still asks for an act in a round that has ended. Returns how many mails that were."""
    waiting = [MailJob.Status.QUEUED, MailJob.Status.HELD]
    moot = MailJob.objects.filter(task_state_id=task_state_id, notice__in=ASKS, status__in=waiting)
    return moot.update(status=MailJob.Status.DROPPED)


def due(now: datetime) -> list[int]:
    """Return the numbers of the mails that may be sent now, the longest waiting first."""
    found = MailJob.objects.filter(_claimable(now)).order_by("next_attempt_at", "id")
    return list(found.values_list("pk", flat=True))


def claim(job_id: int, now: datetime) -> MailJob | None:
    """Take a mail for sending; None if another process has it, it is done, or its time has not come."""
    won = MailJob.objects.filter(_claimable(now), pk=job_id).update(
        status=MailJob.Status.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    return MailJob.objects.select_related("recipient").get(pk=job_id) if won else None


def _claimable(now: datetime) -> Q:
    return Q(status=MailJob.Status.QUEUED, next_attempt_at__lte=now) | Q(
        status=MailJob.Status.SENDING, claimed_at__lt=now - CLAIM_LASTS
    )


def sent(job: MailJob) -> None:
    """Note that the server has accepted a mail, and with a digest all that it holds."""
    now = timezone.now()
    _mine(job).update(status=MailJob.Status.SENT, sent_at=now, trouble="", last_error="")
    if job.notice == Notice.DIGEST:
        job.items.filter(status=MailJob.Status.HELD).update(status=MailJob.Status.SENT, sent_at=now)


def dropped(job: MailJob) -> None:
    """Note that a mail is no longer needed."""
    _mine(job).update(status=MailJob.Status.DROPPED)
    job.items.filter(status=MailJob.Status.HELD).update(status=MailJob.Status.DROPPED)


def failed(job: MailJob, trouble: str, error: str, *, final: bool = False) -> datetime | None:
    """Note a failed attempt.

    Args:
        job: the mail, as claimed.
        trouble: a :class:`MailJob.Trouble`.
        error: what the server answered.
        final: no further attempt can succeed.

    Returns:
        When it is tried again; None if it is given up.
    """
    notes = {"trouble": trouble, "last_error": vietnamese.normalise(error)[:500]}
    if final or job.attempts >= MAX_ATTEMPTS:
        _mine(job).update(status=MailJob.Status.FAILED, **notes)
        return None
    again = timezone.now() + BACK_OFF[job.attempts - 1]
    _mine(job).update(status=MailJob.Status.QUEUED, next_attempt_at=again, **notes)
    return again


def prune(now: datetime) -> int:
    """Delete the mails that were sent, or no longer needed, twelve months ago. Returns how many at this run.

    A round that is still open keeps them: they are what keeps its reminders from being sent twice.
    """
    old = Q(status=MailJob.Status.SENT, sent_at__lt=now - KEPT_FOR) | Q(
        status=MailJob.Status.DROPPED, created_at__lt=now - KEPT_FOR
    )
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, pk=OuterRef("task_state_id"))
    found = MailJob.objects.filter(old, ~Exists(waiting)).order_by("pk")
    numbers = list(found.values_list("pk", flat=True)[:PRUNED_AT_A_TIME])
    MailJob.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def _mine(job: MailJob):
    """Return the mail as a query that no longer matches once another process has taken it over."""
    return MailJob.objects.filter(pk=job.pk, status=MailJob.Status.SENDING, claimed_at=job.claimed_at)


def send_again(job_ids: Iterable[int]) -> list[int]:
    """Queue mails that failed from the start again. Returns the numbers of those that were."""
    again = []
    for job_id in job_ids:
        stuck = MailJob.objects.in_trouble().filter(pk=job_id).exclude(status=MailJob.Status.SENDING)
        if stuck.update(status=MailJob.Status.QUEUED, attempts=0, next_attempt_at=timezone.now()):
            again.append(job_id)
    return again
