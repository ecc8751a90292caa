"""What a reporter asks of the approvers with a submission: urgency, a due time, a note.

Part of the review's one door: everybody calls these through ``cms.workflow.service``.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from cms import vietnamese

from ..models import Announced, Decision, ReviewRequest
from ..rules import YES, Action, Verdict, no
from ..scheduling import holidays
from . import notices
from .rounds import Outcome, Refused, open_round

FARTHEST_DUE = timedelta(days=366)
NOTE_MAX_LENGTH = ReviewRequest._meta.get_field("note").max_length


def check_due(due_at: datetime, now: datetime) -> Verdict:
    """Return whether an answer may be asked for by that moment (both aware)."""
    if due_at <= now:
        return no(_("The due time is over already: choose a later one."))
    if due_at - now > FARTHEST_DUE:
        return no(_("The due time lies more than a year ahead: check the year."))
    return YES


def request_review(
    task_state: TaskState, *, urgent: bool = False, note: str = "", due_at: datetime | None = None
) -> ReviewRequest:
    """Say by when an answer is due and what the approver should know. What is asked last counts.

    Args:
        task_state: the round.
        urgent: the approvers find it before everything else.
        note: at most 500 characters; what is beyond is cut off.
        due_at: an aware moment; a working day after the submission if nothing is said.

    Raises:
        Refused: the due time is over, or more than a year away.
    """
    known = ReviewRequest.objects.filter(task_state=task_state).first()
    if due_at is not None and (known is None or due_at != known.due_at):
        verdict = check_due(due_at, timezone.now())
        if not verdict:
            raise Refused(verdict.sentence)
    request, _created = ReviewRequest.objects.update_or_create(
        task_state=task_state,
        defaults={
            "urgent": urgent,
            "note": vietnamese.normalise_lines(note)[:NOTE_MAX_LENGTH],
            "due_at": due_at or holidays.after_one_working_day(task_state.started_at),
        },
    )
    return request


def change_request(
    task_state_id: int, user: Any, *, urgent: bool = False, note: str = "", due_at: datetime | None = None
) -> Outcome:
    """Change, as the submitter or the page's owner, what was asked for; until an approver signs.

    Who was told of an ordinary submission is told once more if it becomes urgent.

    Raises:
        Refused: with the sentence for the person.
    """
    with open_round(task_state_id, user) as round_:
        round_.require(Action.REQUEST)
        task_state = round_.loaded.task_state
        known = ReviewRequest.objects.filter(task_state=task_state).first()
        request_review(task_state, urgent=urgent, note=note, due_at=due_at)
        if urgent and not (known and known.urgent) and _was_announced(task_state_id):
            transaction.on_commit(partial(notices.announce_urgency, task_state_id))
        return Outcome(round_.loaded.case.state, round_.loaded.case.approvers)


def _was_announced(task_state_id: int) -> bool:
    """Tell whether the mails of the submission are made; those that are not yet will say that it is urgent."""
    submission = Decision.objects.filter(task_state_id=task_state_id, kind=Decision.Kind.SUBMITTED)
    return Announced.objects.filter(decision_id__in=submission.values("pk")).exists()
