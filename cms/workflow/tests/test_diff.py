"""What the review page shows of a change: words, blocks, rows, pictures – nothing hidden, all of it inert."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.workflow.reading.changes import Leaf, Piece, Section, as_read, compare, pair
from cms.workflow.reading.diff import text_difference, word_changes
from cms.workflow.reading.markup import plain_text
from cms.workflow.reading.outline import outline
from tests.pace import no_longer_than


def test_words_stand_between_spaces_and_keep_their_marks():
    html = text_difference("tổ chức hội nghị với 50 đại biểu", "tổ chức hội thảo với 60 đại biểu")
    assert html == ("tổ chức hội <del>nghị</del> <ins>thảo</ins> với <del>50</del> <ins>60</ins> đại biểu")


def test_what_was_typed_is_inert():
    html = text_difference("<img src=x onerror=alert(1)>", "<script>alert(2)</script> & more")
    assert "<img" not in html
    assert "<script" not in html
    assert "&lt;img" in html
    assert "&amp; <ins>" in html or "&amp; more" in html


def test_line_breaks_survive():
    assert text_difference("một\nhai", "một\nba\nhai") == "một\n<ins>ba\n</ins>hai"


words = st.lists(st.sampled_from(["và", "của", "đề", "án", "50", "\n", "hội"]), max_size=30)


@given(words, words)
def test_both_texts_can_be_read_from_the_difference(before, after):
    runs = word_changes(" ".join(before), " ".join(after))
    assert [word for kind, run in runs if kind != "added" for word in run] == before
    assert [word for kind, run in runs if kind != "removed" for word in run] == after


def test_two_unlike_books_do_not_hold_the_server():
    first = " ".join(f"a{number}" for number in range(200_000))
    second = " ".join(f"b{number}" for number in range(200_000))
    with no_longer_than(5):
        html = text_difference(first, second)
    assert html.startswith("<del>a0 a1")


def piece(key: str, text: str, label: str = "Đoạn văn") -> Piece:
    return Piece(key, label, (Leaf(label, text),))


def body(*pieces: Piece) -> list[Section]:
    return [Section("body", "Nội dung", pieces)]


def kinds(before, after) -> list[tuple[str, int]]:
    return [(change.kind, change.number) for section in compare(before, after) for change in section.pieces]


def test_blocks_are_followed_by_their_ids():
    before = body(piece("1", "một hai"), piece("2", "ba bốn"), piece("3", "năm sáu"))
    after = body(piece("1", "một hai"), piece("3", "năm sáu bảy"), piece("4", "tám"))
    (section,) = compare(before, after)
    assert [(change.kind, change.number) for change in section.pieces] == [
        ("removed", 2),
        ("changed", 2),
        ("added", 3),
    ]
    assert section.unchanged == 1
    assert section.pieces[1].leaves[0].html == "năm sáu <ins>bảy</ins>"


def test_a_moved_block_is_called_moved():
    one, two, three = piece("1", "một"), piece("2", "hai"), piece("3", "ba")
    assert kinds(body(one, two, three), body(three, one, two)) == [("moved", 1)]
    assert kinds(body(one, two), body(one, two)) == []


def test_everything_removed_and_everything_new():
    assert kinds(body(piece("1", "một"), piece("2", "hai")), body()) == [("removed", 1), ("removed", 2)]
    assert kinds(body(), body(piece("1", "một"))) == [("added", 1)]
    assert kinds([], body(piece("1", "một"))) == [("added", 1)]


def test_rows_without_a_number_are_found_by_their_words():
    before = [piece("", "Nguyễn Văn An Trưởng phòng"), piece("", "Trần Thị Bình Chuyên viên")]
    after = [piece("", "Trần Thị Bình Phó phòng"), piece("", "Nguyễn Văn An Trưởng phòng")]
    assert pair(before, after) == {0: 1, 1: 0}


def test_a_link_that_leads_elsewhere_is_a_change():
    before, after = (
        '<p>Xem <a href="https://a.example">đây</a></p>',
        '<p>Xem <a href="https://b.example">đây</a></p>',
    )
    html = text_difference(plain_text(before), plain_text(after))
    assert "<del>https://a.example]</del>" in html
    assert "<ins>https://b.example]</ins>" in html


def test_formatting_alone_is_said_to_have_changed():
    old = [Section("lead", "Sapo", (Piece("lead", "Sapo", (Leaf("Sapo", "một", exact="<p>một</p>"),)),))]
    new = [
        Section("lead", "Sapo", (Piece("lead", "Sapo", (Leaf("Sapo", "một", exact="<p><b>một</b></p>"),)),))
    ]
    (section,) = compare(old, new)
    assert section.pieces[0].leaves[0].only_form


def test_rich_text_reads_as_lines():
    html = "<p>Một  là,<br/>hai</p><ol><li>ba</li><li>bốn</li></ol><ul><li>năm</li></ul>"
    assert plain_text(html) == "Một là,\nhai\n1. ba\n2. bốn\n• năm"
    assert "javascript:alert(1)" in plain_text('<a href="javascript:alert(1)">x</a>'), "shown, as text"
    assert plain_text('<a linktype="page" id="99999999999999999999">x</a>').endswith(
        "page 99999999999999999999]"
    )


@pytest.mark.django_db
class TestOutline:
    """A page as sections: whatever counts as content is there."""

    def test_every_field_of_content_is_shown(self, make_story, reporter):
        from cms.workflow.content import content_of

        story = make_story(reporter, conference=True)
        shown = {section.name for section in outline(story)}
        assert set(content_of(story.serializable_data())) - shown == set()

    def test_a_story_that_was_never_public_reads_whole(self, make_story, reporter):
        story = make_story(reporter, title="Lễ phát động thi đua", lead="Lời dẫn của bài.")
        text = " ".join(
            str(leaf.html) for section in as_read(outline(story)) for p in section.pieces for leaf in p.leaves
        )
        assert "Lễ phát động thi đua" in text
        assert "Lời dẫn của bài." in text
        assert "Hội nghị đánh giá kết quả" in text
        assert "<ins>" not in text

    def test_fields_rows_pictures_and_blocks_are_compared(self, make_story, reporter):
        pictures = [
            get_image_model().objects.create(title=name, file=get_test_image_file(f"{name}.png"))
            for name in "ab"
        ]
        story = make_story(
            reporter,
            lead_image=pictures[0],
            lead_image_alt="Hội trường",
            body=[
                ("heading", {"text": "Kết quả", "level": "h2"}),
                ("ordinal_list", {"items": ["<p>Một việc;</p>", "<p>Hai việc.</p>"]}),
                (
                    "picture",
                    {"image": pictures[0], "caption": "Cũ", "alt": "a", "decorative": False, "credit": ""},
                ),
            ],
        )
        story.contributions.create(name="Bình", position="Chuyên viên", wrote_news=True)
        story.save_revision()
        before = story.latest_revision.as_object()

        after = story.latest_revision.as_object()
        after.lead_image = pictures[1]
        row = after.contributions.get()
        row.position = "Phó phòng"
        after.contributions.add(row)
        raw = [dict(block) for block in after.body.raw_data]
        raw[0]["value"] = {"text": "Kết quả nổi bật", "level": "h3"}
        raw[2]["value"] = {**raw[2]["value"], "image": pictures[1].pk, "caption": "Mới"}
        after.body = after.body.stream_block.to_python(raw)

        changes = {section.name: section for section in compare(outline(before), outline(after))}
        assert set(changes) == {"lead_image", "contributions", "body"}
        (picture,) = changes["lead_image"].pieces[0].leaves
        assert (picture.picture_before, picture.picture_after) == (pictures[0].pk, pictures[1].pk)
        assert [str(leaf.html) for leaf in changes["contributions"].pieces[0].leaves] == [
            "<del>Chuyên viên</del> <ins>Phó phòng</ins>"
        ]
        heading, image = changes["body"].pieces
        assert "<ins>nổi bật</ins>" in str(heading.leaves[0].html)
        assert len(heading.leaves) == 2, "the level, too"
        assert image.leaves[0].picture_after == pictures[1].pk
        assert changes["body"].unchanged == 1
