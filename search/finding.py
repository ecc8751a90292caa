"""Answering a query: the ladder, the page that is wanted, and what to offer if nothing is found."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import query as queries
from .backends import token_table
from .models import SearchEntry, SearchSynonym
from .query import Query, Rung
from .suggestions import suggest
from .synonyms import Synonym, read_table

PER_PAGE = 10
# Nobody reads further; it bounds what one request may ask of the index.
MAX_PAGES = 50


@dataclass(frozen=True)
class Hit:
    """An entry that answers, and whether it does so only without marks."""

    entry: SearchEntry
    folded: bool


@dataclass(frozen=True)
class Results:
    """One page of results.

    Attributes:
        query: the query as it was understood.
        hits: at most ``PER_PAGE`` of them.
        number: the page's number, from 1.
        total: how many results there are; None if there are more than were looked for.
        partial: nothing answers the whole query; these answer a part of it.
        suggestion: another spelling that would find something, "" if there is none.
    """

    query: Query
    hits: list[Hit] = field(default_factory=list)
    number: int = 1
    total: int | None = 0
    partial: bool = False
    suggestion: str = ""

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        more = self.total is None or self.total > self.number * PER_PAGE
        return more and self.number < MAX_PAGES


def find(text: str, required: frozenset[str] = frozenset(), number: int = 1) -> Results:
    """Look for documents.

    Args:
        text: what was typed, anything at all.
        required: tokens of filters (tokens.kind_token …) that each result must have. With an empty text they
            alone decide, newest first.
        number: the page of results, from 1; the last page if it is too large.
    """
    query = queries.parse(text, _table() if text.strip() else ())
    number = max(1, min(number, MAX_PAGES))
    wanted = number * PER_PAGE + 1
    table = token_table()
    if not query:
        keys = table.newest(required, wanted) if required and not query.text else []
        return _page(query, [(key, False) for key in keys], number, wanted)
    found = _descend(queries.ladder(query), required, wanted)
    if not found and query.quoted:
        found = _descend(queries.ladder(query.unquoted()), required, wanted)
    if found:
        return _page(query, found, number, wanted)
    suggestion = suggest(query, required)
    return _page(
        query, _descend(queries.last_resort(query), required, wanted), number, wanted, True, suggestion
    )


def _descend(rungs: Sequence[Rung], required: frozenset[str], wanted: int) -> list[tuple[int, bool]]:
    return [(key, rungs[place].folded) for place, key in token_table().find(rungs, required, wanted)]


def _page(
    query: Query,
    found: Sequence[tuple[int, bool]],
    number: int,
    wanted: int,
    partial: bool = False,
    suggestion: str = "",
) -> Results:
    total = None if len(found) >= wanted else len(found)
    number = min(number, max(1, -(-len(found) // PER_PAGE)))
    shown = dict(found[(number - 1) * PER_PAGE : number * PER_PAGE])
    entries = SearchEntry.objects.in_bulk(shown) if shown else {}
    hits = [Hit(entries[key], folded) for key, folded in shown.items() if key in entries]
    return Results(query, hits, number, total, partial and bool(hits), suggestion)


def _table() -> list[Synonym]:
    return read_table(SearchSynonym.objects.values_list("term", "expansion"))
