"""Which characters a reader cannot see, which are only a space, and how a run of text is cleaned of them."""

import re
import unicodedata

from .legacy import drop_soft_hyphens

# Everything that a reader sees as a blank: the Unicode spaces (NBSP among them), and the "letters" that draw
# nothing (Hangul fillers, the empty braille cell), with which an empty title can be made to look filled in.
_BLANKS = (
    "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # general category Zs, but U+0020
    "\u115f\u1160\u3164\uffa0\u2800"
)
_BREAKS = "\n\r\v\f\u0085\u2028\u2029"

_SOFT_HYPHEN = "\u00ad"
_JOINER = "\u200d"
# Zero-width and bidirectional marks, BOM, interlinear anchors, tags, controls, surrogates, noncharacters.
# U+200D is handled apart; tabs and line breaks count as blanks and are replaced first.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u034f\u061c\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_EMOJI = "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_BLANK = re.compile(f"[\t{_BLANKS}]")
_BLANK_OR_BREAK = re.compile(f"[\t{_BREAKS}{_BLANKS}]")
_UNSEEN = re.compile(
    f"[{_INVISIBLE}]"
    # A joiner stays only between two emoji (woman, joiner, school is one picture: a teacher).
    f"|(?<![{_EMOJI}\ufe0f]){_JOINER}|{_JOINER}(?![{_EMOJI}])"
)
_SPACE_RUN = re.compile(" {2,}")


def clean_run(text: str, *, keep_breaks: bool = False) -> str:
    """Clean a run of text character by character; spaces at its ends are kept, but runs become one.

    Takes any text; with ``keep_breaks`` each line break becomes "\\n", otherwise a space. Returns NFC text. A
    soft hyphen goes too, except in an undecoded TCVN3 word, where that code is the letter ư: dropping it
    would lose the letter before anybody can convert the text.
    """
    text = _LINE_BREAK.sub("\n" if keep_breaks else " ", text)
    text = _BLANK.sub(" ", text)
    text = _UNSEEN.sub("", text)
    # NFC after the stripping: a mark parted from its letter by a zero-width character joins it again.
    text = unicodedata.normalize("NFC", text)
    if _SOFT_HYPHEN in text:
        text = unicodedata.normalize("NFC", drop_soft_hyphens(text))
    return _SPACE_RUN.sub(" ", text)


def is_blank(character: str) -> bool:
    """Whether one character shows as nothing but a space (line breaks too)."""
    return character == " " or _BLANK_OR_BREAK.fullmatch(character) is not None


def is_invisible(character: str) -> bool:
    """Whether one character shows as nothing, wherever it stands (a joiner or soft hyphen may matter)."""
    return character != _JOINER and _UNSEEN.fullmatch(character) is not None
