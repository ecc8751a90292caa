"""Mục lục: where the headings of a story lead, and whether the story is long enough to need a list of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cms import vietnamese
from cms.body_text import body_lines

# Shorter texts are overseen without a list.
FEWEST_HEADINGS = 3
MORE_WORDS_THAN = 800

# Everything else on the page that has an id has none that begins like this.
PREFIX = "muc-"


@dataclass
class Entry:
    """A heading of the story, with those below it."""

    text: str
    anchor: str
    children: list["Entry"] = field(default_factory=list)


def give_anchors(body: Iterable[Any]) -> list[tuple[str, str, str]]:
    """Give every heading of a body the address by which it is linked: ``block.value.anchor``.

    Returns:
        (level, text, anchor) of each heading that has a text, in order.
    """
    headings = [block.value for block in body if block.block_type == "heading" and block.value.get("text")]
    anchors = anchors_of([heading["text"] for heading in headings])
    for heading, anchor in zip(headings, anchors, strict=True):
        heading.anchor = anchor
    return [
        (heading["level"], heading["text"], anchor) for heading, anchor in zip(headings, anchors, strict=True)
    ]


def anchors_of(texts: list[str]) -> list[str]:
    """Return an anchor for each text, no two alike: "Kết quả" twice → "muc-ket-qua", "muc-ket-qua-2"."""
    taken: set[str] = set()
    anchors = []
    for text in texts:
        words = anchor = PREFIX + (vietnamese.slugify(text, 60) or "khong-ten")
        number = 1
        while anchor in taken:
            number += 1
            anchor = f"{words}-{number}"
        taken.add(anchor)
        anchors.append(anchor)
    return anchors


def table_of_contents(headings: list[tuple[str, str, str]], words: int) -> list[Entry]:
    """Return the list of contents, subsections below their sections; nothing for a short story.

    Args:
        headings: (level, text, anchor); the third level is left out.
        words: how many words the story has.
    """
    if len(headings) < FEWEST_HEADINGS or words <= MORE_WORDS_THAN:
        return []
    entries: list[Entry] = []
    for level, text, anchor in headings:
        if level == "h3" and entries:
            entries[-1].children.append(Entry(text, anchor))
        elif level in ("h2", "h3"):
            entries.append(Entry(text, anchor))
    return entries


def count_words(body: Iterable[Any]) -> int:
    """Return how many words a body has, as Vietnamese counts them: what stands between spaces."""
    return sum(len(line.split()) for line in body_lines(body))
