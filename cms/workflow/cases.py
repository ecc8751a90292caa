"""A page's case for the rules: everything they may ask, read from the database."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page, PageLogEntry, Revision, Task, TaskState, WorkflowState

from . import people
from .content import fingerprint
from .models import Approval, Decision, ReviewTask, Signature, TakeDown, UrgentPublication
from .rules import Capacity, Case, Mark, State, state_in_review

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
    """Return the signatures of a round that still count, oldest first.

    A refused correction voids the approver's signatures given before the refusal.
    """
    refused_at = Decision.objects.filter(task_state_id=task_state_id, kind=Decision.Kind.REFUSED).aggregate(
        last=Max("made_at")
    )["last"]
    rows = Signature.objects.filter(task_state_id=task_state_id).order_by("id")
    return [
        row
        for row in rows
        if refused_at is None or row.capacity == Capacity.AUTHOR or row.made_at > refused_at
    ]


def contributors(page: Page, submitter: int | None = None, until: datetime | None = None) -> frozenset[int]:
    """Return who wrote something since the page's last approval: revisions, log entries, the submitter.

    With ``until``, who had written something at that moment, since the last approval before it.

    Not "since the live revision": a take-down sets that to NULL and would bar everyone who ever wrote.
    """
    approvals = Approval.objects.filter(page_id=page.pk)
    revisions = Revision.objects.for_instance(page)
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=WRITING)
    if until:
        approvals = approvals.filter(made_at__lt=until)
        revisions, entries = revisions.filter(created_at__lt=until), entries.filter(timestamp__lt=until)
    last = approvals.aggregate(last=Max("made_at"))["last"]
    if last:
        revisions = revisions.filter(created_at__gt=last)
        entries = entries.filter(timestamp__gt=last)
    found = set(revisions.values_list("user_id", flat=True)) | set(entries.values_list("user_id", flat=True))
    return frozenset(found - {None} | ({submitter} if submitter else set()))


def open_urgents() -> QuerySet[UrgentPublication]:
    """Return the urgent publications that nobody has reviewed since, the first due first.

    One is settled by a take-down, by a second signature on its own text, or when a newer text with its two
    signatures is what the public reads; an approval for a later hour settles nothing yet.
    """
    live = Page.objects.filter(pk=OuterRef("page_id"), live=True).values("live_revision_id")[:1]
    later = {"page_id": OuterRef("page_id"), "made_at__gt": OuterRef("made_at")}
    settled = Approval.objects.filter(**later, basis=Approval.Basis.TWO_SIGNATURES).filter(
        Q(revision_id=OuterRef("revision_id")) | Q(revision_id=OuterRef("live_revision_id"))
    )
    return (
        UrgentPublication.objects.annotate(live_revision_id=Subquery(live))
        .filter(
            ~Exists(UrgentPublication.objects.filter(page_id=OuterRef("page_id"), pk__gt=OuterRef("pk"))),
            ~Exists(TakeDown.objects.filter(**later)),
            ~Exists(settled),
            live_revision_id__isnull=False,
        )
        .order_by("due_at", "pk")
    )


def open_urgent(page_id: int) -> UrgentPublication | None:
    """Return the page's urgent publication that nobody has reviewed since, or None."""
    return open_urgents().filter(page_id=page_id).first()


def barred_from_reviewing_afterwards(urgent: UrgentPublication, strict: bool) -> frozenset[int]:
    """Return who may not give the second signature: who gave the first, and – in the strict form – who wrote."""
    signed = frozenset(person for person in (urgent.person_id, urgent.on_behalf_of_id) if person)
    if not strict:
        return signed
    return signed | contributors(Page.objects.get(pk=urgent.page_id), until=urgent.made_at)


def review_task_of(page: Page) -> ReviewTask | None:
    """Return the step that a page submitted now would wait at, or None if it has no review."""
    workflow = page.get_workflow()
    if workflow is None:
        return None
    task = Task.objects.filter(workflow_tasks__workflow=workflow, active=True).first()
    specific = task.specific if task else None
    return specific if isinstance(specific, ReviewTask) else None
