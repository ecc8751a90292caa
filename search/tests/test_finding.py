"""Finding: order, filters, pages, abbreviations, suggestions – on the database the suite runs on."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import finding, index
from search.models import SearchEntry, SearchSynonym
from search.tests.documents import FIRST, document, found, store
from search.tokens import as_word, category_token, kind_token, speaker_tokens, year_token

pytestmark = pytest.mark.django_db


def test_whoever_types_the_marks_gets_those_first_and_the_others_after():
    store(
        document(1, "Đảng bộ tỉnh họp"),
        document(2, "Dáng hình quê hương"),
        document(3, "Dâng hương liệt sĩ"),
        document(4, "Tin khác", body_text="Nhắc đến đảng ở cuối bài."),
    )
    assert found("đảng") == [1, 4, 3, 2]
    assert set(found("dang")) == {1, 2, 3, 4}


def test_a_word_that_has_no_marks_is_first_when_typed_so():
    store(document(1, "Cam Cao Phong"), document(2, "Cáo phòng vệ"))
    assert found("cao phong") == [1, 2]


def test_the_steps_of_the_ladder_order_the_results_and_the_newest_leads_within_one():
    store(
        document(9, "Việc khác", body_text="Nội dung về sở và vụ, bên nội."),
        document(8, "Vụ việc nội bộ ở sở"),
        document(7, "Tin", body_text="Sở Nội vụ họp."),
        document(6, "Sở Nội vụ họp"),
        document(5, "Sở Nội vụ họp", body_text="Sở Nội vụ đã họp."),
        document(4, "Sở Nội vụ họp"),
    )
    assert found("sở nội vụ") == [5, 6, 4, 7, 8, 9]
    assert found("so noi vu") == [5, 6, 4, 7, 8, 9]


def test_both_tone_placements_are_one():
    store(document(1, "Hòa Bình"), document(2, "Hoà Bình"), document(3, "Ủy ban"), document(4, "Uỷ ban"))
    assert found("hoà bình") == found("hòa bình") == [2, 1]
    assert found("uỷ ban") == [4, 3]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("kỷ luật", "kỉ luật"),
        ("quản lý", "quản lí"),
        ("tỷ lệ", "tỉ lệ"),
        ("quan ly", "quan li"),
        ("Bác sỹ ký sổ", "bác sĩ kí sổ"),
        ("mỹ thuật", "mĩ thuật"),
    ],
)
def test_i_and_y_are_one_and_as_typed_comes_first(text, other):
    store(document(1, "Quản lý tỷ lệ, kỷ luật, mỹ thuật; bác sỹ ký sổ"))
    assert found(text) == found(other) == [1]
    store(document(2, "Quản lí tỉ lệ, kỉ luật, mĩ thuật; bác sĩ kí sổ"))
    store(document(3, "Quản lý tỷ lệ, kỷ luật, mỹ thuật; bác sỹ ký sổ"))
    assert sorted(found(text)) == sorted(found(other)) == [1, 2, 3]
    if text != "quan ly":
        assert (found(text)[0], found(other)[0]) == (3, 2)


@pytest.mark.parametrize(
    "text", ["Qui Nhơn", "qui nhon", "quí III", "qui chế", "Nguyễn Văn Quí", "trúng qui"]
)
def test_after_qu_i_and_y_are_one_too(text):
    store(document(1, "Quy chế ở Quy Nhơn, quý III", body_text="Ông Nguyễn Văn Quý trúng quy."))
    results = finding.find(text)
    assert ([hit.entry.page_id for hit in results.hits], results.partial, results.scattered) == (
        [1],
        False,
        False,
    )


@pytest.mark.parametrize("text", ["ra quy", "ban hành quy", "quy"])
def test_what_ends_in_y_may_still_go_on(text):
    store(document(1, "Ban hành quyết định; ra quyết định"), document(2, "Ban hành quyền"))
    assert 1 in found(text)


@pytest.mark.parametrize("text", ["quản lý quy hoạch", "quan ly quy hoach", "quy hoạch", "quy", "lý quy"])
@pytest.mark.parametrize("version", ["never", "[hklmst]y"])
def test_an_index_of_a_former_version_answers_until_it_is_rebuilt(text, version, monkeypatch):
    monkeypatch.setattr("search.tokens._SOUNDS_AS_I", re.compile(version))
    as_word.cache_clear()
    store(document(1, "Quản lý quy hoạch"))
    monkeypatch.undo()
    as_word.cache_clear()
    assert found(text) == [1]


@pytest.mark.parametrize("text", ["quản lý nhà nước", "quan ly nha nuoc", "QUAN LY", "ly"])
def test_an_index_that_is_not_rebuilt_yet_answers_as_before(text, monkeypatch):
    monkeypatch.setattr("search.tokens._SOUNDS_AS_I", re.compile("never"))
    as_word.cache_clear()
    store(document(1, "Quản lý nhà nước"))
    monkeypatch.undo()
    as_word.cache_clear()
    assert found(text) == [1]
    store(document(1, "Quản lý nhà nước"))
    assert found(text.replace("ly", "li").replace("LY", "LI").replace("lý", "lí")) == [1]


@pytest.mark.parametrize("text", ["05/CT-TTg", "5/ct-ttg", "chỉ thị 05/CT-TTg", "05 ct ttg"])
def test_the_number_of_a_document_is_found(text):
    store(document(1, "Triển khai Chỉ thị số 05/CT-TTg"), document(2, "Chỉ thị 5", body_text="Không phải."))
    assert found(text)[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        "42/2022/NDCP",
        "42/2022/NĐCP",
        "ND 42/2022/NĐCP",
        "nd 42/2022/ndcp",
        "nghị định 42/2022/NĐCP",
        "42/2022/NĐCP về",
    ],
)
def test_the_number_of_a_document_is_found_without_its_hyphen(text):
    store(
        document(1, "Triển khai Nghị định số 42/2022/NĐ-CP về thông tin"),
        document(2, "Nghị định 42/2021/NĐ-CP về thông tin, năm 2022"),
    )
    results = finding.find(text)
    assert ([hit.entry.page_id for hit in results.hits], results.partial) == ([1], False)


@pytest.mark.parametrize("text", ["125/KH-BQP", "kế hoạch 125/KH-BQP", "125/2024/KH-UBND", "125/XYZ"])
def test_a_number_that_nothing_has_is_looked_for_by_its_digits(text):
    store(document(1, "Thực hiện Kế hoạch số 125/KH-UBND"), document(2, "Hội nghị"))
    results = finding.find(text)
    assert ([hit.entry.page_id for hit in results.hits], results.partial) == ([1], True)


@pytest.mark.parametrize("text", ["cải cá", "cai ca", "cải cách hành ch", "VNeI", "42/2022/nđ"])
def test_an_unfinished_word_finds_what_it_may_become(text):
    store(document(1, "Cải cách hành chính", body_text="Kích hoạt VNeID theo Nghị định 42/2022/NĐ-CP"))
    assert found(text) == [1]


def test_abbreviations_find_the_full_wording_and_the_other_way():
    store(document(1, "Ủy ban nhân dân tỉnh họp"), document(2, "UBND tỉnh họp"))
    assert found("UBND tỉnh") == found("ubnd tinh") == found("ủy ban nhân dân tỉnh") == [2, 1]
    SearchSynonym.objects.all().delete()
    assert found("UBND tỉnh") == [2]


@pytest.mark.parametrize(
    "text", ["Ea Hleo", "ea hleo", "Ea H'leo", "Ea H’leo", "cư mgar", "Cư M`gar", "hmong", "hmông", "H'Mông"]
)
def test_names_are_found_with_their_apostrophe_and_without(text):
    store(document(1, "Huyện Ea H'leo, Cư M’gar", body_text="Đồng bào H'Mông."))
    results = finding.find(text)
    assert ([hit.entry.page_id for hit in results.hits], results.partial, results.scattered) == (
        [1],
        False,
        False,
    )


def test_quotation_marks_ask_for_the_phrase_and_give_way_if_nothing_has_it():
    store(document(1, "Bộ phận của đảng"), document(2, "Đảng bộ"))
    assert found("“đảng bộ”") == [2]
    assert found('"đảng phận"') == [1]


def test_if_nothing_has_all_the_words_a_part_of_them_is_offered():
    store(document(1, "Cải cách hành chính"), document(2, "Thể thao"))
    results = finding.find("cải cách hành chính vũ trụ")
    assert [hit.entry.page_id for hit in results.hits] == [1]
    assert results.partial


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cải cách hnah chính", "cải cách hành chính"),
        ("hnàh chính", "hành chính"),
        ("tuyem dung", "tuyển dụng"),
    ],
)
def test_a_slip_of_the_finger_is_put_right(typed, meant):
    store(document(1, "Cải cách hành chính"), document(2, "Tuyển dụng viên chức"))
    assert finding.find(typed).suggestion == meant


def test_nothing_is_suggested_that_would_find_nothing():
    store(document(1, "Cải cách hành chính", kind="article"))
    assert finding.find("hnàh chính", frozenset({kind_token("conference")})).suggestion == ""
    assert finding.find("hoàn toàn khác lạ").suggestion == ""


def test_filters_narrow_words_and_stand_alone():
    march, later = datetime.fromisoformat("2024-03-01T08:00:00+07:00"), FIRST
    store(
        document(
            1, "Hội nghị", published_at=march, category_id=3, kind="conference", speakers=("Hoàng Lê Duy",)
        ),
        document(2, "Hội nghị", published_at=later, category_id=4, speakers=("Trần Duy Hưng",)),
        document(3, "Thể thao", published_at=later + timedelta(days=1), category_id=3),
    )
    for tokens, expected in (
        ({kind_token("conference")}, [1]),
        ({category_token(3)}, [3, 1]),
        ({year_token(2024)}, [1]),
        (speaker_tokens("lê duy"), [1]),
        (speaker_tokens("Duy"), [2, 1]),
        ({category_token(3), year_token(2024)}, [1]),
        ({category_token(5)}, []),
    ):
        assert found("", required=frozenset(tokens)) == expected
        assert found("hội nghị", required=frozenset(tokens)) == [each for each in expected if each != 3]


def test_a_period_narrows_every_way_of_finding_and_needs_no_new_tokens():
    day = datetime.fromisoformat("2024-03-01T00:00:00+07:00")
    store(
        document(1, "Cải cách", published_at=day - timedelta(seconds=1)),
        document(2, "Cải cách hành chính", published_at=day),
        document(3, "Cải cách", published_at=day + timedelta(days=31, seconds=-1)),
        document(4, "Cải cách", published_at=day + timedelta(days=31)),
    )
    march = index.keys_of_period(day, day + timedelta(days=31))
    assert (
        found("cải cách", keys=march)
        == found("", required=frozenset({year_token(2024)}), keys=march)
        == [3, 2]
    )
    assert found("“cải cách”", keys=march) == found("cải cách vũ trụ", keys=march) == [3, 2]
    assert finding.find("cải cách hnah chính", keys=march).suggestion == "cải cách hành chính"
    later = index.keys_of_period(day + timedelta(days=31), day + timedelta(days=61))
    assert finding.find("cải cách hnah chính", keys=later).suggestion == ""


def test_words_that_mean_nothing_find_nothing_even_with_filters():
    store(document(1, "Hội nghị"))
    assert found("***", required=frozenset({kind_token("article")})) == []
    assert found("") == []


def test_pages_do_not_repeat_and_a_number_too_large_is_the_last_page():
    store(*[document(number, "Hội nghị", body_text="hội nghị" * (number % 2)) for number in range(25)])
    pages = [found("hội nghị", number=number) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert len({each for page in pages for each in page}) == 25
    for number in (4, 50, 99_999_999_999):
        results = finding.find("hội nghị", number=number)
        assert [hit.entry.page_id for hit in results.hits] == pages[2]
        assert (results.number, results.total, results.has_next) == (3, 25, False)
    assert found("hội nghị", number=-1) == pages[0]
    assert finding.find("hội nghị").total is None


def test_the_number_of_queries_does_not_depend_on_how_much_there_is():
    store(document(1, "Hội nghị"))
    with CaptureQueriesContext(connection) as few:
        found("hội nghị")
    store(*[document(number, "Hội nghị") for number in range(2, 200)])
    with CaptureQueriesContext(connection) as many:
        found("hội nghị")
    assert len(few) == len(many) == 3


def test_storing_again_replaces_and_discarding_removes_every_token():
    store(document(1, "Cải cách"), document(2, "Tuyển dụng"))
    store(document(1, "Thể thao", published_at=FIRST))
    assert found("cải cách") == []
    assert found("thể thao") == [1]
    assert index.discard([1, 77]) == 1
    assert found("thể thao") == []
    assert found("tuyển dụng") == [2]


def test_many_documents_of_one_minute_all_have_their_place():
    same = {"published_at": FIRST}
    store(*[document(number * 4096, "Hội nghị", **same) for number in range(5)])
    store(*[document(number * 4096, "Hội nghị", **same) for number in range(3, 8)])
    assert sorted(found("hội nghị")) == [number * 4096 for number in range(8)]
    assert SearchEntry.objects.count() == 8


def test_a_temporary_index_leaves_the_real_one_alone():
    store(document(1, "Cải cách"))
    with index.temporary_index():
        assert found("cải cách") == []
        store(document(2, "Cải cách"))
        assert found("cải cách") == [2]
    assert found("cải cách") == [1]


def test_words_of_other_scripts_are_found_whole():
    store(document(1, "ສະບາຍດີ ลาว Москва 北京 𞤀𞤣"))
    for text in ("москва", "北京", "𞤀𞤣", "ສະບາຍດີ"):
        assert found(text) == [1]
