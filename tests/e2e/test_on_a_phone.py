"""What a reader with a small screen, or with large letters, finds without being told where it is."""

from datetime import date

import pytest
from django.core.cache import caches

from news.models import ConferenceReportPage, Speech

pytestmark = pytest.mark.django_db(transaction=True)

LONG = (
    "Phó Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy, Trưởng đoàn kiểm tra việc chấp hành kỷ luật, kỷ cương hành chính"
)
SPEAKER = "/tin-tuc-su-kien/nguoi-phat-bieu/hoang-le-duy/"
# Where the words of the button end, and the box of the link.
PLACES = """() => {
  const words = document.createRange(), box = element => element.getBoundingClientRect();
  words.selectNodeContents(document.querySelector('.menu__toggle'));
  const [one, other] = [box(words), box(document.querySelector('.menu__search'))];
  return {apart: one.right <= other.left || one.bottom <= other.top,
          width: other.width, height: other.height, left: other.left, right: other.right};
}"""


@pytest.fixture
def address(live_server, served_portal, make_story, publish, reporter, chief, once) -> str:
    """A portal with a report whose speaker has a long position; returns where it is."""

    def build() -> None:
        story = make_story(
            reporter, conference=True, event_name="Hội nghị sơ kết", start_date=date(2026, 5, 26)
        )
        story.speeches.add(Speech(speaker="Hoàng Lê Duy", position=LONG, text="<p>Lời.</p>"))
        story.save_revision(user=reporter, log_action=True)
        publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief)

    once(build)
    caches["readers"].clear()
    return live_server.url


@pytest.mark.parametrize("script", [True, False])
def test_the_search_is_in_sight(address, new_page, script):
    page = new_page(width=320, has_touch=True, java_script_enabled=script)
    page.goto(address)
    link = page.locator(".menu__search")
    assert link.is_visible()
    assert link.inner_text().strip()
    box = link.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    assert box["y"] + box["height"] < 300
    link.tap()
    page.wait_for_url("**/tim-kiem/")


def test_the_keyboard_finds_the_search_after_the_menus_button(address, new_page):
    page = new_page(width=390)
    page.goto(address)
    page.locator(".menu__toggle").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "menu__search"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/")


@pytest.mark.parametrize(("width", "size"), [(320, 100), (320, 130), (320, 200), (390, 175), (1280, 200)])
def test_the_menu_and_the_search_never_lie_on_each_other(address, new_page, width, size):
    page = new_page(width=width)
    page.add_init_script(f"localStorage.setItem('reader-text', '{size}')")
    page.goto(address)
    for opened in (False, True):
        if opened:
            page.locator(".menu__toggle").click()
        found = page.evaluate(PLACES)
        assert found["apart"], (opened, found)
        assert found["left"] >= 0
        assert found["right"] <= width


def test_a_wide_screen_has_the_box_and_no_link(address, new_page):
    page = new_page(width=1280)
    page.goto(address)
    assert not page.locator(".menu__search").is_visible()
    assert page.locator(".search-form--header").is_visible()


@pytest.mark.parametrize("where", [".search-form--menu", ".search__box"])
def test_with_large_letters_there_is_room_to_type(address, new_page, where):
    page = new_page(width=320)
    page.add_init_script("localStorage.setItem('reader-text', '200')")
    page.goto(f"{address}/tim-kiem/")
    if where == ".search-form--menu":
        page.locator(".menu__toggle").click()
    box = page.locator(f"{where} input").bounding_box()
    assert box["width"] >= 160
    assert box["x"] + box["width"] <= 320


def test_the_first_result_is_in_sight_although_filters_are_chosen(address, new_page):
    page = new_page(width=390, height=844)
    page.goto(f"{address}/tim-kiem/?nguoi-phat-bieu=Hoàng+Lê+Duy&loai=conference")
    assert page.locator(".search__result").first.bounding_box()["y"] < 844
    assert "Hoàng Lê Duy" in page.locator(".search__filters summary").inner_text()
    page.locator(".search__filters summary").click()
    assert page.input_value("#tim-nguoi") == "Hoàng Lê Duy"


def test_the_bar_of_a_long_heading_stands_beside_all_of_it(address, new_page):
    page = new_page(width=320)
    page.goto(address + SPEAKER)
    heading = page.locator(".section-heading").first
    lines = heading.evaluate("""element => {
      const words = document.createRange();
      words.selectNodeContents(element);
      const [box, text] = [element.getBoundingClientRect(), words.getBoundingClientRect()];
      const bar = getComputedStyle(element, '::before');
      return {above: text.top - box.top, left: text.left - box.left, lines: text.height / parseFloat(bar.lineHeight),
              bar: parseFloat(bar.height) / box.height};
    }""")
    assert lines["lines"] > 2
    assert lines["above"] < 8, "the text begins on the first line"
    assert lines["left"] > 10
    assert lines["bar"] > 0.8
