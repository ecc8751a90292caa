"""Abbreviations of the administration: whoever types UBND also means Ủy ban nhân dân, and the other way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .tokens import Word, words_of

# The rows that a new portal begins with; afterwards the administrators' table alone counts. No abbreviation
# stands here that is a Vietnamese syllable itself (TƯ, SỞ …) or that has two common readings (TT, CT). What is
# added here needs a migration too (0004): the portals that are set up have their tables already.
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
)

# Each reading is one more branch in every step of the search.
_MAX_READINGS = 4


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

    At most four, so abbreviations are written out first: texts have the full wording more often. A word typed
    with marks must match exactly; typed without marks ("hdnd") it matches folded.
    """
    found = [tuple(words)]
    table = list(table)
    written_out = [(synonym.term, synonym.expansion) for synonym in table]
    abbreviated = [(synonym.expansion, synonym.term) for synonym in table]
    for old, new in written_out + abbreviated:
        for reading in list(found):
            changed = _replace(reading, old, new)
            if changed and changed not in found and len(found) < _MAX_READINGS:
                found.append(changed)
    return found


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
