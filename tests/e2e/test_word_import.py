"""A reporter's evening: a Word document is sent, looked through, corrected, accepted, and open in the editor."""

import re

import pytest
from playwright.sync_api import expect

from cms.accounts.roles import REPORTER
from news.importing.tests import made
from news.models import NewsIndexPage, StoryPage

from .test_story_from_draft_to_reader import log_in

SPEECH = "Một nội dung phát biểu rất quan trọng đối với công tác của toàn ngành trong thời gian tới. " * 4


def document() -> bytes:
    story = made.story(
        "Lời dẫn: Ngày 26/5/2026, tại Hội trường Sở Nội vụ, Sở Nội vụ tổ chức Hội nghị sơ kết công tác năm.",
        "Phát biểu tại Hội nghị, đồng chí Nguyễn Văn An, Giám đốc Sở nhấn mạnh:",
        f"“{SPEECH.strip()}”",
        "Một là, đẩy mạnh tuyên truyền;",
        "Hai là, tăng cường kiểm tra.",
    )
    made.add_photograph(story, 1, "Ảnh: Quang cảnh Hội nghị")
    made.add_photograph(story, 2, "Ảnh: Đại biểu dự Hội nghị")
    story.add_paragraph("Tin, bài: Lê Thị Mai")
    return made.saved(story)


@pytest.fixture
def reporters_page(served_portal, live_server, make_user, new_page):
    make_user("phongvien", REPORTER, "Trần Thị", "Bình")
    page = new_page()
    log_in(page, live_server, "phongvien")
    return page


def test_from_the_document_to_the_editor(reporters_page, live_server, screenshot):
    page = reporters_page
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{live_server.url}/quan-tri/nhap-word/")
    name = "bai hội nghị.docx"
    page.set_input_files("#word-file", {"name": name, "mimeType": "application/zip", "buffer": document()})
    expect(page.locator("[data-chosen]")).to_have_text(name)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        screenshot(page, f"word-upload-{width}")
    page.locator("form[data-word-import] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/nhap-word/[0-9a-f-]{36}/$"))
    expect(page.locator("#id_story-title")).to_have_value(made.TITLE)
    expect(page.locator("#id_story-start_date")).to_have_value("26/05/2026")
    assert not StoryPage.objects.exists()

    # A wrong day: nothing is stored, and nothing that was typed is lost.
    page.fill("#id_story-title", "Hội nghị sơ kết công tác năm 2026")
    page.fill("#id_story-start_date", "31/2/2026")
    page.locator("button[value=accept]").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("#id_story-title")).to_have_value("Hội nghị sơ kết công tác năm 2026")
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, width
        screenshot(page, f"word-preview-{width}")

    page.fill("#id_story-start_date", "27/5/2026")
    page.select_option("#id_picture-2-place", "body")
    page.locator("button[value=accept]").click()
    page.wait_for_url(re.compile(r"/quan-tri/pages/\d+/edit/$"))
    expect(page.locator("#id_title")).to_have_value("Hội nghị sơ kết công tác năm 2026")
    draft = NewsIndexPage.objects.get().get_children().get().specific
    assert (draft.live, str(draft.start_date)) == (False, "2026-05-27")
    assert draft.speeches.get().speaker == "Nguyễn Văn An"
    assert {block.block_type for block in draft.body} >= {"speech", "ordinal_list", "picture"}
    assert not faults


def test_word_s_clipboard_keeps_its_headings(reporters_page, live_server):
    page = reporters_page
    page.goto(f"{live_server.url}/quan-tri/nhap-word/")
    page.locator("#word-text").evaluate(
        """field => {
            const data = new DataTransfer();
            data.setData("text/plain", "Tin\\nKết quả");
            data.setData("text/html", "<p class=MsoTitle>Sở Nội vụ công bố kết quả</p><p>Lời dẫn: Dẫn.</p>"
                + "<h2>Kết quả</h2><p>Đoạn <b>văn</b> của bài.</p>");
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, cancelable: true }));
        }"""
    )
    expect(page.locator("[data-formatted]")).to_be_visible()
    page.locator("form[data-word-paste] button[type=submit]").click()
    expect(page.locator("#id_story-title")).to_have_value("Sở Nội vụ công bố kết quả")
    expect(page.locator(".word-import__body h2", has_text="Kết quả")).to_be_visible()
    expect(page.locator(".word-import__body b", has_text="văn")).to_be_visible()
