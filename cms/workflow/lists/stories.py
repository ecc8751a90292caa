"""Bài của tôi: where each story of a person stands, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.paginator import Page as PaginatedPage
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, WorkflowState, get_default_page_content_type

from ..cases import LoadedCase
from ..models import Decision, ReviewRequest, TakeDown
from ..rules import OPEN_STATES, Action, Person, State, may
from .case_list import load_many
from .waiting import kind_of

PER_PAGE = 20

LABELS = {
    State.DRAFT: gettext_lazy("Draft"),
    State.IN_REVIEW: gettext_lazy("With the approvers"),
    State.TO_CONFIRM: gettext_lazy("Corrected: to be confirmed"),
    State.RETURNED: gettext_lazy("Returned"),
    State.SCHEDULED: gettext_lazy("Scheduled"),
    State.PUBLISHED: gettext_lazy("Published"),
}


@dataclass(frozen=True)
class Story:
    """A page on its owner's list.

    ``reason`` is what the person who returned it or took it down wrote; ``request`` what was asked of the
    approvers, as long as they have it; ``on_record`` tells whether it stands in the register.
    """

    page: Page
    loaded: LoadedCase
    title: str
    kind: str
    reason: str = ""
    reason_by: str = ""
    go_live_at: datetime | None = None
    taken_down: bool = False
    waits_for: str = ""
    may_confirm: bool = False
    may_request: bool = False
    request: ReviewRequest | None = None
    on_record: bool = False

    @property
    def overdue(self) -> bool:
        return bool(self.request and self.request.due_at < timezone.now())

    @property
    def state(self) -> str:
        return "taken_down" if self.taken_down else self.loaded.case.state.value

    @property
    def label(self) -> str:
        return _("Taken down") if self.taken_down else str(LABELS[self.loaded.case.state])

    @property
    def needs_me(self) -> bool:
        return self.may_confirm or self.loaded.case.state is State.RETURNED

    @property
    def changed_since(self) -> bool:
        """Tell whether a public page has a newer version that is not public."""
        return self.page.live and self.page.has_unpublished_changes

    @property
    def editable(self) -> bool:
        return self.loaded.case.state in (State.DRAFT, State.RETURNED, State.PUBLISHED)


def pages_of(user: Any) -> QuerySet[Page]:
    """Return the pages that a person made or has submitted, the last changed first."""
    submitted = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type(), requested_by=user
    )
    ids = [int(pk) for pk in submitted.values_list("object_id", flat=True)]
    return Page.objects.filter(Q(owner=user) | Q(pk__in=ids), depth__gt=1).order_by(
        "-latest_revision_created_at", "-pk"
    )


def active_stories(user: Any) -> list[Story]:
    """Return the person's stories that are in a round, those that need the person first."""
    active = WorkflowState.objects.active().filter(base_content_type=get_default_page_content_type())
    ids = [int(pk) for pk in active.values_list("object_id", flat=True)]
    stories = stories_from(pages_of(user).filter(pk__in=ids), user)
    return sorted(stories, key=lambda story: not story.needs_me)


def story_page(user: Any, number: Any) -> PaginatedPage:
    """Return that page of the person's stories that are in no round; the last page if there are fewer."""
    active = WorkflowState.objects.active().filter(base_content_type=get_default_page_content_type())
    ids = [int(pk) for pk in active.values_list("object_id", flat=True)]
    found = Paginator(pages_of(user).exclude(pk__in=ids), PER_PAGE).get_page(number)
    found.object_list = stories_from(found.object_list, user)
    return found


def stories_from(pages: Iterable[Page], user: Any) -> list[Story]:
    """Return the pages with where they stand, in the given order."""
    pages = list(pages)
    ids = [page.pk for page in pages]
    loaded = load_many(pages)
    reasons = _last(Decision.objects.filter(page_id__in=ids, kind=Decision.Kind.RETURNED))
    gone = _last(TakeDown.objects.filter(page_id__in=[page.pk for page in pages if not page.live]))
    hours = _hours(ids)
    names = _names(loaded.values())
    requests = _requests(loaded.values())
    recorded = set(
        Decision.objects.filter(page_id__in=ids).order_by().values_list("page_id", flat=True).distinct()
    )
    person = Person(user.pk, user.is_active)
    stories = []
    for page in pages:
        entry = loaded[page.pk]
        state = entry.case.state
        taken_down = state is State.DRAFT and page.pk in gone
        told = gone.get(page.pk) if taken_down else reasons.get(page.pk) if state is State.RETURNED else None
        stories.append(
            Story(
                page,
                entry,
                title=entry.revision.object_str if entry.revision else page.draft_title,
                kind=kind_of(page),
                reason=told.comment if told else "",
                reason_by=told.person_name if told else "",
                go_live_at=hours.get(page.pk),
                taken_down=taken_down,
                waits_for=waits_for(entry, names),
                may_confirm=bool(may(entry.case, person, Action.CONFIRM)),
                may_request=bool(may(entry.case, person, Action.REQUEST)),
                request=requests.get(page.pk),
                on_record=page.pk in recorded,
            )
        )
    return stories


def _last(records: Any) -> dict[int, Any]:
    """Return the last record of each page."""
    return {record.page_id: record for record in records.order_by("id")}


def _hours(ids: list[int]) -> dict[int, datetime]:
    rows = Revision.objects.filter(
        base_content_type=get_default_page_content_type(),
        object_id__in=[str(pk) for pk in ids],
        approved_go_live_at__isnull=False,
    )
    return {int(pk): hour for pk, hour in rows.values_list("object_id", "approved_go_live_at")}


def _requests(loaded: Iterable[LoadedCase]) -> dict[int, ReviewRequest]:
    """Return by page number what was asked of the approvers in the rounds that are open."""
    rounds = {
        entry.task_state.pk: entry.page.pk
        for entry in loaded
        if entry.task_state and entry.case.state in OPEN_STATES
    }
    return {rounds[pk]: request for pk, request in ReviewRequest.objects.in_bulk(rounds).items()}


def _names(loaded: Iterable[LoadedCase]) -> dict[int, str]:
    wanted = {pk for entry in loaded for pk in entry.case.approvers}
    users = get_user_model()._default_manager.filter(pk__in=wanted)
    return {user.pk: user.get_full_name() for user in users}


def waits_for(loaded: LoadedCase, names: dict[int, str]) -> str:
    """Return the names of the approvers who can sign the page now."""
    case = loaded.case
    able = sorted(pk for pk in case.approvers if may(case, Person(pk, approver=True), Action.SIGN))
    return name_list(names[pk] for pk in able if pk in names)


def name_list(names: Iterable[str], most: int = 4) -> str:
    """Return names as a sentence lists them, at most so many of them."""
    names = list(names)
    if len(names) > most:
        rest = len(names) - most
        return _("%(names)s and %(count)s more") % {"names": ", ".join(names[:most]), "count": rest}
    return ", ".join(names)
