"""The two lists of words, read once: ``data/confused_words.tsv`` and ``data/loan_words.txt``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Confusion:
    """What is meant instead, and the neighbours beside which the words are right as they stand.

    "lịch sử lý luận" holds "sử lý", and nobody confused anything.
    """

    meant: str
    right_after: frozenset[str]
    right_before: frozenset[str]


@lru_cache(maxsize=1)
def confused_words() -> Mapping[str, Confusion]:
    """Return the table by what is written, in lower case."""
    rows = (line.split("\t") for line in _lines("confused_words.tsv"))
    padded = ((*row, "", "")[:4] for row in rows)
    return {
        written: Confusion(meant, frozenset(after.split()), frozenset(before.split()))
        for written, meant, after, before in padded
    }


@lru_cache(maxsize=1)
def longest_confusion() -> int:
    """Return how many words the longest entry of the table has."""
    return max(len(written.split(" ")) for written in confused_words())


@lru_cache(maxsize=1)
def loan_words() -> frozenset[str]:
    """Return the words that are right although they are no Vietnamese syllable, in lower case."""
    return frozenset(_lines("loan_words.txt"))


def _lines(name: str) -> Iterator[str]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line
