"""Title, lead, byline, captions and body of pages that offices might write."""

import pytest

from news.importing.recognised import RecognisedBlock
from news.importing.recogniser import recognise
from news.importing.refusal import ImportRefused

from .recognising import by, noted, story


class TestTitleAndLead:
    def test_without_a_label_the_first_paragraph_is_the_lead_and_a_person_is_asked(self):
        result = story("Đoạn mở đầu.", "Đoạn sau.")
        assert result.lead == "Đoạn mở đầu."
        assert noted(result, "to_decide", "lead") == ["Đoạn mở đầu."]
        assert result.body == (RecognisedBlock("paragraph", "<p>Đoạn sau.</p>"),)

    def test_an_only_paragraph_is_no_lead(self):
        result = story("Đoạn duy nhất.")
        assert result.lead == ""
        assert noted(result, "to_decide", "lead") == [""]
        assert result.body == (RecognisedBlock("paragraph", "<p>Đoạn duy nhất.</p>"),)

    @pytest.mark.parametrize("label", ["Lời dẫn:", "LỜI DẪN :", "Sapo:", "Tóm tắt:", "Lời dẫn:\n\n"])
    def test_labels_of_the_lead(self, label):
        assert story(f"{label} Mở đầu.", "Đoạn sau.").lead == "Mở đầu."

    def test_a_title_in_capitals_stays_as_typed_and_a_person_is_asked(self):
        result = recognise("SỞ NỘI VỤ TRIỂN KHAI NHIỆM VỤ\n\nĐoạn văn.")
        assert result.title == "SỞ NỘI VỤ TRIỂN KHAI NHIỆM VỤ"
        assert noted(result, "to_decide", "title") == ["SỞ NỘI VỤ TRIỂN KHAI NHIỆM VỤ"]

    def test_a_title_in_capitals_over_two_lines_is_joined(self):
        assert recognise("SỞ NỘI VỤ TẬP HUẤN\nCÔNG TÁC VĂN THƯ\nĐoạn văn.").title == (
            "SỞ NỘI VỤ TẬP HUẤN CÔNG TÁC VĂN THƯ"
        )

    def test_a_title_repeated_above_the_text_is_left_out_once(self):
        result = recognise("Tin của Sở\n\nTin của Sở\n\nMở đầu.\n\nĐoạn.")
        assert (result.title, result.lead) == ("Tin của Sở", "Mở đầu.")
        assert noted(result, "left_out", "title") == ["Tin của Sở"]

    def test_a_labelled_title_wins(self):
        result = recognise("Trang chủ\nThứ Sáu, 26/05/2023 08:30\nTiêu đề: Tin mới của Sở\nĐoạn một.")
        assert result.title == "Tin mới của Sở"

    def test_a_day_of_publication_is_left_out_and_not_missed(self):
        result = story("Ngày đăng: 26/05/2023 08:30", "Đoạn.")
        assert noted(result, "left_out", "first_published_at") == ["Ngày đăng: 26/05/2023 08:30"]
        assert noted(result, "to_decide", "first_published_at") == []

    @pytest.mark.parametrize(
        ("line", "views"),
        [("Lượt xem: 1.234", 1234), ("Số lượt xem: 7", 7), ("Lượt xem : 0", 0), ("56 lượt xem", 56),
         ("Lượt xem: nhiều", None), ("Lượt xem: 99999999999999", None)],
    )  # fmt: skip
    def test_view_counts(self, line, views):
        result = story(line, "Đoạn văn.")
        assert result.views == views
        assert "lượt" not in str(result.body).lower()

    @pytest.mark.parametrize(
        "text", ["", "😀😀😀", "…\n***", "Lượt xem: 24", "Ảnh: Quang cảnh Hội nghị", "a" * 256]
    )
    def test_without_a_title_it_refuses(self, text):
        with pytest.raises(ImportRefused):
            recognise(text)


class TestByline:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("Tin, ảnh: Trần Thị Bình", [by("Trần Thị Bình", roles="tin ảnh")]),
            ("Bài: Lê Văn An – Ảnh: Vũ Hoa", [by("Lê Văn An", roles="bài"), by("Vũ Hoa", roles="ảnh")]),
            ("Bài: Lê Văn An - Ảnh: Lê Văn An", [by("Lê Văn An", roles="bài ảnh")]),
            (
                "Tin, bài: Lê Văn An, Trần Bình; Ảnh: Vũ Hoa",
                [
                    by("Lê Văn An", roles="tin bài"),
                    by("Trần Bình", roles="tin bài"),
                    by("Vũ Hoa", roles="ảnh"),
                ],
            ),
            ("Tin bài: Minh Anh.", [by("Minh Anh", roles="tin bài")]),
            ("TIN VÀ ẢNH: MINH ANH", [by("MINH ANH", roles="tin ảnh")]),
            ("(Tin, ảnh: Lê Văn An - Phòng Tổ chức)", [by("Lê Văn An", "Phòng Tổ chức", "tin ảnh")]),
            (
                "Tin: Lê Văn An (Trưởng phòng Tổ chức và Cán bộ), Trần Bình",
                [by("Lê Văn An", "Trưởng phòng Tổ chức và Cán bộ"), by("Trần Bình")],
            ),
            (
                "Bài viết: Đoàn Văn Hậu và Lò Thị Mai",
                [by("Đoàn Văn Hậu", roles="bài"), by("Lò Thị Mai", roles="bài")],
            ),
            ("Tin: Văn phòng Sở", [by("Văn phòng Sở")]),
            ("Tin: A\nẢnh: Vũ Hoa", [by("A"), by("Vũ Hoa", roles="ảnh")]),
        ],
    )
    def test_bylines(self, line, expected):
        result = story("Mở đầu.", "Đoạn cuối./.", line)
        assert list(result.contributions) == expected
        assert result.body == (RecognisedBlock("paragraph", "<p>Đoạn cuối.</p>"),)

    def test_a_byline_behind_the_end_mark_on_the_same_line(self):
        result = story("Mở đầu.", "Đoạn cuối./. Tin, ảnh: Minh Anh")
        assert result.contributions == (by("Minh Anh", roles="tin ảnh"),)
        assert result.body == (RecognisedBlock("paragraph", "<p>Đoạn cuối.</p>"),)

    def test_a_byline_under_the_title_leaves_the_story_alone(self):
        result = story("Tin: Minh Anh", "Mở đầu.", "Đoạn cuối.")
        assert result.contributions == (by("Minh Anh"),)
        assert result.lead == "Mở đầu."

    @pytest.mark.parametrize(
        "line", ["Tin: đây là tin vui cho mọi người dân trong tỉnh.", "Bài: học lớn nhất là đoàn kết."]
    )
    def test_sentences_that_begin_like_a_byline_stay_text(self, line):
        result = story("Mở đầu.", line, "Đoạn cuối.")
        assert result.contributions == ()
        assert f"<p>{line}</p>" in [block.value for block in result.body]

    def test_a_name_alone_at_the_end_is_a_contributor_whose_part_is_to_be_decided(self):
        result = story("Mở đầu.", "Đoạn.", "Nguyễn Thị Hoa")
        assert [one.name for one in result.contributions] == ["Nguyễn Thị Hoa"]
        assert noted(result, "to_decide", "contributions") == [""]

    def test_a_deputy_chief_of_office_as_author_asks_for_another_approver(self):
        result = story("Mở đầu.", "Đoạn.", "Tin: Lê An, Phó Chánh Văn phòng")
        assert noted(result, "to_decide", "contributions") == ["Lê An, Phó Chánh Văn phòng"]

    @pytest.mark.parametrize(
        ("line", "source"),
        [("Theo: Báo Thanh Giang", "Báo Thanh Giang"), ("(Nguồn: Cổng thông tin)", "Cổng thông tin"),
         ("Theo Báo Thanh Giang", "Báo Thanh Giang"), ("Theo kế hoạch, việc này xong trong tháng 6.", "")],
    )  # fmt: skip
    def test_sources(self, line, source):
        assert story("Mở đầu.", "Đoạn cuối.", line).source_name == source


class TestPictures:
    def test_several_captions(self):
        result = story(
            "Ảnh: Quang cảnh Hội nghị",
            "Mở đầu.",
            "Ảnh 2: Đại biểu dự Hội nghị",
            "Đoạn.",
            "Ảnh: Đại biểu Lê An",
        )
        assert result.picture_captions == ("Quang cảnh Hội nghị", "Đại biểu dự Hội nghị", "Đại biểu Lê An")
        assert len(noted(result, "to_decide", "picture_captions")) == 3
        assert [block.value for block in result.body] == ["<p>Đoạn.</p>"]

    def test_a_credit_behind_a_caption_becomes_a_contribution(self):
        result = story("Mở đầu.", "Toàn cảnh buổi làm việc (Ảnh: Minh Anh)", "Đoạn.")
        assert result.picture_captions == ("Toàn cảnh buổi làm việc",)
        assert result.contributions == (by("Minh Anh", roles="ảnh"),)

    def test_a_photo_from_elsewhere_is_to_be_decided(self):
        result = story("Mở đầu.", "Toàn cảnh thành phố. Ảnh: Internet", "Đoạn.")
        assert result.contributions == ()
        assert noted(result, "to_decide", "picture_captions")[0] == "Internet"


class TestBody:
    def test_headings_by_capitals_and_numbers_without_a_skipped_level(self):
        result = story(
            "Mở đầu.", "I. KẾT QUẢ", "Đoạn một.", "1. Về thể chế", "Đoạn hai.", "PHƯƠNG HƯỚNG", "Đoạn ba."
        )
        headings = [block.value for block in result.body if block.type == "heading"]
        assert headings == [
            {"text": "I. KẾT QUẢ", "level": "h2"},
            {"text": "1. Về thể chế", "level": "h3"},
            {"text": "PHƯƠNG HƯỚNG", "level": "h2"},
        ]

    def test_numbered_names_one_below_the_other_are_no_headings(self):
        result = story("Mở đầu.", "Danh sách gồm:", "1. Nguyễn Văn An", "2. Trần Thị Bình", "Đoạn cuối.")
        assert {block.type for block in result.body} == {"paragraph"}

    def test_an_ordinal_list_with_thu_nhat_and_a_point_of_two_paragraphs(self):
        result = story(
            "Mở đầu.",
            "Gồm:",
            "Thứ nhất, việc A.",
            "Nói thêm về A.",
            "Thứ hai, việc B.",
            "Thứ ba, việc C.",
            "Hết.",
        )
        assert result.body[1] == RecognisedBlock(
            "ordinal_list",
            {"items": ["<p>việc A.</p><p>Nói thêm về A.</p>", "<p>việc B.</p>", "<p>việc C.</p>"]},
        )
        assert result.body[2].value == "<p>Hết.</p>"

    @pytest.mark.parametrize(
        "lines",
        [
            ("Hai là, việc B.", "Ba là, việc C."),
            ("Một là, việc A.",),
            ("Hai là, A.", "Hai là, B."),
            ("Một là, A.", "Ba là, C."),
        ],
    )
    def test_points_out_of_order_stay_as_typed(self, lines):
        result = story("Mở đầu.", *lines, "Hết.")
        assert [block.value for block in result.body] == [f"<p>{line}</p>" for line in (*lines, "Hết.")]

    def test_bullets_become_a_list(self):
        result = story("Mở đầu.", "- Việc A;", "- Việc B.", "Hết.")
        assert result.body[0].value == "<ul><li>Việc A;</li><li>Việc B.</li></ul>"

    def test_other_stories_and_buttons_of_the_old_site_are_left_out(self):
        result = story(
            "Mở đầu.", "Đoạn.", "Tin: Minh Anh", "In trang", "Thư mục 3", "Tin liên quan", "Một tin khác"
        )
        assert [block.value for block in result.body] == ["<p>Đoạn.</p>"]
        assert set(noted(result, "left_out", "body")) == {
            "In trang",
            "Thư mục 3",
            "Tin liên quan\nMột tin khác",
        }

    def test_text_in_an_old_font_is_decoded_and_to_be_read_through(self):
        result = recognise("ViÖc c¸n bé cña tØnh ta\n\nTØnh ñy häp bµn vÒ c«ng t¸c c¸n bé.")
        assert result.title == "Việc cán bộ của tỉnh ta"
        assert len(noted(result, "to_decide", "body")) == 1
