"""Tokens: what a text becomes, as tables."""

import unicodedata
from datetime import datetime

import pytest

from search.tests.documents import document
from search.tokens import as_word, document_tokens, pairs, single, speaker_tokens, split_numbers, words_of


@pytest.mark.parametrize(
    ("written", "exact", "folded"),
    [
        ("Đảng", "đảng", "dang"),
        ("HOÀ", "hòa", "hoa"),
        ("Hòa", "hòa", "hoa"),
        ("thuý", "thúy", "thuy"),
        ("Uỷ", "ủy", "uy"),
        ("quý", "quý", "qui"),
        ("hoàn", "hoàn", "hoan"),
        ("lý", "lý", "li"),
        ("TỈ", "tỉ", "ti"),
        ("ky", "ky", "ki"),
        ("Quy", "quy", "qui"),
        ("quí", "quí", "qui"),
        ("quyết", "quyết", "quyet"),
        ("thúy", "thúy", "thuy"),
        ("Thy", "thy", "thy"),
        ("ý", "ý", "y"),
        ("VNeID", "vneid", "vneid"),
        ("05", "5", "5"),
        ("000", "0", "0"),
        ("x" * 500, "x" * 40, "x" * 40),
    ],
)
def test_a_word_is_lower_case_with_one_place_for_its_tone_mark(written, exact, folded):
    word = as_word(written)
    assert (word.exact, word.folded) == (exact, folded)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("Văn hóa - Du lịch", ["văn", "hóa", "du", "lịch"]),
        (unicodedata.normalize("NFD", "Nhân dân"), ["nhân", "dân"]),
        ("đạt 98,7% (1.600 ha)", ["đạt", "98", "7", "1", "600", "ha"]),
        ("a_b", ["a", "b"]),
        ("\u0000%s <-> 😀 \ud800", ["s"]),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text, exact):
    assert [word.exact for word in words_of(text)] == exact


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Nghị định số 42/2022/NĐ-CP về", ["n__42_2022_nd_cp"]),
        ("quyết định 1234/qd-ubnd", ["n__1234_qd_ubnd"]),
        ("Chỉ thị 05/CT-TTg và 5/ct-ttg", ["n__5_ct_ttg", "n__5_ct_ttg"]),
        ("Nghị quyết 18-NQ/TW", ["n__18_nq_tw"]),
        ("Luật 59/2020/QH14.", ["n__59_2020_qh14"]),
        ("số 42 / 2022 / NĐ–CP", ["n__42_2022_nd_cp"]),
        ("42/2022/NĐCP", ["n__42_2022_ndcp"]),
        ("5/²", ["n__5_²"]),
        ("ngày 26/5/2023, trực 24/24 giờ", []),
        ("quốc lộ 6, 240 MW", []),
    ],
)
def test_numbers_of_documents_are_recognised(text, tokens):
    assert [number for number, _words in split_numbers(text) if number] == tokens


@pytest.mark.parametrize(
    ("number", "tokens"),
    [
        ("42/2022/NĐ-CP", {"n__42_2022_nd_cp", "n__42_2022_ndcp"}),
        ("18-NQ/TW", {"n__18_nq_tw", "n__18_nqtw"}),
        ("59/2020/QH14", {"n__59_2020_qh14"}),
        ("5/²", {"n__5_²"}),
    ],
)
def test_a_number_is_in_a_document_with_and_without_what_parts_its_letters(number, tokens):
    found = document_tokens(document(1, "", body_text=f"Theo {number} và 26/5/2023"))
    assert {token for token in found if token.startswith("n__")} == tokens


def test_pairs_exist_as_written_and_folded_and_cannot_meet():
    words = words_of("cao to Hòa")
    assert pairs(words, folded=True) == {"cao_to", "to_hoa"}
    assert pairs(words, folded=False) == {"cao_to_", "to_hòa"}


def test_a_word_is_marked_if_folding_takes_a_mark_away_not_if_y_becomes_i():
    assert [word.marked for word in words_of("lý ly li đội doi")] == [True, False, False, True, False]
    assert pairs(words_of("Ly Na"), folded=False) == {"ly_na_"}
    assert single(as_word("Ly"), folded=False) == "ly_"


def test_a_document_has_its_syllables_pairs_places_and_filters():
    tokens = set(
        document_tokens(
            document(
                1,
                "Sở Nội vụ",
                lead="Sở họp.",
                body_text="Nội vụ",
                category_id=7,
                speakers=("Lê Duy",),
            )
        )
    )
    assert {"sở", "so", "sở_nội", "so_noi", "nội_vụ", "họp", "hop"} <= tokens
    assert {"t__sở", "t__so_noi", "t__nội_vụ"} <= tokens
    assert {"b__sở", "b__nội_vụ", "b__noi_vu"} <= tokens
    assert not {"b__sở_nội", "t__họp", "vụ_sở", "họp_nội"} & tokens
    assert {"k__article", "c__7", "s__le_duy", "s__duy", "duy"} <= tokens


@pytest.mark.parametrize("sign", "'’‘ʼ`´")
def test_what_an_apostrophe_joins_is_one_word_as_well(sign):
    tokens = set(document_tokens(document(1, f"Đồng bào H{sign}Mông ở Ea H{sign}leo và 'nơi' khác")))
    assert {"hmông", "hmong", "bao_hmong", "hmong_o", "ea_hleo", "t__ea_hleo"} <= tokens
    assert not {"vanoi", "noikhac", "onoi"} & tokens
    assert sign.isalpha() or {"h_mong", "h_leo"} <= tokens


def test_the_year_is_that_of_vietnam():
    new_year = datetime.fromisoformat("2025-12-31T18:00:00+00:00")
    assert "y__2026" in document_tokens(document(1, "Tết", published_at=new_year))


def test_a_part_of_a_speakers_name_is_among_the_tokens_of_the_whole():
    tokens = set(document_tokens(document(1, "Hội nghị", speakers=("Hoàng Lê Duy",))))
    for part in ("hoang le duy", "Lê Duy", "Duy"):
        assert speaker_tokens(part) <= tokens
    assert not speaker_tokens("Hoàng Duy") <= tokens
    tokens = set(document_tokens(document(1, "Hội nghị", speakers=("Lý Mỹ Kỳ",))))
    assert speaker_tokens("ly my ky") | speaker_tokens("Kỳ") <= tokens


def test_a_text_pasted_by_the_megabyte_stays_within_what_postgresql_takes():
    body = " ".join(f"từ{number}khóa" * 4 for number in range(25_000))
    tokens = document_tokens(document(1, "Văn bản dài", body))
    assert sum(len(token.encode()) for token in tokens) <= 900_000
    assert "t__văn_bản" in tokens
