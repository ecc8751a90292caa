"""The one door of the review: whatever changes where a page stands goes through here.

The review page, ``ReviewTask.on_action``, management commands and tests call these functions. Each locks
the page, re-reads it, asks ``rules``, writes the evidence and lets Wagtail do the rest – together, in one
transaction, or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.completeness import all_problems

from . import cases, clock, gate, people, register, tokens
from .content import fingerprint
from .models import Approval, Decision, ReviewRequest, TakeDown
from .rounds import Changed, Refused, Round, lock_page, open_page, open_round
from .rules import URGENT_REASON_MIN_LENGTH, Action, Capacity, State, can_sign, completing_approvers

__all__ = ["Changed", "Outcome", "Refused"]


@dataclass(frozen=True)
class Outcome:
    """What an act led to: the page's new state, and who must act next (ids of accounts)."""

    state: State
    waits_for: frozenset[int] = frozenset()


def submit(
    page: Page, user: Any, *, urgent: bool = False, note: str = "", due_at: datetime | None = None
) -> TaskState:
    """Submit a page's latest revision: the user signs it as its author, the approvers' queue gets it.

    Raises:
        Refused: with the sentence for the person, also when the page is not complete.
    """
    with open_page(page.pk, user) as round_:
        round_.require(Action.SUBMIT)
        if round_.loaded.revision is None:
            raise Refused(_("Save the page before submitting it."))
        state = round_.page.current_workflow_state
        if state is not None:
            state.resume(round_.user)
        else:
            workflow = round_.page.get_workflow()
            if workflow is None:
                raise Refused(_("No review is set up for this page: ask an administrator."))
            state = workflow.start(round_.page, round_.user)
        request_review(state.current_task_state, urgent=urgent, note=note, due_at=due_at)
        return state.current_task_state


def record_submission(task_state: TaskState, user: Any) -> None:
    """Sign a submission as its author. Called by ``ReviewTask.start``, inside its transaction.

    Raises:
        Refused: nobody in particular submits, or somebody who may not edit the page; or it is not complete.
    """
    page = lock_page(int(task_state.workflow_state.object_id))
    if user is None or not page.permissions_for_user(user).holds_edit_right():
        raise Refused(_("You may not submit this page."))
    revision = task_state.revision
    problems = list(all_problems(revision.as_object()))
    if problems:
        raise Refused(_("The page is not complete: %(problems)s") % {"problems": "; ".join(problems)})
    register.sign(page, revision, user, Capacity.AUTHOR, round_id=task_state.pk)
    register.decide(page, revision, user, Decision.Kind.SUBMITTED, round_id=task_state.pk)
    request_review(task_state)


def request_review(
    task_state: TaskState, *, urgent: bool = False, note: str = "", due_at: datetime | None = None
) -> ReviewRequest:
    """Say by when an answer is due (one working day if nothing is said) and what the approver should know."""
    due_at = due_at or clock.add_working_time(timezone.now(), clock.WORKING_DAY)
    request, _created = ReviewRequest.objects.update_or_create(
        task_state=task_state, defaults={"urgent": urgent, "note": note.strip()[:500], "due_at": due_at}
    )
    return request


def decide(task_state_id: int, user: Any, action_name: str, **data: Any) -> Outcome:
    """Make the decision that Wagtail's interface names.

    Wagtail passes a form's JSON here unchecked, so unknown names and values are refused one by one.

    Raises:
        Refused: the action or a value is unknown, or the act itself is refused.
    """
    acts: dict[str, tuple[Callable[..., Outcome], str]] = {
        "approve": (sign, "comment"),
        "reject": (return_page, "reason"),
    }
    if action_name not in acts or not set(data) <= {"token", "comment"}:
        raise Refused(_("Decide on the review page, where the text is shown."))
    act, text_argument = acts[action_name]
    if not all(isinstance(value, str) for value in data.values()):
        raise Refused(_("Decide on the review page, where the text is shown."))
    return act(task_state_id, user, data.get("token"), **{text_argument: data.get("comment", "")})


def sign(task_state_id: int, user: Any, token: str | None, comment: str = "") -> Outcome:
    """Sign the shown content as an approver; publish it if that is the second signature.

    Args:
        task_state_id: the round.
        user: the approver.
        token: minted by the review page from the revision that it showed.
        comment: what the register should say besides.

    Raises:
        Changed: the page is no longer what was shown.
        Refused: with the sentence for the person.
    """
    with open_round(task_state_id, user) as round_:
        round_.require(Action.SIGN)
        round_.require_shown(token)
        principal = round_.principal()
        _require_own_or_principal(round_, principal)
        corrected = user.pk in _writers_of_round(round_)
        kind = Decision.Kind.CORRECTED if corrected else Decision.Kind.SIGNED
        round_.record(kind, comment=comment, principal=principal)
        round_.sign(Capacity.APPROVER, principal=principal, comment=comment)
        return _finish(round_)


def _require_own_or_principal(round_: Round, principal: Any) -> None:
    """A pure deputy signs only in somebody's name; if all names are taken, the signature is refused."""
    if principal is None and not people.holds_role(round_.user, round_.loaded.task):
        raise Refused(_("You stand in for somebody who has signed this page: another approver must sign it."))


def _writers_of_round(round_: Round) -> set[int | None]:
    """Return who saved a revision after the round's submission."""
    submission = round_.loaded.signatures[0] if round_.loaded.signatures else None
    if submission is None:
        return set()
    revisions = Revision.objects.for_instance(round_.page).filter(created_at__gt=submission.made_at)
    return set(revisions.values_list("user_id", flat=True))


def confirm(task_state_id: int, user: Any, token: str | None) -> Outcome:
    """Confirm, as the submitter, the version that an approver corrected and signed.

    Raises:
        Changed, Refused: as for :func:`sign`.
    """
    with open_round(task_state_id, user) as round_:
        round_.require(Action.CONFIRM)
        round_.require_shown(token)
        round_.record(Decision.Kind.CONFIRMED)
        round_.sign(Capacity.AUTHOR)
        return _finish(round_)


def refuse(task_state_id: int, user: Any, token: str | None, reason: str) -> Outcome:
    """Refuse, as the submitter, an approver's correction: back into review, with the reason.

    Raises:
        Changed, Refused: as for :func:`sign`; the reason may not be empty.
    """
    with open_round(task_state_id, user) as round_:
        round_.require(Action.REFUSE)
        round_.require_reason(reason)
        round_.require_shown(token)
        round_.record(Decision.Kind.REFUSED, comment=reason)
        return Outcome(State.IN_REVIEW, frozenset(round_.loaded.case.approvers))


def return_page(task_state_id: int, user: Any, token: str | None, reason: str) -> Outcome:
    """Return a page to its reporter with what must be changed (Trả bài).

    Raises:
        Changed, Refused: as for :func:`sign`; the reason may not be empty.
    """
    with open_round(task_state_id, user) as round_:
        round_.require(Action.RETURN)
        round_.require_reason(reason)
        round_.require_shown(token)
        round_.record(Decision.Kind.RETURNED, comment=reason, principal=round_.principal())
        round_.loaded.task_state.reject(user=round_.user, comment=reason.strip())
        return Outcome(State.RETURNED, frozenset(filter(None, [round_.loaded.case.submitter])))


def withdraw(task_state_id: int, user: Any) -> Outcome:
    """Take a submitted page back (Rút lại).

    Raises:
        Refused: with the sentence for the person.
    """
    with open_round(task_state_id, user) as round_:
        round_.require(Action.WITHDRAW)
        # The register's line is written by record_withdrawal, which also hears Wagtail's own button.
        round_.loaded.workflow_state.cancel(user=round_.user)
        return Outcome(State.DRAFT)


def record_withdrawal(workflow_state: WorkflowState, user: Any) -> None:
    """Write the register's line for a cancelled round. Connected to Wagtail's ``workflow_cancelled``."""
    task_state = workflow_state.current_task_state
    page = lock_page(int(workflow_state.object_id))
    ended = Decision.objects.filter(
        task_state_id=task_state.pk if task_state else None, kind__in=Decision.ENDS_ROUND
    ).exists()
    register.decide(
        page,
        page.get_latest_revision(),
        user,
        Decision.Kind.WITHDRAWN,
        round_id=None if ended or task_state is None else task_state.pk,
    )


def _finish(round_: Round) -> Outcome:
    """Publish if the present content is complete, else say who must sign next."""
    approval = round_.approve_if_complete()
    if approval is None:
        case = round_.loaded.case
        waits_for = {case.submitter} if case.submitter and case.submitter_active else set()
        return Outcome(State.TO_CONFIRM, frozenset(waits_for | completing_approvers(case)))
    return _end_round(round_, Decision.Kind.PUBLISHED)


def _end_round(round_: Round, kind: str) -> Outcome:
    """End the round with the approved revision; Wagtail's finish action publishes or schedules it."""
    task_state, revision = round_.loaded.task_state, round_.loaded.revision
    go_live_at = revision.as_object().go_live_at
    scheduled = bool(go_live_at and go_live_at > timezone.now())
    round_.record(Decision.Kind.SCHEDULED if scheduled and kind == Decision.Kind.PUBLISHED else kind)
    # Wagtail publishes what the step's revision is; autosave and corrections may have made newer ones.
    task_state.revision = revision
    task_state.approve(user=round_.user)
    return Outcome(State.SCHEDULED if scheduled else State.PUBLISHED)


def publish_approved(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish exactly the approved revision of a finished round, now or at the hour that was signed.

    Raises:
        gate.NotApproved: the round ended without an approval of its revision.
    """
    with transaction.atomic():
        page = lock_page(int(workflow_state.object_id))
        task_state = workflow_state.current_task_state
        revision = task_state.revision if task_state else None
        if revision is None or gate.approval_for(page.pk, revision) is None:
            raise gate.NotApproved(
                _("This version does not carry the two signatures, so it cannot become public.")
            )
        revision.publish(user=user, skip_permission_checks=True)


def publish_urgently(task_state_id: int, user: Any, token: str | None, reason: str) -> Outcome:
    """Publish on one approver's signature (Đăng khẩn); another must review it within one working day.

    Raises:
        Changed, Refused: as for :func:`sign`; the reason takes at least 20 characters.
    """
    with open_round(task_state_id, user) as round_:
        round_.require(Action.PUBLISH_URGENTLY)
        round_.require_reason(reason, minimum=URGENT_REASON_MIN_LENGTH)
        round_.require_shown(token)
        revision = round_.loaded.revision
        go_live_at = revision.as_object().go_live_at
        if go_live_at and go_live_at > timezone.now():
            raise Refused(_("The page has an hour for its publication: remove it first."))
        principal = round_.principal()
        _require_own_or_principal(round_, principal)
        round_.sign(Capacity.APPROVER, principal=principal, comment=reason)
        register.publish_urgently(
            round_.page,
            revision,
            round_.user,
            round_id=round_.id,
            principal=principal,
            reason=reason,
            due_at=clock.add_working_time(timezone.now(), clock.WORKING_DAY),
        )
        register.approve(round_.page, revision, round_.user, Approval.Basis.URGENT, round_id=round_.id)
        return _end_round(round_, Decision.Kind.URGENT)


def review_afterwards(page_id: int, user: Any, token: str | None, comment: str = "") -> Outcome:
    """Give the second signature to what was published urgently (Hậu kiểm).

    Raises:
        Changed, Refused: as for :func:`sign`.
    """
    with open_page(page_id, user) as round_:
        round_.require(Action.REVIEW_AFTERWARDS)
        revision = round_.page.live_revision
        round_.require_shown(token, shown_live(round_.page))
        facts = (round_.page, revision, round_.user)
        register.sign(*facts, Capacity.APPROVER, round_id=None, comment=comment)
        register.decide(*facts, Decision.Kind.REVIEWED_AFTERWARDS, comment=comment)
        register.approve(*facts, Approval.Basis.TWO_SIGNATURES)
        return Outcome(State.PUBLISHED)


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
        register.decide(
            round_.page, round_.loaded.revision, round_.user, Decision.Kind.SCHEDULE_CANCELLED, comment=reason
        )
        _unschedule(round_)
        return Outcome(State.DRAFT)


def _unschedule(round_: Round) -> None:
    # The register's line ends the approval (gate.py): what comes back goes through review again.
    for revision in Revision.objects.for_instance(round_.page).filter(approved_go_live_at__isnull=False):
        revision.approved_go_live_at = None
        revision.save(user=round_.user, update_fields=["approved_go_live_at"])


def take_down(
    page_id: int, user: Any, kind: str, reason: str, *, target: Page | None = None
) -> Outcome:
    """Take a public page down at once (Gỡ bài). It comes back only through review.

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
        revision, principal = round_.page.live_revision, round_.principal()
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
        UnpublishPageAction(round_.page, user=round_.user).execute(skip_permission_checks=True)
        return Outcome(State.DRAFT)


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


def eligible_approvers(page: Page, user: Any) -> list:
    """Return the accounts that could approve this page if that user submits it now."""
    task = cases.review_task_of(page)
    if task is None:
        return []
    case = cases.load(page).case
    return [
        account
        for account in people.approvers(task)
        if account.pk != user.pk and (account.pk not in case.approvers or can_sign(case, account.pk))
    ]
