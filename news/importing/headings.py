"""Headings inside a text: short lines in capitals or with a number, and their levels."""

import re

from news.importing.lines import is_in_capitals
from news.importing.paragraph import Paragraph, role_of

MAX_HEADING = 120
MAX_STYLED = 200  # what a heading block holds

_ROMAN = re.compile(r"[IVX]{1,5}(?:\.|\)|\s?[-–/])\s+\S")
_ARABIC_TWO = re.compile(r"\d{1,2}\.\d{1,2}\.?\s+[^\W\d_]")
_ARABIC = re.compile(r"\d{1,2}(?:\.|\))\s+[^\W\d_]")


def heading_rank(text: str) -> int | None:
    """How high a heading stands: 0 (capitals, "I. …"), 1 ("1. …"), 2 ("1.1. …"); None for other text.

    Headings that Word names so stand above those that are only typed: -9 to -1. A short line in bold is one, too.

    text: a clean line; one that ends with a mark, or is longer than 120 characters, is no typed heading.
    """
    if isinstance(text, Paragraph) and text.role == "heading" and len(text) <= MAX_STYLED:
        return text.level - 10
    if len(text) > MAX_HEADING or text[-1:] in ".,;:!?…”" or not any(char.isalpha() for char in text):
        return None
    if _ROMAN.match(text):
        return 0
    if _ARABIC_TWO.match(text):
        return 2
    if _ARABIC.match(text):
        return 1
    if is_in_capitals(text):
        return 0
    return 1 if role_of(text) == "bold" else None


def levels(ranks: set[int]) -> dict[int, str]:
    """The level of each rank in use, beginning at h2, so that no level is skipped; h4 is the lowest there is."""
    return {rank: f"h{min(number, 4)}" for number, rank in enumerate(sorted(ranks), start=2)}
