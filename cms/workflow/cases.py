"""A page's case for the rules: everything they may ask, read from the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from wagtail.models import (
    Page,
    PageLogEntry,
    Revision,
    Task,
    TaskState,
    WorkflowState,
    get_default_page_content_type,
)

from . import order, people
from .content import fingerprint
from .models import ReviewTask, Signature, UrgentPublication
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
        state=state_of(page, workflow_state, not workflow_state and _is_scheduled(page)),
        content="",
        live=page.live,
        ever_published=page.first_published_at is not None,
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


def _is_scheduled(page: Page) -> bool:
    return Revision.objects.for_instance(page).filter(approved_go_live_at__isnull=False).exists()


def state_of(page: Page, workflow_state: WorkflowState | None, scheduled: bool) -> State:
    """Return a page's state; the two of an open round are not told apart (rules.state_in_review).

    Args:
        page: its flags are used.
        workflow_state: the open round, None if there is none.
        scheduled: whether a version of it waits for its hour; not asked in a round.
    """
    if workflow_state:
        returned = workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
        return State.RETURNED if returned else State.IN_REVIEW
    if scheduled:
        return State.SCHEDULED
    return State.PUBLISHED if page.live and not page.has_unpublished_changes else State.DRAFT


def _add_signatures(loaded: LoadedCase) -> None:
    page, case = loaded.page, loaded.case
    revision = loaded.revision = page.get_latest_revision()
    values: dict[str, Any] = {"content": fingerprint(revision.content) if revision else ""}
    if loaded.task_state:
        round_ = loaded.task_state.pk
        loaded.signatures = order.signatures_of({round_: page.pk})[round_]
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
        values["urgent_overdue"] = urgent.due_at < timezone.now()
        values["urgent_people"] = barred_from_reviewing_afterwards(
            urgent, bool(task and task.independent_approver)
        )
    if case.ever_published and not case.live:
        values["withdrawn"] = page.pk in order.withdrawn([page.pk])
    case = replace(case, **values)
    if case.state is State.IN_REVIEW:
        case = replace(case, state=state_in_review(case))
    loaded.case = case


def as_mark(row: Signature) -> Mark:
    """Return a signature as the rules see it."""
    return Mark(row.person_id or 0, Capacity(row.capacity), row.content_hash, row.on_behalf_of_id)


def writers(page_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return who wrote something on each page since its last approval: revisions and log entries.

    Not "since the live revision": a take-down sets that to NULL and would bar everyone who ever wrote.
    """
    ids = list(page_ids)
    approved = order.last_approved_revisions(ids)
    # An entry without a revision tells of the page's beginning: it counts until something is approved.
    rows = [*_revisions(ids), *_entries(ids)]
    found: dict[int, set[int]] = {pk: set() for pk in ids}
    for pk, user, revision in rows:
        last = approved.get(pk, 0)
        if user and (not last or (revision or 0) > last):
            found[pk].add(user)
    return found


def contributors(page: Page, submitter: int | None = None) -> frozenset[int]:
    """Return who wrote something since the page's last approval, the submitter among them."""
    return frozenset(writers([page.pk])[page.pk] | ({submitter} if submitter else set()))


def _contributors_to(urgent: UrgentPublication) -> frozenset[int]:
    """Return who had written something of what was published urgently, since the approval before it."""
    last, until = order.approved_before(urgent), urgent.revision_id or 0
    rows = [*_revisions([urgent.page_id]), *_entries([urgent.page_id])]
    return frozenset(
        user
        for _page, user, revision in rows
        if user and (revision or 0) <= until and (not last or (revision or 0) > last)
    )


def _revisions(page_ids: list[int]) -> list[tuple[int, int | None, int | None]]:
    """Return (page, account, revision) of every revision."""
    rows = Revision.objects.filter(
        base_content_type=get_default_page_content_type(), object_id__in=[str(pk) for pk in page_ids]
    )
    return [(int(pk), *rest) for pk, *rest in rows.values_list("object_id", "user_id", "pk")]


def _entries(page_ids: list[int]) -> list[tuple[int, int | None, int | None]]:
    """Return (page, account, revision) of every line of the log that tells of writing."""
    rows = PageLogEntry.objects.filter(page__in=page_ids, action__in=WRITING)
    return list(rows.values_list("page_id", "user_id", "revision_id"))


def open_urgent(page_id: int) -> UrgentPublication | None:
    """Return the page's urgent publication that nobody has reviewed since, or None."""
    return open_urgents().filter(page_id=page_id).first()


def barred_from_reviewing_afterwards(urgent: UrgentPublication, strict: bool) -> frozenset[int]:
    """Return who may not give the second signature: who gave the first, and – in the strict form – who wrote."""
    signed = frozenset(person for person in (urgent.person_id, urgent.on_behalf_of_id) if person)
    if not strict:
        return signed
    return signed | _contributors_to(urgent)


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
