"""What a Vietnamese syllable can look like in the official spelling (chữ Quốc ngữ).

Used to tell text in a legacy encoding from text in another language. It is about spelling, not about a
dictionary: "ngoẵng" is a syllable whether or not it is a word, "été" is not.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

TONE_MARKS = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang huyền hỏi ngã sắc nặng
_STOP_TONES = ("\u0301", "\u0323")  # a syllable that ends in c, ch, p or t is sắc or nặng


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_RIMES = _listed("""
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uôc uôi uôm uôn uông uôt uơ
uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu
""")
# After q the u belongs to the beginning: quốc, quý, quả.
_RIMES_AFTER_QU = _listed("""
a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng âp ât âu ây
e en eo et ê ên ênh êch êt êu i it ich ơ ơi ơn ơt ôc y yêt yên ynh yt ych
""")
_FRONT = "eêiy"
# c, g, ng stand before a o u, and k, gh, ngh before e i; k is also written before others in names (Bắc Kạn).
_ONSETS_EITHER = ("", *_listed("b ch d đ h k kh l m n nh p ph r s t th tr v x"))
_ONSETS_BACK = ("c", "g", "gi", "ng")
_ONSETS_FRONT = ("gh", "ngh")
_GI = ("i", "in", "iêt", "iêng", "iêc", "ia")  # written g + i…: gì, gìn, giết, giếng, giếc, giặt gịa


def _with_tone(rime: str, tone: str, place: int) -> str:
    return unicodedata.normalize("NFC", rime[: place + 1] + tone + rime[place + 1 :])


def _tone_places(rime: str) -> tuple[int, ...]:
    marked = [place for place, letter in enumerate(rime) if letter in "ăâêôơư"]
    if marked:
        return (marked[-1],)  # ươ, uô, iê, yê: on the second; ưa, ưu: on ư, the only marked one
    if rime in ("oa", "oe", "uy"):
        return (0, 1)  # hòa and hoà: both are written
    if rime[:2] in ("oa", "oe", "uy", "oo") and len(rime) > 2:
        return (1,)
    return (0,)


def _toned(rimes: Iterable[str]) -> frozenset[str]:
    return frozenset(
        _with_tone(rime, tone, place)
        for rime in rimes
        for tone in (_STOP_TONES if rime[-1] in "cpt" or rime.endswith("ch") else TONE_MARKS)
        for place in _tone_places(rime)
    )


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    front = _toned(rime for rime in _RIMES if rime[0] in _FRONT)
    back = _toned(rime for rime in _RIMES if rime[0] not in _FRONT)
    pairs = itertools.chain(
        itertools.product(_ONSETS_EITHER, front | back),
        itertools.product(_ONSETS_BACK, back),
        itertools.product(_ONSETS_FRONT, front),
        itertools.product(("gi",), _toned(_listed("ê êm ên êng êt êu e eo em en"))),
        itertools.product(("g",), _toned(_GI)),
        itertools.product(("qu",), _toned(_RIMES_AFTER_QU)),
    )
    return frozenset(onset + rime for onset, rime in pairs)


_LETTERS = re.compile(r"[^\W\d_]+")


def is_syllable(word: str) -> bool:
    """Whether a word (NFC or NFD, any case) is one Vietnamese syllable, spelled with all its marks."""
    word = unicodedata.normalize("NFC", word).lower()
    return len(word) <= 8 and _LETTERS.fullmatch(word) is not None and word in _syllables()
