"""Readers' answers in a browser: by script and without, accessible, narrow, light and dark."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone

from home.feedback.models import Letter, Usefulness

from .test_public_pages import TIGHT_LINES, violations

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_forms_are_accessible_and_narrow_without_a_script(
    live_server, story, new_page, screenshot, scheme
):
    for width in (320, 768, 1280):
        page = new_page(width=width, color_scheme=scheme, **READER)
        for name, path in {
            "contact": "/lien-he/gui/",
            "report": f"/bao-loi/{story.pk}/",
            "thanks": "/bao-loi/cam-on/",
            "story": story.get_url_parts()[2],
        }.items():
            page.goto(live_server.url + path)
            where = f"{name} at {width} px, {scheme}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where
            assert page.evaluate(TIGHT_LINES) == [], where
            assert violations(page) == [], where
            screenshot(page, f"feedback-{name}-{scheme}-{width}")
            if name in ("contact", "report"):
                page.click("main form .button")
                page.wait_for_selector("[role=alert]")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, where
                assert violations(page) == [], f"{where}, refused"
                screenshot(page, f"feedback-{name}-refused-{scheme}-{width}")


def test_without_a_script_letter_and_rating_arrive(live_server, story, new_page):
    page = new_page(width=320, java_script_enabled=False, **READER)
    page.goto(live_server.url + story.get_url_parts()[2])
    page.click("[data-rating] [value=no]")
    page.wait_for_url("**/huu-ich/cam-on/")
    assert list(Usefulness.objects.values_list("yes", "no")) == [(0, 1)]
    # The form is asked for ten seconds ago: nobody waits for a person's pace here.
    with time_machine.travel(timezone.now() - timedelta(seconds=10), tick=True):
        page.goto(f"{live_server.url}/bao-loi/{story.pk}/")
    page.fill("[name=text]", "Số đại biểu là 120.")
    page.click("main form .button")
    page.wait_for_url("**/bao-loi/cam-on/")
    assert Letter.objects.get().text == "Số đại biểu là 120."
