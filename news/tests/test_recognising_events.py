"""Which texts report an event, what is told of it, and who spoke there."""

from datetime import date

import pytest

from news.importing.recognised import RecognisedBlock
from news.importing.recogniser import recognise

DAY = date(2023, 5, 26)
LONG = "Các đơn vị cần hoàn thành kế hoạch, giữ vững kỷ cương và phục vụ nhân dân ngày một tốt hơn. " * 3


def story(*paragraphs):
    return recognise("\n\n".join(["Tin hoạt động của Sở Nội vụ tỉnh Thanh Giang", *paragraphs]))


def report(*paragraphs):
    return story("Lời dẫn: Sáng ngày 26/5/2023, Sở Nội vụ tổ chức Hội nghị cán bộ, công chức.", *paragraphs)


def shape(result):
    return [block.type for block in result.body]


def asked(result, field):
    return [note.text for note in result.notes if (note.kind, note.field) == ("to_decide", field)]


class TestEvents:
    @pytest.mark.parametrize(
        ("lead", "kind", "name", "start", "end", "location"),
        [
            (
                "Sáng ngày 26/5/2023, tại Hội trường tầng 2, trụ sở UBND tỉnh, Sở Nội vụ tổ chức Hội nghị "
                "sơ kết 6 tháng đầu năm, triển khai nhiệm vụ 6 tháng cuối năm 2023. Đồng chí Lê Văn An dự.",
                "hoi_nghi",
                "Hội nghị sơ kết 6 tháng đầu năm, triển khai nhiệm vụ 6 tháng cuối năm 2023",
                DAY, None, "Hội trường tầng 2, trụ sở UBND tỉnh",
            ),
            (
                "Từ ngày 26 đến 28/5/2023, Sở Nội vụ tổ chức lớp tập huấn nghiệp vụ văn thư, lưu trữ.",
                "tap_huan", "Lớp tập huấn nghiệp vụ văn thư, lưu trữ", DAY, date(2023, 5, 28), "",
            ),
            (
                "Từ ngày 26/5 đến ngày 02/6/2023, Sở tổ chức Hội nghị tập huấn chuyển đổi số.",
                "tap_huan", "Hội nghị tập huấn chuyển đổi số", DAY, date(2023, 6, 2), "",
            ),
            (
                "Trong hai ngày 26 và 27/5/2023, tọa đàm về chuyển đổi số được tổ chức tại Nhà văn hóa tỉnh.",
                "hoi_thao", "Tọa đàm về chuyển đổi số", DAY, date(2023, 5, 27), "Nhà văn hóa tỉnh",
            ),
            (
                "Chiều 26-5-2023, Sở phối hợp tổ chức Hội thảo “Nâng cao chất lượng cán "
                "bộ” với sự tham gia của 100 đại biểu.",
                "hoi_thao", "Hội thảo “Nâng cao chất lượng cán bộ”", DAY, None, "",
            ),
            (
                "Ngày 26 tháng 5 năm 2023, UBND tỉnh long trọng tổ chức Lễ kỷ niệm 70 năm "
                "thành lập tại Quảng trường tỉnh.",
                "le", "Lễ kỷ niệm 70 năm thành lập", DAY, None, "Quảng trường tỉnh",
            ),
            (
                "Ngày 26/5/2023, Đoàn kiểm tra của Sở đã tiến hành kiểm tra công tác cải "
                "cách hành chính tại UBND huyện A.",
                "kiem_tra", "Kiểm tra công tác cải cách hành chính", DAY, None, "UBND huyện A",
            ),
            (
                "Ngày 26/5/2023, đồng chí Lê Văn An, Giám đốc Sở chủ trì buổi tiếp công "
                "dân định kỳ tháng 5/2023.",
                "tiep_cong_dan", "Buổi tiếp công dân định kỳ tháng 5/2023", DAY, None, "",
            ),
            (
                "Tại Hội trường Sở Nội vụ, sáng ngày 26/5/2023 đã diễn ra Hội nghị cán bộ, công chức.",
                "hoi_nghi", "Hội nghị cán bộ, công chức", DAY, None, "Hội trường Sở Nội vụ",
            ),
            (
                "Theo Kế hoạch số 15/KH-SNV ngày 10/3/2023, ngày 26/5/2023 Sở tổ chức Hội "
                "nghị cán bộ, công chức.",
                "hoi_nghi", "Hội nghị cán bộ, công chức", DAY, None, "",
            ),
        ],
    )  # fmt: skip
    def test_events(self, lead, kind, name, start, end, location):
        result = story(lead, "Đoạn sau.")
        assert result.kind == "conference"
        assert (result.event_type, result.event_name) == (kind, name)
        assert (result.start_date, result.end_date) == (start, end)
        assert result.location == location

    @pytest.mark.parametrize(
        "lead",
        [
            "Thực hiện Nghị quyết Hội nghị lần thứ tư Ban Chấp hành ngày 30/10/2016, Sở đã "
            "ban hành kế hoạch.",
            "Đến ngày 26/5/2023, Sở đã tổ chức 12 hội nghị tập huấn cho cán bộ.",
            "Sở Nội vụ đẩy mạnh kiểm tra công vụ.",
            "Lễ phép là nếp sống đẹp, bắt đầu từ ngày 26/5/2023.",
        ],
    )
    def test_an_ordinary_article_has_no_event(self, lead):
        result = story(lead, "Đoạn sau.")
        assert (result.kind, result.event_name, result.event_type, result.start_date) == (
            "article",
            "",
            "",
            None,
        )

    @pytest.mark.parametrize(
        ("day", "pointed_out"), [("Sáng ngày 26/5", "ngày 26/5"), ("Sáng ngày 31/2/2023", "31/2/2023")]
    )
    def test_a_day_that_cannot_be_known_is_to_be_decided(self, day, pointed_out):
        result = story(f"{day}, Sở Nội vụ tổ chức Hội nghị cán bộ, công chức.", "Đoạn sau.")
        assert (result.kind, result.start_date) == ("conference", None)
        assert pointed_out in asked(result, "start_date")[0]

    def test_the_title_names_the_event_where_the_text_does_not(self):
        result = recognise(
            "Hội nghị cán bộ, công chức năm 2023\n\nSáng 26/5/2023, tại Sở, đông đủ cán bộ có mặt.\n\nHết."
        )
        assert (result.event_name, result.start_date) == ("Hội nghị cán bộ, công chức năm 2023", DAY)


class TestSpeeches:
    def test_several_speeches_each_with_its_kind(self):
        result = report(
            f"Phát biểu khai mạc, ông Lê Văn An - Phó Giám đốc Sở nhấn mạnh: “{LONG}”",
            "Bà Trần Thị Bình, Trưởng phòng Quản lý Văn thư, Lưu trữ trình bày tham luận "
            "với chủ đề “Số hóa hồ sơ”:",
            "“Thưa các đồng chí.", "Chúng ta đã làm “đúng, đủ” mọi việc.”",
            "Giám đốc Sở Nội vụ Phạm Văn Cường kết luận:", "“Tôi nhất trí.”",
        )  # fmt: skip
        first, second, third = result.speeches
        assert (first.speaker, first.honorific, first.position) == ("Lê Văn An", "ong", "Phó Giám đốc Sở")
        assert (first.kind, first.paragraphs) == ("khai_mac", (LONG.strip(),))
        assert (second.speaker, second.honorific) == ("Trần Thị Bình", "ba")
        assert second.position == "Trưởng phòng Quản lý Văn thư, Lưu trữ"
        assert (second.kind, second.topic) == ("tham_luan", "Số hóa hồ sơ")
        assert second.paragraphs == ("Thưa các đồng chí.", "Chúng ta đã làm “đúng, đủ” mọi việc.")
        assert (third.speaker, third.position, third.kind) == (
            "Phạm Văn Cường",
            "Giám đốc Sở Nội vụ",
            "ket_luan",
        )
        assert [speech.is_excerpt for speech in result.speeches] == [False, False, False]
        assert shape(result) == ["paragraph", "speech"] * 3
        assert [block.value["number"] for block in result.body if block.type == "speech"] == [1, 2, 3]

    def test_a_position_named_elsewhere_is_found(self):
        result = report(
            "Dự Hội nghị có đồng chí Lê Văn An, Phó Giám đốc Sở.",
            "Đồng chí Lê Văn An phát biểu:",
            "“Lời nói.”",
        )
        assert result.speeches[0].position == "Phó Giám đốc Sở"

    def test_points_inside_the_speakers_own_words_stay_as_typed(self):
        result = report(
            "Đồng chí Lê Văn An, Giám đốc Sở chỉ đạo:", "“Tôi đề nghị:", "Một là, A.", "Hai là, B.”"
        )
        assert result.speeches[0].kind == "chi_dao"
        assert result.speeches[0].paragraphs == ("Tôi đề nghị:", "Một là, A.", "Hai là, B.")

    def test_words_that_go_on_after_narration_stay_quoted(self):
        result = report(
            "Đồng chí Lê Văn An, Giám đốc Sở cho rằng:", "“… Việc một.",
            "Về việc hai, đồng chí Lê Văn An nêu rõ.", "Việc hai cần làm ngay…”./.", "Hội nghị kết thúc.",
        )  # fmt: skip
        assert shape(result) == ["paragraph", "speech", "paragraph", "quotation", "paragraph"]
        assert result.speeches[0].paragraphs == ("Việc một.",)
        assert result.speeches[0].is_excerpt is True
        assert result.body[3].value == {
            "text": "<p>Việc hai cần làm ngay</p>", "speaker": "Lê Văn An", "position": "Giám đốc Sở",
        }  # fmt: skip
        assert asked(result, "speeches") == ["Về việc hai, đồng chí Lê Văn An nêu rõ."]

    def test_the_opening_mark_repeated_at_every_paragraph(self):
        result = report("Đồng chí Lê Văn An, Giám đốc Sở phát biểu:", "“Một.", "“Hai.", "“Ba.”", "Hết.")
        assert result.speeches[0].paragraphs == ("Một.", "Hai.", "Ba.")
        assert result.body[-1].value == "<p>Hết.</p>"

    def test_straight_quotation_marks_over_several_paragraphs(self):
        result = report("Đồng chí Lê Văn An, Giám đốc Sở phát biểu:", '"Một "hai" ba.', 'Bốn."./.', "Hết.")
        assert result.speeches[0].paragraphs == ("Một “hai” ba.", "Bốn.")

    def test_a_missing_closing_mark_does_not_swallow_the_next_speaker(self):
        result = report(
            "Đồng chí Lê Văn An, Giám đốc Sở phát biểu:", "“Một.", "Hai.",
            "Đồng chí Trần Bình, Phó Giám đốc Sở phát biểu:", "“Ba.”",
        )  # fmt: skip
        assert [speech.paragraphs for speech in result.speeches] == [("Một.", "Hai."), ("Ba.",)]
        assert asked(result, "speeches") == ["“Một."]

    def test_short_quotations_and_slogans_stay_in_their_sentence(self):
        lines = [
            "Với chủ đề: “Đoàn kết, kỷ cương”, đồng chí Lê Văn An phát biểu.",
            "Đồng chí nhấn mạnh: “Làm ngay.”",
        ]
        result = report(*lines)
        assert result.speeches == ()
        assert [block.value for block in result.body] == [f"<p>{line}</p>" for line in lines]

    def test_the_speaker_before_is_meant_by_dong_chi_alone(self):
        result = report("Đồng chí Lê Văn An, Giám đốc Sở phát biểu:", "“Một.”", "Đồng chí đề nghị:", "“Hai.”")
        assert [speech.speaker for speech in result.speeches] == ["Lê Văn An", "Lê Văn An"]

    def test_a_quotation_without_a_speaker_is_to_be_decided(self):
        result = report("Có ý kiến phát biểu:", "“Một.", "Hai.”")
        assert result.body[1] == RecognisedBlock(
            "quotation", {"text": "<p>Một.</p><p>Hai.</p>", "speaker": "", "position": ""}
        )
        assert asked(result, "speeches") == ["Một."]

    def test_in_an_article_a_speech_is_a_quotation(self):
        result = story("Mở đầu.", "Ông Lê Văn An, Trưởng phòng Tổ chức cho biết:", "“Một.", "Hai.”", "Hết.")
        assert (result.kind, result.speeches) == ("article", ())
        assert shape(result) == ["paragraph", "quotation", "paragraph"]
        assert result.body[1].value["speaker"] == "Lê Văn An"

    def test_a_speech_at_an_unnamed_event_makes_a_report_to_be_completed(self):
        result = story(
            "Mở đầu.", "Phát biểu tại Hội nghị, đồng chí Lê Văn An, Giám đốc Sở cho rằng:", "“Một.", "Hai.”"
        )
        assert (result.kind, result.event_type, result.event_name) == ("conference", "hoi_nghi", "")
        assert len(result.speeches) == 1
        assert len(asked(result, "event_name")) == 1
