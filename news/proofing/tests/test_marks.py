"""Quotation marks, spaces, long paragraphs."""

import pytest

from .texts import excerpts, found, text_with


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Ông nói: “Tốt.”"],
        ["“Một là, làm.", "“Hai là, xong.”"],
        ["“Dưới sự chỉ đạo, phong trào “Giỏi việc nước” lan rộng.", "Kết quả tốt.”"],
        ['Màn hình 24" và 32"'],
        ['Phong trào "Giỏi việc nước"'],
        ["Cụm từ ‘sao’ và d'Ivoire"],
        [""],
    ],
)
def test_balanced_marks_are_left_alone(paragraphs):
    assert not excerpts("quotes", *paragraphs)


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (["Ông nói: “Tốt."], ["“Tốt."]),
        (["Ông nói: Tốt.”"], ["Ông nói: Tốt.”"]),
        (["Lời “một” và hai”", "Ba"], ["Lời “một” và hai”"]),
        (['Phong trào "Giỏi việc nước'], ['"Giỏi việc nước']),
        (["“Mở", "“Mở nữa", "”", "”"], ["”"]),
    ],
)
def test_a_mark_without_its_half_is_found(paragraphs, words):
    assert [excerpt.split("\n")[0] for excerpt in excerpts("quotes", *paragraphs)] == words


@pytest.mark.parametrize(
    ("paragraph", "words"),
    [
        ("“Gắn với việc 'Học tập và làm theo tư tưởng' và”", ["'Học tập và làm theo tư tưởng'"]),
        ('Phong trào "Giỏi việc nước"', ['"Giỏi việc nước"']),
        ("Bờ biển Côte d'Ivoire, rock 'n' roll, 5' và 6'", []),
        ("Tiếng M'nông và tiếng K'Ho", []),
        ("“Giỏi việc nước” và ‘đảm việc nhà’", []),
        ('Màn hình 24" và 32"', []),
    ],
)
def test_straight_marks(paragraph, words):
    assert excerpts("straight_quotes", paragraph) == words


def test_a_long_paragraph_is_counted():
    assert not found("long_paragraph", text_with("từ " * 150))
    (finding,) = found("long_paragraph", text_with("từ " * 395))
    assert "395" in finding.sentence


@pytest.mark.parametrize(
    ("paragraph", "times"),
    [("Xanh  - sạch", 1), ("Xanh - sạch", 0), ("  Đầu và cuối  ", 0), ("Một\u00a0 hai", 1)],
)
def test_double_spaces(paragraph, times):
    assert len(excerpts("double_spaces", paragraph)) == times
