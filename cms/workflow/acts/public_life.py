"""What people do with a page once its content is approved: publication, schedule, take-down.

Part of the review's one door: everybody calls these through ``cms.workflow.service``.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.media import publication
from cms.media.refusal import NotReady

from .. import gate, order, people, tokens
from ..content import fingerprint
from ..models import Approval, Decision, Signature, TakeDown, UrgentPublication
from ..public_notice import current_take_down
from ..rules import Action, Capacity, State
from . import register
from .hours import drop_hour
from .rounds import Outcome, Refused, Round, lock_page, open_page


def prepare_files(task_state_id: int, seconds: float | None = None) -> None:
    """Make what is missing of a round's pictures, before its locks are taken: that may take half a minute.

    Args:
        task_state_id: the round; nothing happens if there is none.
        seconds: how long the person who decides may be kept waiting.

    Raises:
        Refused: there was more to do than time. What was made stays made: the next try goes on from there.
    """
    page_id = TaskState.objects.filter(pk=task_state_id).values_list("workflow_state__object_id", flat=True)
    left = sum(publication.prepare_page(int(pk), seconds) for pk in page_id)
    if left:
        raise Refused(
            ngettext(
                "The page's pictures are still being made ready: %(count)s is left. Nothing was decided; "
                "try again in a minute, what you wrote stays here.",
                "The page's pictures are still being made ready: %(count)s are left. Nothing was decided; "
                "try again in a minute, what you wrote stays here.",
                left,
            )
            % {"count": left}
        )


def publish_approved(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish exactly the approved revision of a finished round, now or at the hour that was signed.

    Raises:
        gate.NotApproved: the round ended without an approval of its revision.
        Refused: a picture of the page cannot be shown; the sentence names it.
    """
    with transaction.atomic():
        page = lock_page(int(workflow_state.object_id))
        task_state = workflow_state.current_task_state
        revision = task_state.revision if task_state else None
        if revision is None or gate.approval_for(page.pk, revision) is None:
            raise gate.NotApproved(
                _("This version does not carry the two signatures, so it cannot become public.")
            )
        try:
            revision.publish(user=user, skip_permission_checks=True)
        except NotReady as error:
            raise Refused(str(error)) from error


def review_afterwards(page_id: int, user: Any, token: str | None, comment: str = "") -> Outcome:
    """Give the second signature to what was published urgently (Hậu kiểm).

    Raises:
        Changed, Refused: as for :func:`sign`.
    """
    with open_page(page_id, user) as round_:
        round_.require(Action.REVIEW_AFTERWARDS)
        round_.require_shown(token, shown_live(round_.page))
        round_.require_comment(comment)
        revision = round_.page.live_revision
        facts = (round_.page, revision, round_.user)
        barred = round_.loaded.case.urgent_people
        principal = next(
            (one for one in people.principals(round_.user, round_.loaded.task) if one.pk not in barred), None
        )
        first = _urgent_signature(round_.page)
        second = register.sign(*facts, Capacity.APPROVER, round_id=None, principal=principal, comment=comment)
        register.decide(*facts, Decision.Kind.REVIEWED_AFTERWARDS, comment=comment, principal=principal)
        register.approve(*facts, Approval.Basis.TWO_SIGNATURES, signatures=(first.pk, second.pk))
        return Outcome(State.PUBLISHED)


def _urgent_signature(page: Page) -> Signature:
    """Return the signature on which the page was published urgently."""
    urgent = UrgentPublication.objects.filter(page_id=page.pk).latest("id")
    return Signature.objects.filter(
        page_id=page.pk,
        person_id=urgent.person_id,
        content_hash=urgent.content_hash,
        capacity=Capacity.APPROVER,
    ).latest("id")


def shown_live(page: Page) -> tokens.Shown:
    """Return what a review page shows of a public page."""
    revision = page.live_revision
    return tokens.Shown(page.pk, None, revision.pk, fingerprint(revision.content))


def cancel_schedule(page_id: int, user: Any, reason: str) -> Outcome:
    """Take an approved page out of the schedule before its hour: it is a draft again.

    Raises:
        Refused: with the sentence for the person.
    """
    with open_page(page_id, user) as round_:
        round_.require(Action.CANCEL_SCHEDULE)
        round_.require_reason(reason)
        _unschedule(round_, reason)
        return Outcome(State.DRAFT)


def _unschedule(round_: Round, reason: str) -> None:
    # The register's line ends the approval (gate.py): what comes back goes through review again.
    for revision in Revision.objects.for_instance(round_.page).filter(approved_go_live_at__isnull=False):
        drop_hour(round_.page, revision, reason, round_.user)


def take_down(page_id: int, user: Any, kind: str, reason: str, *, target: Page | None = None) -> Outcome:
    """Take a public page down at once (Gỡ bài). It comes back only through review.

    What was withdrawn and is still readable can be taken down once more, for good.

    Args:
        page_id: the page.
        user: an approver.
        kind: one of :class:`TakeDown.Kind`.
        reason: what the public is told.
        target: the public page that it was merged into, for that kind.

    Raises:
        Refused: with the sentence for the person.
    """
    with open_page(page_id, user) as round_:
        round_.require(Action.TAKE_DOWN)
        round_.require_reason(reason)
        if kind not in TakeDown.Kind.values:
            raise Refused(_("Choose why the page is taken down."))
        if kind == TakeDown.Kind.MERGED and (target is None or not target.live or target.pk == page_id):
            raise Refused(_("Choose the public page into which this one was merged."))
        public, principal = round_.page.live, round_.principal()
        revision = round_.page.live_revision if public else _withdrawn_revision(round_.page)
        if kind == TakeDown.Kind.WITHDRAWN and not public:
            raise Refused(_("The page is withdrawn already: choose what readers find instead of its text."))
        if kind == TakeDown.Kind.WITHDRAWN and not order.lasting_approval(page_id, revision):
            raise Refused(
                _(
                    "This text was published urgently, on one signature, so it cannot stay readable. Choose that it "
                    "was published by mistake, or have another approver review it first."
                )
            )
        # First, because the take-down is the last word (hours.record_expiry).
        _unschedule(round_, reason)
        register.take_down(
            round_.page,
            revision,
            round_.user,
            kind=kind,
            reason=reason,
            target=target.pk if target and kind == TakeDown.Kind.MERGED else None,
            principal=principal,
        )
        register.decide(
            round_.page, revision, round_.user, Decision.Kind.TAKEN_DOWN, comment=reason, principal=principal
        )
        if public:
            UnpublishPageAction(round_.page, user=round_.user).execute(skip_permission_checks=True)
        return Outcome(State.DRAFT)


def _withdrawn_revision(page: Page) -> Revision | None:
    """Return the text that was withdrawn and is still readable."""
    standing = current_take_down(page)
    return Revision.objects.filter(pk=standing.revision_id).first() if standing else None


def found(page: Page) -> None:
    """Make a page of structure public when the portal is first set up. Never a story, never twice.

    Raises:
        Refused: the page may not be founded, or it was public or submitted before.
    """
    with transaction.atomic():
        page = lock_page(page.pk)
        known = Decision.objects.filter(page_id=page.pk).exists()
        if not getattr(page, "can_be_founded", False) or known or page.first_published_at:
            raise Refused(_("Only a new page of structure can be set up without review."))
        revision = page.get_latest_revision() or page.save_revision()
        register.decide(page, revision, None, Decision.Kind.FOUNDED)
        register.approve(page, revision, None, Approval.Basis.FOUNDING)
        revision.publish(skip_permission_checks=True)
