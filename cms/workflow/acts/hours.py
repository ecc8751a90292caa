"""The hours of a page: at one it becomes public, at the other it leaves the public.

Part of the review's one door: everybody calls these through ``cms.workflow.service``. What runs them every
minute is in ``schedule.py``.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from cms import vietnamese
from cms.media import publication

from .. import gate
from ..models import Approval, Decision
from . import register
from .rounds import lock_page

logger = logging.getLogger(__name__)

# The scheduler runs as each minute begins: what it does later than this was held up.
LATE_AFTER = timedelta(minutes=2)


def keep_hours(page_id: int) -> bool:
    """Publish the page's version that is due, then take the page from the public if its end has come.

    In one transaction and under the page's lock: of two schedulers that come at once, the second finds nothing
    left to do. The newer version first, so that one that follows an expiring one at the same hour is not lost.
    If it cannot be published – a picture of it is lost – what has expired leaves the public all the same.

    Returns:
        Whether the page went public or left it.

    Raises:
        Refused: there is no such page any more.
        Exception: whatever kept the version that is due from being published, after the expiry is stored.
    """
    publication.prepare_page(page_id)
    published, failure = False, None
    with transaction.atomic():
        page = lock_page(page_id)
        try:
            with transaction.atomic():
                published = _publish_what_is_due(page)
        except Exception as error:
            failure = error
        # As it is stored now: published, or as it was.
        expired = _expire_if_due(lock_page(page_id))
    if failure is not None:
        raise failure
    return expired or published


def _publish_what_is_due(page: Page) -> bool:
    now = timezone.now()
    due = Revision.objects.for_instance(page).filter(approved_go_live_at__lte=now)
    chosen = None
    for revision in due.order_by("approved_go_live_at", "pk"):
        if gate.approval_for(page.pk, revision) is None:
            logger.error("Page %s, revision %s: an hour without an approval", page.pk, revision.pk)
            drop_hour(page, revision, _("Not published: nobody approved this version for that hour."))
        elif (ends := revision.as_object().expire_at) and ends <= now:
            drop_hour(page, revision, _("Not published: its expiry had passed before it could be published."))
        else:
            chosen = revision
    if chosen is None:
        return False
    hour = chosen.approved_go_live_at
    chosen.publish(log_action="wagtail.publish.scheduled", skip_permission_checks=True)
    if comment := _late(hour):
        register.decide(page, chosen, None, Decision.Kind.PUBLISHED_LATE, comment=comment)
    return True


def drop_hour(page: Page, revision: Revision, comment: str, user: Any = None) -> None:
    """Take a version out of the schedule. The line ends its approval, if it has any (gate.py)."""
    register.decide(page, revision, user, Decision.Kind.SCHEDULE_CANCELLED, comment=comment)
    revision.approved_go_live_at = None
    revision.save(user=user, update_fields=["approved_go_live_at"])


def _expire_if_due(page: Page) -> bool:
    if not page.live or page.expire_at is None or page.expire_at > timezone.now():
        return False
    waiting = [
        (revision, approval)
        for revision in Revision.objects.for_instance(page).filter(approved_go_live_at__isnull=False)
        if (approval := gate.approval_for(page.pk, revision))
    ]
    UnpublishPageAction(page, set_expired=True, log_action="wagtail.unpublish.scheduled").execute(
        skip_permission_checks=True
    )
    for revision, approval in waiting:
        _keep_waiting(page, revision, approval)
    return True


def _keep_waiting(page: Page, revision: Revision, approval: Approval) -> None:
    """Let a newer version keep the hour that was signed for it.

    Wagtail takes every version of an expired page out of the schedule, and the expiry has ended the page's
    approvals, so that no older text comes back: this one is recorded anew, on the same signatures.
    """
    register.approve(
        page,
        revision,
        None,
        approval.basis,
        round_id=approval.task_state_id,
        signatures=(approval.first_signature_id, approval.second_signature_id),
    )
    # As it was read before: Wagtail has emptied it in the database only.
    revision.save(update_fields=["approved_go_live_at"])


def _late(hour: datetime) -> str:
    """Return what the register says of an hour that was kept late; empty if it was kept in time."""
    delay = timezone.now() - hour
    if delay <= LATE_AFTER:
        return ""
    return _("%(minutes)s minutes late: the hour was %(hour)s.") % {
        "minutes": int(delay.total_seconds() // 60),
        "hour": vietnamese.long_datetime(hour),
    }


def record_expiry(page: Page) -> None:
    """Write the register's line for a page that left the public by its expiry. Connected to a signal.

    It ends the page's approvals: what expired comes back only through review.
    """
    last = Decision.objects.filter(page_id=page.pk).order_by("-id").first()
    if last is not None and last.kind != Decision.Kind.TAKEN_DOWN:
        comment = _late(page.expire_at) if page.expired and page.expire_at else ""
        register.decide(page, page.get_latest_revision(), None, Decision.Kind.EXPIRED, comment=comment)
