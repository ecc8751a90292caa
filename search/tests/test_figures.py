"""Figures as texts write them and as readers type them."""

import pytest

from search import finding
from search.figures import other_figures, other_thousands
from search.tests.documents import document, found, store
from search.tokens import words_of


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("1500 cây", "1.500 cây"),
        ("1.500 cây", "1500 cây"),
        ("trồng 1.050.000 cây.", "trồng 1050000 cây."),
        ("hơn 12000, gần 13000", "hơn 12.000, gần 13.000"),
        # Years, dates, numbers of documents, telephones, decimals, versions: as they are.
        *(
            (text, text)
            for text in (
                "năm 2025", "31.12.2025", "ngày 5.9.2023", "1234/QĐ-UBND", "QĐ-1234", "0912345678",
                "02183.854.123", "1.500,5", "1.2.345", "500", "1234567890123", "",
            )
        ),
    ],
)  # fmt: skip
def test_thousands_are_written_with_and_without_dots(text, other):
    assert other_thousands(text) == other


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("chính quyền 2 cấp", ["chính quyền hai cấp"]),
        ("chính quyền hai cấp", ["chính quyền 2 cấp"]),
        ("mot cua", ["1 cua"]),
        ("quý 3", ["quý iii", "quý ba"]),
        ("quý III", ["quý 3", "quý ba"]),
        ("quy iii nam 2025", ["quy 3 nam 2025", "quy ba nam 2025"]),
        ("khóa XVII", ["khóa 17"]),
        ("kỳ họp thứ hai", ["kỳ họp thứ 2", "kỳ họp thứ ii"]),
        ("lần thứ năm", ["lần thứ 5", "lần thứ v"]),
        ("quý 2 của 3 xã", ["quý ii của ba xã", "quý hai của 3 xã"]),
        # What only looks like a figure.
        *(
            (text, [])
            for text in (
                "", "2", "hai", "năm 2025", "ngày 2 tháng 9", "2/9/2023", "hai mươi xã", "hai trăm xã",
                "hải phòng", "sau hội nghị", "việt nam", "năm học", "khóa năm 2025", "vitamin c", "x quang",
                "hội nghị", "thứ trưởng", "11 xã",
            )
        ),
    ],
)  # fmt: skip
def test_figures_words_and_roman_numerals(text, others):
    assert [" ".join(word.exact for word in run) for run in other_figures(tuple(words_of(text)))] == others


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chính quyền 2 cấp", [1, 2]),
        ("chinh quyen 2 cap", [1, 2]),
        ("chính quyền hai cấp", [2, 1]),
        ("1500 cây xanh", [3, 4]),
        ("1.500 cây xanh", [4, 3]),
        ("1500 cay xanh", [3, 4]),
        ("quý III", [5, 7, 6]),
        ("quý 3", [6, 7, 5]),
        ("quy ba", [7, 6, 5]),
    ],
)
def test_every_way_of_writing_is_found_and_the_one_typed_comes_first(text, expected):
    store(
        document(1, "Chính quyền 2 cấp"),
        document(2, "Chính quyền hai cấp"),
        document(3, "Trồng 1500 cây xanh"),
        document(4, "Trồng 1.500 cây xanh"),
        document(5, "Quý III năm 2025"),
        document(6, "Quý 3 năm 2025"),
        document(7, "Quý ba năm 2025"),
        document(20, "Quyền 5 cấp 2 chính; xanh; cây 1600"),
        document(21, "Ba quy chế 3 iii"),
    )
    results = finding.find(text)
    got = [hit.entry.page_id for hit in results.hits]
    assert sorted(got[: len(expected)]) == sorted(expected)
    assert got[0] == expected[0]
    assert not results.partial


@pytest.mark.django_db
def test_a_phrase_in_quotation_marks_is_meant_as_it_stands():
    store(document(1, "Chính quyền hai cấp"), document(2, "Chính quyền 2 cấp"))
    assert found("“chính quyền hai cấp”") == [1]
