"""The main job on real input, through the real pages: import, complete, submit, review, read."""

import io
import re

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image, ImageDraw
from wagtail.models import Page

from cms.accounts.roles import CHIEF, REPORTER
from cms.workflow.models import Approval, Decision, Signature
from news.models import ConferenceReportPage, StoryPage

from .waiting import wait_until

PASSWORD = "mat-khau-thu-nghiem"
REAL_PAGE = "news/tests/data/bai-tham-luan-so-noi-vu.txt"


def picture_file(number: int) -> dict:
    """Return a drawn JPEG as a browser uploads it."""
    image = Image.new("RGB", (1200, 800), (40 * number % 255, 90, 140))
    ImageDraw.Draw(image).ellipse((100 + 60 * number, 150, 600 + 60 * number, 650), fill=(240, 200, 60))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return {"name": f"anh-{number}.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def log_in(page, live_server, username: str) -> None:
    """Log in through the admin's own form."""
    page.goto(f"{live_server.url}/quan-tri/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(re.compile(r"/quan-tri/$"))


def status_for_public(url: str) -> int:
    """Return the status that a reader's browser gets, without touching the browser under test."""
    return Client().get(url).status_code


@pytest.mark.django_db(transaction=True)
def test_a_story_goes_from_a_reporters_draft_to_a_reader(
    live_server, served_portal, make_user, new_page, screenshot
):
    reporter = make_user("phongvien", REPORTER, "Lê Thị", "Mai")
    make_user("chanhvanphong", CHIEF, "Trần Quốc", "Hưng", position="Chánh Văn phòng")
    call_command("import_story", REAL_PAGE, owner="phongvien", verbosity=0)
    story = ConferenceReportPage.objects.get()
    public_path = story.get_url_parts()[2]
    assert (story.live, story.owner) == (False, reporter)
    assert status_for_public(public_path) == 404

    # The reporter completes the draft: category, lead picture, a gallery of five.
    page = new_page()
    log_in(page, live_server, "phongvien")
    upload_pictures(page, live_server, 5)
    screenshot(page, "e2e-0-upload")
    page.goto(f"{live_server.url}/quan-tri/pages/{story.pk}/edit/")
    screenshot(page, "e2e-1-reporter-editor")
    complete_the_draft(page)
    screenshot(page, "e2e-2-completed")
    page.locator("footer .w-dropdown-button .w-dropdown__toggle").click()
    with page.expect_navigation(url=re.compile(r"/quan-tri/pages/\d+/$")):
        page.click("[name=action-submit]")
    screenshot(page, "e2e-3-submitted")
    assert StoryPage.objects.get(pk=story.pk).workflow_in_progress
    assert status_for_public(public_path) == 404

    # The chief of office reviews and approves on a phone.
    phone = new_page(width=390, height=844)
    log_in(phone, live_server, "chanhvanphong")
    screenshot(phone, "e2e-4-chief-home")
    phone.goto(f"{live_server.url}/quan-tri/duyet/{story.pk}/")
    screenshot(phone, "e2e-5-review-390")
    assert status_for_public(public_path) == 404
    with phone.expect_navigation():
        phone.click("button[value=sign]")
    screenshot(phone, "e2e-6-approved-390")

    # The reader.
    story = ConferenceReportPage.objects.get()
    assert story.live
    reader = new_page(width=390, height=844)
    reader.goto(f"{live_server.url}{public_path}")
    text = reader.inner_text("main")
    assert "Bùi Văn Tuấn, Chánh Văn phòng Sở Nội vụ" in text
    assert "Hội nghị sơ kết giữa nhiệm kỳ" in text
    assert "Một là," in text
    assert "Lượt xem: 24" in text
    assert reader.locator("main figure img").count() >= 6
    screenshot(reader, "e2e-7-reader-390")
    assert [
        list(Signature.objects.filter(page_id=story.pk).values_list("capacity", flat=True)),
        Approval.objects.filter(page_id=story.pk).count(),
        list(Decision.objects.filter(page_id=story.pk).values_list("kind", flat=True)),
    ] == [["author", "approver"], 1, ["submitted", "signed", "published"]]
    assert Page.objects.get(pk=story.pk).live_revision_id == story.latest_revision_id


def upload_pictures(page, live_server, count: int) -> None:
    """Upload pictures into the library, all at once, as a reporter does after a conference."""
    page.goto(f"{live_server.url}/quan-tri/images/multiple/add/")
    page.set_input_files("input[type=file]", [picture_file(number) for number in range(count)])
    wait_until(
        page,
        "count => document.querySelectorAll('.upload-success, .upload-complete').length >= count",
        arg=count,
    )


def complete_the_draft(page) -> None:
    """Fill in, as a reporter does, what the old page did not have."""
    page.get_by_role("tab", name="Ảnh", exact=True).click()
    page.click("#id_lead_image-chooser [data-chooser-action-choose]")
    page.locator(".modal-content [data-chooser-modal-choice]").first.click()
    page.locator("#id_lead_image-chooser .chosen").wait_for()
    page.fill("#id_lead_image_alt", "Một người đứng sau bục phát biểu, phía sau là phông hội nghị")

    page.click("#id_gallery_images-OPEN_MODAL")
    page.locator(".modal-content [data-multiple-choice-select]").nth(4).wait_for()
    for number in range(5):
        page.locator(".modal-content [data-multiple-choice-select]").nth(number).check()
    page.click(".modal-content [data-multiple-choice-submit]")
    page.locator("#id_gallery_images-4-alt").wait_for()
    for number in range(5):
        page.fill(f"#id_gallery_images-{number}-caption", f"Đại biểu dự Hội nghị (ảnh {number + 1})")
        page.fill(f"#id_gallery_images-{number}-alt", f"Các đại biểu ngồi thành hàng, lượt {number + 1}")

    page.get_by_role("tab", name="Tác giả, chuyên mục").click()
    page.select_option("#id_category", label="Đảng – Đoàn thể")
