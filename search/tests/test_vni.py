"""VNI that the keyboard did not turn into Vietnamese."""

import pytest

from search import finding
from search.tests.documents import document, store
from search.vni import decode


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chuyen63 d9o63i so61", "chuyển đổi số"),
        ("chuye6n3 d9o6i3 so61", "chuyển đổi số"),
        ("so73 no65i vu5", "sở nội vụ"),
        ("so73 no6i5 vu5 12", "sở nội vụ 12"),
        ("hoa2 binh2", "hòa bình"),
        ("d9uong72 nguo7i2 thuo73", "đường người thuở"),
        ("qua8ng5 gia2 quyet61", "quặng già quyết"),
        ("tri1 tue65 nha6n tao5", "trí tuệ nhân tạo"),
        # Not VNI: nothing changes, or a word is none in Vietnamese.
        *(
            (text, "")
            for text in (
                "hoa binh", "so 73", "covid19 max2", "a11 b22", "ha12 noi5", "sở no65i", "x1 y2 z3", "9 a",
                "viet nam 2024", "x" * 300, "",
            )
        ),
    ],
)  # fmt: skip
def test_a_whole_line_of_vni_is_read(typed, meant):
    assert decode(typed.split()) == meant


@pytest.mark.django_db
def test_vni_is_read_where_nothing_else_answers():
    store(document(1, "Sở Nội vụ chuyển đổi số"), document(2, "Hoà bình"))
    for text in ("so73 no65i vu5", "SO73 NO65I VU5", "chuyen63 d9o63i so61"):
        results = finding.find(text)
        assert ([hit.entry.page_id for hit in results.hits], results.partial, results.scattered) == (
            [1],
            False,
            False,
        )
        assert results.query.text == text
    store(document(3, "Mã so73 no65i vu5"))
    assert [hit.entry.page_id for hit in finding.find("so73 no65i vu5").hits] == [3]
    assert finding.find("a1 b2").hits == []
