"""Abbreviations of the administration: whoever types UBND also means Ủy ban nhân dân, and the other way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .tokens import Word, words_of

# The rows that a new portal begins with; afterwards the administrators' table alone counts. No abbreviation
# stands here that is a Vietnamese syllable itself (TƯ, SỞ …) or that has two common readings (TT, CT). The names
# at the end have two spellings, and the table serves as well. What is added here needs a migration too (0005):
# the portals that are set up have their tables already.
DEFAULTS = (
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("UBMTTQ", "Ủy ban Mặt trận Tổ quốc"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("CCHC", "cải cách hành chính"),
    ("TTHC", "thủ tục hành chính"),
    ("CBCCVC", "cán bộ, công chức, viên chức"),
    ("CCVC", "công chức, viên chức"),
    ("BCH", "Ban Chấp hành"),
    ("BTV", "Ban Thường vụ"),
    ("BCĐ", "Ban Chỉ đạo"),
    ("ĐVSN", "đơn vị sự nghiệp"),
    ("ĐVHC", "đơn vị hành chính"),
    ("QĐ", "quyết định"),
    ("NĐ", "nghị định"),
    ("NQ", "nghị quyết"),
    ("QPPL", "quy phạm pháp luật"),
    ("CĐS", "chuyển đổi số"),
    ("CNTT", "công nghệ thông tin"),
    ("DVC", "dịch vụ công"),
    ("DVCTT", "dịch vụ công trực tuyến"),
    ("VTVL", "vị trí việc làm"),
    ("QLNN", "quản lý nhà nước"),
    ("TĐKT", "thi đua khen thưởng"),
    ("PCTN", "phòng chống tham nhũng"),
    ("THCS", "trung học cơ sở"),
    ("THPT", "trung học phổ thông"),
    ("BHXH", "bảo hiểm xã hội"),
    ("BHYT", "bảo hiểm y tế"),
    ("ATGT", "an toàn giao thông"),
    ("PCCC", "phòng cháy chữa cháy"),
    ("KTXH", "kinh tế xã hội"),
    ("NTM", "nông thôn mới"),
    ("LLVT", "lực lượng vũ trang"),
    ("CBCC", "cán bộ, công chức"),
    ("PVHCC", "phục vụ hành chính công"),
    ("TTPVHCC", "Trung tâm Phục vụ hành chính công"),
    ("TT PVHCC", "Trung tâm Phục vụ hành chính công"),
    ("đ/c", "đồng chí"),
    ("GĐ", "giám đốc"),
    ("PGĐ", "phó giám đốc"),
    ("CVP", "Chánh Văn phòng"),
    ("SNV", "Sở Nội vụ"),
    ("Sở NV", "Sở Nội vụ"),
    ("TP", "thành phố"),
    ("TX", "thị xã"),
    ("TW", "Trung ương"),
    ("GPMB", "giải phóng mặt bằng"),
    ("KT-XH", "kinh tế xã hội"),
    ("QP-AN", "quốc phòng an ninh"),
    ("ANTT", "an ninh trật tự"),
    ("GD&ĐT", "giáo dục và đào tạo"),
    ("KH&CN", "khoa học và công nghệ"),
    ("TN&MT", "tài nguyên và môi trường"),
    ("TPHCM", "thành phố Hồ Chí Minh"),
    ("TP HCM", "thành phố Hồ Chí Minh"),
    ("Đắc Lắc", "Đắk Lắk"),
    ("Daklak", "Đắk Lắk"),
    ("Bắc Cạn", "Bắc Kạn"),
    ("Buôn Mê Thuột", "Buôn Ma Thuột"),
    ("Plei Ku", "Pleiku"),
    ("Kontum", "Kon Tum"),
)

# Each reading is one more branch in every step of the search.
_MAX_READINGS = 4


# Of which words by which.
Replacement = tuple[tuple[Word, ...], tuple[Word, ...]]


@dataclass(frozen=True)
class Synonym:
    """One row of the table, cut into words."""

    term: tuple[Word, ...]
    expansion: tuple[Word, ...]


def read_table(rows: Iterable[tuple[str, str]]) -> list[Synonym]:
    """Cut (term, expansion) rows into words; rows without words are left out."""
    cut = (Synonym(tuple(words_of(term)), tuple(words_of(expansion))) for term, expansion in rows)
    return [synonym for synonym in cut if synonym.term and synonym.expansion]


def readings(words: Sequence[Word], table: Iterable[Synonym]) -> list[tuple[Word, ...]]:
    """Return the ways to read a query's words: as typed first, then with abbreviations written out or used.

    At most four, so the first of them has every abbreviation written out: texts have the full wording more often.
    Then those that differ in one place. The longest abbreviation counts first: GD&ĐT holds no GĐ. A word typed
    with marks must match exactly; typed without marks ("hdnd") it matches folded.
    """
    table = list(table)
    written_out = _longest_first((synonym.term, synonym.expansion) for synonym in table)
    abbreviated = _longest_first((synonym.expansion, synonym.term) for synonym in table)
    full = tuple(words)
    for old, new in _possible(full, written_out):
        full = _replace(full, old, new) or full
    found = list(dict.fromkeys([tuple(words), full]))
    for reading in found:  # it grows meanwhile
        for old, new in _possible(reading, written_out + abbreviated):
            if len(found) == _MAX_READINGS:
                return found
            changed = _replace(reading, old, new)
            if changed and changed not in found:
                found.append(changed)
    return found


def _possible(words: Sequence[Word], replacements: Iterable[Replacement]) -> list[Replacement]:
    """Return those whose first word is there: nearly all of the table is left out at little cost."""
    exact = {word.exact for word in words}
    folded = {word.folded for word in words if not word.marked}
    return [each for each in replacements if each[0][0].exact in exact or each[0][0].folded in folded]


def _longest_first(replacements: Iterable[Replacement]) -> list[Replacement]:
    return sorted(replacements, key=lambda replacement: -len(replacement[0]))


def _replace(
    words: tuple[Word, ...], old: tuple[Word, ...], new: tuple[Word, ...]
) -> tuple[Word, ...] | None:
    """Return the words with the first run that says ``old`` replaced, or None if there is none."""
    for start in range(len(words) - len(old) + 1):
        end = start + len(old)
        if all(_says(typed, meant) for typed, meant in zip(words[start:end], old, strict=True)):
            return words[:start] + new + words[end:]
    return None


def _says(typed: Word, meant: Word) -> bool:
    return typed.exact == meant.exact or (not typed.marked and typed.folded == meant.folded)
