"""The index: storing documents, taking them out, and answering a query with the keys of entries."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime

from django.db import transaction

from cms import vietnamese
from cms.searchable import SearchDocument

from .backends import token_table
from .models import SearchEntry
from .tokens import VERSION, document_tokens

# The key of an entry is the minute of publication and one of so many places in it.
_PLACES_IN_A_MINUTE = 4096
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def digest(document: SearchDocument) -> str:
    """Return a fingerprint of a document and of the way in which its tokens are made."""
    content = json.dumps([VERSION, asdict(document)], default=str, ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()


def store(documents: Iterable[SearchDocument]) -> None:
    """Store documents; those of pages that are stored already replace what was there.

    All or nothing. Whether a page may be found is the caller's question (maintenance.py).
    """
    documents = list({document.page_id: document for document in documents}.values())
    if not documents:
        return
    table = token_table()
    with transaction.atomic():
        discard(document.page_id for document in documents)
        keys = _free_keys(documents)
        SearchEntry.objects.bulk_create(
            [
                SearchEntry(
                    id=key,
                    page_id=document.page_id,
                    title=vietnamese.normalise(document.title),
                    lead=vietnamese.normalise_lines(document.lead),
                    body_text=vietnamese.normalise_lines(document.body_text),
                    kind=document.kind,
                    category_id=document.category_id,
                    published_at=document.published_at,
                    digest=digest(document),
                )
                for key, document in zip(keys, documents, strict=True)
            ],
            batch_size=100,
        )
        table.add([(key, document_tokens(document)) for key, document in zip(keys, documents, strict=True)])


def discard(page_ids: Iterable[int]) -> int:
    """Take pages out of the index; those that are not in it do not matter. Returns how many were."""
    page_ids = list(page_ids)
    removed = 0
    with transaction.atomic():
        for start in range(0, len(page_ids), 500):
            entries = SearchEntry.objects.filter(page_id__in=page_ids[start : start + 500])
            keys = list(entries.values_list("id", flat=True))
            if keys:
                token_table().remove(keys)
                entries.delete()
                removed += len(keys)
    return removed


def clear() -> None:
    """Take everything out of the index."""
    with transaction.atomic():
        token_table().clear()
        SearchEntry.objects.all().delete()


def keys_of_period(first: datetime, after: datetime) -> range:
    """Return the keys of what was published from ``first`` on and before ``after``, both whole minutes.

    What flowed over from a full minute belongs to the next one here, too.
    """
    return range(_minute(first) * _PLACES_IN_A_MINUTE, _minute(after) * _PLACES_IN_A_MINUTE)


@contextmanager
def temporary_index() -> Iterator[None]:
    """Work on an empty index that only this connection sees; the real one is untouched. Nothing is kept."""
    with transaction.atomic():
        token_table().set_aside()
        yield
        transaction.set_rollback(True)


def _free_keys(documents: Sequence[SearchDocument]) -> list[int]:
    """Return keys that are not in use. A minute that is full flows over into the next."""
    keys: list[int] = []
    used: set[int] = set()
    for document in documents:
        key = _minute(document.published_at) * _PLACES_IN_A_MINUTE + document.page_id % _PLACES_IN_A_MINUTE
        while key in used:
            key += _PLACES_IN_A_MINUTE
        used.add(key)
        keys.append(key)
    while taken := _taken(keys):
        for place, key in enumerate(keys):
            if key in taken:
                while key in used or key in taken:
                    key += _PLACES_IN_A_MINUTE
                used.add(key)
                keys[place] = key
    return keys


def _minute(moment: datetime) -> int:
    return int((moment - _EPOCH).total_seconds() // 60)


def _taken(keys: Sequence[int]) -> set[int]:
    return {
        key
        for start in range(0, len(keys), 500)
        for key in SearchEntry.objects.filter(pk__in=keys[start : start + 500]).values_list("pk", flat=True)
    }
