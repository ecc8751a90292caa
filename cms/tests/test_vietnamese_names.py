"""Alphabetical order."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.vietnamese import collation_key, normalise, person_sort_key

properties = settings(deadline=None, database=None)


def words(text):
    return text.split()


def backwards(items):
    return items[::-1]


@pytest.mark.parametrize(
    "in_order",
    [
        list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"),
        words("ma mà mả mã má mạ mă mằ"),
        words("ba bá bác bàn bạn bằng bập bất bật"),
        words("da dân đa đá đảng đặng đê e"),
        words("hoa hòa hỏa hóa họa hoàn hoạn"),
        words("hà Hà HÀ há"),
        ["10", "an", "An", "án", "an ninh", "ân", "đỗ", "ơ", "tư"],
        ["An", "An Bình", "Ân", "Bình"],
        ["nghĩa", "ngu", "nguy", "người", "nha"],
        ["co", "cở", "cu", "cư", "cừ"],
        ["Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bến Tre"],
        ["u", "ù", "ü", "ư"],
    ],
)
def test_collation_order(in_order):
    assert sorted(backwards(in_order), key=collation_key) == in_order
    decomposed = [unicodedata.normalize("NFD", word) for word in in_order]
    assert sorted(backwards(decomposed), key=collation_key) == decomposed


def test_both_tone_placements_stand_together():
    assert collation_key("hoà") != collation_key("hòa")
    assert sorted(["hoạ", "hòa", "hóa", "hoà", "hoá", "hỏa"], key=collation_key) in (
        ["hoà", "hòa", "hỏa", "hoá", "hóa", "hoạ"],
        ["hòa", "hoà", "hỏa", "hóa", "hoá", "hoạ"],
    )


@given(st.text(), st.text())
@properties
def test_equal_keys_mean_equal_text(one, other):
    assert (collation_key(one) == collation_key(other)) == (normalise(one) == normalise(other))


def test_people_are_listed_by_given_name_then_family_then_middle():
    in_order = [
        "Trần Văn An",
        "Nguyễn Thị Ánh",
        "Hoàng Văn Ân",
        "Bình",
        "Lê Bình",
        "Lê Thị Bình",
        "Lê Văn Bình",
        "Ngô Anh Bình",
        "Dương Văn Dũng",
        "Đặng Văn Dũng",
        "Đỗ Đức",
        "Lê Duy Hòa",
        "Lê Duy Hoàng",
        "Bùi Văn Tuấn",
        "Vũ Thị Yến",
    ]
    assert sorted(backwards(in_order), key=person_sort_key) == in_order


@given(st.text())
@properties
def test_any_name_has_a_key(name):
    assert person_sort_key(name) == person_sort_key(f" {name}\u00a0")
