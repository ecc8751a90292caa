"""Forms of address before a name: readers type them as they speak, texts have the name without, or another."""

from collections.abc import Iterable, Sequence

from .tokens import Word, words_of

Run = tuple[Word, ...]

# Said before names and nothing else, so they count wherever they stand; đ/c is two words here.
_ANYWHERE = [tuple(words_of(form)) for form in ("đồng chí", "đ/c", "đc")]
# "Ba" is a number: these count at the beginning.
_AT_THE_BEGINNING = [tuple(words_of(form)) for form in ("ông", "bà")]
# "Anh" is a country, too, and both stand in many a name.
_OF_A_QUERY = [tuple(words_of(form)) for form in ("anh", "chị")]
# One word after it says too little: "ông Hùng" is not any "anh hùng".
_SHORTEST_NAME = 2


def without_address(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs of words without the first form of address; the run is cut there.

    In a query with marks the form must have its own; typed without any, "ba" is "bà".
    """
    marked = any(word.marked for run in runs for word in run)
    for place, run in enumerate(runs):
        for start in range(len(run)):
            forms = _ANYWHERE if place or start else [*_ANYWHERE, *_AT_THE_BEGINNING, *_OF_A_QUERY]
            length = _length(run[start:], forms, marked)
            if length and len(run) - start - length >= _SHORTEST_NAME:
                parts = (run[:start], run[start + length :])
                return (*runs[:place], *(part for part in parts if part), *runs[place + 1 :])
    return tuple(runs)


def length_before_a_name(words: Run) -> int:
    """Return how many words of a person's name, as somebody gave it, are a form of address: "Đ/c Hà Đình Lâm"."""
    length = _length(words, [*_ANYWHERE, *_AT_THE_BEGINNING], marked=any(word.marked for word in words[:1]))
    return length if length < len(words) else 0


def _length(run: Run, forms: Iterable[Run], marked: bool) -> int:
    for form in forms:
        if len(form) <= len(run) and all(
            typed.exact == meant.exact or (not marked and typed.folded == meant.folded)
            for typed, meant in zip(run, form, strict=False)
        ):
            return len(form)
    return 0
