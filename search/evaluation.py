"""Measuring the search against a set of articles and queries whose answers are known.

A set is a folder with two files. ``articles.json``: a list of ``{"id", "title", "lead", "body"}``.
``queries.json``: ``{"queries": [{"id", "query", "expected": [ids that must be in the top ten],
"expected_first": id or null}], "must_not_error": [texts]}``.
"""

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cms.searchable import SearchDocument

from . import finding, index
from .tokens import words_of

WORST_RECALL = 0.95
WORST_FIRST = 0.90
_FIRST_DAY = datetime(2026, 1, 1, 1, 0, tzinfo=UTC)


class UnusableSet(Exception):
    """The folder does not hold a set that can be read."""


@dataclass
class Report:
    """What was measured. Recalls and ``first`` are shares from 0 to 1, None if nothing was asked for."""

    recall_typed: float | None = None
    recall_folded: float | None = None
    first: float | None = None
    errors: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    p50_ms: float = 0.0
    p95_ms: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether every share reaches its threshold and nothing failed."""
        recalls = [share for share in (self.recall_typed, self.recall_folded) if share is not None]
        return (
            not self.errors
            and all(share >= WORST_RECALL for share in recalls)
            and (self.first is None or self.first >= WORST_FIRST)
        )


def load(folder: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Read a set.

    Raises:
        UnusableSet: a file is missing, is not JSON, or lacks what is needed.
    """
    try:
        articles = json.loads((folder / "articles.json").read_text(encoding="utf-8"))
        queries = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
        for article in articles:
            article["id"], article["title"], article["lead"], article["body"]
        for query in queries["queries"]:
            query["query"], query["expected"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableSet(f"{folder}: {error!r}") from error
    return articles, queries


def evaluate(folder: Path, newest_last: bool = True) -> Report:
    """Index a set apart from the real index, ask its queries, and measure.

    Args:
        folder: where the set lies.
        newest_last: whether the last article is taken as the newest. The answers must not depend on it.

    Raises:
        UnusableSet: the folder does not hold a set.
    """
    articles, queries = load(folder)
    with index.temporary_index():
        index.store(_documents(articles, newest_last))
        return _measure([article["id"] for article in articles], queries)


def _documents(articles: list[dict[str, Any]], newest_last: bool) -> list[SearchDocument]:
    return [
        SearchDocument(
            page_id=place,
            title=article["title"],
            lead=article["lead"],
            body_text=article["body"],
            kind=article.get("kind", "article"),
            category_id=None,
            published_at=_FIRST_DAY + timedelta(hours=place if newest_last else -place),
        )
        for place, article in enumerate(articles)
    ]


def _measure(ids: list[str], queries: dict[str, Any]) -> Report:
    report = Report()
    recalls: dict[bool, list[float]] = {True: [], False: []}
    firsts: list[bool] = []
    times: list[float] = []
    for query in queries["queries"]:
        started = time.perf_counter()
        results = finding.find(query["query"])
        times.append((time.perf_counter() - started) * 1000)
        found = [ids[hit.entry.page_id] for hit in results.hits[:10]]
        expected = query["expected"]
        if expected:
            recall = sum(each in found for each in expected) / len(expected)
            recalls[_has_marks(query["query"])].append(recall)
            if recall < 1:
                report.misses.append(
                    f"{query.get('id', '')} “{query['query']}”: {found}, expected {expected}"
                )
        first = query.get("expected_first")
        if first:
            firsts.append(found[:1] == [first])
            if not firsts[-1]:
                report.misses.append(
                    f"{query.get('id', '')} “{query['query']}”: {found[:1]}, expected first {first}"
                )
    for text in queries.get("must_not_error", []):
        try:
            finding.find(text)
        except Exception as error:
            report.errors.append(f"{text[:60]!r}: {error!r}")
    report.recall_typed, report.recall_folded = _mean(recalls[True]), _mean(recalls[False])
    report.first = _mean([float(first) for first in firsts])
    if times:
        times.sort()
        report.p50_ms = times[len(times) // 2]
        report.p95_ms = times[min(len(times) - 1, round(len(times) * 0.95))]
    return report


def _has_marks(text: str) -> bool:
    return any(word.marked for word in words_of(text))


def _mean(shares: list[float]) -> float | None:
    return sum(shares) / len(shares) if shares else None
