"""A Word document says the same as its text, and what only Word knows is not lost."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from news.importing.recogniser import recognise
from news.importing.tests import made
from news.importing.word.story import story_from_file, story_from_paste

DATA = Path(__file__).parent / "data"
REAL_PAGE = Path(__file__).parents[2] / "tests" / "data" / "bai-tham-luan-so-noi-vu.txt"


def read(document):
    return story_from_file(document if isinstance(document, bytes) else made.saved(document), "bai.docx")[0]


def noted(recognised, kind, field="body"):
    return [note.text for note in recognised.notes if (note.kind, note.field) == (kind, field)]


def paragraphs(recognised):
    return [block.value for block in recognised.body if block.type == "paragraph"]


@pytest.mark.parametrize("with_blanks", [True, False])
def test_the_real_page_as_a_document_is_what_it_is_as_text(with_blanks):
    text = REAL_PAGE.read_text()
    document = docx.Document()
    for line in text.splitlines():
        if line.strip() or with_blanks:
            document.add_paragraph(line)
    found, expected = read(document), recognise(text)
    if not with_blanks:  # what was cleaned out of the blank lines is not there to be noted
        found, expected = replace(found, notes=()), replace(expected, notes=())
    assert found == expected


def test_styles_become_title_headings_lists_table_and_quotation():
    document = docx.Document()
    document.add_paragraph("Sở Nội vụ công bố kết quả", style="Title")
    document.add_paragraph("Sáng nay, Sở Nội vụ công bố kết quả của quý.").runs[0].bold = True
    document.add_heading("Kết quả", 1)
    document.add_heading("Cải cách", 2)
    for text in ("Một việc", "Hai việc"):
        document.add_paragraph(text, style="List Bullet")
    table = document.add_table(3, 2)
    for cell, text in zip(
        table._cells, ("Đơn vị", "Hồ sơ", "Phòng một", "1.234", "Phòng hai", "98,5"), strict=True
    ):
        cell.text = text
    document.add_paragraph("Dân là gốc.", style="Quote")
    document.add_paragraph("Đoạn cuối.")
    found = read(document)
    assert found.title == "Sở Nội vụ công bố kết quả"
    assert found.lead.startswith("Sáng nay")
    assert not noted(found, "to_decide", "lead")
    assert [
        (block.value["text"], block.value["level"]) for block in found.body if block.type == "heading"
    ] == [
        ("Kết quả", "h2"),
        ("Cải cách", "h3"),
    ]
    assert "<ul><li>Một việc</li><li>Hai việc</li></ul>" in paragraphs(found)
    (table,) = (block.value for block in found.body if block.type == "table")
    assert [(column["type"], column["heading"]) for column in table["columns"]] == [
        ("text", "Đơn vị"),
        ("number", "Hồ sơ"),
    ]
    assert [row["values"] for row in table["rows"]] == [["Phòng một", "1.234"], ["Phòng hai", "98,5"]]
    assert [block.value["text"] for block in found.body if block.type == "quotation"] == [
        "<p>Dân là gốc.</p>"
    ]


def test_emphasis_and_links_stay_and_styling_goes():
    document = made.story("Lời dẫn: Đây là lời dẫn.")
    line = document.add_paragraph("Đạt ")
    run = line.add_run("98%")
    run.bold, run.font.name, run.font.size, run.underline = True, "Comic Sans MS", 400000, True
    line.add_run(" chỉ tiêu “quan trọng”.")
    assert paragraphs(read(document)) == ["<p>Đạt <b>98%</b> chỉ tiêu “quan trọng”.</p>"]


def test_each_picture_gets_its_caption_and_photographer():
    document = made.story("Lời dẫn: Đây là lời dẫn.")
    made.add_photograph(document, 1, "Ảnh: Quang cảnh Hội nghị (Ảnh: Minh Anh)")
    document.add_paragraph("Một đoạn văn dài nói về công việc của Sở.")
    made.add_photograph(document, 2)
    made.add_photograph(document, 3, "Ảnh 1: Trao giấy khen", "Ảnh 2: Chụp ảnh lưu niệm")
    document.add_paragraph("Đoạn cuối.")
    document.add_paragraph("Tin, bài: Lê Thị Mai")
    made.add_photograph(document, 4)
    found = read(document)
    assert [(one.number, one.caption, one.credit) for one in found.pictures] == [
        (1, "Quang cảnh Hội nghị", "Minh Anh"),
        (2, "Trao giấy khen", ""),
        (3, "Chụp ảnh lưu niệm", ""),
        (4, "", ""),
    ]
    assert [block.value["number"] for block in found.body if block.type == "imported_picture"] == [1, 2, 3, 4]
    assert [(one.name, one.took_photos) for one in found.contributions] == [
        ("Lê Thị Mai", False),
        ("Minh Anh", True),
    ]
    assert found.picture_captions == ()


def test_a_table_that_only_lays_out_is_the_pictures_in_it():
    document = made.story("Lời dẫn: Đây là lời dẫn.", "Đoạn văn.")
    table = document.add_table(2, 2)
    for number, cell in enumerate(table.rows[0].cells, start=1):
        cell.paragraphs[0].add_run().add_picture(io.BytesIO(made.photograph(number)))
    for number, cell in enumerate(table.rows[1].cells, start=1):
        cell.text = f"Ảnh {number}: Chú thích số {number}"
    found = read(document)
    assert [one.caption for one in found.pictures] == ["Chú thích số 1", "Chú thích số 2"]
    assert not [block for block in found.body if block.type == "table"]


def test_tables_in_tables_are_read_and_nothing_is_lost():
    document = made.story("Lời dẫn: Đây là lời dẫn.")
    outer = document.add_table(2, 2)
    inner = outer.cell(1, 1).add_table(2, 2)
    inner.cell(1, 1).text = "trong cùng"
    outer.cell(0, 0).text = "ngoài"
    said = str(read(document))
    assert "trong cùng" in said
    assert "ngoài" in said


@pytest.mark.parametrize(
    ("font", "typed", "meant"),
    [
        (".VnTime", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (".VnTimeH", "céng hßa", "CỘNG HÒA"),
        ("VNI-Times", "Coäng hoøa xaõ hoäi", "Cộng hòa xã hội"),
        (".VnTime", "Đã là Unicode rồi", "Đã là Unicode rồi"),
    ],
)
def test_a_run_in_an_old_font_is_converted_beside_unicode(font, typed, meant):
    document = made.story("Lời dẫn: Đây là lời dẫn.")
    line = document.add_paragraph("Nước ")
    line.add_run(typed).font.name = font
    line.add_run(" ta là một.")
    found = read(document)
    assert paragraphs(found) == [f"<p>Nước {meant} ta là một.</p>"]
    assert bool(noted(found, "to_decide")) == (typed != meant)


def test_a_font_of_a_style_counts_too():
    document = made.story("Lời dẫn: Đây là lời dẫn.")
    document.styles["Body Text"].font.name = ".VnTime"
    document.add_paragraph("ViÖt Nam", style="Body Text")
    assert paragraphs(read(document)) == ["<p>Việt Nam</p>"]


def test_tracked_changes_are_taken_as_accepted_and_said():
    found = read(
        made.with_body(
            '<w:p><w:r><w:t xml:space="preserve">Đạt </w:t></w:r>'
            '<w:del w:id="1" w:author="A"><w:r><w:delText>chín</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="A"><w:r><w:t>mười</w:t></w:r></w:ins>'
            '<w:moveFrom w:id="3" w:author="A"><w:r><w:t>cũ</w:t></w:r></w:moveFrom>'
            '<w:moveTo w:id="4" w:author="A"><w:r><w:t xml:space="preserve"> mới</w:t></w:r></w:moveTo></w:p>'
        )
    )
    assert paragraphs(found)[-1] == "<p>Đạt mười mới</p>"
    assert "2/2" in noted(found, "cleaned")


def test_comments_and_headers_are_left_out_and_said():
    document = made.story("Lời dẫn: Đây là lời dẫn.", "Đoạn văn.")
    document.add_comment(document.paragraphs[2].runs, text="Xem lại số liệu", author="An")
    document.sections[0].header.paragraphs[0].text = "Tài liệu nội bộ"
    found = read(document)
    assert "An: Xem lại số liệu" in noted(found, "left_out")
    assert "Tài liệu nội bộ" in noted(found, "left_out")
    assert "Xem lại" not in str(found.body)


def test_pasted_word_html_is_the_same_story():
    html = """<html><head><style>p{color:red}</style></head><body><!--StartFragment-->
    <p class=MsoTitle>Sở Nội vụ công bố kết quả<o:p></o:p></p>
    <p class=MsoNormal><b>Lời dẫn:</b> Đây là&nbsp;lời dẫn.</p>
    <p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'>
    <span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span>Việc một</p>
    <p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
    style='mso-list:Ignore'>2.</span>Việc hai</p>
    <p class=MsoNormal><span style='font-family:".VnTime"'>ViÖt Nam</span> <a href="javascript:alert(1)">xem</a>
    <a href="https://example.vn/a">đây</a><script>alert(1)</script><img src="file:///C:/a.png" onerror="x()"></p>
    </body></html>"""
    found = story_from_paste(html, "")
    assert (found.title, found.lead) == ("Sở Nội vụ công bố kết quả", "Đây là lời dẫn.")
    assert paragraphs(found) == [
        "<ol><li>Việc một</li><li>Việc hai</li></ol>",
        '<p>Việt Nam xem <a href="https://example.vn/a">đây</a></p>',
    ]
    assert "alert" not in str(found)
    assert len(noted(found, "left_out", "pictures")) == 1


def test_pasted_text_is_read_as_a_text_file():
    text = REAL_PAGE.read_text()
    assert story_from_paste("", text) == recognise(text)


@pytest.mark.parametrize("name", ["hoi-nghi-libreoffice.docx"])
def test_a_document_made_by_libreoffice(name):
    found, pictures = story_from_file((DATA / name).read_bytes(), name)
    assert found.kind == "conference"
    assert found.title == "Sở Nội vụ tổ chức Hội nghị tập huấn chuyển đổi số"
    assert str(found.start_date) == "2026-05-26"
    assert [one.caption for one in found.pictures] == ["Quang cảnh Hội nghị tập huấn"]
    assert len(pictures) == 1
    kinds = {block.type for block in found.body}
    assert {"heading", "table", "ordinal_list", "imported_picture"} <= kinds
    assert "<sup>1</sup>" in str(found.body)
    assert "Theo báo cáo" in paragraphs(found)[-1]
    assert [(one.name, one.wrote_news, one.took_photos) for one in found.contributions] == [
        ("Lê Thị Mai", True, False),
        ("Trần Văn Bình", False, True),
    ]
