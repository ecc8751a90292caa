"""Mục lục: anchors, when there is a list of contents, and what it holds – as tables, then on the page."""

import re

import pytest

from news.contents import Entry, anchors_of, table_of_contents

LONG = 801
THREE = [("h2", "Một", "muc-mot"), ("h2", "Hai", "muc-hai"), ("h2", "Ba", "muc-ba")]


@pytest.mark.parametrize(
    ("texts", "anchors"),
    [
        (["Kết quả nổi bật"], ["muc-ket-qua-noi-bat"]),
        (["Đánh giá", "Danh gia", "Đánh giá"], ["muc-danh-gia", "muc-danh-gia-2", "muc-danh-gia-3"]),
        (["Kết quả 2", "Kết quả", "Kết quả"], ["muc-ket-qua-2", "muc-ket-qua", "muc-ket-qua-3"]),
        (["😀", "!"], ["muc-khong-ten", "muc-khong-ten-2"]),
        ([], []),
    ],
)
def test_anchors_are_vietnamese_slugs_and_unique(texts, anchors):
    assert anchors_of(texts) == anchors


@pytest.mark.parametrize(
    ("headings", "words", "number"),
    [(THREE, LONG, 3), (THREE, 800, 0), (THREE[:2], 10_000, 0), ([], LONG, 0)],
)
def test_only_a_long_story_with_three_headings_has_a_list(headings, words, number):
    assert len(table_of_contents(headings, words)) == number


def test_subsections_stand_below_their_sections_and_the_third_level_is_left_out():
    headings = [
        ("h3", "Trước", "muc-truoc"),
        ("h2", "Một", "muc-mot"),
        ("h3", "Một a", "muc-mot-a"),
        ("h4", "Nhỏ", "muc-nho"),
        ("h2", "Hai", "muc-hai"),
    ]
    assert table_of_contents(headings, LONG) == [
        Entry("Trước", "muc-truoc"),
        Entry("Một", "muc-mot", [Entry("Một a", "muc-mot-a")]),
        Entry("Hai", "muc-hai"),
    ]


def body(words: int) -> list:
    return [
        ("heading", {"text": "Kết quả", "level": "h2"}),
        ("paragraph", f"<p>{'chữ ' * words}</p>"),
        ("heading", {"text": "Từ khóa", "level": "h2"}),
        ("heading", {"text": "Từ khóa", "level": "h3"}),
    ]


@pytest.mark.django_db
def test_the_list_leads_to_the_headings_and_no_id_stands_twice(client, published):
    html = client.get(published(body=body(800)).url).content.decode()
    links = re.findall(r'class="toc__link" href="#([^"]+)">([^<]+)<', html)
    assert links == [
        ("muc-ket-qua", "Kết quả"),
        ("muc-tu-khoa", "Từ khóa"),
        ("muc-tu-khoa-2", "Từ khóa"),
    ]
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {anchor for anchor, _text in links} <= set(ids)


@pytest.mark.django_db
def test_a_short_story_has_anchors_and_no_list(client, published):
    html = client.get(published(body=body(100)).url).content.decode()
    assert 'class="toc"' not in html
    assert '<h2 class="heading" id="muc-ket-qua">' in html
