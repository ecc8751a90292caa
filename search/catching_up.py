"""What the signals missed, put right by the scheduler's next run (cms/workflow/scheduling/schedule.py).

A page goes into the index right after the commit that shows it. If the process dies in between, or the index cannot
be written then, nobody would find the story – and one that was corrected would be found, and shown, with its old
words. Whether every entry says what its page says, only rebuild_search_index asks: it reads all of them.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from . import index, maintenance, sources
from .models import SearchEntry

logger = logging.getLogger(__name__)

# What was published so long before the run before is compared again: a commit may come late, an index be mended.
AGAIN = timedelta(hours=1)
# More than so many pages wait for the next run: what has its hour does not wait for the search.
MOST = 100


def catch_up(since: datetime | None) -> int:
    """Put in what is missing, take out what is hidden, refresh what was published lately. Returns how many.

    Args:
        since: when this was done last; None for never.
    """
    missing, hidden, outdated = _missing(), _hidden(), _outdated((since or timezone.now()) - AGAIN)
    if wrong := list(dict.fromkeys([*hidden, *outdated, *missing]))[:MOST]:
        maintenance.refresh(wrong)
        logger.warning(
            "Search: %s pages were missing, %s hidden and %s outdated; %s of them were put right.",
            len(missing),
            len(hidden),
            len(outdated),
            len(wrong),
        )
    return len(wrong)


def _missing() -> list[int]:
    """Return public pages without an entry."""
    entry = SearchEntry.objects.filter(page_id=OuterRef("pk"))
    missing: list[int] = []
    for model in sources.searchable_models():
        missing += sources.visible_of(model).filter(~Exists(entry)).values_list("pk", flat=True)[:MOST]
    return missing


def _hidden() -> list[int]:
    """Return what has an entry and is not public."""
    public = sources.visible_pages().filter(pk=OuterRef("page_id"))
    return list(SearchEntry.objects.filter(~Exists(public)).values_list("page_id", flat=True)[:MOST])


def _outdated(since: datetime) -> list[int]:
    """Return what was published since and has an entry that says something else."""
    documents = list(sources.documents(last_published_at__gte=since))
    entries = SearchEntry.objects.filter(page_id__in=[document.page_id for document in documents])
    digests = dict(entries.values_list("page_id", "digest"))
    return [
        document.page_id
        for document in documents
        if digests.get(document.page_id, "") not in ("", index.digest(document))
    ]
