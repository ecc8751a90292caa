"""What the search hears from Wagtail and Django."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.workflow.scheduling.schedule import ticked

from . import catching_up, index, maintenance, sources

logger = logging.getLogger(__name__)


def connect() -> None:
    """Connect the receivers that keep the index in step."""
    page_published.connect(_on_published, dispatch_uid="search_published")
    page_unpublished.connect(_on_hidden, dispatch_uid="search_unpublished")
    post_page_move.connect(_on_moved, dispatch_uid="search_moved")
    post_delete.connect(_on_hidden, sender=Page, dispatch_uid="search_deleted")
    for model in (Page, *sources.searchable_models()):
        post_save.connect(_on_saved, sender=model, dispatch_uid=f"search_saved_{model._meta.label}")
    post_save.connect(_on_restricted, sender=PageViewRestriction, dispatch_uid="search_restricted")
    post_delete.connect(_on_unrestricted, sender=PageViewRestriction, dispatch_uid="search_unrestricted")

    ticked.connect(_on_tick, dispatch_uid="search_tick")


def _on_tick(sender, since, **kwargs) -> None:
    catching_up.catch_up(since)


def _on_published(sender, instance, **kwargs) -> None:
    _after_commit(maintenance.refresh, [instance.pk])


def _on_hidden(sender, instance, **kwargs) -> None:
    _take_out([instance.pk])


def _on_saved(sender, instance, raw=False, **kwargs) -> None:
    if not raw and not instance.live:
        _take_out([instance.pk])


def _on_moved(sender, instance, **kwargs) -> None:
    _take_out_hidden(instance.path)
    _after_commit(maintenance.add_missing, instance.path)


def _on_restricted(sender, instance, raw=False, **kwargs) -> None:
    if not raw:
        _take_out_hidden(instance.page.path)


def _on_unrestricted(sender, instance, **kwargs) -> None:
    _after_commit(maintenance.add_missing, instance.page.path)


def _take_out(page_ids: Iterable[int]) -> None:
    """Take pages out at once. A broken index never stops a take-down: the results ask again who may see."""
    page_ids = list(page_ids)
    try:
        index.discard(page_ids)
    except DatabaseError:
        logger.exception("Search: pages %s could not be taken out; run rebuild_search_index.", page_ids)


def _take_out_hidden(path: str) -> None:
    try:
        maintenance.withdraw_hidden(path)
    except DatabaseError:
        logger.exception("Search: what lies under %s could not be taken out; run rebuild_search_index.", path)


def _after_commit(change: Callable[[Any], None], argument: Any) -> None:
    def call() -> None:  # not partial(): Django logs the name of what failed, and a partial has none
        change(argument)

    # robust: what was published stays published if the index fails; Django logs it, the check says it.
    transaction.on_commit(call, robust=True)
