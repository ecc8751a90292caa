"""Cleaning, folding, quotation marks, shortening."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cms.vietnamese import abbreviate, curly_quotes, fold, normalise, normalise_lines

properties = settings(deadline=None, database=None)
# Text full of what breaks things, beside arbitrary text.
breaking = 'aoey AđĐuấtr·👩🏫"\r\n\t\x00\u0301\u0323\u0302\u00a0\u200b\u200d\ufeff\u202e\u00ad'
nasty = st.text(st.sampled_from(breaking)) | st.text()


def nfd(text):
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("Sở Nội vụ", "Sở Nội vụ"),
        (nfd("Đảng ủy Sở Nội vụ"), "Đảng ủy Sở Nội vụ"),
        (nfd("oà thuở quốc khuỷu"), "oà thuở quốc khuỷu"),
        ("ê\u0323", "ệ"),  # the tone typed after the letter, as Windows-1258 text has it
        ("e\u0323\u0302", "ệ"),
        ("o\u0340a\u0341", "òá"),  # the deprecated Vietnamese tone marks
        ("\u00a0\u00a0Tin, bài,\u00a0ảnh:\u2003A\u3000", "Tin, bài, ảnh: A"),
        ("a\tb\r\nc\nd\u2028e\u2029f\u0085g\vh\fi", "a b c d e f g h i"),
        ("Xanh  - sạch", "Xanh - sạch"),
        ("\ufeffHội\u200bng\u2060hị\u200c", "Hộinghị"),
        ("a\u200b\u0301", "á"),
        ("Đảng\u202e bộ\u202c \u2066x\u2069\u200e\u200f\u061c", "Đảng bộ x"),
        ("a\x00b\x1b\x7f\x9cc", "abc"),
        ("a\ud800b\uffff", "ab"),
        ("\u3164\u2800\u115f ", ""),  # blank "letters" make no title
        ("hợp\u00adtác", "hợptác"),
        ("coöperate co\u00adoperate", "coöperate cooperate"),
        ("Tr\u00adêng", "Tr\u00adêng"),  # TCVN3: the soft hyphen is the ư of Trường
        ("👩\u200d🏫 và ❤\ufe0f\u200d🔥", "👩\u200d🏫 và ❤\ufe0f\u200d🔥"),
        ("a\u200db👩\u200d", "ab👩"),
        ("“ngoặc” – 'đơn' …", "“ngoặc” – 'đơn' …"),
        ("uỷ ban và ủy ban", "uỷ ban và ủy ban"),  # spelling stays
    ],
)
def test_normalise(typed, stored):
    assert normalise(typed) == stored


@given(nasty)
@example("tr\u00ada\u0323")
@example("a\u00ad\u0301")
@properties
def test_normalise_is_stable_and_clean(text):
    once = normalise(text)
    assert normalise(once) == once
    assert once == once.strip() == unicodedata.normalize("NFC", once)
    assert "  " not in once
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(character) for character in once}
    assert not set("\u00a0\u200b\ufeff\u202e") & set(once)
    once.encode()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\n\n\n\nb", "a\n\nb"),
        (" a \n \u00a0 \n\t\n b\n\n", "a\n\nb"),
        ("\n\n", ""),
        (nfd("Một là\u2028Hai  là"), "Một là\nHai là"),
    ],
)
def test_normalise_lines(typed, stored):
    assert normalise_lines(typed) == stored


@given(nasty)
@properties
def test_normalise_lines_is_stable_and_agrees_with_normalise(text):
    once = normalise_lines(text)
    assert normalise_lines(once) == once
    assert "\n\n\n" not in once
    assert "\r" not in once
    assert normalise(once) == " ".join(once.split("\n")).strip().replace("  ", " ")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đảng bộ Sở Nội vụ", "dang bo so noi vu"),
        (nfd("Đảng bộ Sở Nội vụ"), "dang bo so noi vu"),
        ("ĐẶNG ĐÌNH ĐỨC", "dang dinh duc"),
        ("uỷ ủy huỷ hủy quỷ khoẻ khỏe", "uy uy huy huy quy khoe khoe"),
        ("quốc giải hoá hóa loà xoà thuở", "quoc giai hoa hoa loa xoa thuo"),
        (nfd("oà"), "oa"),
        ("ăâêôơư ỄỘỢỰ", "aaeoou eoou"),
        ("NÐ-CP", "nd-cp"),  # with an eth for the Đ
        ("Häuser über İstanbul", "hauser uber istanbul"),
        ("42/2022/NĐ-CP", "42/2022/nd-cp"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(nasty)
@properties
def test_fold_is_idempotent(text):
    once = fold(text)
    assert fold(once) == once
    assert fold(nfd(text)) == once
    assert once == unicodedata.normalize("NFC", once)


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ('chủ đề: "Phát huy vai trò"', "chủ đề: “Phát huy vai trò”"),
        ('"Giỏi việc nước", "Tham mưu giỏi",…', "“Giỏi việc nước”, “Tham mưu giỏi”,…"),
        ('("Xanh, sạch, đẹp")', "(“Xanh, sạch, đẹp”)"),
        ('Nghị quyết "42"', "Nghị quyết “42”"),
        ('"a"-"b"', "“a”-“b”"),
        ('"…đã đề ra…"./.', "“…đã đề ra…”./."),
        ("'Học tập và làm theo'", "'Học tập và làm theo'"),
        ('màn hình 24"', 'màn hình 24"'),
        ('màn hình 24" và 32"', 'màn hình 24" và 32"'),
        ('màn hình 24" loại "mới"', 'màn hình 24" loại “mới”'),
        ("21°01'42\"", "21°01'42\""),
        ('"24" và 32"', '"24" và 32"'),  # which one closes?
        ('"màn hình 24" mới"', '"màn hình 24" mới"'),
        ('một dấu " lạc', 'một dấu " lạc'),
        ('"mở mà không đóng', '"mở mà không đóng'),
        ('đóng mà không mở"', 'đóng mà không mở"'),
        ('a"b"c', 'a"b"c'),
        ('""', '""'),
        ('"hở\n"kín"', '"hở\n“kín”'),
        ("“đã cong” và „khác”", "“đã cong” và „khác”"),
        ('“đã cong” và "thẳng"', "“đã cong” và “thẳng”"),
        ('“lẫn lộn"', '“lẫn lộn"'),
    ],
)
def test_curly_quotes(straight, curly):
    assert curly_quotes(straight) == curly


@given(st.text(st.sampled_from('a1 "“”\n.,(')))
@properties
def test_curly_quotes_only_replaces_straight_ones_in_pairs(text):
    result = curly_quotes(text)
    assert len(result) == len(text)
    assert all(new == old or (old == '"' and new in "“”") for old, new in zip(text, result, strict=True))
    assert result.count("“") - text.count("“") == result.count("”") - text.count("”")
    assert curly_quotes(result) == result


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("Tại Hội nghị sơ kết", 10, "Tại Hội nghị sơ kết"),
        ("Tại Hội nghị sơ kết", 5, "Tại Hội nghị sơ kết"),
        ("Tại Hội nghị sơ kết", 3, "Tại Hội nghị…"),
        ("Hội nghị, hội thảo", 2, "Hội nghị…"),
        ("phong trào – thi đua", 3, "phong trào…"),
        ("phong trào (thi đua) khác", 4, "phong trào (thi đua)…"),
        ("  a \n b  ", 5, "a b"),
        ("", 3, ""),
    ],
)
def test_abbreviate(text, words, short):
    assert abbreviate(text, words) == short


def test_abbreviate_needs_a_word():
    with pytest.raises(ValueError, match="1 or more"):
        abbreviate("a b", 0)
