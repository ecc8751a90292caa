"""Where the tone mark stands in an open syllable in oa, oe, uy: hòa or hoà, khỏe or khoẻ, thúy or thuý.

Both placements are in use in offices. The traditional one (hòa, khỏe, thúy, ủy: on the first vowel) is what
search and sorting reduce everything to; what a person typed is never rewritten. Only these three rimes
differ, and only without a final: hoàn, hoài, huỳnh, khuỷu are written alike by everybody, and after q the u
is part of the onset, so quý and quả have one spelling (thuở, quốc, giá are not concerned at all).
"""

import re
import unicodedata
from dataclasses import dataclass

_MARKS = "\u0300\u0301\u0303\u0309\u0323"


def _compose(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _spellings(lower: str) -> set[str]:
    return {lower, lower.upper(), lower[0].upper() + lower[1], lower[0] + lower[1].upper()}


def _pairs() -> dict[str, str]:
    """Modern to traditional placement for oa, oe, uy with each tone, in every mixture of case."""
    pairs = {}
    for rime in ("oa", "oe", "uy"):
        for mark in _MARKS:
            for spelling in _spellings(rime):
                pairs[_compose(spelling + mark)] = _compose(spelling[0] + mark + spelling[1])
    return pairs


_TRADITIONAL = _pairs()
# "qúy", "qủa": a slip of typing, wrong in either style; the mark belongs on the vowel after qu.
_AFTER_QU = {
    _compose(spelling[0] + mark + spelling[1]): _compose(spelling + mark)
    for rime in ("ua", "ue", "uy", "uơ", "uê")
    for mark in _MARKS
    for spelling in _spellings(rime)
}
_ONSET = "(?:ngh?|gh?|[nckpt]h|tr|[bcdđhklmnprstvxfjwz])?"
_LETTER = r"[^\W\d_]"
_END = rf"(?!{_LETTER}|[\u0300-\u036f])"
_OPEN = re.compile(
    rf"(?<!{_LETTER})(?P<onset>{_ONSET})"
    rf"(?P<rime>{'|'.join([*_TRADITIONAL, *_TRADITIONAL.values()])}){_END}",
    re.IGNORECASE,
)
_SLIP = re.compile(rf"(?<!{_LETTER})(?P<onset>q)(?P<rime>{'|'.join(_AFTER_QU)}){_END}", re.IGNORECASE)


@dataclass(frozen=True)
class TonePlacement:
    """The open oa, oe, uy syllables of a text as typed, each once (whatever its case), in order."""

    modern: tuple[str, ...]
    traditional: tuple[str, ...]

    @property
    def mixed(self) -> bool:
        """Whether the text uses both placements."""
        return bool(self.modern and self.traditional)


def unify_tone(text: str) -> str:
    """Put the tone marks of a text in their traditional place, for search: "hoà" → "hòa", "Uỷ" → "Ủy".

    Takes any text (NFD too); returns NFC with case and everything else kept. "qúy" becomes "quý". Idempotent.
    """
    text = _compose(text)
    text = _OPEN.sub(lambda match: match["onset"] + _TRADITIONAL.get(match["rime"], match["rime"]), text)
    return _SLIP.sub(lambda match: match["onset"] + _AFTER_QU[match["rime"]], text)


def tone_style(text: str) -> TonePlacement:
    """Collect which tone placements a text uses, so that a check can say that it mixes "hoà" and "hòa"."""
    found: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for match in _OPEN.finditer(_compose(text)):
        found[match["rime"] in _TRADITIONAL].setdefault(match.group().lower(), match.group())
    return TonePlacement(modern=tuple(found[True].values()), traditional=tuple(found[False].values()))
