"""What the recogniser makes of the real page, and of hostile text."""

import dataclasses
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.importing.recogniser import recognise
from news.importing.refusal import ImportRefused
from tests.pace import no_longer_than

from .recognising import by, noted, story, words, words_kept

REAL_PAGE = Path(__file__).parent / "data" / "bai-tham-luan-so-noi-vu.txt"


class TestTheRealPage:
    @pytest.fixture
    def page(self):
        return recognise(REAL_PAGE.read_text(encoding="utf-8"))

    def test_title_views_and_lead_stand_without_their_labels(self, page):
        assert page.title == (
            "Phát huy vai trò của các tổ chức chính trị - xã hội trong công tác xây dựng Đảng "
            "tại Đảng bộ Sở Nội vụ"
        )
        assert page.views == 24
        assert page.lead.startswith("Tại Hội nghị sơ kết giữa nhiệm kỳ")
        assert page.lead.endswith("xây dựng Đảng tại Đảng bộ Sở Nội vụ”")

    def test_the_caption_loses_its_label_and_the_missing_photo_is_pointed_out(self, page):
        caption = "Đồng chí Hoàng Lê Duy, Bí thư Chi đoàn Sở Nội vụ phát biểu ý kiến tham luận tại Hội nghị"
        assert page.picture_captions == (caption,)
        assert noted(page, "to_decide", "picture_captions") == [caption]

    def test_the_event(self, page):
        assert page.kind == "conference"
        assert page.event_name == (
            "Hội nghị sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ Sở Nội vụ lần thứ X, "
            "nhiệm kỳ 2020 – 2025"
        )
        assert page.event_type == "hoi_nghi"
        assert (page.start_date, page.end_date) == (date(2023, 5, 26), None)
        assert page.location == ""

    def test_the_speech_holds_the_quoted_words_and_nothing_else(self, page):
        (speech,) = page.speeches
        assert (speech.speaker, speech.honorific) == ("Hoàng Lê Duy", "dong_chi")
        assert speech.position == "Bí thư Chi đoàn Sở Nội vụ"
        assert speech.kind == "tham_luan"
        assert speech.topic == page.title
        assert speech.is_excerpt is True
        assert len(speech.paragraphs) == 4
        assert speech.paragraphs[0].startswith("Trong nửa nhiệm kỳ vừa qua các tổ chức")
        assert speech.paragraphs[-1].endswith("đơn vị trực thuộc Sở trong các năm tiếp theo.")

    def test_quoted_words_are_as_typed(self, page):
        text = " ".join(page.speeches[0].paragraphs)
        assert "Đảng uỷ, lãnh đạo Sở các giải pháp" in text
        assert "của Đảng ủy, lãnh đạo Sở, các hoạt động" in text
        assert "phòng trào Tuổi trẻ" in text
        assert "cơ quan văn hóa Xanh - sạch - đẹp, môi trường văn hoá" in text

    def test_the_body_in_reading_order(self, page):
        assert [block.type for block in page.body] == [
            "paragraph",
            "speech",
            "paragraph",
            "ordinal_list",
            "paragraph",
        ]
        intro, speech, reason, points, closing = (block.value for block in page.body)
        assert intro == (
            "<p>Phát biểu tại Hội nghị, đồng chí Hoàng Lê Duy, Bí thư Chi đoàn Sở Nội vụ cho rằng:</p>"
        )
        assert speech == {"number": 1}
        assert reason.startswith("<p>Từ thực tiễn triển khai")
        assert reason.endswith("đến cuối nhiệm kỳ:</p>")
        assert [item[:19] for item in points["items"]] == [
            "<p>Đẩy mạnh công tá",
            "<p>Ban Chấp hành Cô",
            "<p>Tăng cường công ",
            "<p>Các tổ chức đoàn",
        ]
        assert closing.startswith("<p>Thay mặt, Ban Chấp hành Chi đoàn")
        assert closing.endswith("nhiệm kỳ 2020 - 2025 đã đề ra.</p>")

    def test_the_byline(self, page):
        assert page.contributions == (by("Bùi Văn Tuấn", "Chánh Văn phòng Sở Nội vụ", "tin bài ảnh"),)
        assert noted(page, "to_decide", "contributions") == ["Bùi Văn Tuấn, Chánh Văn phòng Sở Nội vụ"]

    def test_what_was_cleaned_left_out_and_is_to_be_decided(self, page):
        assert noted(page, "cleaned", "body") == ["24", "./."]
        assert noted(page, "left_out", "body") == ["web basic 2x"]
        assert noted(page, "to_decide", "first_published_at") == [""]
        (narration,) = noted(page, "to_decide", "speeches")
        assert narration.startswith("Từ thực tiễn")

    def test_no_word_is_lost(self, page):
        typed = words(REAL_PAGE.read_text(encoding="utf-8"))
        # the labels alone ("là" of "Một là" stands elsewhere too)
        assert typed - words_kept(page) == {
            "Lượt", "Ảnh", "Lời", "dẫn", "Tin", "bài", "ảnh", "Một", "Hai", "Ba", "Bốn"
        }  # fmt: skip

    @pytest.mark.parametrize(
        "change",
        [
            lambda text: text.replace("\n", "\r\n"),
            lambda text: text.replace("\n", "\r"),
            lambda text: unicodedata.normalize("NFD", text),
            lambda text: text.replace("\n\n", "\n"),
            lambda text: "\ufeff" + text.replace("Đồng chí", "Đồng\u200b chí"),
        ],
        ids=["CRLF", "CR", "NFD", "no empty lines", "invisible characters"],
    )
    def test_the_form_of_the_text_changes_nothing_but_the_notes(self, page, change):
        again = recognise(change(REAL_PAGE.read_text(encoding="utf-8")))
        assert dataclasses.replace(again, notes=()) == dataclasses.replace(page, notes=())


class TestHostileText:
    ATTACK = "<script>alert('x')</script>"

    def test_mark_up_is_text_everywhere(self):
        a = self.ATTACK
        result = story(
            f"Lời dẫn: Ngày 26/5/2023, Sở tổ chức Hội nghị {a} mở rộng.",
            f"Ảnh: {a}", f"Đoạn {a}.", f"Một là, {a}", f"Hai là, {a}", f"- {a}", f"- {a}",
            f"Đồng chí Lê An nói {a}:", f"“{a} lời nói.", f"Lời nữa {a}.”", f"“{a}”", title=f"Tin {a}",
        )  # fmt: skip
        html = [block.value for block in result.body if block.type == "paragraph"]
        html += [
            item for block in result.body if block.type == "ordinal_list" for item in block.value["items"]
        ]
        html += [block.value["text"] for block in result.body if block.type == "quotation"]
        assert len(html) >= 5
        assert not any("<script" in piece for piece in html)
        assert sum("&lt;script&gt;" in piece for piece in html) >= 4
        # plain text fields hold it as typed: templates escape them
        assert result.title == f"Tin {a}"
        assert result.speeches[0].paragraphs[0] == f"{a} lời nói."

    LONG = [
        "a" * 10_000, "A " * 5_000, "Nguyễn Văn " * 900, "đồng chí Nguyễn Văn A, Phó " * 370, "“" * 10_000,
        "“a” " * 2_500, ": “" * 3_300, "…" * 10_000, ". " * 5_000, "Tin, " * 2_000, "Tin bài " * 1_250 + ":",
        "26/5/2023 " * 1_000, "1/" * 5_000, "số 1/a " * 1_400, "tổ chức Hội nghị " * 580, "(Ảnh: " * 1_600,
        '"' * 10_000, "./. " * 2_500, "Lượt xem: " + " " * 9_000 + "a", "Một là, " * 1_250, "\u200b" * 10_000,
    ]  # fmt: skip

    @pytest.mark.parametrize("line", LONG, ids=lambda line: repr(line[:12]))
    def test_a_line_of_ten_thousand_characters_does_not_hang(self, line):
        with no_longer_than(2):
            story(
                line,
                line,
                "Phát biểu, đồng chí Lê Văn An cho rằng:",
                f"“{line}",
                f"{line}”",
                line,
                f"Tin: {line}",
            )

    def test_a_hundred_thousand_lines_are_refused_at_once(self):
        with no_longer_than(2), pytest.raises(ImportRefused):
            recognise("Tiêu đề\n" + "dòng\n" * 100_000)

    @pytest.mark.parametrize(
        "lines",
        [
            "đồng chí Lê Văn An, Giám đốc Sở phát biểu:\n“Lời nói " + "a " * 600 + "\n",
            "đồng chí Lê Văn An, Giám đốc Sở phát biểu\n“Lời nói " + "“a” " * 100 + "\n",
            "Đồng chí Lê Văn An nhấn mạnh: “" + "lời " * 60 + "”\n" * 2,
        ],
    )
    def test_thousands_of_quotations_are_read_in_two_seconds(self, lines):
        with no_longer_than(2):
            story("Mở đầu.", lines * 1_300)

    @given(
        st.lists(
            st.sampled_from(
                ["Đoạn một.", "“Mở lời", "Hết lời”", "Đồng chí Lê An nhấn mạnh:", "Một là, A.", "Hai là, B.",
                 "I. MỤC", "Ảnh: Quang cảnh", "Lời dẫn:", "Tin: Lê An", "Theo: Báo X", "***", "- gạch",
                 "Lê An", "“Trọn lời.”./.", "Sáng ngày 26/5/2023, Sở tổ chức Hội nghị cán bộ.", "1. Mục nhỏ",
                 "…", "Tin liên quan", '"', "123"]
            ),
            max_size=14,
        )
    )  # fmt: skip
    @settings(max_examples=150, deadline=None)
    def test_any_order_of_lines_is_understood_without_losing_words(self, lines):
        result = recognise("\n".join(["Tiêu đề của tin", *lines]))
        labels = {"Ảnh", "Lời", "dẫn", "Tin", "Theo", "Một", "Hai", "là", "-"}
        assert words(" ".join(lines)) - words_kept(result) - labels == set()

    @given(st.text(max_size=400))
    @settings(max_examples=150, deadline=None)
    def test_any_text_is_understood_or_refused(self, text):
        try:
            result = recognise(text)
        except ImportRefused:
            return
        assert result.title == result.title.strip() != ""
        assert all(block.value for block in result.body)
