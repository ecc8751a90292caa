"""The digest: one mail a working day to each approver who chose it, at the first run in working hours."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cms.workflow.models import MailJob, MailPreference
from cms.workflow.scheduling import holidays
from cms.workflow.scheduling.clock import ZONE

from . import hours, queue, waiting
from .recipients import Notice, Why


def run(now: datetime) -> list[MailJob]:
    """Make today's digests that are not there yet (``now`` is aware). Returns the new mails; again, none."""
    if not hours.is_open(now, holidays.office_calendar()):
        return []
    today = now.astimezone(ZONE).date()
    held_for = _held().values("recipient_id")
    preferences = MailPreference.objects.filter(
        Q(mode=MailPreference.Mode.DIGEST) | Q(user__in=held_for), _not_yet(today), user__is_active=True
    )
    made = [_make(preference.user, today) for preference in preferences.select_related("user")]
    return [job for job in made if job]


def _held():
    return MailJob.objects.filter(status=MailJob.Status.HELD, digest=None)


def _not_yet(today: date) -> Q:
    return Q(last_digest_on=None) | Q(last_digest_on__lt=today)


@transaction.atomic
def _make(user: Any, today: date) -> MailJob | None:
    """Make that person's digest with all that was kept for it; None if there is nothing to say today."""
    # The one UPDATE decides between two runs at the same moment.
    if not MailPreference.objects.filter(_not_yet(today), user=user).update(last_digest_on=today):
        return None
    held = list(_held().filter(recipient=user).values_list("pk", flat=True))
    if not held and not (queue.prefers_digest(user) and waiting.for_person(user)):
        return None
    job = queue.add(user, f"digest:{today}", Notice.DIGEST, Why.DIGEST)
    if job:
        MailJob.objects.filter(pk__in=held).update(digest=job)
    return job
