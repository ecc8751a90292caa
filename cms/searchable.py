"""The protocol by which the public search knows pages, without knowing which pages there are.

A page model that wants to be found gives ``kind`` and ``search_document()``; the search (``search/``) finds
such models by themselves. Whether a page may be found is not asked here but of ``visible()`` (cms/pages.py).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol, runtime_checkable


@dataclass(frozen=True)
class SearchDocument:
    """What the search keeps of one public page: plain values, plain text (no markup).

    Attributes:
        page_id: primary key of the page.
        title: the title as printed.
        lead: the sapo or introduction; may be empty.
        body_text: everything else that a reader can read on the page, one paragraph a line; may be empty.
        kind: the page type's ``kind``, lower-case ASCII letters, digits and underscores.
        category_id: primary key of what the page's ``category`` points at, None if it has none.
        published_at: aware datetime of the first publication; results are ordered by it.
        speakers: names of those who speak on the page, for the search's filter.
    """

    page_id: int
    title: str
    lead: str
    body_text: str
    kind: str
    category_id: int | None
    published_at: datetime
    speakers: tuple[str, ...] = ()


@runtime_checkable
class Searchable(Protocol):
    """A page model that the public search finds.

    ``kind`` names the page type in addresses (``?loai=…``); its label is the model's ``verbose_name_plural``.
    """

    kind: ClassVar[str]

    def search_document(self) -> SearchDocument:
        """Return what the search keeps of this page, as it is stored now."""
        ...
