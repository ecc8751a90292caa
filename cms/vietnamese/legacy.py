"""Text typed in a font of before Unicode (TCVN3 or VNI) that was pasted without being decoded.

On the screen it reads "Céng hßa x· héi chñ nghÜa ViÖt Nam" (TCVN3, the .Vn… fonts) or "Coäng hoøa xaõ hoäi
chuû nghóa Vieät Nam" (VNI-Windows, the VNI-… fonts). Tables: TCVN 5712:1993, set VN3; VNI-Windows by VNI
Software.

Out of reach: the upper-case TCVN3 fonts (.VnTimeH and the like). They hold the same codes as the lower-case
fonts and only draw them as capitals, so nothing in the text says that "céng hßa" was meant as "CỘNG HÒA";
what comes out is in lower case, except for the letters that were typed as capitals.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal

from .syllables import is_syllable

Encoding = Literal["tcvn3", "vni"]

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơ" + "ưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)

# VNI writes a letter and then its mark as a letter of its own.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}
_VNI_BREVE = {
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_MARKS = {
    "a": _VNI_TONES | _VNI_CIRCUMFLEX | _VNI_BREVE,
    "e": _VNI_TONES | _VNI_CIRCUMFLEX,
    "o": _VNI_TONES | _VNI_CIRCUMFLEX,
    "u": _VNI_TONES,
    "y": _VNI_TONES,
    "ô": _VNI_TONES,
    "ö": _VNI_TONES,
}


def _vni_pairs() -> Iterator[tuple[str, str]]:
    for letter, marks in _VNI_MARKS.items():
        for code, mark in marks.items():
            decoded = unicodedata.normalize("NFC", _VNI_SINGLE.get(letter, letter) + mark)
            for mark_code in (code, code.upper()):
                yield letter + mark_code, decoded
                yield letter.upper() + mark_code, decoded.upper()
    for letter, decoded in _VNI_SINGLE.items():
        yield letter, decoded
        yield letter.upper(), decoded.upper()


_VNI = dict(_vni_pairs())
# The pairs first: in "ôø" the ô is not a letter by itself.
_VNI_CODE = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

# Letters of any script, with their marks, and the symbols that are letters in TCVN3.
_WORD = re.compile("(?:[^\\W\\d_]|[\u0300-\u036f\u00a1-\u00b9\u00bb-\u00be×÷])+")
_ALPHABET = set("abcdefghijklmnopqrstuvwxyzàáâãèéêìíòóôõùúý")
# French words that happen to be Vietnamese syllables when they are read as VNI.
_NOT_VNI = {"où", "laïc"}


def _decode_tcvn3(word: str) -> str:
    return word.translate(_TCVN3)


def _decode_vni(word: str) -> str:
    return _VNI_CODE.sub(lambda match: _VNI[match.group()], word)


_DECODERS: dict[str, Callable[[str], str]] = {"tcvn3": _decode_tcvn3, "vni": _decode_vni}


def find_legacy_encoding(text: str) -> Encoding | None:
    """Say in which legacy encoding a text, or one line of it, was typed: "tcvn3", "vni", or None.

    A line counts if at least two different words make a Vietnamese syllable only when decoded, if such words
    are not fewer than the words that are Vietnamese neither way, and if two of them hold letters that
    Vietnamese does not have, or else if they outnumber the marked words that are right as they stand. So
    Vietnamese, English and French text gives None, and so does a single word, which is too little to tell by.
    """
    text = unicodedata.normalize("NFC", text)
    if text.isascii():
        return None
    lines = [line for line in text.splitlines() if not line.isascii()]
    for part in (text, *lines) if len(lines) > 1 else lines:
        words = [word.group() for word in _WORD.finditer(part)]
        found: dict[Encoding, int] = {name: _evidence(words, name) for name in ("tcvn3", "vni")}
        best = max(found, key=lambda name: found[name])
        if found[best]:
            return best
    return None


def legacy_to_unicode(text: str, encoding: str) -> str:
    """Decode text typed in a legacy font.

    Takes the text and "tcvn3" or "vni" (ValueError for others). Returns NFC text. In mixed text a word stays
    as it is if it holds a letter outside of the legacy codes (đ, ạ …), or if it is a Vietnamese syllable only
    as it stands.
    """
    try:
        decode = _DECODERS[encoding]
    except KeyError:
        raise ValueError(f"unknown legacy encoding: {encoding!r}") from None

    def convert(match: re.Match[str]) -> str:
        word = match.group()
        decoded = decode(word)
        if not _is_latin_1(word) or (is_syllable(word) and not is_syllable(decoded)):
            return word
        # A symbol on its own (©, », ·) is a symbol, unless it is a word (ë is ở) or the đ of an abbreviation.
        alone = len(word) == 1 and not word.isascii()
        return word if alone and (word == "·" or not (is_syllable(decoded) or decoded in "đĐ")) else decoded

    return unicodedata.normalize("NFC", _WORD.sub(convert, unicodedata.normalize("NFC", text)))


def drop_soft_hyphens(text: str) -> str:
    """Take soft hyphens (U+00AD) out of NFC text, unless the code is the ư of an undecoded TCVN3 word."""

    def clean(match: re.Match[str]) -> str:
        word = match.group()
        return word if _is_evidence(word, _decode_tcvn3) else word.replace("\u00ad", "")

    return _WORD.sub(clean, text) if "\u00ad" in text else text


def _is_latin_1(word: str) -> bool:
    return max(word) <= "\u00ff"


def _is_evidence(word: str, decode: Callable[[str], str]) -> bool:
    """Whether a word is a Vietnamese syllable when it is decoded, and only then."""
    if word.isascii() or len(word) < 2 or not _is_latin_1(word) or is_syllable(word):
        return False
    return is_syllable(decode(word))


def _evidence(words: list[str], encoding: Encoding) -> int:
    """How many words speak for an encoding; 0 if they do not suffice."""
    decode = _DECODERS[encoding]
    hits: list[str] = []
    right = foreign = 0
    for word in words:
        if _is_evidence(word, decode) and not (encoding == "vni" and word.lower() in _NOT_VNI):
            hits.append(word.lower())
        elif is_syllable(word):
            right += not word.isascii()
        elif len(word) > 1 and word != word.upper():
            foreign += 1
    different = set(hits)
    certain = sum(not _ALPHABET.issuperset(word) for word in different)
    if len(different) < 2 or len(hits) < foreign or (certain < 2 and len(hits) <= right):
        return 0
    return len(hits)
