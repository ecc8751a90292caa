"""A session that ends while somebody writes: told in time, nothing typed is lost, and the page goes on."""

import json

import pytest
from django.urls import reverse

from cms.accounts import sessions
from cms.accounts.roles import REPORTER
from cms.accounts.tests.entering import PASSWORD
from news.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "Đề nghị bổ sung chức vụ của đồng chí chủ trì"


def sign_in(page, address: str) -> None:
    page.goto(address)
    page.fill("#id_username", "phongvien")
    page.fill("#id_password", PASSWORD)
    with page.expect_navigation():
        page.click("button[type=submit]")


def test_what_was_typed_stays_and_is_saved_after_signing_in_again(
    served_portal, live_server, make_user, new_page
):
    account = make_user("phongvien", REPORTER, position="Chuyên viên")
    page = new_page(width=390, height=844)
    login = live_server.url + reverse("wagtailadmin_login")
    sign_in(page, login)
    page.goto(live_server.url + reverse(Event.snippet_viewset.get_url_name("add")))
    page.wait_for_load_state("networkidle")
    page.fill("[name=name]", TYPED)
    page.fill("[name=start_date]", "26/05/2023")
    save = page.locator("form:has([name=name]) button[type=submit]:visible").first

    # Meanwhile an administrator signs the account out, or the clock does.
    sessions.end_all(account)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    notice = page.locator(".session-notice[data-kind=over]")
    notice.wait_for()
    # The button sends nothing that would be lost.
    save.click()
    assert page.input_value("[name=name]") == TYPED

    with page.context.expect_page() as opened:
        notice.locator("a").click()
    tab = opened.value
    tab.fill("#id_username", "phongvien")
    tab.fill("#id_password", PASSWORD)
    tab.click("button[type=submit]")
    tab.wait_for_url("**/phien/quay-lai/")
    tab.close()

    page.bring_to_front()
    notice.locator("button").click()
    page.locator(".session-notice[data-kind=again]").wait_for()
    save.click()
    page.wait_for_url(lambda address: not address.endswith("/add/"))
    assert [event.name for event in Event.objects.all()] == [TYPED]


def test_autosave_of_a_session_that_is_over_is_told_and_loses_nothing(
    served_portal, live_server, make_user, make_story, new_page
):
    account = make_user("phongvien", REPORTER)
    story = make_story(account, title="Bài đang viết")
    page = new_page()
    sign_in(page, live_server.url + reverse("wagtailadmin_login"))
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[story.pk]))
    page.wait_for_load_state("networkidle")
    sessions.end_all(account)
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and "/edit/" in answer.url
    ) as answered:
        page.fill("#id_title", TYPED)
        page.keyboard.press("Tab")
    told = json.loads(answered.value.text())
    assert answered.value.status == 403
    assert told["error_message"]
    page.locator(".session-notice[data-kind=over]").wait_for()
    assert page.input_value("#id_title") == TYPED
    assert "/edit/" in page.url
