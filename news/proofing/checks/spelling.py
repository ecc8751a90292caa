"""Spelling: syllables that Vietnamese does not have, words that are often confused, two ways to place a tone mark."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import vietnamese

from ..text import Finding, Known, Passage, Place, Text, Word
from ..word_lists import confused_words, loan_words, longest_confusion
from .base import Check

_LETTERS = frozenset(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
_VOWELS = _LETTERS - frozenset("bcdđghklmnpqrstvx")
_LONGEST = 16
# The commonest slips with letters that sound alike before other vowels.
_ONSETS = (("ngh", "ng"), ("ng", "ngh"), ("gh", "g"), ("g", "gh"), ("c", "k"), ("k", "c"), ("qu", "q"))


# A text says the same words again and again, and three checks look at each.
_WORDS_REMEMBERED = 20_000


@lru_cache(maxsize=_WORDS_REMEMBERED)
def _plain(word: str) -> str:
    """Return a word as the table of confused words has it."""
    return vietnamese.unify_tone(word).lower()


@lru_cache(maxsize=_WORDS_REMEMBERED)
def _placement(word: str) -> vietnamese.TonePlacement:
    return vietnamese.tone_style(word)


@lru_cache(maxsize=_WORDS_REMEMBERED)
def _is_syllable(word: str) -> bool:
    return vietnamese.is_syllable(word)


class ImpossibleSyllable(Check):
    """A slip of the keyboard: "nghành", "đươc", "côngviệc".

    Names, capitals, abbreviations, foreign words and parts of addresses are left alone: a false alarm costs more
    than a slip that is not found.
    """

    key = "syllable"
    name = gettext_lazy("Likely slips of typing")
    explanation = gettext_lazy(
        "Points out what cannot be a Vietnamese syllable; names and foreign words are left alone."
    )

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        said: set[str] = set()
        for passage in text.passages:
            if passage.name or passage.text.isascii():
                continue
            for number, word in enumerate(passage.words):
                if _is_suspect(word.text) and word.text not in said and _in_vietnamese(passage, number):
                    said.add(word.text)
                    meant = suggestion(word.text)
                    sentence = (
                        _("“%(word)s” looks like a slip of typing: is “%(meant)s” meant?")
                        if meant
                        else _("“%(word)s” looks like a slip of typing: please look at it again.")
                    )
                    yield self.finding(
                        passage.place, sentence % {"word": word.text, "meant": meant}, word.text
                    )


def _is_suspect(word: str) -> bool:
    """Tell whether a word has Vietnamese letters and yet is no syllable. Cheap refusals first."""
    if not 2 <= len(word) <= _LONGEST or word.isascii() or not word.islower() or _is_syllable(word):
        return False
    return (
        _LETTERS.issuperset(word)
        and not _VOWELS.isdisjoint(word)
        and word not in loan_words()
        and word not in confused_words()
    )


def _in_vietnamese(passage: Passage, number: int) -> bool:
    """Tell whether a word stands alone between spaces and marks, with Vietnamese words on both sides."""
    word = passage.words[number]
    end = word.start + len(word.text)
    around = passage.text[max(0, word.start - 1) : word.start] + passage.text[end : end + 1]
    if any(character in "-/@_.’'&" or character.isdigit() for character in around.rstrip(".")):
        return False
    neighbours = passage.words[max(0, number - 1) : number] + passage.words[number + 1 : number + 2]
    return bool(neighbours) and all(_is_syllable(other.text) for other in neighbours)


def suggestion(word: str) -> str:
    """Return what was probably meant by a word that is no syllable; "" if nobody can tell."""
    for wrong, right in _ONSETS:
        if word.startswith(wrong) and vietnamese.is_syllable(right + word[len(wrong) :]):
            return right + word[len(wrong) :]
    halves = [
        f"{word[:at]} {word[at:]}"
        for at in range(2, len(word) - 1)
        if vietnamese.is_syllable(word[:at]) and vietnamese.is_syllable(word[at:])
    ]
    return halves[0] if len(halves) == 1 and len(word) > 5 else ""


class ConfusedWords(Check):
    """Written "phòng trào" for "phong trào": both are syllables, and only one is a word."""

    key = "confused_words"
    name = gettext_lazy("Words often confused")
    explanation = gettext_lazy(
        "Points out wrong spellings that are common in offices, such as “bổ xung” for “bổ sung”."
    )

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        for passage in text.passages:
            if not passage.name and not passage.text.isascii():
                yield from self._in(passage)

    def _in(self, passage: Passage) -> Iterator[Finding]:
        table, words = confused_words(), passage.words
        plain = [_plain(word.text) for word in words]
        for start in range(len(words)):
            for length in range(1, min(longest_confusion(), len(words) - start) + 1):
                run = words[start : start + length]
                if length > 1 and not run[-1].joined:
                    break
                entry = table.get(" ".join(plain[start : start + length]))
                if entry is None or _is_a_name(run):
                    continue
                before = plain[start - 1] if start and run[0].joined else ""
                end = start + length
                after = plain[end] if end < len(words) and words[end].joined else ""
                if before in entry.right_after or after in entry.right_before:
                    continue
                written = passage.text[run[0].start : run[-1].start + len(run[-1].text)]
                yield self.finding(
                    passage.place,
                    _("“%(written)s” is written “%(meant)s”.") % {"written": written, "meant": entry.meant},
                    written,
                )


def _is_a_name(words: tuple[Word, ...]) -> bool:
    """Tell whether words may be a name: a capital inside, or all but the first."""
    if all(word.text.isupper() for word in words):
        return False
    return any(not word.text.islower() for word in words[1:]) or (
        len(words) == 1 and not words[0].text.islower()
    )


class MixedTonePlacement(Check):
    """Both "uỷ" and "ủy" in one text: either is right, together they look careless.

    Names are as their owners write them.
    """

    key = "tone_placement"
    name = gettext_lazy("Two ways to place tone marks")
    explanation = gettext_lazy("Points out that a text writes both “hoà” and “hòa”; names are left alone.")

    def find(self, text: Text, known: Known) -> Iterator[Finding]:
        modern: dict[str, list[tuple[str, Place]]] = {}
        traditional: dict[str, list[tuple[str, Place]]] = {}
        for passage in text.passages:
            if passage.name or passage.text.isascii():
                continue
            for number, word in enumerate(passage.words):
                if word.text.isascii() or not 2 <= len(word.text) <= 7 or _in_a_name(passage, number):
                    continue
                style = _placement(word.text)
                if style.modern or style.traditional:
                    into = modern if style.modern else traditional
                    into.setdefault(_plain(word.text), []).append((word.text, passage.place))
        if not modern or not traditional:
            return
        rare, common = sorted((modern, traditional), key=_size)
        both = [key for key in rare if key in common]
        if not both:
            key, other = next(iter(rare)), next(iter(common))
            yield self._finding(rare[key], common[other])
        for key in both:
            yield self._finding(*sorted((rare[key], common[key]), key=len))

    def _finding(self, rare: list[tuple[str, Place]], common: list[tuple[str, Place]]) -> Finding:
        word, place = rare[0]
        other = Counter(spelling.lower() for spelling, _place in common).most_common(1)[0][0]
        sentence = _(
            "The text places tone marks in two ways: “%(rare)s” (%(times)s×) and “%(common)s” (%(often)s×). "
            "Choose one of them."
        )
        values = {"rare": word.lower(), "times": len(rare), "common": other, "often": len(common)}
        return self.finding(place, sentence % values, word)


def _size(words: dict[str, list[tuple[str, Place]]]) -> int:
    return sum(len(places) for places in words.values())


def _in_a_name(passage: Passage, number: int) -> bool:
    """Tell whether a capitalised word stands beside another capitalised one: "Hòa Bình", "Lê Thuý"."""
    words = passage.words
    word = words[number]
    if not word.text[0].isupper() or word.text.isupper():
        return False
    before = number > 0 and word.joined and words[number - 1].text[0].isupper()
    follower = words[number + 1] if number + 1 < len(words) else None
    return before or (follower is not None and follower.joined and follower.text[0].isupper())
