"""Snippets: the right place, the right marks, nothing unescaped."""

import pytest

from search.query import parse
from search.snippets import WORDS_SHOWN, Terms, highlight, snippet


def marked(text: str, query: str, folded: bool = False) -> str:
    return highlight(text, Terms.of(parse(query), folded))


@pytest.mark.parametrize(
    ("text", "query", "folded", "expected"),
    [
        ("Đảng bộ Sở Nội vụ", "sở nội vụ", False, "Đảng bộ <mark>Sở Nội vụ</mark>"),
        ("Đảng bộ Sở Nội vụ", "so noi vu", True, "Đảng bộ <mark>Sở Nội vụ</mark>"),
        ("Hoà Bình", "hòa bình", False, "<mark>Hoà Bình</mark>"),
        ("Dâng lên đảng", "đảng", False, "Dâng lên <mark>đảng</mark>"),
        ("Dâng lên đảng", "dang", True, "<mark>Dâng</mark> lên <mark>đảng</mark>"),
        ("Văn hóa - Du lịch", "hóa du", False, "Văn <mark>hóa - Du</mark> lịch"),
        ("Cải cách", "cải cá", True, "<mark>Cải cách</mark>"),
        ("Nghị định 42/2022/NĐ-CP", "42/2022/nd-cp", True, "Nghị định <mark>42/2022/NĐ-CP</mark>"),
        ("Không có gì", "đảng", False, "Không có gì"),
    ],
)
def test_the_words_are_marked_as_they_stand_in_the_text(text, query, folded, expected):
    assert marked(text, query, folded) == expected


def test_a_single_word_of_the_phrase_is_not_marked_where_the_phrase_is_found():
    assert marked("Nội dung: Sở Nội vụ", "sở nội vụ") == "Nội dung: <mark>Sở Nội vụ</mark>"


@pytest.mark.parametrize("query", ["script", "img", "x", "alert", "onerror alert", "<script>", "amp lt"])
def test_nothing_of_the_text_becomes_markup(query):
    text = '<script>alert(1)</script> <img src=x onerror="alert(1)"> &lt; & \' "'
    for html in (marked(text, query), snippet(text, text, Terms.of(parse(query), True))):
        bare = html.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare
        assert ">" not in bare
        assert '"' not in bare


def test_the_snippet_shows_the_place_that_says_most():
    filler = " ".join(["Mở đầu của bài viết dài."] * 60)
    body = f"{filler} Nội quy. {filler} Nghị quyết của Sở Nội vụ tỉnh. {filler}"
    shown = snippet("Lời dẫn.", body, Terms.of(parse("sở nội vụ"), False))
    assert "<mark>Sở Nội vụ</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown.split()) <= WORDS_SHOWN + 4


def test_without_a_hit_the_lead_is_shown():
    assert snippet("Lời dẫn.", "Nội dung.", Terms.of(parse("thể thao"), False)) == "Lời dẫn. Nội dung."
    assert snippet("", "", Terms.of(parse("thể thao"), False)) == ""
