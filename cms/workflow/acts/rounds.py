"""One round of the review, locked: what every decision reads and writes under the same locks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState, WorkflowState

from .. import cases, people, tokens
from ..models import Approval, Decision
from ..rules import (
    Action,
    Capacity,
    Person,
    State,
    approving_pair,
    check_comment,
    check_reason,
    free_principals,
    may,
)
from . import register


class Refused(PermissionDenied):
    """The review refuses an act. ``str(error)`` is the sentence for the person who tried."""


class TextRefused(Refused):
    """What was written with the act does not suffice: said beside its box."""


class Changed(Refused):
    """The page is no longer what the person was shown: nothing was decided."""


@dataclass(frozen=True)
class Outcome:
    """What an act led to: the page's new state, and who must act next (ids of accounts)."""

    state: State
    waits_for: frozenset[int] = frozenset()


def lock_page(page_id: int) -> Page:
    """Lock and return the page, freshly read. Callers are inside a transaction.

    Raises:
        Refused: there is no such page.
    """
    page = Page.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
    if page is None:
        raise Refused(_("The page no longer exists."))
    return page.specific


def shown(loaded: cases.LoadedCase) -> tokens.Shown:
    """Return what a review page that shows this case shows."""
    revision, task_state = loaded.revision, loaded.task_state
    return tokens.Shown(
        loaded.page.pk,
        task_state.pk if task_state else None,
        revision.pk if revision else 0,
        loaded.case.content,
    )


def shown_now(page_id: int) -> tokens.Shown:
    """Return what a review page of that page shows if it is opened now."""
    return shown(cases.load(Page.objects.get(pk=page_id)))


def require_only_step(task_state: TaskState) -> None:
    """Raise if the round's workflow has another step than the review.

    With one behind it, a page would count as published and not be public; with one before it, whoever approved
    there would be taken for the page's author. Two approvers are a matter of signatures, not of steps.

    Raises:
        Refused: nothing was decided; once the other step is removed or disabled, the round goes on.
    """
    workflow = task_state.workflow_state.workflow
    if workflow.tasks.filter(active=True).exclude(pk=task_state.task_id).exists():
        raise Refused(
            _("The workflow has another step besides the review: ask an administrator to remove it first.")
        )


@dataclass
class Round:
    """A locked page with its case and the person who acts on it."""

    page: Page
    user: Any
    person: Person
    loaded: cases.LoadedCase

    @property
    def id(self) -> int | None:
        return self.loaded.task_state.pk if self.loaded.task_state else None

    def require(self, action: Action) -> None:
        """Raise :class:`Refused` with the rule's sentence unless the person may do that now."""
        verdict = may(self.loaded.case, self.person, action)
        if not verdict:
            raise Refused(verdict.sentence)

    def require_shown(self, token: object, present: tokens.Shown | None = None) -> None:
        """Raise unless the token names exactly what the page is now."""
        shown = tokens.read(token)
        if shown is None:
            raise Refused(_("Decide on the review page, where the text is shown."))
        if shown != (present or self.shown()):
            raise Changed(_("The page has changed since you opened it: look at the new version."))

    def shown(self) -> tokens.Shown:
        """Return what a review page that is opened now shows."""
        return shown(self.loaded)

    def require_reason(self, reason: str, *, minimum: int = 1) -> None:
        """Raise :class:`TextRefused` unless the reason is acceptable."""
        verdict = check_reason(reason, minimum=minimum)
        if not verdict:
            raise TextRefused(verdict.sentence)

    def require_comment(self, comment: str) -> None:
        """Raise :class:`TextRefused` if what is said besides is too long."""
        verdict = check_comment(comment)
        if not verdict:
            raise TextRefused(verdict.sentence)

    def principal(self) -> Any:
        """Return on whose behalf the person acts, or None for the own name.

        A deputy acts for an approver who named it, if one of those names is still free.
        """
        free = free_principals(self.loaded.case, self.person)
        candidates = people.principals(self.user, self.loaded.task)
        return next((candidate for candidate in candidates if candidate.pk in free), None)

    def sign(self, capacity: Capacity, *, principal: Any = None, comment: str = "") -> None:
        """Record the person's signature and read the case again."""
        register.sign(
            self.page,
            self.loaded.revision,
            self.user,
            capacity,
            round_id=self.id,
            principal=principal,
            comment=comment,
        )
        self.loaded = cases.load(self.page)

    def record(self, kind: str, *, comment: str = "", principal: Any = None) -> Decision:
        """Add a line to the register. Raises :class:`TextRefused` if the comment is too long for it."""
        self.require_comment(comment)
        return register.decide(
            self.page,
            self.loaded.revision,
            self.user,
            kind,
            round_id=self.id,
            principal=principal,
            comment=comment,
        )

    def approve_if_complete(self) -> Approval | None:
        """Record the approval if the present content now carries its two signatures."""
        pair = approving_pair(self.loaded.case)
        if pair is None:
            return None
        rows = {cases.as_mark(row): row.pk for row in self.loaded.signatures}
        return register.approve(
            self.page,
            self.loaded.revision,
            self.user,
            Approval.Basis.TWO_SIGNATURES,
            round_id=self.id,
            signatures=(rows[pair[0]], rows[pair[1]]),
        )


@contextmanager
def open_round(task_state_id: int, user: Any) -> Iterator[Round]:
    """Lock the page, the workflow and the step of a round, re-read them and yield the round.

    Locks are taken in that order everywhere, so that two decisions wait for each other and never deadlock.

    Raises:
        Refused: the round has ended or does not exist.
    """
    with transaction.atomic():
        page_id = (
            TaskState.objects.filter(pk=task_state_id)
            .values_list("workflow_state__object_id", flat=True)
            .first()
        )
        if page_id is None:
            raise Refused(_("This review no longer exists."))
        page = lock_page(int(page_id))
        state = (
            WorkflowState.objects.select_for_update(of=("self",)).filter(task_states=task_state_id).first()
        )
        task_state = TaskState.objects.select_for_update(of=("self",)).filter(pk=task_state_id).first()
        if (
            state is None
            or task_state is None
            or state.current_task_state_id != task_state.pk
            or task_state.status != TaskState.STATUS_IN_PROGRESS
        ):
            raise Refused(_("This review has already been decided."))
        yield _round(page, user)


@contextmanager
def open_page(page_id: int, user: Any) -> Iterator[Round]:
    """Lock a page outside of a round, re-read it and yield it with its case."""
    with transaction.atomic():
        yield _round(lock_page(page_id), user)


def _round(page: Page, user: Any) -> Round:
    # The account as it is now: it may have been deactivated since the request began.
    fresh = get_user_model()._default_manager.filter(pk=user.pk).first() if user else None
    if fresh is None:
        raise Refused(_("This account no longer exists."))
    loaded = cases.load(page)
    loaded.task = loaded.task or cases.review_task_of(page)
    return Round(page, fresh, people.as_person(fresh, page, loaded.task), loaded)
