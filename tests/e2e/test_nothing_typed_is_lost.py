"""Nothing typed is lost: the connection is cut, the session ends, the browser crashes – all is stored."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cms.accounts.roles import REPORTER
from news.models import ConferenceReportPage, Event, NewsArticlePage
from tests.e2e.test_story_from_draft_to_reader import log_in

TYPED = "Một câu gõ lúc nửa đêm, khi mạng đã mất."


def title_stored(story) -> str:
    return NewsArticlePage.objects.get(pk=story.pk).get_latest_revision_as_object().title


def wait_until_stored(page, story, title: str) -> None:
    for _attempt in range(60):
        if title_stored(story) == title:
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"stored is “{title_stored(story)}”")


def type_title(page, text: str) -> None:
    page.fill("#id_title", text)
    page.locator("#id_title").press("End")


def copies(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('kept-typing:'))")


def wait_for_copies(page, number: int) -> None:
    for _attempt in range(60):
        if len(copies(page)) == number:
            return
        page.wait_for_timeout(250)
    raise AssertionError(copies(page))


@pytest.fixture
def writing(live_server, served_portal, make_user, make_story, new_page):
    """A reporter with a draft open in the editor."""
    reporter = make_user("phongvien", REPORTER, "Lê Thị", "Mai", position="Chuyên viên")
    story = make_story(reporter, title="Trước khi mất mạng")
    page = new_page(width=1280)
    log_in(page, live_server, "phongvien")
    page.goto(f"{live_server.url}/quan-tri/pages/{story.pk}/edit/")
    page.wait_for_load_state("networkidle")
    return page, story, reporter


@pytest.mark.django_db(transaction=True)
def test_what_is_typed_without_a_connection_or_a_session_is_stored_afterwards(
    live_server, writing, new_page, screenshot
):
    page, story, _reporter = writing

    # The connection is cut.
    page.context.set_offline(True)
    type_title(page, TYPED)
    page.locator(".kept-typing[data-kind=network]").wait_for()
    screenshot(page, "kept-1-offline", full_page=False)
    (name,) = copies(page)
    assert TYPED not in page.evaluate("name => localStorage.getItem(name)", name)  # not in clear
    assert title_stored(story) == "Trước khi mất mạng"
    page.context.set_offline(False)
    wait_until_stored(page, story, TYPED)
    page.locator(".kept-typing[data-kind=back]").wait_for()
    wait_for_copies(page, 0)

    # The session ends while she types on; she signs in again in another tab and comes back.
    Session.objects.all().delete()
    later = f"{TYPED} Và gõ tiếp."
    type_title(page, later)
    wait_for_copies(page, 1)
    page.wait_for_timeout(1_500)
    screenshot(page, "kept-2-session-over", full_page=False)
    assert page.input_value("#id_title") == later
    assert title_stored(story) == TYPED
    other_tab = page.context.new_page()
    log_in(other_tab, live_server, "phongvien")
    other_tab.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_until_stored(page, story, later)

    # The browser crashes while the connection is away: the next one offers the text, and stores it.
    page.context.set_offline(True)
    last = f"{later} Rồi máy treo."
    type_title(page, last)
    wait_for_copies(page, 1)
    page.locator(".kept-typing[data-kind=network]").wait_for()
    page.close()
    context = page.context
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{live_server.url}/quan-tri/pages/{story.pk}/edit/")
    page.locator(".kept-typing[data-kind=found]").wait_for()
    assert page.input_value("#id_title") == later
    page.locator(".kept-typing button").nth(1).click()
    assert last in page.locator(".kept-typing textarea").input_value()
    screenshot(page, "kept-3-found", full_page=False)
    with page.expect_navigation():
        page.locator(".kept-typing button").first.click()
    assert page.input_value("#id_title") == last
    assert title_stored(story) == last
    assert copies(page) == []


@pytest.mark.django_db(transaction=True)
def test_a_copy_is_nobody_elses_and_goes_at_the_logout(live_server, writing, make_user, new_page):
    page, story, _reporter = writing
    make_user("nguoikhac", REPORTER, "Vũ", "Khác")
    page.context.set_offline(True)
    type_title(page, TYPED)
    page.locator(".kept-typing[data-kind=network]").wait_for()
    page.goto("about:blank")
    context = page.context
    context.set_offline(False)
    # Somebody else signs in on the same computer.
    Session.objects.all().delete()
    log_in(page, live_server, "nguoikhac")
    page.goto(f"{live_server.url}/quan-tri/tin-hoi-nghi/")
    page.wait_for_load_state("networkidle")
    assert page.locator(".kept-typing").count() == 0
    # The writer comes back, and signs out: nothing stays.
    Session.objects.all().delete()
    log_in(page, live_server, "phongvien")
    assert len(copies(page)) == 1
    page.wait_for_load_state("networkidle")  # the script asks who is signed in before anybody can sign out
    page.evaluate("document.querySelector(\"form[action*='/logout/']\").requestSubmit()")
    page.wait_for_url(re.compile("/login/"))
    assert copies(page) == []
    assert title_stored(story) == "Trước khi mất mạng"


@pytest.mark.django_db(transaction=True)
def test_a_conference_report_in_a_few_fields_also_after_a_crash(
    live_server, served_portal, make_user, new_page, screenshot
):
    """Menu → event → form → speakers → draft: what must be typed is counted."""
    make_user("phongvien", REPORTER, "Lê Thị", "Mai", position="Chuyên viên")
    page = new_page(width=390)
    log_in(page, live_server, "phongvien")
    steps = typed = 0
    page.locator("a[href='/quan-tri/tin-hoi-nghi/']").first.evaluate("link => link.click()")
    page.wait_for_url(re.compile("/tin-hoi-nghi/$"))
    page.wait_for_load_state("networkidle")
    steps += 1
    for name, value in {
        "name": "Hội nghị sơ kết",
        "start_date": "26/05/2023",
        "organiser": "Sở Nội vụ",
    }.items():
        page.fill(f"[name={name}]", value)
        typed += 1
    screenshot(page, "event-1-choose-390")
    wait_for_copies(page, 1)
    page.wait_for_timeout(800)  # the last word is in it
    page.reload()  # the browser fell over
    page.locator(".kept-typing[data-kind=returned]").wait_for()
    assert page.input_value("[name=organiser]") == "Sở Nội vụ"
    with page.expect_navigation(url=re.compile(r"/tin-hoi-nghi/\d+/conference/$")):
        page.locator("form[data-kept-typing] button[type=submit]").click()
    steps += 1
    page.fill("[name=speakers-0-speaker]", "Bùi Văn Tuấn")
    typed += 1
    page.locator("[data-speaker-add]").click()
    page.fill("[name=speakers-3-speaker]", "Hà Thị Mơ")
    typed += 1
    screenshot(page, "event-2-story-390")
    with page.expect_navigation(url=re.compile(r"/pages/\d+/edit/$")):
        page.locator("form[data-kept-typing] button[type=submit]").click()
    steps += 1
    page.wait_for_load_state("networkidle")
    screenshot(page, "event-3-editor-390", full_page=False)
    assert (steps, typed) == (3, 5)
    report = ConferenceReportPage.objects.get().get_latest_revision_as_object()
    assert [row.speaker for row in report.speeches.all()] == ["Bùi Văn Tuấn", "Hà Thị Mơ"]
    assert report.lead == "Ngày 26/5/2023, Sở Nội vụ tổ chức Hội nghị sơ kết."
    assert report.event == Event.objects.get()
    # What was sent is kept no longer, and the name is suggested to whoever types it again.
    assert copies(page) == []
    page.goto(f"{live_server.url}/quan-tri/tin-hoi-nghi/{report.event_id}/conference/")
    page.locator("[name=speakers-0-speaker]").press_sequentially("bui van")
    page.locator("[role=option]").first.wait_for()
    screenshot(page, "event-4-suggested-390", full_page=False)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("[name=speakers-0-speaker]") == "Bùi Văn Tuấn"
    assert Client().get(report.get_url() or "/").status_code == 404
