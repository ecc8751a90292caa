"""Other ways to write what was typed: as tables, and what they find."""

import pytest

from search import finding
from search.query import parse
from search.rewriting import apart_from_figures, other_dates, other_writings, without_numbered
from search.synonyms import DEFAULTS, read_table
from search.tests.documents import document, store


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Nghị định số 12/2024/NĐ-CP", "Nghị định 12/2024/NĐ-CP"),
        ("nghi dinh so 12", "nghi dinh 12"),
        ("NĐ SỐ: 12, QĐ số:5", "NĐ 12, QĐ 5"),
        ("số 12/2024/NĐ-CP", "12/2024/NĐ-CP"),
        *(
            (text, text)
            for text in ("Sở Nội vụ", "số 12", "số một", "chuyển đổi số", "hồ sơ 12", "so sánh", "")
        ),
    ],
)
def test_the_word_before_a_number_is_left_out(text, other):
    assert without_numbered(text) == other


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("ngày 26 tháng 5 năm 2023", "ngày 26/5/2023"),
        ("02 THÁNG 09 NĂM 2024", "02/09/2024"),
        ("26 thang 5 nam 2023", "26/5/2023"),
        ("Quốc khánh 2 tháng 9", "Quốc khánh 2/9"),
        ("ngày 26/5/2023", "ngày 26 tháng 5 năm 2023"),
        ("02-09-2024.", "02 tháng 09 năm 2024."),
        ("2.9.2024", "2 tháng 9 năm 2024"),
        ("lễ 2/9", "lễ 2 tháng 9"),
        *(
            (text, text)
            for text in (
                "12/2024/NĐ-CP", "26/13/2023", "32 tháng 1", "24/24 giờ", "2.9", "2-9", "26-28/5/2023",
                "1.5.2", "tháng 5 năm 2023", "5 tháng 13", "2.9-2024", "192.168.1.10", "2/9/20245", "",
            )
        ),
    ],
)  # fmt: skip
def test_dates_in_words_and_in_figures(text, other):
    assert other_dates(text) == other


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("NĐ12", "NĐ 12"),
        ("QĐ1234/QĐ-UBND", "QĐ 1234/QĐ-UBND"),
        ("COVID19 và QL6", "COVID 19 và QL 6"),
        *((text, text) for text in ("23/2023/QH15", "A4", "5G", "H5N1", "ab12cd", "x" * 99 + "1", "")),
    ],
)
def test_letters_are_parted_from_the_figures_after_them(text, other):
    assert apart_from_figures(text) == other


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Sở Nội vụ", []),
        ("H’Mông", ["HMông"]),
        ("NĐ số 12 ngày 2/9/2024", ["NĐ 12 ngày 2/9/2024", "NĐ số 12 ngày 2 tháng 9 năm 2024",
                                   "NĐ 12 ngày 2 tháng 9 năm 2024"]),
    ],
)  # fmt: skip
def test_each_way_alone_and_all_together(text, others):
    assert other_writings(text) == others


def test_variants_are_bounded_whatever_is_typed():
    for text in (
        "số 1 2/9 nđ1 h'mông 1500 " * 9,
        "quý 3 số 5 ngày 2/9/2024 TP1 H'x 1500 UBND TX",
        "1/1 " * 60,
    ):
        query = parse(text, read_table(DEFAULTS))
        assert len(query.variants) <= 8
        assert len(query.readings) <= 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Nghị định số 12/2024/NĐ-CP", "Theo Nghị định 12/2024/NĐ-CP"),
        ("nghi dinh so 12/2024/nd-cp", "Theo Nghị định 12/2024/NĐ-CP"),
        ("Nghị định số: 12/2024", "Theo Nghị định 12/2024/NĐ-CP"),
        ("NĐ số 12/2024/NĐ-CP", "Theo Nghị định 12/2024/NĐ-CP"),
        ("ngày 26 tháng 5 năm 2023", "Sáng ngày 26/05/2023"),
        ("26 thang 5 nam 2023", "Sáng 26-5-2023"),
        ("26/5/2023", "Ngày 26 tháng 05 năm 2023"),
        ("02-09-2024", "Ngày 2 tháng 9 năm 2024"),
        ("2.9.2024", "Ngày 02 tháng 9 năm 2024"),
        ("Quốc khánh 2 tháng 9", "Lễ Quốc khánh 2/9"),
        ("Nghị định số 12/2024/NĐ-CP ngày 02/9/2024", "Nghị định 12/2024/NĐ-CP ngày 2 tháng 9 năm 2024"),
        ("NĐ12", "NĐ 12 có hiệu lực"),
        ("NĐ12", "Nghị định 12 có hiệu lực"),
        ("QĐ1234", "QĐ 1234 có hiệu lực"),
        ("covid19", "Dịch COVID-19"),
        ("23/2023/QH15", "Luật 23/2023/QH15"),
        ("H'Mông", "Đồng bào Hmông"),
    ],
)
def test_what_is_written_otherwise_is_found_as_a_phrase(text, written):
    store(document(1, "Tin", body_text=f"{written}."), document(2, "Tin", body_text="12 số; 2023; 5; 26"))
    results = finding.find(text)
    assert ([hit.entry.page_id for hit in results.hits][:1], results.partial, results.scattered) == (
        [1],
        False,
        False,
    )


@pytest.mark.django_db
def test_as_typed_comes_first():
    store(document(1, "Ngày 26/5/2023"), document(2, "Ngày 26 tháng 5 năm 2023"))
    assert [hit.entry.page_id for hit in finding.find("ngày 26/5/2023").hits] == [1, 2]
    assert [hit.entry.page_id for hit in finding.find("ngày 26 tháng 5 năm 2023").hits] == [2, 1]
