"""Tokens: what a text becomes in the index, made here for every database alike.

A Vietnamese word is one to four syllables with a space between them, so besides each syllable every pair of
neighbours is a token: compound words then match as a whole without a segmentation model. Each exists as
written (with its marks) and folded (without), so that "so noi vu" finds "Sở Nội vụ" and whoever types the
marks can be given those first.

The vocabulary, in one space of names (words hold no underscore, so none of these can meet another):

====================  ==============================================================
``nội``, ``sở_nội``   syllable, pair, as written
``noi``, ``so_noi``   the same, folded; ``quan_li`` for "quản lý" as well, which is written both ways;
                      ``hmong`` beside ``h`` and ``mong`` for "H'Mông"
``cao_``, ``cao_to_``  as written, where the writing has no marks: told apart from folded "cáo"
``n__42_2022_nd_cp``  the number of a document, 42/2022/NĐ-CP; ``n__42_2022_ndcp`` for whoever types NĐCP
``t__…``              one of the above, in the title
``b__…``              one of the above, in the title and also below it
``k__article``        kind of page; ``c__7`` category, ``y__2026`` year, ``s__hoang_le`` speaker
====================  ==============================================================
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone

from cms import vietnamese
from cms.searchable import SearchDocument

# Raise it when the tokens of an unchanged text change: the rebuild command then renews every document.
VERSION = 3

IN_TITLE = "t__"
IN_TITLE_AND_BODY = "b__"
_NUMBER = "n__"
_KIND, _CATEGORY, _YEAR, _SPEAKER = "k__", "c__", "y__", "s__"

_WORD = re.compile(r"[^\W_]+")
# Kỷ luật and kỉ luật, Quy Nhơn and Qui Nhơn: after these letters a final y sounds as i, and both are written.
_SOUNDS_AS_I = re.compile(r"(?:[hklmst]|qu)y")
# H'Mông, Ea H’leo, Cư M'gar: with the sign or without, it is one word.
_WITH_APOSTROPHE = r"(?<![^\W\d_])[^\W\d_]{1,3}['’‘ʼ`´](?=[^\W\d_])"
_APOSTROPHE = re.compile(_WITH_APOSTROPHE)
_JOINED = re.compile(rf"(?:{_WITH_APOSTROPHE})?{_WORD.pattern}")
_LONGEST_WORD = 40
# 42/2022/NĐ-CP, 1234/QĐ-UBND, 18-NQ/TW, 05/CT-TTg, 59/2020/QH14
_DOCUMENT_NUMBER = re.compile(
    r"(?<![\w/.-])[0-9]{1,6}(?:\s?[/]\s?[0-9]{2,4})?"
    r"(?:(?:\s?/\s?|[-–‑])[^\W\d_]{1,10}[0-9]{0,3}){1,4}(?!\w)"
)
# A text that somebody pasted by the megabyte must not break the index: PostgreSQL refuses a tsvector of more
# than 1,048,575 bytes (its manual, 12.1 "Limitations"). The real page has 1,540 words.
_MAX_WORDS = 20_000
_MAX_BYTES = 900_000


@dataclass(frozen=True, slots=True)
class Word:
    """One syllable: as written (lower case, tone mark in its traditional place) and folded, y as i."""

    exact: str
    folded: str

    @property
    def marked(self) -> bool:
        """Whether the writing has marks that folding takes away."""
        return self.exact != without_marks(self.exact)

    @property
    def spelled(self) -> "Word":
        """The same word, folded without taking y for i, as everything was up to VERSION 1."""
        return Word(self.exact, without_marks(self.exact))

    @property
    def foldings(self) -> frozenset[str]:
        """Folded with i for y and without, as a longer word has it that begins so: "quy" of "quyết"."""
        return frozenset({self.folded, self.spelled.folded})

    @property
    def before_qui(self) -> "Word":
        """The same word, folded as in VERSION 2, which took no y for i after qu."""
        return self.spelled if self.spelled.folded == "quy" else self


@lru_cache(maxsize=50_000)
def as_word(text: str) -> Word:
    """Return the word of one run of letters and digits (NFC). Vietnamese has some 7,000 syllables: cached."""
    exact = text.lower()[:_LONGEST_WORD]
    if exact.isascii() and exact.isdigit():
        exact = exact.lstrip("0") or "0"  # 05/9/2023 and 5/9/2023 are one day
    exact = vietnamese.unify_tone(exact)
    exact = "".join(_WORD.findall(exact)) or exact
    folded = without_marks(exact)
    return Word(exact, f"{folded[:-1]}i" if _SOUNDS_AS_I.fullmatch(folded) else folded)


@lru_cache(maxsize=50_000)
def without_marks(exact: str) -> str:
    """Fold one word; what would leave no letter stays."""
    return "".join(_WORD.findall(vietnamese.fold(exact))) or exact


def words_of(text: str, most: int | None = None) -> list[Word]:
    """Return the words of a text, NFC or NFD; the first ``most`` of them if that is given."""
    return [as_word(run) for run in _WORD.findall(unicodedata.normalize("NFC", text))[:most]]


def words_with_places(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the runs of letters and digits of an NFC text as they stand, and where each begins and ends.

    What an apostrophe joins is one: "H'Mông".
    """
    return _JOINED.findall(text), [match.span() for match in _JOINED.finditer(text)]


def without_apostrophes(text: str) -> str:
    """Join what an apostrophe parts: HMông. Text in NFC."""
    return _APOSTROPHE.sub(lambda match: match.group()[:-1], text)


def split_numbers(text: str) -> list[tuple[str | None, list[Word]]]:
    """Cut a text at its document numbers.

    Returns pairs of a number's token (None for running text) and the words; "Nghị định 42/2022/NĐ-CP" gives
    ``[(None, [nghị, định]), ("n__42_2022_nd_cp", [42, 2022, nđ, cp])]``.
    """
    text = unicodedata.normalize("NFC", text)
    pieces: list[tuple[str | None, list[Word]]] = []
    position = 0
    for match in _DOCUMENT_NUMBER.finditer(text):
        pieces.append((None, words_of(text[position : match.start()])))
        pieces.append((_number_token(match.group()), words_of(match.group())))
        position = match.end()
    pieces.append((None, words_of(text[position:])))
    return [(number, words) for number, words in pieces if words]


def single(word: Word, folded: bool) -> str:
    """Return the token of one syllable."""
    return word.folded if folded else _as_written(word.exact)


def pair(first: Word, second: Word, folded: bool) -> str:
    """Return the token of two neighbouring syllables."""
    return f"{first.folded}_{second.folded}" if folded else _as_written(first.exact, second.exact)


def pairs(words: Sequence[Word], folded: bool) -> set[str]:
    """Return the tokens of all neighbours; of the syllable itself if it stands alone."""
    if len(words) == 1:
        return {single(words[0], folded)}
    return {pair(first, second, folded) for first, second in itertools.pairwise(words)}


def kind_token(kind: str) -> str:
    """Return the token of a kind of page."""
    return _KIND + kind


def category_token(category_id: int) -> str:
    """Return the token of a category."""
    return f"{_CATEGORY}{category_id}"


def year_token(year: int) -> str:
    """Return the token of a year of publication."""
    return f"{_YEAR}{year}"


def speaker_tokens(name: str) -> set[str]:
    """Return the tokens that a document of this speaker has; a part of the name gives some of them."""
    words = [word.spelled for word in words_of(name)]
    return {_SPEAKER + token for token in pairs(words, folded=True)} if words else set()


def document_tokens(document: SearchDocument) -> list[str]:
    """Return the tokens of a document, each once, the most useful first (a huge text is cut at its end)."""
    title = _text_tokens([document.title])
    below = _text_tokens([document.lead, *document.body_text.split("\n"), *document.speakers])
    tokens = dict.fromkeys(_filter_tokens(document))
    tokens |= dict.fromkeys(IN_TITLE + token for token in title)
    tokens |= dict.fromkeys(IN_TITLE_AND_BODY + token for token in title if token in below)
    tokens |= title | below
    if 4 * sum(map(len, tokens)) <= _MAX_BYTES:
        return list(tokens)  # short enough whatever its letters take
    return list(_cut(tokens))


def _filter_tokens(document: SearchDocument) -> Iterator[str]:
    yield kind_token(document.kind)
    yield year_token(timezone.localtime(document.published_at).year)
    if document.category_id is not None:
        yield category_token(document.category_id)
    for name in document.speakers:
        yield from speaker_tokens(name)
        yield from (_SPEAKER + word.spelled.folded for word in words_of(name))


def _text_tokens(paragraphs: Iterable[str]) -> dict[str, None]:
    """Return the tokens of paragraphs, in the text's order. Pairs do not reach over a paragraph's end."""
    tokens: dict[str, None] = {}
    left = _MAX_WORDS
    for paragraph in _with_words_joined(paragraphs):
        words = words_of(paragraph, left)
        left -= len(words)
        for word in words:
            tokens[single(word, folded=True)] = None
            tokens[single(word, folded=False)] = None
        for first, second in itertools.pairwise(words):
            tokens[pair(first, second, folded=True)] = None
            tokens[pair(first, second, folded=False)] = None
        for number in _DOCUMENT_NUMBER.findall(paragraph):
            tokens[_number_token(number)] = None
            tokens[_number_token(number, run_together=True)] = None
        if left <= 0:
            break
    return tokens


def _with_words_joined(paragraphs: Iterable[str]) -> Iterator[str]:
    """Yield paragraphs in NFC, and once more without apostrophes where that makes other words."""
    for paragraph in paragraphs:
        paragraph = unicodedata.normalize("NFC", paragraph)
        yield paragraph
        if (joined := without_apostrophes(paragraph)) != paragraph:
            yield joined


def _number_token(number: str, run_together: bool = False) -> str:
    parts = [word.spelled.folded for word in words_of(number)]
    if run_together:
        letters = next(place for place, part in enumerate(parts) if not part.isdecimal())
        parts[letters:] = ["".join(parts[letters:])]
    return _NUMBER + "_".join(parts)


def _as_written(*words: str) -> str:
    # Without any mark it would look like something folded.
    return "_".join(words) if any(map(_is_marked, words)) else "_".join([*words, ""])


# An archive has a few thousand syllables, and each stands in hundreds of texts.
@lru_cache(maxsize=50_000)
def _is_marked(word: str) -> bool:
    return word != without_marks(word)


def _cut(tokens: Iterable[str]) -> Iterator[str]:
    left = _MAX_BYTES
    for token in tokens:
        left -= len(token.encode())
        if left < 0:
            return
        yield token
