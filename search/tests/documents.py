"""Documents for tests: plain values, no pages."""

from datetime import UTC, datetime, timedelta

from cms.searchable import SearchDocument
from search import finding, index

FIRST = datetime(2025, 3, 1, 2, 0, tzinfo=UTC)


def document(page_id: int, title: str, body_text: str = "", lead: str = "", **values) -> SearchDocument:
    """Return a document; one with a larger number is newer by a day."""
    values.setdefault("kind", "article")
    values.setdefault("category_id", None)
    values.setdefault("published_at", FIRST + timedelta(days=page_id))
    return SearchDocument(page_id=page_id, title=title, lead=lead, body_text=body_text, **values)


def store(*documents: SearchDocument) -> None:
    """Store them."""
    index.store(documents)


def found(text: str, **options) -> list[int]:
    """Return the page numbers that a search shows, in order."""
    return [hit.entry.page_id for hit in finding.find(text, **options).hits]
