"""A page's case for the rules: everything they may ask, read from the database."""

from dataclasses import dataclass, field, replace
from typing import Any

from wagtail.models import Page, PageLogEntry, Revision, Task, TaskState, WorkflowState

from . import order, people
from .content import fingerprint
from .models import Decision, ReviewTask, Signature, UrgentPublication
from .order import open_urgents
from .rules import Action, Capacity, Case, Mark, State, may, state_in_review

# The log's entries by which somebody wrote. A publication is logged with "content changed" too, after the
# approval: it would make the approver a contributor to whatever comes next.
WRITING = ("wagtail.create", "wagtail.edit", "wagtail.revert", "wagtail.copy")


@dataclass
class LoadedCase:
    """The case, with the rows that it was made from."""

    case: Case
    page: Page
    task: ReviewTask | None = None
    # Wagtail has no types: these are its WorkflowState, TaskState and Revision, None outside of a round.
    workflow_state: Any = None
    task_state: Any = None
    revision: Any = None
    signatures: list[Signature] = field(default_factory=list)


def load(page: Page, *, signatures: bool = True) -> LoadedCase:
    """Return the case of a page.

    Args:
        page: any instance of the page; only its identity and its flags are used.
        signatures: False spares what only decisions need – content, signatures, contributors. The two states
            of an open round are then not told apart.
    """
    workflow_state = page.current_workflow_state
    task_state = workflow_state.current_task_state if workflow_state else None
    task = _task_of(task_state)
    case = Case(
        state=_state(page, workflow_state),
        content="",
        live=page.live,
        ever_published=page.last_published_at is not None,
        owner=page.owner_id,
        submitter=workflow_state.requested_by_id if workflow_state else None,
        independent_approver=bool(task and task.independent_approver),
    )
    loaded = LoadedCase(case, page, task, workflow_state, task_state)
    if signatures:
        _add_signatures(loaded)
    return loaded


def _task_of(task_state: TaskState | None) -> ReviewTask | None:
    task = task_state.task.specific if task_state else None
    return task if isinstance(task, ReviewTask) else None


def _state(page: Page, workflow_state: WorkflowState | None) -> State:
    if workflow_state:
        returned = workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
        return State.RETURNED if returned else State.IN_REVIEW
    if Revision.objects.for_instance(page).filter(approved_go_live_at__isnull=False).exists():
        return State.SCHEDULED
    return State.PUBLISHED if page.live and not page.has_unpublished_changes else State.DRAFT


def _add_signatures(loaded: LoadedCase) -> None:
    page, case = loaded.page, loaded.case
    revision = loaded.revision = page.get_latest_revision()
    values: dict[str, Any] = {"content": fingerprint(revision.content) if revision else ""}
    if loaded.task_state:
        loaded.signatures = signatures_of_round(loaded.task_state.pk)
        authors = [row.person_id for row in loaded.signatures if row.capacity == Capacity.AUTHOR]
        values["submitter"] = authors[0] if authors else case.submitter
        values["marks"] = tuple(as_mark(row) for row in loaded.signatures)
        values["submitter_active"] = people.is_active(values["submitter"])
    if loaded.task:
        values["approvers"] = frozenset(user.pk for user in people.approvers(loaded.task))
        values["contributors"] = contributors(page, values.get("submitter"))
    urgent = open_urgent(page.pk)
    if urgent:
        task = loaded.task or review_task_of(page)
        values["urgent_open"] = True
        values["urgent_people"] = barred_from_reviewing_afterwards(
            urgent, bool(task and task.independent_approver)
        )
    case = replace(case, **values)
    if case.state is State.IN_REVIEW:
        case = replace(case, state=state_in_review(case))
    loaded.case = case


def as_mark(row: Signature) -> Mark:
    """Return a signature as the rules see it."""
    return Mark(row.person_id or 0, Capacity(row.capacity), row.content_hash, row.on_behalf_of_id)


def signatures_of_round(task_state_id: int) -> list[Signature]:
    """Return the signatures of a round that still count, oldest first (order.still_counting)."""
    rows = Signature.objects.filter(task_state_id=task_state_id).order_by("id")
    lines = Decision.objects.filter(task_state_id=task_state_id, kind__in=order.ABOUT_SIGNATURES)
    return order.still_counting(rows, lines)


def contributors(
    page: Page, submitter: int | None = None, until: UrgentPublication | None = None
) -> frozenset[int]:
    """Return who wrote something since the page's last approval: revisions, log entries, the submitter.

    With ``until``, who had written something of what was published urgently, since the approval before it.

    Not "since the live revision": a take-down sets that to NULL and would bar everyone who ever wrote.
    """
    revisions = Revision.objects.for_instance(page)
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=WRITING)
    if until:
        last = order.approved_before(until)
        revisions = revisions.filter(pk__lte=until.revision_id)
        # An entry without a revision tells of the page's beginning.
        entries = entries.exclude(revision_id__gt=until.revision_id)
    else:
        last = order.last_approved_revisions([page.pk]).get(page.pk, 0)
    if last:
        revisions, entries = revisions.filter(pk__gt=last), entries.filter(revision_id__gt=last)
    found = set(revisions.values_list("user_id", flat=True)) | set(entries.values_list("user_id", flat=True))
    return frozenset(found - {None} | ({submitter} if submitter else set()))


def open_urgent(page_id: int) -> UrgentPublication | None:
    """Return the page's urgent publication that nobody has reviewed since, or None."""
    return open_urgents().filter(page_id=page_id).first()


def barred_from_reviewing_afterwards(urgent: UrgentPublication, strict: bool) -> frozenset[int]:
    """Return who may not give the second signature: who gave the first, and – in the strict form – who wrote."""
    signed = frozenset(person for person in (urgent.person_id, urgent.on_behalf_of_id) if person)
    if not strict:
        return signed
    return signed | contributors(Page.objects.get(pk=urgent.page_id), until=urgent)


def review_task_of(page: Page) -> ReviewTask | None:
    """Return the step that a page submitted now would wait at, or None if it has no review.

    A workflow with another step besides is none (rounds.require_only_step).
    """
    workflow = page.get_workflow()
    if workflow is None:
        return None
    tasks = Task.objects.filter(workflow_tasks__workflow=workflow, active=True)[:2]
    specific = tasks[0].specific if len(tasks) == 1 else None
    return specific if isinstance(specific, ReviewTask) else None


def eligible_approvers(page: Page, user: Any) -> list:
    """Return the accounts that could approve this page if that user submits it now."""
    task = review_task_of(page)
    if task is None:
        return []
    case = replace(
        load(page, signatures=False).case,
        state=State.IN_REVIEW,
        submitter=user.pk,
        independent_approver=task.independent_approver,
        contributors=contributors(page, user.pk),
    )
    return [
        account
        for account in people.approvers(task)
        if may(case, people.as_person(account, page, task), Action.SIGN)
    ]
