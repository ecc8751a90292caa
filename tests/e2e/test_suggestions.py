"""Suggestions while a reader types, in every search box: by keyboard, by finger, for a screen reader."""

import pytest

from .accessibility import violations

pytestmark = pytest.mark.django_db(transaction=True)

TITLES = [f"Hội nghị cải cách hành chính lần thứ {number} của toàn ngành Nội vụ" for number in range(1, 7)]
# The boxes of a page by its width: where they stand, and what has to be pressed first.
BOXES = [
    (320, "/", ".search-form--menu", ".menu__toggle"),
    (1280, "/", ".search-form--header", None),
    (320, "/tim-kiem/", ".search__box", None),
    (1280, "/tim-kiem/?q=h%E1%BB%99i&nam=", ".search__box", None),
]


@pytest.fixture
def stories(served_portal, published):
    return [published(title=title) for title in TITLES]


def place(page, selector: str) -> dict:
    return page.locator(selector).bounding_box()


def test_every_search_box_suggests(stories, live_server, new_page, screenshot):
    for width, path, around, first in BOXES:
        name = around.removeprefix(".search").strip("_-")
        where = f"{around} at {width} px"
        page = new_page(width=width)
        page.goto(live_server.url + path)
        if first:
            page.locator(first).click()
        box, lines = page.locator(f"{around} input[name=q]"), page.locator(f"{around} .suggest__line")
        assert box.get_attribute("role") == "combobox", where
        assert box.get_attribute("aria-expanded") == "false", where
        box.fill("")
        box.press_sequentially("cai cach")
        lines.first.wait_for()
        assert box.get_attribute("aria-expanded") == "true", where
        assert page.locator(f"{around} [role=listbox]").get_attribute("aria-label") == "Gợi ý"
        # Right below the box, as wide as the screen allows, and with lines that a finger hits.
        field, opened = place(page, f"{around} input[name=q]"), place(page, f"{around} .suggest")
        assert 0 <= opened["y"] - (field["y"] + field["height"]) <= 8, where
        assert opened["x"] >= 0, where
        assert opened["x"] + opened["width"] <= width, where
        assert lines.first.bounding_box()["height"] >= 24, where
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
        assert violations(page, within=around) == [], where
        screenshot(page, f"suggestions-{name}-{width}", full_page=False)

        # The arrows walk the list and come back to the box, which keeps the focus and what was typed.
        page.keyboard.press("ArrowDown")
        chosen = box.get_attribute("aria-activedescendant")
        assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true", where
        page.keyboard.press("ArrowUp")
        assert box.get_attribute("aria-activedescendant") is None, where
        assert page.evaluate("document.activeElement.value") == "cai cach", where
        page.keyboard.press("Escape")
        assert not page.locator(f"{around} .suggest").is_visible(), where
        assert box.get_attribute("aria-expanded") == "false", where
        assert box.input_value() == "cai cach", where

        page.keyboard.press("ArrowUp")  # opens it again, at its end
        title = lines.last.locator("span").first.text_content()
        page.keyboard.press("Enter")
        page.wait_for_url(next(f"**{story.url}" for story in stories if story.title == title))


def test_a_finger_chooses_and_enter_without_a_choice_searches(stories, live_server, new_page):
    page = new_page(width=320, has_touch=True)
    page.goto(live_server.url + "/tim-kiem/")
    page.locator("#tim-tu").press_sequentially("lần thứ 3")
    page.locator(".search__box .suggest__line").first.tap()
    page.wait_for_url(f"**{stories[2].url}")
    page.goto(live_server.url + "/tim-kiem/")
    page.locator("#tim-tu").press_sequentially("lần thứ 4")
    page.locator(".search__box .suggest__line").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=*")
    assert page.locator(".search__title").first.text_content() == TITLES[3]
    # On paper there is what was found, and nothing to fill in.
    page.emulate_media(media="print")
    assert page.locator(".search__title").first.is_visible()
    assert not page.locator(".search__form").is_visible()


def test_old_offers_do_not_open_again(stories, live_server, new_page):
    page = new_page()
    page.goto(live_server.url + "/tim-kiem/")
    box, offers = page.locator("#tim-tu"), page.locator(".search__box .suggest")
    lines = offers.locator(".suggest__line")

    def is_closed_for_the_arrows() -> bool:
        page.keyboard.press("ArrowDown")
        return not offers.is_visible() and box.get_attribute("aria-activedescendant") is None

    box.press_sequentially("cai cach")
    lines.first.wait_for()
    box.fill("")
    assert is_closed_for_the_arrows()
    box.press_sequentially("c")
    assert is_closed_for_the_arrows()
    box.fill("cai cach")  # the same words as before the box was emptied
    lines.first.wait_for()

    # What was offered for other words does not stay when the portal cannot be asked.
    page.route("**/goi-y/**", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        box.fill("hội nghị")
    offers.wait_for(state="hidden")
    assert is_closed_for_the_arrows()
    # The line is back: the same words are asked for again.
    page.unroute("**/goi-y/**")
    box.press(" ")
    lines.first.wait_for()


def test_an_answer_that_came_too_late_is_asked_for_again(stories, live_server, new_page):
    page = new_page()
    page.clock.install()
    page.goto(live_server.url + "/tim-kiem/")
    box, lines = page.locator("#tim-tu"), page.locator(".search__box .suggest__line")
    held = []
    page.route("**/goi-y/**", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/goi-y/**"):
        box.fill("lần thứ 3")
        page.clock.run_for(1_000)
    box.fill("lần thứ 34")
    with page.expect_response("**/goi-y/**") as answer:
        held[0].continue_()
    answer.value.finished()
    box.fill("lần thứ 3")
    page.clock.run_for(1_000)
    lines.first.wait_for()
    assert lines.first.locator("span").first.text_content() == TITLES[2]
