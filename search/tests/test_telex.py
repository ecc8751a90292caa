"""Telex that the keyboard did not turn into Vietnamese."""

import pytest

from search import finding
from search.telex import decode
from search.tests.documents import document, store


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sowr nooij vuj", "sở nội vụ"),
        ("tris tueej nhaan taoj", "trí tuệ nhân tạo"),
        ("nghij quyeets soos 42", "nghị quyết số 42"),
        ("uyr ban nhaan daan", "ủy ban nhân dân"),
        ("hoaf binhf", "hòa bình"),
        ("hoafn thanhf", "hoàn thành"),
        ("ddangr booj", "đảng bộ"),
        ("dduwowngf truongwf nguoiwf", "đường trường người"),
        ("muaw chuwa tuw", "mưa chưa tư"),
        ("quyeets ddinhj giuwax kyf", "quyết định giữa kỳ"),
        ("quawngj saawts", ""),
        ("quawngj sawts", "quặng sắt"),
        ("giaf yeeus", "già yếu"),
        ("giar quys", "giả quý"),
        ("gif gios", "gì gió"),
        # Not Telex: nothing changes, or a word is none in Vietnamese.
        ("hoa binh", ""),
        ("viet nam", ""),
        ("windows max", ""),
        ("tri tue nhan taoj", ""),
        ("sở nooij vuj", ""),
        ("w s x j", ""),
        ("x" * 300, ""),
        ("", ""),
    ],
)
def test_a_whole_line_of_telex_is_read(typed, meant):
    assert decode(typed.split()) == meant


@pytest.mark.django_db
def test_telex_is_read_where_nothing_else_answers():
    store(document(1, "Sở Nội vụ họp"), document(2, "Sẽ tả"), document(3, "Hoà bình"))
    for text in ("sowr nooij vuj", "sowr noij vuj", "SOWR NOIJ VUJ", "sowr noij, vuj"):
        results = finding.find(text)
        assert ([hit.entry.page_id for hit in results.hits], results.partial, results.scattered) == (
            [1],
            False,
            False,
        )
        assert results.query.text == text  # the form keeps what was typed
    store(document(4, "Chương trình sowr noij vuj"))
    assert [hit.entry.page_id for hit in finding.find("sowr noij vuj").hits] == [4]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["sex", "sex tar xyz", "tar sex", "xyzw"])
def test_other_languages_are_not_taken_for_telex(text):
    store(document(2, "Sẽ tả"))
    assert finding.find(text).hits == []
