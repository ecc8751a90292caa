"""Plain text: what is cleaned on saving, how text is folded for search, quotation marks, shortening."""

import re
import unicodedata

from .characters import clean_run

_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]+")
# đ has no decomposition. Ð (eth) and Ɖ (African d) look the same as Đ and come out of old converters and
# fonts.
_D_WITH_STROKE = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d", "Đ": "D", "Ð": "D", "Ɖ": "D"})
_EMPTY_LINES = re.compile(r"\n{3,}")
_BEFORE_OPENING = " \n([{/–—-“‘«'"
_AFTER_CLOSING = " \n)]}/–—-”’»'.,;:!?…"
_LOOSE_END = " ,;:.–—-([{“‘\"'/"


def normalise(text: str) -> str:
    """Clean one line of text for storing.

    Takes any text, decomposed (NFD) or not. Returns it as NFC on one line: every kind of space and line break
    is a single U+0020, none at the ends; zero-width, bidirectional and control characters, BOM and lone
    surrogates are gone (a joiner inside an emoji stays). Words are never changed. Idempotent.
    """
    return clean_run(text).strip(" ")


def normalise_lines(text: str) -> str:
    """Clean text of several lines for storing.

    As ``normalise``, line by line; breaks of every kind become "\\n" and at most one empty line stays in a
    row.
    """
    lines = [line.strip(" ") for line in clean_run(text, keep_breaks=True).split("\n")]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def fold(text: str) -> str:
    """Fold text for comparing without marks: "Đảng bộ" → "dang bo".

    Returns lower-case NFC text without combining marks, đ as d. Both tone placements fold alike. Letters of
    other scripts stay. Idempotent.
    """
    decomposed = unicodedata.normalize("NFD", text.lower().translate(_D_WITH_STROKE))
    return unicodedata.normalize("NFC", _MARKS.sub("", decomposed).lower())


def curly_quotes(text: str) -> str:
    """Turn straight double quotes into “ ” where their pairing is certain.

    Works paragraph by paragraph (a paragraph ends at a line break) on plain text, not on HTML. A paragraph in
    which one straight quote cannot be told apart stays as it is; so do apostrophes, inch and second marks
    after a digit (24"), and quotes that are curly already.
    """
    return "\n".join(_curl_paragraph(paragraph) for paragraph in text.split("\n"))


def abbreviate(text: str, words: int) -> str:
    """Shorten text to so many words (parts between spaces), with "…" if anything was cut.

    Returns one line. Punctuation that would dangle before the "…" goes. Raises ValueError if words < 1.
    """
    if words < 1:
        raise ValueError("words must be 1 or more")
    parts = text.split()
    if len(parts) <= words:
        return " ".join(parts)
    return " ".join(parts[:words]).rstrip(_LOOSE_END) + "…"


def _curl_paragraph(paragraph: str) -> str:
    curled = list(paragraph)
    is_open = False
    inch_marks = closings_after_digit = 0
    for position, character in enumerate(paragraph):
        if character != '"':
            continue
        before = paragraph[position - 1] if position else " "
        after = paragraph[position + 1] if position + 1 < len(paragraph) else " "
        opens = before in _BEFORE_OPENING and after not in ' "'
        closes = before not in ' "' and after in _AFTER_CLOSING
        if not is_open and opens and not closes:
            curled[position], is_open = "“", True
        elif is_open and closes and not opens:
            curled[position], is_open = "”", False
            closings_after_digit += before.isdigit()
        elif not is_open and before.isdigit():
            inch_marks += 1
        else:
            return paragraph
    # In «"24" và 32"» nobody can tell which of the marks after a digit closes: leave all of them.
    if is_open or (inch_marks and closings_after_digit):
        return paragraph
    return "".join(curled)
