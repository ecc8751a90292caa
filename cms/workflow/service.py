"""The one door of the review: whatever changes where a page stands goes through here.

The review page, ``ReviewTask.on_action``, management commands and tests call these functions. Each locks
the page, re-reads it, asks ``rules``, writes the evidence and lets Wagtail do the rest – together, in one
transaction, or not at all.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.completeness import all_problems

from . import cases
from .acts import register
from .acts.appointing import access_of, record_access, record_deletion
from .acts.asking import change_request, request_review
from .acts.delegating import end_delegation, name_deputy
from .acts.hours import keep_hours, record_expiry
from .acts.public_life import (
    cancel_schedule,
    found,
    prepare_files,
    publish_approved,
    review_afterwards,
    shown_live,
    take_down,
)
from .acts.rounds import Changed, Outcome, Refused, Round, lock_page, open_page, open_round, require_only_step
from .cases import eligible_approvers
from .models import Approval, Decision
from .rules import URGENT_REASON_MIN_LENGTH, Action, Capacity, State, completing_approvers
from .scheduling import holidays

__all__ = [
    "Changed",
    "Outcome",
    "Refused",
    "access_of",
    "cancel_schedule",
    "change_request",
    "eligible_approvers",
    "end_delegation",
    "found",
    "keep_hours",
    "name_deputy",
    "publish_approved",
    "record_access",
    "record_deletion",
    "record_expiry",
    "request_review",
    "review_afterwards",
    "shown_live",
    "take_down",
]


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
        if cases.review_task_of(round_.page) is None:
            raise Refused(_("No review is set up for this page: ask an administrator."))
        state = round_.page.current_workflow_state
        if state is not None:
            state.resume(round_.user)
        else:
            state = round_.page.get_workflow().start(round_.page, round_.user)
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
    require_only_step(task_state)
    revision = task_state.revision
    _require_complete(revision, submitted=True)
    register.sign(page, revision, user, Capacity.AUTHOR, round_id=task_state.pk)
    register.decide(page, revision, user, Decision.Kind.SUBMITTED, round_id=task_state.pk)
    request_review(task_state)


def _require_complete(revision: Revision, *, submitted: bool = False) -> None:
    """Raise unless the revision is complete: a draft may lack something, what is signed may not."""
    page = revision.as_object()
    problems = list(all_problems(page))
    if submitted and (asked := getattr(page, "problems_when_submitted", None)):
        problems += [str(sentence) for _field, sentence in asked()]
    if problems:
        raise Refused(_("The page is not complete: %(problems)s") % {"problems": "; ".join(problems)})


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


def sign(
    task_state_id: int, user: Any, token: str | None, comment: str = "", *, seconds: float | None = None
) -> Outcome:
    """Sign the shown content as an approver; publish it if that is the second signature.

    Args:
        task_state_id: the round.
        user: the approver.
        token: minted by the review page from the revision that it showed.
        comment: what the register should say besides.
        seconds: how long the person may be kept waiting for pictures that are not ready; None as long as it takes.

    Raises:
        Changed: the page is no longer what was shown.
        Refused: with the sentence for the person.
    """
    prepare_files(task_state_id, seconds)
    with open_round(task_state_id, user) as round_:
        round_.require(Action.SIGN)
        round_.require_shown(token)
        _require_complete(round_.loaded.revision)
        principal = round_.principal()
        corrected = user.pk in _writers_of_round(round_)
        kind = Decision.Kind.CORRECTED if corrected else Decision.Kind.SIGNED
        round_.record(kind, comment=comment, principal=principal)
        round_.sign(Capacity.APPROVER, principal=principal, comment=comment)
        return _finish(round_)


def _writers_of_round(round_: Round) -> set[int | None]:
    """Return who saved a revision after the round's submission."""
    submission = round_.loaded.signatures[0] if round_.loaded.signatures else None
    if submission is None:
        return set()
    revisions = Revision.objects.for_instance(round_.page).filter(pk__gt=submission.revision_id)
    return set(revisions.values_list("user_id", flat=True))


def confirm(
    task_state_id: int, user: Any, token: str | None, comment: str = "", *, seconds: float | None = None
) -> Outcome:
    """Confirm, as the submitter, the version that an approver corrected and signed.

    Args:
        task_state_id, user, token, comment, seconds: as for :func:`sign`.

    Raises:
        Changed, Refused: as for :func:`sign`.
    """
    prepare_files(task_state_id, seconds)
    with open_round(task_state_id, user) as round_:
        round_.require(Action.CONFIRM)
        round_.require_shown(token)
        _require_complete(round_.loaded.revision)
        round_.record(Decision.Kind.CONFIRMED, comment=comment)
        round_.sign(Capacity.AUTHOR, comment=comment)
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


def _end_round(round_: Round, kind: str, *, comment: str = "", principal: Any = None) -> Outcome:
    """End the round with the approved revision; Wagtail's finish action publishes or schedules it."""
    task_state, revision = round_.loaded.task_state, round_.loaded.revision
    require_only_step(task_state)
    go_live_at = revision.as_object().go_live_at
    scheduled = bool(go_live_at and go_live_at > timezone.now())
    kind = Decision.Kind.SCHEDULED if scheduled and kind == Decision.Kind.PUBLISHED else kind
    round_.record(kind, comment=comment, principal=principal)
    # Wagtail publishes what the step's revision is; autosave and corrections may have made newer ones.
    task_state.revision = revision
    task_state.approve(user=round_.user)
    return Outcome(State.SCHEDULED if scheduled else State.PUBLISHED)


def publish_urgently(
    task_state_id: int, user: Any, token: str | None, reason: str, *, seconds: float | None = None
) -> Outcome:
    """Publish on one approver's signature (Đăng khẩn); another must review it within one working day.

    What replaces such a text before that review is due with it, not later.

    Raises:
        Changed, Refused: as for :func:`sign`; the reason takes at least 20 characters.
    """
    prepare_files(task_state_id, seconds)
    with open_round(task_state_id, user) as round_:
        round_.require(Action.PUBLISH_URGENTLY)
        round_.require_reason(reason, minimum=URGENT_REASON_MIN_LENGTH)
        round_.require_shown(token)
        revision = round_.loaded.revision
        _require_complete(revision)
        go_live_at = revision.as_object().go_live_at
        if go_live_at and go_live_at > timezone.now():
            raise Refused(_("The page has an hour for its publication: remove it first."))
        due_at = holidays.after_one_working_day(timezone.now())
        if before := cases.open_urgent(round_.page.pk):
            # The public has been reading one person's text since then.
            due_at = min(due_at, before.due_at)
        expire_at = revision.as_object().expire_at
        if expire_at and expire_at <= due_at:
            raise Refused(
                _(
                    "The page would expire before the review afterwards is due, so nobody would review it: remove "
                    "or change its expiry first."
                )
            )
        principal = round_.principal()
        round_.sign(Capacity.APPROVER, principal=principal, comment=reason)
        register.publish_urgently(
            round_.page,
            revision,
            round_.user,
            round_id=round_.id,
            principal=principal,
            reason=reason,
            due_at=due_at,
        )
        register.approve(round_.page, revision, round_.user, Approval.Basis.URGENT, round_id=round_.id)
        return _end_round(round_, Decision.Kind.URGENT, comment=reason, principal=principal)
