"""Sums in words, as a voucher repeats them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.vietnamese import amount_in_words, number_in_words

properties = settings(deadline=None, database=None)

DIGITS = {
    word: value
    for value, word in enumerate(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"])
} | {"mốt": 1, "lăm": 5}


def read(words: list[str]) -> int:
    """Read a number in words back: the largest unit splits it, what is left is hundreds, tens and ones."""
    for unit, value in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3), ("trăm", 100), ("mươi", 10)):
        if unit in words:
            at = words.index(unit)
            return read(words[:at]) * value + read(words[at + 1 :])
    rest = [word for word in words if word != "linh"]
    if rest[:1] == ["mười"]:
        return 10 + read(rest[1:])
    assert len(rest) <= 1
    return DIGITS[rest[0]] if rest else 0


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (555, "năm trăm năm mươi lăm"),
        (1000, "một nghìn"),
        (1001, "một nghìn không trăm linh một"),
        (1010, "một nghìn không trăm mười"),
        (10_000, "mười nghìn"),
        (21_021, "hai mươi mốt nghìn không trăm hai mươi mốt"),
        (105_000, "một trăm linh năm nghìn"),
        (1_000_000, "một triệu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (2_340_000, "hai triệu ba trăm bốn mươi nghìn"),
        (12_345_678, "mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám"),
        (10**9, "một tỷ"),
        (10**9 + 5, "một tỷ không trăm linh năm"),
        (10**12, "một nghìn tỷ"),
        (1_050 * 10**9 + 10**6, "một nghìn không trăm năm mươi tỷ không trăm linh một triệu"),
    ],
)
def test_number_in_words(number, words):
    assert number_in_words(number) == words


@pytest.mark.parametrize("number", [-1, 10**18])
def test_number_in_words_ends(number):
    with pytest.raises(ValueError, match="in words"):
        number_in_words(number)


def test_a_sum_begins_with_a_capital_and_ends_with_the_currency():
    assert amount_in_words(2_500_000) == "Hai triệu năm trăm nghìn đồng"
    assert amount_in_words(0) == "Không đồng"


@given(st.integers(min_value=0, max_value=10**18 - 1) | st.integers(min_value=0, max_value=10**7))
@properties
def test_the_words_say_the_number(number):
    assert read(number_in_words(number).split()) == number
