"""Every kind of public page, in every look, narrow and wide: readable by everybody.

One portal that says something in every field (tests/full_portal.py); each page is opened once at each width, and the
looks change under it.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils import timezone

from cms.workflow.models import TakeDown
from home.models import StandardPage
from news.models import StoryPage, listing
from search import finding
from tests.full_portal import FullPortal

from .accessibility import (
    CLIPPED,
    RULES_OF_COLOURS,
    SMALL_TARGETS,
    TIGHT_LINES,
    space_text,
    too_wide,
    violations,
)
from .voice import voice

pytestmark = pytest.mark.django_db(transaction=True)

# Long words with marks above and below.
TEXT = "Sơ kết giữa nhiệm kỳ: Ậ Ễ Ộ ĐẢNG BỘ"
WORD = "Sơ kết"
WIDTHS = (320, 1280)
TABLET = 768
# What the device asks for. Whatever a reader chooses looks the same (home/tests/test_themes.py).
LOOKS = {
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
}
PLAIN = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
# Headless Chromium names itself; a reader's does not.
READER = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"


def the_menu_opened(page) -> None:
    if page.locator(".menu__toggle").is_visible():
        page.locator(".menu__toggle").click()
    page.locator(".menu__group:visible > summary").first.click()
    assert page.locator(".menu__sublink:visible").count() >= 2


def suggestions_opened(page) -> None:
    page.locator("#tim-tu").press_sequentially(WORD)
    page.locator(".search__box .suggest__line").first.wait_for()


def sent_empty(page) -> None:
    page.click("main form .button")
    page.wait_for_selector("[role=alert]")


@pytest.fixture
def places(served_portal, make_story, publish, reporter, chief, administrator, once):
    """The addresses of the full portal by what they show; two kinds of them twice, before and after a deed."""

    def build() -> dict[str, str]:
        people = [reporter, chief, administrator]
        full = FullPortal(served_portal, make_story, publish, people)
        full.say(TEXT)
        report = full.report
        speech = report.speeches.first()
        today = timezone.localdate()
        gone = {kind: StoryPage.objects.get(title=f"{TEXT} {kind.value}") for kind in TakeDown.Kind}
        news = "/tin-tuc-su-kien/"
        return {
            "home": "/",
            "standard": StandardPage.objects.live().first().get_url_parts()[2],
            "news": news,
            "news-2": f"{news}?trang=2",
            "category": reverse("news:category", args=[report.category.slug]),
            "tag": reverse("news:tag", args=[report.tags.first().slug]),
            "year": reverse("news:archive", args=[today.year]),
            "month": reverse("news:archive", args=[today.year, today.month]),
            "event": reverse("news:event", args=[report.event_slug]),
            "speakers": reverse("news:speakers"),
            "speaker": reverse("news:speaker", args=[speech.speaker_slug]),
            "report": report.get_url_parts()[2],
            "article": full.article.get_url_parts()[2],
            "picture": f"{report.get_url_parts()[2]}anh/2/",
            "albums": "/thu-vien-anh/",
            "search": "/tim-kiem/",
            "results": f"/tim-kiem/?{urlencode({'q': WORD, 'nam': today.year, 'thang': today.month})}",
            "none-found": f"/tim-kiem/?{urlencode({'q': 'tuyển dụng', 'thang': 5})}",
            "portal-map": reverse("portal_map"),
            "feeds": reverse("feeds:list"),
            "contact": reverse("contact"),
            "error-report": reverse("report_error", args=[report.pk]),
            "thanks": reverse("contact_thanks"),
            "withdrawn": gone[TakeDown.Kind.WITHDRAWN].get_url_parts()[2],
            "taken-down": gone[TakeDown.Kind.MISTAKE].get_url_parts()[2],
            "not-found": "/khong-co/",
        }

    return once(build)


# Also looked at after something was done there: on which page, what, and the part that is looked at then.
DONE: dict[str, tuple[str, Callable, str]] = {
    "menu": ("home", the_menu_opened, "header.header"),
    "suggestions": ("search", suggestions_opened, ".search__box"),
    "contact-refused": ("contact", sent_empty, "html"),
    "error-report-refused": ("error-report", sent_empty, "html"),
}


def faults(page, within: str) -> dict[str, list[str]]:
    """Look at a part of the page in every look; return what is wrong by the look. Leaves the text spaced."""
    found = {
        "light": violations(page, within) + too_wide(page),
        "tight lines": page.evaluate(TIGHT_LINES),
        "small targets": page.evaluate(SMALL_TARGETS),
    }
    for name, asked in LOOKS.items():
        page.emulate_media(**{**PLAIN, **asked})
        found[name] = violations(page, within, RULES_OF_COLOURS)
    # The colours are the device's then; axe still computes with those of the style sheet.
    page.emulate_media(**{**PLAIN, "forced_colors": "active"})
    found["forced colours"] = too_wide(page)
    page.emulate_media(**PLAIN)
    if page.viewport_size["width"] > TABLET:
        wide = page.viewport_size
        page.set_viewport_size({**wide, "width": TABLET})
        found["tablet"] = too_wide(page) + page.evaluate(TIGHT_LINES)
        page.set_viewport_size(wide)
    space_text(page)
    found["spaced text"] = too_wide(page) + page.evaluate(CLIPPED)
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_every_kind_of_page_is_accessible_in_every_look(
    width, live_server, places, new_page, screenshot, monkeypatch
):
    # So few that the lists have a second page.
    monkeypatch.setattr(listing, "PER_PAGE", 3)
    monkeypatch.setattr(finding, "PER_PAGE", 3)
    caches["readers"].clear()
    rendered: set[str] = set()
    page = new_page(width=width, user_agent=READER)
    page.add_init_script(voice("vi-VN"))
    wrong: dict[str, list[str]] = {}

    def look_at(name: str, within: str = "html") -> None:
        screenshot(page, f"everywhere-{name}-{width}", full_page=within == "html")
        for look, found in faults(page, within).items():
            if found:
                wrong[f"{name}, {look}"] = found

    def note(sender, template, **kwargs) -> None:
        rendered.add(template.name)

    template_rendered.connect(note)
    try:
        for name, path in places.items():
            page.goto(live_server.url + path)
            look_at(name)
        for name, (where, act, within) in DONE.items():
            page.goto(live_server.url + places[where])
            act(page)
            look_at(name, within)
    finally:
        template_rendered.disconnect(note)
    assert not wrong, "\n".join(f"{where}: {line}" for where, lines in wrong.items() for line in lines)
    assert of_pages() - rendered == set()


def of_pages() -> set[str]:
    """Return the names of the templates that are a page of the portal's frame."""
    root = Path(settings.BASE_DIR) / "templates"
    texts = {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.rglob("*.html")}
    return {name for name, text in texts.items() if text.startswith('{% extends "base.html" %}')}
