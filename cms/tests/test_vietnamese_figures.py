"""Numbers in figures and in words."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.vietnamese import format_bytes, format_number, ordinal_label, ordinal_word, parse_ordinal_label

properties = settings(deadline=None, database=None)


def words(text):
    return text.split()


@pytest.mark.parametrize(
    ("number", "decimals", "written"),
    [
        (0, None, "0"),
        (999, None, "999"),
        (1000, None, "1.000"),
        (1234567, None, "1.234.567"),
        (-1234, None, "-1.234"),
        (1234.5, None, "1.234,5"),
        (1234.0, None, "1.234"),
        (0.1, None, "0,1"),
        (1e22, None, "10.000.000.000.000.000.000.000"),
        (1e-7, None, "0,0000001"),
        (Decimal("1234.50"), None, "1.234,50"),
        (1234.5, 0, "1.235"),
        (2.5, 0, "3"),
        (0.125, 2, "0,13"),
        (1.005, 2, "1,01"),
        (1234, 2, "1.234,00"),
        (999.999, 2, "1.000,00"),
        (-0.001, 2, "0,00"),
        (-0.0, None, "0"),
        (Decimal("-0.4"), 0, "0"),
        (10**40, 1, "1" + "0" * 1 + ".000" * 13 + ",0"),
    ],
)
def test_format_number(number, decimals, written):
    assert format_number(number, decimals) == written


@pytest.mark.parametrize(
    ("number", "decimals", "reason"),
    [(float("nan"), None, "finite"), (float("inf"), 2, "finite"), (1, -1, "0 or more")],
)
def test_format_number_refuses(number, decimals, reason):
    with pytest.raises(ValueError, match=reason):
        format_number(number, decimals)


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3))
@properties
def test_a_written_number_says_the_number(number):
    assert Decimal(format_number(number).replace(".", "").replace(",", ".")) == number


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 B"),
        (1023, "1.023 B"),
        (1024, "1 KB"),
        (1536, "1,5 KB"),
        (1258291, "1,2 MB"),
        (1024**2 - 1, "1 MB"),  # not "1.024 KB"
        (5 * 1024**2, "5 MB"),
        (3 * 1024**3 // 2, "1,5 GB"),
        (2000 * 1024**4, "2.000 TB"),
    ],
)
def test_format_bytes(size, written):
    assert format_bytes(size) == written


def test_format_bytes_refuses_less_than_nothing():
    with pytest.raises(ValueError, match="negative"):
        format_bytes(-1)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        *enumerate(words("Một Hai Ba Bốn Năm Sáu Bảy Tám Chín Mười"), start=1),
        (11, "Mười một"),
        (12, "Mười hai"),
        (14, "Mười bốn"),
        (15, "Mười lăm"),
        (19, "Mười chín"),
        (20, "Hai mươi"),
        (21, "Hai mươi mốt"),
        (24, "Hai mươi bốn"),
        (25, "Hai mươi lăm"),
        (50, "Năm mươi"),
        (51, "Năm mươi mốt"),
        (55, "Năm mươi lăm"),
        (99, "Chín mươi chín"),
    ],
)
def test_ordinal_word(number, word):
    assert ordinal_word(number) == word
    assert ordinal_label(number) == f"{word} là"


@pytest.mark.parametrize("number", [0, -1, 100])
def test_ordinal_word_ends(number):
    with pytest.raises(ValueError, match="1 to 99"):
        ordinal_word(number)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Một là, Đẩy mạnh công tác", (1, "Đẩy mạnh công tác")),
        ("MỘT LÀ: đẩy mạnh", (1, "đẩy mạnh")),
        ("một là đẩy mạnh", (1, "đẩy mạnh")),
        (unicodedata.normalize("NFD", "Bốn là, Các tổ chức"), (4, "Các tổ chức")),
        ("\u00a0 - Hai\u00a0là,  Ban", (2, "Ban")),
        ("Bảy là, a", (7, "a")),
        ("Bẩy là, a", (7, "a")),
        ("Mười là, a", (10, "a")),
        ("Mười một là, a", (11, "a")),
        ("Hai mươi mốt là, a", (21, "a")),
        ("Hai mươi tư là, a", (24, "a")),
        ("Hai mươi là, a", (20, "a")),
        ("Một là", (1, "")),
        ("Một là, hai\nba", (1, "hai\nba")),
        ("Thứ nhất, về tổ chức", (1, "về tổ chức")),
        ("Thứ nhất là, về tổ chức", (1, "về tổ chức")),
        ("Thứ nhì: a", (2, "a")),
        ("Thứ hai, a", (2, "a")),
        ("thứ ba, a", (3, "a")),
        ("Thứ tư, a", (4, "a")),
        ("Thứ năm, 100% đơn vị", (5, "100% đơn vị")),
        ("Thứ mười hai, a", (12, "a")),
        ("Thứ Sáu, ngày 26/5/2023", None),
        ("Thứ Hai, 29/5/2023", None),
        ("Thứ bảy, Chủ nhật nghỉ", None),
        ("Thứ hai, thứ tư hằng tuần", None),
        ("Thứ hai tuần trước", None),
        ("Thứ nhất toàn tỉnh", None),
        ("Nhất là, a", None),
        ("Tư là, a", None),
        ("Một làng quê", None),
        ("Một lần nữa", None),
        ("Một, hai, ba", None),
        ("Theo đó, một là, a", None),
        ("Môt là, a", None),
        ("", None),
    ],
)
def test_parse_ordinal_label(text, read):
    assert parse_ordinal_label(text) == read


@given(st.integers(min_value=1, max_value=99), st.sampled_from([str.lower, str.upper, str.title]))
@properties
def test_every_label_can_be_read(number, case):
    assert parse_ordinal_label(f"{case(ordinal_label(number))}, Đẩy mạnh") == (number, "Đẩy mạnh")
    assert parse_ordinal_label(f"Thứ {case(ordinal_word(number))}, Đẩy mạnh") == (number, "Đẩy mạnh")
