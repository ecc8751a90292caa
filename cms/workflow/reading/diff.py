"""What changed between two texts, word by word: pure functions. Whatever was typed leaves here escaped."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"

TOKEN = re.compile(r"\n|[^\s]+")
# Beyond this many pairs of words a comparison word by word takes seconds: old and new are shown whole.
MOST_WORD_PAIRS = 25_000_000
# A common word between two changes is no island to rest on: "các đơn vị" read better whole than in shreds.
ISLAND_AMONG = 4

Run = tuple[str, list[str]]


def word_changes(before: str, after: str) -> list[Run]:
    """Return the runs of words (kind, words) that lead from one text to the other, in reading order.

    Vietnamese is written syllable by syllable, so words are what stands between spaces; a line break is a
    word of its own.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    runs: list[Run] = []
    for kind, removed, added in _merged(list(_opcodes(old, new))):
        if kind == SAME:
            runs.append((SAME, added))
            continue
        if removed:
            runs.append((REMOVED, removed))
        if added:
            runs.append((ADDED, added))
    return runs


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield (same or changed, old words, new words)."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if start:
        yield SAME, old[:start], new[:start]
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if not middle_old or not middle_new or len(middle_old) * len(middle_new) > MOST_WORD_PAIRS:
        if middle_old or middle_new:
            yield CHANGED, middle_old, middle_new
    else:
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, middle_old, middle_new).get_opcodes():
            yield SAME if tag == "equal" else CHANGED, middle_old[i1:i2], middle_new[j1:j2]
    if end:
        yield SAME, old[len(old) - end :], new[len(new) - end :]


def _merged(codes: list[tuple[str, list[str], list[str]]]) -> list[tuple[str, list[str], list[str]]]:
    """Draw a single common word between two larger changes into them."""
    merged: list[tuple[str, list[str], list[str]]] = []
    for position, (kind, old, new) in enumerate(codes):
        if kind == SAME and len(new) == 1 and new != ["\n"] and merged and position + 1 < len(codes):
            around = len(merged[-1][1]) + len(merged[-1][2]) + len(codes[position + 1][1])
            if merged[-1][0] == CHANGED and around + len(codes[position + 1][2]) > ISLAND_AMONG:
                kind = CHANGED
        if merged and merged[-1][0] == kind:
            _kind, old_before, new_before = merged.pop()
            old, new = old_before + old, new_before + new
        merged.append((kind, old, new))
    return merged


def html_of(runs: Iterable[Run]) -> SafeString:
    """Return the runs as HTML: what is new in ``<ins>``, what is gone in ``<del>``, everything escaped."""
    out, glue = "", ""
    for kind, words in runs:
        text, starts, ends = escape(_joined(words)), words[0] == "\n", words[-1] == "\n"
        tag = {ADDED: "ins", REMOVED: "del"}.get(kind)
        out += ("" if starts else glue) + (f"<{tag}>{text}</{tag}>" if tag else text)
        glue = "" if ends else " "
    return mark_safe(out)


def _joined(words: Sequence[str]) -> str:
    return re.sub(r" ?\n ?", "\n", " ".join(words))


def text_difference(before: str, after: str) -> SafeString:
    """Return the HTML that shows how one text became the other."""
    return html_of(word_changes(before, after))
