"""What a check is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

from ..text import Finding, Known, Place, Text


class Check(ABC):
    """One thing that is pointed out. A check reads plain values and asks nobody.

    Attributes:
        key: stands in the settings and in the documentation; it never changes.
        name: what the settings call it.
        explanation: one sentence for whoever turns it on or off.
    """

    key: ClassVar[str]
    name: ClassVar[Any]
    explanation: ClassVar[Any]

    @abstractmethod
    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        """Yield what is wrong with the text, in reading order."""

    def finding(self, place: Place, sentence: str, excerpt: str = "") -> Finding:
        """Return a piece of advice of this check."""
        return Finding(self.key, place, sentence, excerpt)


def shortened(text: str, length: int = 60) -> str:
    """Return the beginning of a text for a sentence, cut between words."""
    text = " ".join(text[: length * 2].split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"
