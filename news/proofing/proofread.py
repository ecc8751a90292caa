"""The one door: what there is to say about a page."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.text import capfirst
from wagtail.models import Page

from cms.completeness import located_problems

from .checks import CHECKS, Check
from .known import known_of
from .models import ProofingSettings
from .page_text import text_of
from .text import Finding, Known, Place, Text

REQUIRED = "required"
# Whoever has made one mistake a hundred times is told ten times.
MOST_OF_A_CHECK = 10


def proofread(page: Page, owner: Any = None) -> list[Finding]:
    """Return what must be mended in a page before it can be submitted, then what an editor would advise.

    Args:
        page: the specific page with the content to be judged: a revision's, or that of a form not yet saved.
        owner: who writes it, if it is not stored yet.
    """
    text = text_of(page)
    off = ProofingSettings.load().switched_off
    return [*required(page), *advice(text, known_of(page, text, owner), off)]


def required(page: Page) -> list[Finding]:
    """Return what the page lacks (cms/completeness.py); no setting turns this off."""
    return [
        Finding(REQUIRED, Place(path, _anchor(page, path)), capfirst(sentence), blocking=True)
        for path, sentence in located_problems(page)
    ]


def advice(
    text: Text, known: Known, switched_off: Collection[str] = (), checks: Iterable[Check] = CHECKS
) -> list[Finding]:
    """Return what the checks that are on find in a text; each says at most ten things."""
    found: list[Finding] = []
    for check in checks:
        if check.key not in switched_off:
            found += [
                one for one, _number in zip(check.find(text, known), range(MOST_OF_A_CHECK), strict=False)
            ]
    return found


def _anchor(page: Page, path: str) -> str:
    """Return where a path of the editor stands on the review page."""
    name, _dot, rest = path.partition(".")
    first = rest.partition(".")[0]
    if first.isdecimal():
        return f"{name}-{int(first) + 1}"
    if first:
        for number, child in enumerate(getattr(page, name, ()), start=1):
            if getattr(child, "id", None) == first:
                return f"{name}-{number}"
    return f"{name}-1"
