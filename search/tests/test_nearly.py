"""One word too much does not hide a person: what answers most of a query comes before what answers a bit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import finding
from search.models import SearchSynonym
from search.nearly import last_resort
from search.query import parse
from search.tests.documents import document, found, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def _others():
    """Store one text that names her, and twelve newer ones that name others of her family."""
    store(
        document(1, "Giao ban tháng", body_text="Nguyễn Thị Thu Hiền, Phó Giám đốc Sở, phát biểu."),
        *[
            document(2 + number, f"Tin {number}", body_text="Bà Nguyễn Thị Hoa, đại tá.")
            for number in range(12)
        ],
        *[document(20 + number, f"Tin {number}", body_text="Bà Nguyễn Thị Thu Hà.") for number in range(12)],
    )


@pytest.mark.usefixtures("_others")
@pytest.mark.parametrize(
    "text",
    [
        "đ/c Nguyễn Thị Thu Hiền",
        "đc nguyen thi thu hien",
        "dong chi nguyen thi thu hien",
        "bà Nguyễn Thị Thu Hiền",
        "ba nguyen thi thu hien",
        "phát biểu của đồng chí Nguyễn Thị Thu Hiền",
        "chị Nguyễn Thị Thu Hiền PGĐ",
        "Nguyễn Thị Thu Hiền PGĐ",
        "đại tá Nguyễn Thị Thu Hiền",
        "Nguyễn Thị Xuân Thu Hiền",
        "nguyen thi thu hien pho giam doc so phat bieu roi",
        "Nguyễn Thị Thu Hiền vừa nhận chức Phó Giám đốc Sở từ đầu năm nay",
    ],
)
def test_a_word_too_much_hides_nobody(text):
    assert found(text)[0] == 1


@pytest.mark.usefixtures("_others")
def test_a_form_of_address_takes_nothing_away_and_adds_nobody_else():
    for text in ("bà Nguyễn Thị Thu Hiền", "đ/c nguyen thi thu hien"):
        results = finding.find(text)
        assert ([hit.entry.page_id for hit in results.hits], results.partial) == ([1], False)
    assert len(found("bà Nguyễn Thị Hoa")) == 10


def test_whoever_has_the_form_of_address_comes_first():
    store(document(1, "Bà Lê Thị Mai"), document(2, "Chị Lê Thị Mai"), document(3, "Bác Lê Thị Mai"))
    assert found("chị Lê Thị Mai") == [2, 3, 1]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("ông Hùng", "Anh hùng lao động"),  # one word says too little
        ("chi bộ sở", "Cán bộ sở"),  # "chi" is no "chị" where marks were typed
        ("đội tuyển anh nữ", "Đội tuyển nữ"),  # "Anh" in the middle is a country
    ],
)
def test_what_only_looks_like_a_form_of_address_stays(text, other):
    store(document(1, other))
    results = finding.find(text)
    assert not results.hits or results.partial


def test_scattered_syllables_are_no_phrase_and_are_said_to_be_none():
    store(document(1, "Cụ thể hóa", body_text="Luyện thao trường."), document(2, "Thể thao"))
    results = finding.find("thể thao")
    assert ([hit.entry.page_id for hit in results.hits], results.scattered) == ([2, 1], False)
    store(document(2, "Hội nghị"))
    for text in ("thể thao", "the thao", "“thể thao”"):
        results = finding.find(text)
        assert ([hit.entry.page_id for hit in results.hits], results.scattered, results.partial) == (
            [1],
            True,
            False,
        )
    for text in ("thể", "cụ thể", "cụ th", "thể thao vũ trụ", "vũ trụ", ""):
        assert not finding.find(text).scattered, text


def test_a_slip_is_asked_for_where_only_scattered_syllables_answer():
    store(document(1, "Tuyển dụng viên chức"), document(2, "Tyuển thi; dụng cụ"))
    results = finding.find("tyuển dụng")
    assert (results.scattered, results.suggestion) == (True, "tuyển dụng")


@pytest.mark.usefixtures("_others")
def test_a_long_text_with_every_syllable_does_not_hide_whoever_is_meant():
    store(document(99, "Hội nghị", body_text="Thượng nguồn; tá dược; Nguyễn; Thị trấn; thu; hiền hòa."))
    results = finding.find("thượng tá nguyễn thị thu hiền")
    assert [hit.entry.page_id for hit in results.hits] == [99]
    store(document(98, "Tin", body_text="Thượng tá và nguyễn thị thu hiền."))
    results = finding.find("thượng tá nguyễn thị thu hiền")
    assert ([hit.entry.page_id for hit in results.hits], results.scattered) == ([98, 99], True)


@pytest.mark.parametrize("text", ["TP Pleiku", "anh Duy", "pleiku xyz", "Quý xyz"])
def test_of_two_words_the_known_one_is_answered(text):
    SearchSynonym.objects.all().delete()
    store(
        document(1, "Phố núi Pleiku", body_text="Hoàng Lê Duy; ông Quý."),
        document(2, "Duy tu, ngày quý, Pleiku"),
        document(3, "Khác", body_text="Duy, quý, Pleiku"),
    )
    results = finding.find(text)
    assert results.partial
    assert results.hits[0].entry.page_id == 2
    assert {1, 2, 3} == {hit.entry.page_id for hit in results.hits}


@pytest.mark.parametrize("text", ["xyz zyx", "xyz 99"])
def test_of_two_unknown_words_nothing_is_answered(text):
    store(document(1, "Phố núi Pleiku"))
    assert finding.find(text).hits == []


def test_the_longest_query_is_still_bounded():
    rungs = last_resort(parse(" ".join(f"từ{number}" for number in range(16))))
    assert len(rungs) <= 9
    assert max(len(rung.condition) for rung in rungs) <= 16
    store(document(1, "Hội nghị"))
    for text in (
        "hội " * 16,
        "đ/c " * 8,
        "ông bà anh chị " * 4,
        " ".join(f"hội{number}" for number in range(16)),
    ):
        with CaptureQueriesContext(connection) as queries:
            found(text)
        assert len(queries) <= 8
