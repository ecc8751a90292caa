"""A reporter submits with “khẩn”, a due time and a note; the chief finds the story first, on a phone."""

import re

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.accounts.roles import CHIEF, REPORTER
from cms.workflow import service
from cms.workflow.models import ReviewRequest, Signature
from news.tests.factories import NewsArticlePageFactory

from .test_story_from_draft_to_reader import log_in

NOTE = "Đăng trước giờ khai mạc 14 giờ, ảnh do đơn vị gửi."
WIDTHS = (320, 390, 768, 1280)


@pytest.fixture
def stories(served_portal, make_user):
    """Two stories of a reporter's: one waits since the morning, the other is still a draft."""
    reporter = make_user("phongvien", REPORTER, "Lê Thị", "Mai")
    make_user("chanhvanphong", CHIEF, "Trần Quốc", "Hưng", position="Chánh Văn phòng")
    made = []
    for title in ("Tin thường gửi trước", "Điều chỉnh lịch tiếp nhận hồ sơ do ảnh hưởng của bão"):
        served_portal.news_index.refresh_from_db()
        story = NewsArticlePageFactory(parent=served_portal.news_index, owner=reporter, title=title)
        story.save_revision(user=reporter, log_action=True)
        made.append(story)
    service.submit(made[0], reporter, due_at=timezone.now() + timezone.timedelta(minutes=30))
    return made


def open_dialog(page, live_server, story) -> None:
    """Open the editor and the dialog beside “Gửi duyệt”."""
    page.goto(f"{live_server.url}/quan-tri/pages/{story.pk}/edit/")
    page.locator("footer .w-dropdown__toggle").first.click()
    page.locator("[data-a11y-dialog-show='submit-with-request']").click()
    page.locator(".submit-dialog #id_request-note").wait_for()


def fits(page) -> bool:
    """Tell whether the page needs no sideways scrolling."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.django_db(transaction=True)
def test_urgent_with_due_time_and_note(live_server, stories, new_page, screenshot):
    ordinary, urgent = stories
    desk = new_page()
    log_in(desk, live_server, "phongvien")
    open_dialog(desk, live_server, urgent)
    desk.check("#id_request-urgent")
    desk.fill("#id_request-note", NOTE)
    # A due time that is over: the page is saved, nothing is submitted, nothing typed is lost.
    desk.fill("#id_request-due_at", "2026-01-05T09:00")
    screenshot(desk, "urgent-1-dialog", full_page=False)
    with desk.expect_navigation():
        desk.press("#id_request-due_at", "Enter")
    desk.locator(".submit-dialog .submit-refused").wait_for()
    screenshot(desk, "urgent-2-refused", full_page=False)
    assert not Page.objects.get(pk=urgent.pk).workflow_in_progress
    assert desk.input_value("#id_request-note") == NOTE
    assert desk.is_checked("#id_request-urgent")

    due_at = timezone.localtime() + timezone.timedelta(hours=3)
    desk.fill("#id_request-due_at", f"{due_at:%Y-%m-%dT%H:%M}")
    with desk.expect_navigation(url=re.compile(r"/quan-tri/pages/\d+/$")):
        desk.click(".submit-dialog [name=action-submit]")
    request = ReviewRequest.objects.get(task_state=Page.objects.get(pk=urgent.pk).current_workflow_task_state)
    asked = (request.urgent, request.note, f"{timezone.localtime(request.due_at):%H:%M %d/%m}")
    assert asked == (True, NOTE, f"{due_at:%H:%M %d/%m}")
    assert Signature.objects.filter(page_id=urgent.pk).count() == 1

    for width in WIDTHS:
        chief = new_page(width=width, height=844)
        log_in(chief, live_server, "chanhvanphong")
        chief.goto(f"{live_server.url}/quan-tri/duyet/")
        titles = chief.locator(".review-row__title")
        assert [titles.nth(0).inner_text(), titles.nth(1).inner_text()] == [urgent.title, ordinary.title]
        first = chief.locator(".review-row").first.inner_text()
        assert "KHẨN" in first.upper()
        assert f"{due_at:%H:%M}" in first
        assert fits(chief)
        screenshot(chief, f"urgent-3-queue-{width}")
        titles.nth(0).click()
        head = chief.locator(".review-head")
        assert NOTE in head.inner_text()
        assert "KHẨN" in head.inner_text().upper()
        assert fits(chief)
        screenshot(chief, f"urgent-4-review-{width}", full_page=False)

    # Until somebody signs, the reporter may change it: on a phone, from the own stories.
    phone = new_page(width=390, height=844)
    log_in(phone, live_server, "phongvien")
    phone.goto(f"{live_server.url}/quan-tri/bai-cua-toi/")
    screenshot(phone, "urgent-5-mine-390")
    phone.locator(f"a[href$='/duyet/{urgent.pk}/yeu-cau/']").click()
    screenshot(phone, "urgent-6-change-390")
    assert fits(phone)
    assert phone.input_value("#id_request-note") == NOTE
    phone.fill("#id_request-note", "Không còn khẩn, lễ khai mạc lùi sang tuần sau.")
    phone.uncheck("#id_request-urgent")
    with phone.expect_navigation(url=re.compile(rf"/duyet/{urgent.pk}/$")):
        phone.click(".review-form button[type=submit]")
    screenshot(phone, "urgent-7-changed-390")
    request.refresh_from_db()
    assert (request.urgent, request.note) == (False, "Không còn khẩn, lễ khai mạc lùi sang tuần sau.")
