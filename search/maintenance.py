"""Keeping the index in step with what the public may see.

Taking out happens inside the transaction that hides a page. Putting in happens right after the commit that
shows it, under a lock on the page's row, so that a take-down which comes in between is not overtaken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from wagtail.models import Page

from . import index, sources
from .backends import token_table
from .models import SearchEntry

_BATCH = 100


@dataclass(frozen=True)
class Drift:
    """How the index differs from what the public may see."""

    missing: list[int] = field(default_factory=list)  # public pages that are not in the index
    hidden: list[int] = field(default_factory=list)  # entries of pages that are not public
    outdated: list[int] = field(default_factory=list)  # entries that say something else than their page
    without_tokens: int = 0  # difference between the numbers of entries and of rows of tokens

    def __bool__(self) -> bool:
        return bool(self.missing or self.hidden or self.outdated or self.without_tokens)


def refresh(page_ids: Iterable[int]) -> None:
    """Store the pages that are public now and take out those that are not.

    In one transaction, with the pages' rows locked (SQLite has only one writer): nobody takes a page down
    between looking and storing.
    """
    page_ids = list(page_ids)
    with transaction.atomic():
        list(Page.objects.select_for_update().filter(pk__in=page_ids).order_by("pk").values_list("pk"))
        found = list(sources.documents(pk__in=page_ids))
        index.discard(set(page_ids) - {document.page_id for document in found})
        index.store(found)


def withdraw_hidden(path: str) -> int:
    """Take out whatever stands at or below a tree path and is not public (any more). Returns how many."""
    with transaction.atomic():
        below = set(Page.objects.filter(path__startswith=path).values_list("pk", flat=True))
        if not below:
            return 0
        public = set(sources.searchable_ids(path__startswith=path))
        return index.discard(below - public)


def add_missing(path: str) -> None:
    """Store whatever stands at or below a tree path, is public, and is not in the index."""
    indexed = set(SearchEntry.objects.values_list("page_id", flat=True))
    missing = (pk for pk in list(sources.searchable_ids(path__startswith=path)) if pk not in indexed)
    for batch in _batches(missing):
        refresh(batch)


def rebuild(everything: bool = False) -> tuple[int, int]:
    """Bring the whole index into step, in small transactions; readers can search all the while.

    Args:
        everything: store every document again, not only those that changed.

    Returns:
        How many documents were stored, and how many entries were taken out.
    """
    digests = {} if everything else dict(SearchEntry.objects.values_list("page_id", "digest"))
    if digests and token_table().count() != len(digests):
        digests = {}
    if not digests:
        token_table().remove_strays()  # entries may be lost and their tokens not: they would be in the way
    public: set[int] = set()
    stored = 0

    def changed() -> Iterator[int]:
        if not digests:  # nothing to compare with: each document is read once, when it is stored
            for page_id in list(sources.searchable_ids()):
                public.add(page_id)
                yield page_id
            return
        for document in sources.documents():
            public.add(document.page_id)
            if digests.get(document.page_id) != index.digest(document):
                yield document.page_id

    for batch in _batches(changed()):
        if not stored:
            token_table().brace()
        refresh(batch)
        stored += len(batch)
    gone = [pk for pk in SearchEntry.objects.values_list("page_id", flat=True) if pk not in public]
    # A page that was published during this run is in the index and not in ``public``: look again.
    removed = 0
    for batch in _batches(gone):
        removed += index.discard(set(batch) - set(sources.searchable_ids(pk__in=batch)))
    removed += token_table().remove_strays()
    token_table().settle()
    return stored, removed


def drift() -> Drift:
    """Compare the index with what the public may see, document by document."""
    digests = dict(SearchEntry.objects.values_list("page_id", "digest"))
    missing, outdated, public = [], [], set()
    for document in sources.documents():
        public.add(document.page_id)
        if document.page_id not in digests:
            missing.append(document.page_id)
        elif digests[document.page_id] != index.digest(document):
            outdated.append(document.page_id)
    return Drift(
        missing=missing,
        hidden=sorted(set(digests) - public),
        outdated=outdated,
        without_tokens=abs(token_table().count() - len(digests)),
    )


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    iterator = iter(ids)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
