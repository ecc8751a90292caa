"""The cases of many pages at once: the facts of ``cases.load`` in a fixed number of queries, for lists.

A test compares both, state by state: what a list offers is what the review page then allows.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState, get_default_page_content_type

from .. import order, people
from ..cases import LoadedCase, as_mark, barred_from_reviewing_afterwards, review_task_of, state_of, writers
from ..content import fingerprint
from ..models import ReviewTask
from ..order import open_urgents
from ..rules import Capacity, Case, State, state_in_review


def load_many(pages: Iterable[Page]) -> dict[int, LoadedCase]:
    """Return the cases of the pages by page number, each equal to what ``cases.load`` gives."""
    by_id = {page.pk: page for page in pages}
    rounds = _workflow_states(list(by_id))
    tasks = ReviewTask.objects.in_bulk(
        {state.current_task_state.task_id for state in rounds.values() if state.current_task_state}
    )
    revisions = Revision.objects.in_bulk({page.latest_revision_id for page in by_id.values()} - {None})
    scheduled = _scheduled(list(by_id))
    loaded = {}
    for pk, page in by_id.items():
        state = rounds.get(pk)
        task_state = state.current_task_state if state else None
        task = tasks.get(task_state.task_id) if task_state else None
        revision = revisions.get(page.latest_revision_id)
        case = Case(
            state=state_of(page, state, pk in scheduled),
            content=fingerprint(revision.content) if revision else "",
            live=page.live,
            ever_published=page.first_published_at is not None,
            owner=page.owner_id,
            submitter=state.requested_by_id if state else None,
            independent_approver=bool(task and task.independent_approver),
        )
        loaded[pk] = LoadedCase(case, page, task, state, task_state, revision)
    _add_signatures(loaded)
    _add_people(loaded)
    _add_urgent(loaded)
    _add_withdrawn(loaded)
    for entry in loaded.values():
        if entry.case.state is State.IN_REVIEW:
            entry.case = replace(entry.case, state=state_in_review(entry.case))
    return loaded


def _workflow_states(ids: list[int]) -> dict[int, WorkflowState]:
    states = (
        WorkflowState.objects.active()
        .filter(
            base_content_type=get_default_page_content_type(),
            object_id__in=[str(pk) for pk in ids],
        )
        .select_related("current_task_state")
    )
    return {int(state.object_id): state for state in states}


def _scheduled(ids: list[int]) -> set[int]:
    found = Revision.objects.filter(
        base_content_type=get_default_page_content_type(),
        object_id__in=[str(pk) for pk in ids],
        approved_go_live_at__isnull=False,
    )
    return {int(pk) for pk in found.values_list("object_id", flat=True)}


def _add_signatures(loaded: dict[int, LoadedCase]) -> None:
    by_round = {entry.task_state.pk: entry for entry in loaded.values() if entry.task_state}
    signatures = order.signatures_of({round_: entry.page.pk for round_, entry in by_round.items()})
    for round_, entry in by_round.items():
        entry.signatures += signatures[round_]
        authors = [row.person_id for row in entry.signatures if row.capacity == Capacity.AUTHOR]
        entry.case = replace(
            entry.case,
            submitter=authors[0] if authors else entry.case.submitter,
            marks=tuple(as_mark(row) for row in entry.signatures),
        )


def _add_people(loaded: dict[int, LoadedCase]) -> None:
    in_round = [entry for entry in loaded.values() if entry.task_state]
    submitters = {entry.case.submitter for entry in in_round if entry.case.submitter}
    active = set(
        get_user_model()
        ._default_manager.filter(pk__in=submitters, is_active=True)
        .values_list("pk", flat=True)
    )
    approvers = {
        task.pk: frozenset(user.pk for user in people.approvers(task))
        for task in {entry.task.pk: entry.task for entry in in_round if entry.task}.values()
    }
    wrote = writers({entry.page.pk for entry in in_round if entry.task})
    for entry in in_round:
        values: dict[str, Any] = {"submitter_active": entry.case.submitter in active}
        if entry.task:
            values["approvers"] = approvers[entry.task.pk]
            own = {entry.case.submitter} if entry.case.submitter else set()
            values["contributors"] = frozenset(wrote[entry.page.pk] | own)
        entry.case = replace(entry.case, **values)


def _add_urgent(loaded: dict[int, LoadedCase]) -> None:
    for urgent in open_urgents().filter(page_id__in=loaded):
        entry = loaded[urgent.page_id]
        task = entry.task or review_task_of(entry.page)
        barred = barred_from_reviewing_afterwards(urgent, bool(task and task.independent_approver))
        overdue = urgent.due_at < timezone.now()
        entry.case = replace(entry.case, urgent_open=True, urgent_overdue=overdue, urgent_people=barred)


def _add_withdrawn(loaded: dict[int, LoadedCase]) -> None:
    gone = [pk for pk, entry in loaded.items() if entry.case.ever_published and not entry.case.live]
    for pk in order.withdrawn(gone):
        loaded[pk].case = replace(loaded[pk].case, withdrawn=True)
