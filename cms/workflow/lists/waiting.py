"""What waits for whom: the lists of the newsroom, each in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import Page, WorkflowState, get_default_page_content_type

from .. import people
from ..cases import LoadedCase
from ..models import ReviewRequest, UrgentPublication
from ..rules import Action, Person, State, may, signatures_on
from ..rules import Capacity as As
from .case_list import load_many, open_urgents


@dataclass(frozen=True)
class Entry:
    """A page on somebody's list. ``act`` is what is asked of that person: sign, second or confirm."""

    page: Page
    loaded: LoadedCase
    title: str
    kind: str
    category: str = ""
    category_id: Any = None
    submitter: str = ""
    due_at: datetime | None = None
    urgent: bool = False
    note: str = ""
    act: str = ""

    @property
    def submitted_at(self) -> datetime | None:
        return self.loaded.task_state.started_at if self.loaded.task_state else None

    @property
    def overdue(self) -> bool:
        return bool(self.due_at and self.due_at < timezone.now())


def open_cases() -> dict[int, LoadedCase]:
    """Return the cases of the pages that are with the approvers, by page number."""
    return load_many(open_pages())


def queue_for(user: Any, loaded: dict[int, LoadedCase] | None = None) -> list[Entry]:
    """Return what that person can decide now, the urgent first, then what is due first.

    An approver finds what they may sign, a second signature included; a submitter what is to be confirmed.

    Args:
        user: who looks.
        loaded: the open cases, if they are known already.
    """
    loaded = open_cases() if loaded is None else loaded
    acting = {
        task.pk: _person(user, task)
        for task in {e.task.pk: e.task for e in loaded.values() if e.task}.values()
    }
    acts = {}
    for pk, entry in loaded.items():
        if entry.task is None:
            continue
        person = acting[entry.task.pk]
        if may(entry.case, person, Action.CONFIRM):
            acts[pk] = "confirm"
        elif may(entry.case, person, Action.SIGN):
            acts[pk] = "second" if signatures_on(entry.case, As.APPROVER) else "sign"
    entries = described([loaded[pk] for pk in acts])
    queue = [replace(entry, act=acts[entry.page.pk]) for entry in entries]
    return sorted(queue, key=lambda entry: (not entry.urgent, entry.due_at or timezone.now(), entry.page.pk))


def _person(user: Any, task: Any) -> Person:
    """Return who asks, on whatever page."""
    own_right, principals = people.holds_role(user, task), people.principals(user, task)
    stands_for = frozenset(principal.pk for principal in principals)
    approver = own_right or bool(principals)
    return Person(user.pk, user.is_active, approver, stands_for=stands_for, own_right=own_right)


def open_pages() -> list[Page]:
    """Return the pages that are with the approvers."""
    found = WorkflowState.objects.filter(
        base_content_type=get_default_page_content_type(), status=WorkflowState.STATUS_IN_PROGRESS
    ).values_list("object_id", flat=True)
    return list(Page.objects.filter(pk__in=[int(pk) for pk in found]))


def described(loaded: Iterable[LoadedCase]) -> list[Entry]:
    """Return the cases with what a list prints about them."""
    loaded = list(loaded)
    rounds = [entry.task_state.pk for entry in loaded if entry.task_state]
    requests = ReviewRequest.objects.in_bulk(rounds)
    users = get_user_model()._default_manager.in_bulk({entry.case.submitter for entry in loaded} - {None})
    categories = _categories(loaded)
    entries = []
    for entry in loaded:
        request = requests.get(entry.task_state.pk) if entry.task_state else None
        submitter = users.get(entry.case.submitter)
        category = categories.get(entry.page.pk)
        entries.append(
            Entry(
                entry.page,
                entry,
                title=entry.revision.object_str if entry.revision else entry.page.draft_title,
                kind=kind_of(entry.page),
                category=str(category or ""),
                category_id=category.pk if category else None,
                submitter=submitter.get_full_name() if submitter else "",
                due_at=request.due_at if request else None,
                urgent=bool(request and request.urgent),
                note=request.note if request else "",
            )
        )
    return entries


def kind_of(page: Page) -> str:
    """Return the name of the page's type."""
    model = page.specific_class
    return str(capfirst(model._meta.verbose_name)) if model else ""


def _categories(loaded: list[LoadedCase]) -> dict[int, Any]:
    """Return each page's category as its latest version says, for the page types that have one."""
    wanted: dict[Any, dict[int, Any]] = {}
    for entry in loaded:
        try:
            field = entry.page.specific_class._meta.get_field("category")
        except (AttributeError, FieldDoesNotExist):
            continue
        value = entry.revision.content.get("category") if entry.revision else None
        if value is not None:
            wanted.setdefault(field.related_model, {})[entry.page.pk] = value
    found = {}
    for model, values in wanted.items():
        rows = model._default_manager.in_bulk(set(values.values()))
        found.update({pk: rows[value] for pk, value in values.items() if value in rows})
    return found


@dataclass(frozen=True)
class UrgentEntry:
    """An urgent publication that waits for its second approver."""

    urgent: UrgentPublication
    own: bool

    @property
    def overdue(self) -> bool:
        return self.urgent.due_at < timezone.now()


def urgents_for(user: Any) -> list[UrgentEntry]:
    """Return the urgent publications that wait for review, the first due first.

    ``own``: published by that person or in their name, so that another approver must review it.
    """
    return [
        UrgentEntry(urgent, user.pk in {urgent.person_id, urgent.on_behalf_of_id})
        for urgent in open_urgents()
    ]


def stuck(loaded: dict[int, LoadedCase] | None = None) -> list[Entry]:
    """Return what waits although nobody can sign it: no approver is left who may.

    Args:
        loaded: the open cases, if they are known already.
    """
    loaded = open_cases() if loaded is None else loaded
    return described(entry for entry in loaded.values() if nobody_can_act(entry))


def nobody_can_act(loaded: LoadedCase) -> bool:
    """Tell whether a round waits for a signature that nobody can give."""
    case = loaded.case
    approvers = (Person(pk, approver=True) for pk in case.approvers)
    if any(may(case, person, Action.SIGN) for person in approvers):
        return False
    return not (case.state is State.TO_CONFIRM and case.submitter_active)
