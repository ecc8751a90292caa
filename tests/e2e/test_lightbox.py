"""A gallery in a browser: the grid, the lightbox over it, pages for those without a script, weight, paper."""

import io

import pytest
from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from cms.media.tests.made import jpeg
from cms.media.tests.photographs import photograph
from news.models import GalleryImage, NewsArticlePage

from .accessibility import TIGHT_LINES, violations
from .waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

BUDGET = 600 * 1024  # design/performance.md
LONG = "Đại biểu các xã, phường và đặc khu thảo luận về quản lý hồ sơ, lưu trữ " * 3


def stored(data: bytes, name: str):
    return get_image_model().objects.create(title=name, file=ContentFile(data, name=f"{name}.jpg"))


@pytest.fixture
def gallery(live_server, served_portal, make_story, publish, reporter, chief):
    """Publish a story with so many pictures: ``gallery(pictures)``; returns its address."""

    def make(pictures: list, **fields) -> str:
        story = make_story(reporter, title="Hội nghị sơ kết", **fields)
        for number, image in enumerate(pictures, start=1):
            story.gallery_images.add(
                GalleryImage(
                    image=image,
                    alt=f"Đại biểu ở hàng ghế thứ {number}",
                    caption=LONG if number == 2 else f"Chú thích {number}",
                    credit="Lê Mai",
                    sort_order=number,
                )
            )
        story.save_revision(user=reporter, log_action=True)
        story = publish(NewsArticlePage.objects.get(pk=story.pk), reporter, chief)
        return live_server.url + story.get_url_parts()[2]

    return make


@pytest.fixture
def three(gallery, once) -> str:
    """The address of a story with three pictures, one of them upright."""
    sizes = [(1600, 1067), (900, 1600), (1600, 1067)]
    return once(lambda: gallery([stored(jpeg(*size), f"anh-{number}") for number, size in enumerate(sizes)]))


def count(page) -> str:
    return page.locator("[data-count]").text_content()


def focused(page) -> str:
    """Say where the keyboard is: the picture's anchor in the grid, else what the element is there for."""
    return page.evaluate(
        "(document.activeElement.closest('li[id]') || {}).id"
        " || Object.keys(document.activeElement.dataset)[0] || document.activeElement.tagName"
    )


def is_open(page) -> bool:
    return page.locator("[data-lightbox]").evaluate("dialog => dialog.open")


def test_grid_lightbox_and_page_are_accessible_on_every_screen(three, new_page, screenshot):
    for width in (320, 768, 1280):
        page = new_page(width=width)
        page.goto(three)
        assert violations(page, ".gallery") == [], width
        assert page.evaluate(TIGHT_LINES) == []
        page.locator(".enlarge").nth(1).click()
        assert count(page) == "2 / 3"
        wait_until(page, "document.querySelector('[data-picture] img').complete")
        assert violations(page, "[data-lightbox]") == [], width
        assert page.evaluate(TIGHT_LINES) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for button in page.locator(".lightbox__button:visible").all():
            box = button.bounding_box()
            assert min(box["width"], box["height"]) >= 44, button
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        shown = page.locator("[data-picture] img").bounding_box()
        assert shown["y"] + shown["height"] <= 900, "the whole picture stands in the window"
        screenshot(page, f"lightbox-{width}", full_page=False)
        page.goto(f"{three}anh/2/")
        assert violations(page) == [], width
        assert page.evaluate(TIGHT_LINES) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        screenshot(page, f"picture-page-{width}")


def test_the_keyboard_opens_walks_and_closes(three, new_page):
    page = new_page()
    page.goto(three)
    page.locator(".enlarge").first.focus()
    page.keyboard.press("Enter")
    assert is_open(page)
    assert count(page) == "1 / 3"
    assert page.locator("[data-words]").inner_text().splitlines()[0] == "Chú thích 1"
    assert "Lê Mai" in page.locator("[data-words]").inner_text()
    assert page.locator("[data-picture] img").get_attribute("alt") == "Đại biểu ở hàng ghế thứ 1"

    # The focus does not leave the window while it is open.
    stops = set()
    for _step in range(8):
        page.keyboard.press("Tab")
        stops.add(focused(page))
    assert {"close", "next", "previous"} <= stops
    assert not [stop for stop in stops if stop.startswith("anh-")]

    for key, expected in [
        ("ArrowLeft", "1 / 3"),
        ("ArrowRight", "2 / 3"),
        ("End", "3 / 3"),
        ("ArrowRight", "3 / 3"),
        ("Home", "1 / 3"),
        ("ArrowRight", "2 / 3"),
    ]:
        page.keyboard.press(key)
        assert count(page) == expected, key
    page.keyboard.press("Home")
    assert page.locator("[data-previous]").get_attribute("aria-disabled") == "true"
    page.locator("[data-next]").focus()
    page.keyboard.press("Enter")
    assert count(page) == "2 / 3"
    assert focused(page) == "next"

    page.keyboard.press("Escape")
    page.wait_for_url(three)
    assert not is_open(page)
    assert focused(page) == "anh-2"
    page.keyboard.press("Enter")
    assert count(page) == "2 / 3"


def test_the_browsers_back_closes_and_forward_opens_again(three, new_page):
    page = new_page()
    page.goto(three)
    page.locator(".enlarge").first.click()
    page.locator("[data-next]").click()
    assert page.url == f"{three}#anh-2"
    page.go_back()
    wait_until(page, "!document.querySelector('[data-lightbox]').open")
    assert page.url == three
    assert focused(page) == "anh-2"
    page.go_forward()
    wait_until(page, "document.querySelector('[data-lightbox]').open")
    assert count(page) == "2 / 3"
    # The button leaves no entry behind: one step back is the page before.
    page.locator("[data-close]").click()
    page.wait_for_url(three)
    assert not is_open(page)


def test_the_browser_keeps_the_readers_place_again_after_the_lightbox(three, new_page):
    page = new_page(height=500)
    page.goto(three)
    for close in ("[data-close]", None):
        page.locator("#anh-3 .enlarge").click()
        assert page.evaluate("history.scrollRestoration") == "manual"
        page.locator(close).click() if close else page.go_back()
        wait_until(page, "history.scrollRestoration === 'auto'")
        assert not is_open(page)
    place = page.evaluate("scrollY")
    assert place > 0
    page.goto(f"{three}anh/1/")
    page.go_back()
    wait_until(page, f"Math.abs(scrollY - {place}) < 5")


def test_a_pictures_address_leads_to_it_and_opens_nothing(three, new_page):
    page = new_page(height=500)
    page.goto(f"{three}#anh-3")
    assert page.evaluate("scrollY") > 0
    assert page.locator("#anh-3").evaluate("item => item.getBoundingClientRect().top < innerHeight")
    assert not is_open(page)
    # Nor does reloading the page under an open lightbox.
    page.locator("#anh-3 .enlarge").click()
    page.reload()
    assert not is_open(page)


def swipe(page, start: tuple[int, int], end: tuple[int, int]) -> None:
    session = page.context.new_cdp_session(page)
    point = {"x": start[0], "y": start[1]}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    for step in range(1, 5):
        point = {
            "x": start[0] + (end[0] - start[0]) * step / 4,
            "y": start[1] + (end[1] - start[1]) * step / 4,
        }
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_swipes_from_picture_to_picture(three, new_page):
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    page.goto(three)
    page.locator(".enlarge").first.tap()
    swipe(page, (300, 400), (100, 410))
    assert count(page) == "2 / 3"
    swipe(page, (100, 400), (300, 390))
    assert count(page) == "1 / 3"
    # There is none before the first, a short or a steep movement is none, two fingers look closer.
    swipe(page, (100, 400), (300, 390))
    swipe(page, (200, 400), (170, 400))
    swipe(page, (200, 300), (140, 500))
    assert count(page) == "1 / 3"
    assert is_open(page)


def test_the_next_picture_is_there_before_it_is_asked_for(three, new_page):
    page = new_page()
    page.goto(three)
    large = (
        page.locator("[data-enlarge]")
        .nth(1)
        .evaluate("link => link.parentElement.querySelector('template').content.querySelector('img').src")
    )
    token = large.split("/images/")[1].split("/")[0]
    with page.expect_response(lambda response: token in response.url and ".width-" in response.url) as found:
        page.locator(".enlarge").first.click()
    assert found.value.status == 200
    assert count(page) == "1 / 3"


def test_the_file_can_be_downloaded(three, new_page):
    page = new_page()
    page.goto(three)
    page.locator(".enlarge").first.click()
    link = page.locator("[data-download] a")
    # The name is the story's; the server's answer says none (news/tests/test_picture_pages.py).
    assert link.get_attribute("download") == "hoi-nghi-so-ket-1.jpg"
    with page.expect_download():
        link.click()
    assert is_open(page)


def test_who_wants_no_motion_gets_none_and_forced_colours_show_every_button(three, new_page):
    page = new_page(reduced_motion="reduce", forced_colors="active")
    page.goto(three)
    page.locator(".enlarge").first.click()
    assert (
        page.locator("[data-picture] img").evaluate("image => getComputedStyle(image).animationName")
        == "none"
    )
    for button in page.locator(".lightbox__button:visible").all():
        assert button.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1
    moving = new_page(reduced_motion="no-preference")
    moving.goto(three)
    moving.locator(".enlarge").first.click()
    assert (
        moving.locator("[data-picture] img").evaluate("one => getComputedStyle(one).animationName") != "none"
    )


def test_without_a_script_every_picture_has_its_page(three, new_page):
    page = new_page(width=390, java_script_enabled=False)
    page.goto(three)
    assert not page.locator("[data-lightbox]").is_visible()
    page.locator(".enlarge").first.click()
    page.wait_for_url(f"{three}anh/1/")
    page.locator("[rel=next]").click()
    page.wait_for_url(f"{three}anh/2/")
    page.locator(".picture-page__story a").click()
    page.wait_for_url(f"{three}#anh-2")
    assert page.locator("#anh-2").bounding_box()["y"] < 900


def test_a_row_of_pictures_opens_too_and_is_a_set_of_its_own(gallery, new_page):
    row = [
        {
            "image": stored(jpeg(1600, 1067), f"hang-{number}"),
            "alt": f"Cảnh {number}",
            "caption": f"Hàng {number}",
        }
        for number in (1, 2)
    ]
    address = gallery([stored(jpeg(1600, 1067), "thu-vien")], body=[("picture_row", {"pictures": row})])
    page = new_page()
    page.goto(address)
    page.locator(".picture-row .enlarge").first.click()
    assert count(page) == "1 / 2"
    assert page.url == address
    page.keyboard.press("End")
    assert "Hàng 2" in page.locator("[data-words]").inner_text()
    page.keyboard.press("Escape")
    page.locator(".gallery .enlarge").click()
    assert count(page) == "1 / 1"
    assert page.locator(".lightbox__step:visible").count() == 0


def test_on_paper_there_are_captions_and_credits_and_no_lightbox(three, new_page):
    page = new_page()
    page.goto(three)
    page.locator(".enlarge").first.click()
    page.emulate_media(media="print")
    assert not page.locator("[data-lightbox]").is_visible()
    assert page.locator(".gallery .figcaption__text:visible").count() == 3
    assert page.locator(".gallery .figcaption__credit:visible").count() == 3


def test_thirty_photographs_weigh_less_than_600_kb_before_scrolling(gallery, new_page):
    pictures = []
    for number in range(30):
        written = io.BytesIO()
        photograph(900, 600, number).save(written, "JPEG", quality=88)
        pictures.append(stored(written.getvalue(), f"anh-{number}"))
    address = gallery(pictures)
    for width, height, ratio in [(390, 844, 3), (1280, 900, 1), (1280, 900, 2)]:
        page = new_page(width=width, height=height, device_scale_factor=ratio)
        answers = []
        page.on("response", lambda answer, seen=answers: seen.append(answer))
        page.goto(address, wait_until="networkidle")
        asked = [answer for answer in answers if "/media/" in answer.url]
        weight = sum(len(answer.body()) for answer in answers)
        assert weight < BUDGET, f"{weight} bytes at {width} px"
        assert [answer.url for answer in answers if answer.status >= 400] == []
        assert [answer.url for answer in asked if not answer.url.endswith(".avif")] == []
        assert len(asked) < 30, "what is far below waits"

        # On paper they all are: whoever prints does not scroll first.
        page.pdf() if ratio == 2 else page.evaluate("dispatchEvent(new Event('beforeprint'))")
        wait_until(
            page,
            "[...document.querySelectorAll('.gallery .enlarge img')].every(one => one.complete && one.naturalWidth)",
        )
        asked = {answer.url for answer in answers if "/media/" in answer.url}
        assert len(asked) == 30
        assert all(".fill-400x267." in url for url in asked)
