"""“Did you mean”: slips of the finger are put right, and correct Vietnamese is left alone."""

import pytest

from search import finding
from search.models import SearchSynonym
from search.tests.documents import document, store

pytestmark = pytest.mark.django_db

# What the index holds: words that stand one letter away from those that were typed, often beside a neighbour.
DOCUMENTS = [
    ("Cải cách hành chính", "Công bố quyết định tuyển dụng viên chức, sắp xếp tổ chức bộ máy."),
    ("Chọn vị trí thể hiện năng lực", "Nhân dân tạo điều kiện; tri thức; nhân tài."),
    ("Văn phòng công bố kế hoạch", "Những người tham gia; cong; tham nhũng; phòng cháy."),
    ("Bà cử nhân và ông đến dân", "Cán bộ; tỉnh đàn; chuyên viên; đến tỉnh."),
    ("Sáp nhập xã", "Sáp nhập xã, phường; sắp nhập tỉnh. Nghỉ tới hết tháng."),
    ("Thành lập đoàn kiểm tra", "Lắng nghe dân; tố chức; khiếu kiện tố giác; hàng chính hãng."),
]
CORRECT = [
    "trí tuệ nhân tạo",
    "tri tue nhan tao",
    "trí tuệ nhân tao",
    "phòng, chống tham nhũng",
    "phong chong tham nhung",
    "bầu cử",
    "bau cu",
    "sát nhập xã",
    "Sát Nhập Xã",
    "SÁT NHẬP XÃ",
    "nghỉ tết",
    "khiếu nại tố cáo",
    "hàn chính",
    "hoà giải",
    # Abbreviations: nobody corrects them into a word.
    "ĐTN",
    "đtn",
    "ĐTN tỉnh",
    "đtn tỉnh",
    "dtn tinh",
    "CBNV",
    "CÁB",
    "cải cách HÀNN",
]
SLIPS = [
    ("cải cách hnah chính", "cải cách hành chính"),
    ("cải cách hnàh chính", "cải cách hành chính"),
    ("CẢI CÁCH HNÀH CHÍNH", "cải cách hành chính"),
    ("cải cáchh hành chính", "cải cách hành chính"),
    ("cai cach hanh chnh", "cải cách hành chính"),
    # It could be a syllable, but the words on both sides know another one between them.
    ("cai cach han chinh", "cải cách hành chính"),
    ("hnàh chính", "hành chính"),
    ("tuyem dung", "tuyển dụng"),
    ("tyuển dụng", "tuyển dụng"),
    ("qyuết định tuyển dụng", "quyết định tuyển dụng"),
    ("cahc", "cách"),
]


@pytest.fixture
def stored():
    store(*[document(number, title, body) for number, (title, body) in enumerate(DOCUMENTS)])


@pytest.mark.parametrize("typed", CORRECT)
def test_correct_vietnamese_and_abbreviations_are_not_corrected(stored, typed):
    SearchSynonym.objects.all().delete()
    assert finding.find(typed).suggestion == ""


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_a_slip_of_the_finger_is_put_right(stored, typed, meant):
    assert finding.find(typed).suggestion == meant


def test_a_word_is_offered_only_where_it_stands_between_both_neighbours():
    # "bộ máy" and "máy móc" are there, but nowhere "bộ máy móc".
    store(document(1, "Tổ chức bộ máy nhà nước"), document(2, "Mua máy móc", body_text="Bộ phận."))
    assert finding.find("bộ mys móc").suggestion == ""
    store(document(3, "Toàn bộ máy móc đã mua"))
    assert finding.find("bộ mayy móc").suggestion == "bộ máy móc"


def test_no_offer_loses_a_mark_that_was_typed():
    # Only with another mark does the index have the word.
    store(document(1, "Họp chi bộ"))
    assert finding.find("họpp chi bộ").suggestion == "họp chi bộ"
    assert finding.find("hợpp chi bộ").suggestion == ""
