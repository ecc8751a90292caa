"""What waits for whom now: the open rounds and the urgent publications that nobody has reviewed yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page, TaskState

from cms.workflow import cases, people
from cms.workflow.models import Decision, ReviewRequest, ReviewTask, UrgentPublication

from . import situation


@dataclass(frozen=True)
class Item:
    """Something that waits for people's answers until a time.

    ``approvers`` and ``submitter`` are the accounts that it waits for; ``asked_at`` is when the answer was
    asked for, ``since`` the last act since then; ``decision`` is the submission or the urgent publication,
    which ``to_review`` marks; ``key`` names the wait.
    """

    page_id: int
    title: str
    task_state_id: int | None
    asked_at: datetime
    since: datetime
    due_at: datetime
    decision: Decision | None
    approvers: frozenset[int]
    submitter: int | None = None
    submitter_name: str = ""
    to_review: bool = False
    key: str = ""

    @property
    def people(self) -> frozenset[int]:
        """Everybody that it waits for."""
        return self.approvers | ({self.submitter} if self.submitter else set())


def items() -> Iterator[Item]:
    """Yield what waits for anybody: open rounds, then urgent publications."""
    yield from _open_rounds()
    yield from _urgent_publications()


def for_person(user: Any) -> list[Item]:
    """Return what waits for that account, the most pressing first."""
    return sorted((item for item in items() if user.pk in item.people), key=lambda item: item.due_at)


def _open_rounds() -> Iterator[Item]:
    rounds = ReviewRequest.objects.filter(
        task_state__status=TaskState.STATUS_IN_PROGRESS,
        task_state__task__in=ReviewTask.objects.values("pk"),
    ).select_related("task_state__workflow_state")
    for request in rounds.order_by("due_at"):
        task_state = request.task_state
        page = Page.objects.filter(pk=task_state.workflow_state.object_id).first()
        loaded = cases.load(page) if page else None
        if loaded is None or loaded.task_state is None or loaded.task_state.pk != task_state.pk:
            continue
        waits = situation.waiting(loaded)
        decisions = list(Decision.objects.filter(task_state_id=task_state.pk).order_by("id"))
        submission = decisions[0] if decisions else None
        yield Item(
            page_id=page.pk,
            title=loaded.revision.object_str if loaded.revision else page.title,
            task_state_id=task_state.pk,
            asked_at=task_state.started_at,
            since=decisions[-1].made_at if len(decisions) > 1 else task_state.started_at,
            due_at=request.due_at,
            decision=submission,
            approvers=waits.approvers,
            submitter=waits.confirming,
            submitter_name=submission.person_name if submission else "",
            key=f"round:{task_state.pk}",
        )


def _urgent_publications() -> Iterator[Item]:
    pages = UrgentPublication.objects.order_by().values_list("page_id", flat=True).distinct()
    for page_id in pages:
        urgent = cases.open_urgent(page_id)
        page = Page.objects.filter(pk=page_id).first() if urgent else None
        task = cases.review_task_of(page) if page else None
        if urgent is None or task is None:
            continue
        decisions = Decision.objects.filter(page_id=page_id, kind=Decision.Kind.URGENT)
        approvers = {user.pk for user in people.approvers(task)}
        yield Item(
            page_id=page_id,
            title=urgent.page_title,
            task_state_id=urgent.task_state_id,
            asked_at=urgent.made_at,
            since=urgent.made_at,
            due_at=urgent.due_at,
            decision=decisions.order_by("id").last(),
            approvers=frozenset(approvers - {urgent.person_id, urgent.on_behalf_of_id}),
            submitter_name=urgent.person_name,
            to_review=True,
            key=f"urgent:{urgent.pk}",
        )
