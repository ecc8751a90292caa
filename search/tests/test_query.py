"""Reading a query and building the ladder: pure, without a database."""

import pytest

from search.nearly import last_resort
from search.query import ladder, parse
from search.synonyms import DEFAULTS, read_table, readings
from search.tokens import words_of

TABLE = read_table(DEFAULTS)


def said(words) -> str:
    return " ".join(word.exact for word in words)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\u0000", "-", "*", "\\", "! & |", "<->", "😀", '""', "\u200b\u202e", "%", "{}", "'", "()"],
)
def test_what_holds_no_letter_or_digit_is_no_query(text):
    assert not parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Sở\u00a0 Nội\u0000 vụ ", "sở nội vụ"),
        ("title:x", "title x"),
        ("NEAR(a b)", "near a b"),
        ("a AND", "a and"),
        ("1234/qd-ubnd", "1234 qd ubnd"),
    ],
)
def test_only_words_are_left(text, words):
    assert said(parse(text).words) == words


def test_a_query_is_cut_to_255_characters_and_16_words():
    query = parse("đảng " * 4_000)
    assert len(query.text) <= 255
    assert len(query.words) == 16
    assert len(parse("x" * 20_000).text) == 255


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ubnd tỉnh", ["ubnd tỉnh", "ủy ban nhân dân tỉnh"]),
        ("uỷ ban nhân dân", ["ủy ban nhân dân", "ubnd"]),
        ("uy ban nhan dan", ["uy ban nhan dan", "ubnd"]),
        ("hdnd xã", ["hdnd xã", "hội đồng nhân dân xã"]),
        ("cbccvc", ["cbccvc", "cán bộ công chức viên chức"]),
        ("hòa bình", ["hòa bình"]),
        # Marks that were typed must be those of the wording.
        ("ủy bàn nhân dân", ["ủy bàn nhân dân"]),
    ],
)
def test_abbreviations_are_read_both_ways(typed, meant):
    found = [said(words) for words in readings(words_of(typed), TABLE)]
    assert found[0] == meant[0]
    assert set(meant) <= set(found)
    assert len(meant) > 1 or found == meant


def test_readings_are_bounded():
    everything = " ".join(term for term, _expansion in DEFAULTS)
    assert len(parse(everything, TABLE).readings) <= 4


def test_no_default_abbreviation_is_listed_twice():
    terms = [term for term, _expansion in DEFAULTS]
    assert len(terms) == len(set(terms))


def first_tokens(text: str) -> list[set[str]]:
    return [set(next(iter(rung.condition))) for rung in ladder(parse(text))]


def test_the_ladder_as_typed_stands_above_the_folded_one():
    rungs = ladder(parse("đảng bộ"))
    folded = [rung.folded for rung in rungs]
    assert folded == sorted(folded)
    assert first_tokens("đảng bộ") == [
        {"b__đảng_bộ"},
        {"t__đảng_bộ"},
        {"đảng_bộ"},
        {"t__đảng_bộ*"},
        {"đảng_bộ*"},
        {"t__đảng", "t__bộ"},
        {"đảng", "bộ"},
        {"b__dang_bo"},
        {"t__dang_bo"},
        {"dang_bo"},
        {"t__dang_bo*"},
        {"dang_bo*"},
        {"t__dang", "t__bo"},
        {"dang", "bo"},
    ]


def test_without_any_mark_the_steps_alternate():
    assert first_tokens("dang bo")[:4] == [{"b__dang_bo_"}, {"b__dang_bo"}, {"t__dang_bo_"}, {"t__dang_bo"}]


def test_one_word_needs_no_step_for_the_phrase_and_another_for_the_words():
    assert first_tokens("đảng") == [{"b__đảng"}, {"t__đảng"}, {"đảng"}, {"b__dang"}, {"t__dang"}, {"dang"}]


def test_quotation_marks_stop_at_the_phrase():
    assert first_tokens('"đảng bộ"') == [
        {"b__đảng_bộ"}, {"t__đảng_bộ"}, {"đảng_bộ"}, {"b__dang_bo"}, {"t__dang_bo"}, {"dang_bo"}
    ]  # fmt: skip


def test_the_number_of_a_document_is_one_token_beside_the_phrase():
    assert first_tokens("Nghị định 42/2022/NĐ-CP")[2] == {"nghị_định", "n__42_2022_nd_cp"}


def test_the_last_resort_is_the_beginning_of_a_word_or_a_part_of_a_phrase():
    assert [set(map(frozenset, rung.condition)) for rung in last_resort(parse("vnei"))] == [
        {frozenset({"t__vnei*"})},
        {frozenset({"vnei*"})},
    ]
    parts = [set(map(frozenset, rung.condition)) for rung in last_resort(parse("sở nội vụ"))]
    assert parts[-1] == {frozenset({"so_noi"}), frozenset({"noi_vu"})}
    assert last_resort(parse("x")) == []
