"""From an event and what was typed to a reporter's draft. Nothing is published here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from news.models import Contribution, Event, NewsIndexPage, Speech, StoryPage

from .forms import BEGINNINGS, Kind, StoryForm, class_of
from .permissions import news_index_for


def draft_of_event(
    event: Event, kind: str, typed: Mapping[str, Any], speeches: Sequence[Speech], owner: Any
) -> StoryPage:
    """Store a story of an event as a draft of that account.

    Args:
        event: what is reported; a conference report gets a copy of what it says.
        kind: one of ``Kind``.
        typed: the cleaned data of ``StoryForm``.
        speeches: unsaved; of a conference report only.
        owner: whose draft it becomes.

    Raises:
        PermissionDenied: that account may not write stories.
    """
    page = class_of(kind)(
        title=typed["title"],
        lead=typed["lead"],
        category=typed["category"],
        genre=BEGINNINGS[Kind(kind)].genre,
        event=event,
    )
    if kind == Kind.CONFERENCE:
        for field, value in event.as_story_fields().items():
            setattr(page, field, value)
        page.speeches = list(speeches)  # type: ignore[attr-defined]
    page.contributions = [
        Contribution(
            sort_order=0,
            name=typed["author"],
            position=typed["position"],
            **{role: typed[role] for role in StoryForm.ROLES},
        )
    ]
    return store_draft(page, owner)


@transaction.atomic
def store_draft(page: StoryPage, owner: Any, log_data: Mapping[str, Any] | None = None) -> StoryPage:
    """Store a new story below the news index as that account's draft, with its first version.

    Args:
        page: unsaved, with its rows.
        owner: whose draft it becomes.
        log_data: what the page's history says of its making, beyond who and when.

    Raises:
        PermissionDenied: that account may not write stories.
    """
    index = news_index_for(owner)
    if index is None:
        raise PermissionDenied
    index = NewsIndexPage.objects.select_for_update().get(pk=index.pk)
    page.owner = owner
    page.live = False
    page.slug = ""
    index.add_child(instance=page)
    page.save_revision(user=owner, log_action="wagtail.create", clean=False)
    return page
