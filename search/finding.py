"""Answering a query: the ladder, the page that is wanted, and what to offer if nothing is found."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import nearly, run_together, telex, vni
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
        scattered: nothing has the words as a phrase; these have them here and there, or most of the phrase.
        suggestion: another spelling that would find something, "" if there is none.
    """

    query: Query
    hits: list[Hit] = field(default_factory=list)
    number: int = 1
    total: int | None = 0
    partial: bool = False
    scattered: bool = False
    suggestion: str = ""

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        more = self.total is None or self.total > self.number * PER_PAGE
        return more and self.number < MAX_PAGES


def find(
    text: str, required: frozenset[str] = frozenset(), number: int = 1, keys: range | None = None
) -> Results:
    """Look for documents.

    Args:
        text: what was typed, anything at all.
        required: tokens of filters (tokens.kind_token …) that each result must have. With an empty text they
            alone decide, newest first.
        number: the page of results, from 1; the last page if it is too large.
        keys: between which keys the results lie (index.keys_of_period), None for all.
    """
    query = queries.parse(text, _table() if text.strip() else ())
    number = max(1, min(number, MAX_PAGES))
    wanted = number * PER_PAGE + 1
    table = token_table()
    if not query:
        newest = table.newest(required, wanted, keys) if required and not query.text else []
        return _page(query, [(key, False) for key in newest], number, wanted)

    def descend(rungs: Sequence[Rung]) -> list[tuple[int, Rung]]:
        return [(key, rungs[place]) for place, key in table.find(rungs, required, wanted, keys)]

    rungs = queries.ladder(query)
    found = descend(rungs)
    if not found and query.quoted:
        rungs = queries.ladder(query.unquoted())
        found = descend(rungs)
    if not found and (meant := _meant(query)):
        read = descend(queries.ladder(meant))
        if any(rung.phrase for _key, rung in read):
            query, found = meant, read
    partial = scattered = False
    suggestion = ""
    if not any(rung.phrase for _key, rung in found):
        suggestion = run_together.apart(query, required, keys) or suggest(query, required, keys)
        partial, scattered = not found, bool(found)
        if partial:
            found = descend(nearly.last_resort(query))
        elif most := nearly.most_of_the_phrase(query):
            # Whoever has all words in the title first, then most of the phrase: a long text has every word.
            words = [rung for rung in rungs if not rung.phrase]
            found = descend([*words[:1], *most, *words[1:]])
    answers = [(key, rung.folded) for key, rung in found]
    return _page(query, answers, number, wanted, partial=partial, scattered=scattered, suggestion=suggestion)


def _page(
    query: Query,
    found: Sequence[tuple[int, bool]],
    number: int,
    wanted: int,
    *,
    partial: bool = False,
    scattered: bool = False,
    suggestion: str = "",
) -> Results:
    total = None if len(found) >= wanted else len(found)
    number = min(number, max(1, -(-len(found) // PER_PAGE)))
    shown = dict(found[(number - 1) * PER_PAGE : number * PER_PAGE])
    entries = SearchEntry.objects.in_bulk(shown) if shown else {}
    hits = [Hit(entries[key], folded) for key, folded in shown.items() if key in entries]
    return Results(query, hits, number, total, partial and bool(hits), scattered, suggestion)


def _meant(query: Query) -> Query | None:
    """Return what was typed as Telex or VNI while Vietnamese typing was off, if it can be that.

    Of one word nobody can tell: "max" is "mã" in Telex. What was typed stays in the form.
    """
    words = [word.exact for word in query.words]
    if len(words) < 2 or query.number_words:
        return None
    text = telex.decode(words) or vni.decode(words)
    return replace(queries.parse(text), text=query.text) if text else None


def _table() -> list[Synonym]:
    return read_table(SearchSynonym.objects.values_list("term", "expansion"))
