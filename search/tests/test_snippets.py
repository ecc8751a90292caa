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
        ("Cải cách", "cải các", False, "<mark>Cải cách</mark>"),
        ("Cách và cải", "cải các", False, "Cách và <mark>cải</mark>"),
        ("Cao nguyên đẹp", "ca", False, "Cao nguyên đẹp"),
        ("Khóa 15", "khóa 1", False, "<mark>Khóa</mark> 15"),
        ("Ra quyết định", "ra quy", True, "<mark>Ra quyết</mark> định"),
        ("Ở Ea H'leo họp", "ea hleo", True, "Ở <mark>Ea H&#x27;leo</mark> họp"),
        ("Người H’Mông", "h’mông", False, "Người <mark>H’Mông</mark>"),
        ("Nghị định 42/2022/NĐ-CP", "42/2022/nd-cp", True, "Nghị định <mark>42/2022/NĐ-CP</mark>"),
        ("Không có gì", "đảng", False, "Không có gì"),
        ("Chính quyền hai cấp", "chính quyền 2 cấp", False, "<mark>Chính quyền hai cấp</mark>"),
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


@pytest.mark.parametrize("whole", ["13/11/2026", "42/2022/NĐ-CP", "1.500"])
@pytest.mark.parametrize("between", range(12))
def test_no_date_and_no_number_is_cut_at_the_beginning(whole, between):
    words = " ".join(["dài"] * between)
    text = f"{'Mở đầu ' * 60}{whole} {words} Sở Nội vụ. {'Kết thúc ' * 60}"
    begun = snippet("", text, Terms.of(parse("sở nội vụ"), False)).removeprefix("… ").split()[0]
    assert begun in {whole, "Mở", "đầu", "dài", "<mark>Sở"}


def test_without_a_hit_the_lead_is_shown():
    assert snippet("Lời dẫn.", "Nội dung.", Terms.of(parse("thể thao"), False)) == "Lời dẫn. Nội dung."
    assert snippet("", "", Terms.of(parse("thể thao"), False)) == ""


def shown(lead: str, body: str, query: str) -> str:
    return snippet(lead, body, Terms.of(parse(query), False))


def test_lines_do_not_run_together_into_one_sentence():
    body = "Nội dung.\nKế hoạch số 5\nBùi Văn Tuấn\nsơ kết"
    assert shown("Lời dẫn:", body, "thể thao") == ("Lời dẫn: Nội dung. Kế hoạch số 5 · Bùi Văn Tuấn · sơ kết")
    assert shown("", "một\n\n  hai\n", "ba") == "một · hai"
    assert shown("", "Nói “một”\nhai &\nba", "x") == "Nói “một” · hai &amp; · ba"


def test_the_words_are_marked_line_by_line():
    assert shown("", "Sở Nội\nvụ việc", "nội vụ") == "Sở <mark>Nội</mark> · <mark>vụ</mark> việc"
    filler = "\n".join(["dòng"] * 60)
    cut = shown("", f"{filler}\nSở Nội vụ\n{filler}", "sở nội vụ")
    assert "dòng · <mark>Sở Nội vụ</mark> · dòng" in cut
    assert cut.startswith("… dòng ·")
    assert cut.endswith("· dòng …")
