"""Readers' answers in a browser: by script and without."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone

from home.feedback.models import Letter, Usefulness

pytestmark = pytest.mark.django_db(transaction=True)

# Headless Chromium names itself; a reader's does not.
READER = {"user_agent": "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"}


@pytest.fixture
def story(served_portal, published):
    """A public story with a passage to be marked."""
    caches["readers"].clear()
    return published(
        title="Hội nghị sơ kết giữa nhiệm kỳ",
        body=[("paragraph", "<p>Dự hội nghị có <b>102 đại biểu</b> đại diện cho các chi bộ.</p>")],
    )


def test_the_marked_passage_and_the_rating(live_server, story, new_page, screenshot):
    page = new_page(width=390, **READER)
    page.goto(live_server.url + story.get_url_parts()[2])
    page.click("[data-rating] [value=yes]")
    page.wait_for_selector("[data-rating]", state="hidden")
    assert page.text_content("[data-rated]")
    assert page.evaluate("document.activeElement.matches('[data-rated]')")
    assert list(Usefulness.objects.values_list("story", "yes", "no")) == [(story.pk, 1, 0)]

    page.evaluate("document.getSelection().selectAllChildren(document.querySelector('.story__body b'))")
    page.click("[data-report]")
    page.wait_for_url("**/bao-loi/*/")
    assert "102" not in page.url
    assert page.input_value("[data-quotation]") == "102 đại biểu"
    page.reload()
    assert page.input_value("[data-quotation]") == ""
    assert page.context.cookies()[0]["name"] == "csrftoken"
    assert not Letter.objects.exists()


@pytest.mark.parametrize("fault", ["too often", "no network"])
def test_an_answer_that_was_refused_keeps_the_focus(live_server, story, new_page, fault):
    page = new_page(width=390, **READER)
    page.goto(live_server.url + story.get_url_parts()[2])

    def refuse(route) -> None:
        time.sleep(0.3)  # the button is painted as switched off
        route.fulfill(status=429, json={"said": "Chờ một phút."}) if fault == "too often" else route.abort()

    page.route("**/huu-ich/**", refuse)
    page.locator("[data-rating] [value=no]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-rated]:not(:empty)").wait_for()
    assert page.evaluate("document.activeElement.value") == "no"
    assert page.locator("[data-rating]").is_visible()


def test_without_a_script_letter_and_rating_arrive(live_server, story, new_page):
    page = new_page(width=320, java_script_enabled=False, **READER)
    page.goto(live_server.url + story.get_url_parts()[2])
    page.click("[data-rating] [value=no]")
    page.wait_for_url("**/huu-ich/cam-on/?bai=*")
    assert list(Usefulness.objects.values_list("yes", "no")) == [(0, 1)]
    page.locator(".message__ways .button").first.click()
    page.wait_for_url("**" + story.get_url_parts()[2])
    # The form is asked for ten seconds ago: nobody waits for a person's pace here.
    with time_machine.travel(timezone.now() - timedelta(seconds=10), tick=True):
        page.goto(f"{live_server.url}/bao-loi/{story.pk}/")
    page.fill("[name=text]", "Số đại biểu là 120.")
    page.click("main form .button")
    page.wait_for_url("**/bao-loi/cam-on/?bai=*")
    assert Letter.objects.get().text == "Số đại biểu là 120."
