"""The frame of the public pages in a browser: looks, size of text, menu, notices – with a script and without."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images import get_image_model

from cms.media.tests.made import jpeg
from home.models import PortalSettings, ServiceNotice, StandardPage
from home.starter import ACCESSIBILITY_STATEMENT
from news.models import GalleryImage

from .accessibility import CLIPPED, RULES_OF_COLOURS, too_wide, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def frame(served_portal, live_server, make_story, publish, reporter, chief, once):
    """A portal with a few stories, a notice and everything that header and footer print; returns its addresses."""

    def build():
        settings = PortalSettings.for_site(served_portal.site)
        settings.agency_name = "Sở Nội vụ tỉnh Thanh Giang"
        settings.superior_body = "Ủy ban nhân dân tỉnh Thanh Giang"
        settings.responsible_person = "Trần Quốc Hưng, Chánh Văn phòng"
        settings.address = "Số 1 đường Trần Hưng Đạo, phường Thanh Sơn, tỉnh Thanh Giang"
        settings.telephone = "0200 000 0000"
        settings.email = "vanphong.sonoivu@thanhgiang.example"
        settings.licence = "Số 12/GP-TTĐT"
        settings.links = [("link", {"title": "Cổng của tỉnh", "url": "https://thanhgiang.example"})]
        settings.save()
        for number in range(9):
            image = get_image_model().objects.create(
                title="Ảnh", file=ContentFile(jpeg(800 + number, 500), name="anh.jpg")
            )
            story = make_story(
                reporter,
                title=f"Hội nghị số {number}: Ậ Ễ Ộ, sơ kết thực hiện nghị quyết đại hội đảng bộ",
                lead_image=image if number % 2 else None,
                lead_image_alt="Toàn cảnh hội trường" if number % 2 else "",
            )
            if number == 1:
                story.gallery_images.add(GalleryImage(image=image, alt="Đại biểu tham dự"))
                story.save_revision(user=reporter, log_action=True)
                story = type(story).objects.get(pk=story.pk)
            publish(story, reporter, chief)
        now = timezone.now()
        ServiceNotice.objects.create(
            level=ServiceNotice.Level.OUTAGE,
            text="Cổng tạm dừng để nâng cấp máy chủ.",
            shown_from=now - timedelta(hours=1),
            shown_until=now + timedelta(days=1),
            outage_from=now + timedelta(hours=20),
            outage_until=now + timedelta(hours=22),
        )
        statement = StandardPage.objects.get(title=ACCESSIBILITY_STATEMENT)
        return {
            "home": live_server.url + "/",
            "standard": live_server.url + statement.get_url_parts()[2],
            "not-found": live_server.url + "/khong-co/",
        }

    return once(build)


def chosen(page, **choices: str) -> None:
    """Put choices into the reader's storage before any page is opened."""
    for name, value in choices.items():
        page.add_init_script(f"localStorage.setItem('reader-{name}', '{value}')")


def test_high_contrast_on_a_dark_device_can_be_read(frame, new_page):
    page = new_page(color_scheme="dark", contrast="more")
    for address in frame.values():
        page.goto(address)
        assert violations(page, rules=RULES_OF_COLOURS) == [], address


def background(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_dark_look_is_the_devices_until_the_reader_chooses(frame, new_page):
    page = new_page(color_scheme="dark")
    page.goto(frame["home"])
    dark = background(page)
    button = page.locator('[data-reader-set="dark"]')
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    light = background(page)
    assert light == "rgb(255, 255, 255)" != dark
    assert button.get_attribute("aria-pressed") == "false"
    page.goto(frame["standard"])
    assert background(page) == light, "kept on the next page"
    assert page.context.cookies() == []
    page.locator('[data-reader-set="dark"]').click()
    assert background(page) == dark
    assert page.evaluate("localStorage.length") == 0, "the device's own look needs no memory"


def test_paper_is_white_whatever_was_chosen(frame, new_page):
    page = new_page(color_scheme="dark")
    chosen(page, theme="dark", contrast="more", text="200")
    page.goto(frame["home"])
    page.emulate_media(media="print", color_scheme="dark")
    assert background(page) == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"
    for hidden in (".reader", ".notices", ".menu--wide", ".search-form--header", ".footer__ways"):
        assert not page.locator(hidden).first.is_visible()
    for shown in (".brand__agency", ".story-card__title", ".footer__name"):
        assert page.locator(shown).first.is_visible()


def test_text_grows_to_twice_its_size_and_nothing_is_cut_off(frame, new_page):
    for width in (320, 1280):
        page = new_page(width=width)
        page.goto(frame["home"])
        larger = page.locator('[data-reader-set="larger"]')
        while larger.get_attribute("aria-disabled") == "false":
            larger.click()
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert page.evaluate("document.activeElement.dataset.readerSet") == "larger", "the focus stays"
        for address in frame.values():
            page.goto(address)
            assert too_wide(page) + page.evaluate(CLIPPED) == [], address
        page.locator('[data-reader-set="normal"]').click()
        assert page.evaluate("localStorage.getItem('reader-text')") is None
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"


def test_a_wide_screen_with_large_letters_gets_the_narrow_layout(frame, new_page):
    page = new_page(width=1280)
    chosen(page, text="200")
    page.goto(frame["home"])
    assert page.locator(".menu__toggle").is_visible()
    assert not page.locator(".menu--wide").is_visible()


def focus(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def opened(page) -> int:
    return page.locator(".menu details[open]").count()


def test_the_keyboard_walks_the_menu_and_escape_closes_it(frame, new_page):
    page = new_page()
    page.goto(frame["home"])
    summary = page.locator(".menu--wide .menu__group > summary").first
    name = summary.inner_text()
    for _step in range(25):
        page.keyboard.press("Tab")
        if focus(page) == name:
            break
    assert focus(page) == name, "the keyboard reaches the menu"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert opened(page) == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "menu__sublink"
    page.keyboard.press("Escape")
    assert opened(page) == 0
    assert focus(page) == name, "back where it was opened"
    page.keyboard.press("Enter")
    for _step in range(page.locator(".menu--wide .menu__sublink").count() + 1):
        page.keyboard.press("Tab")
    assert opened(page) == 0, "left behind, it does not cover what has the focus"


def test_a_click_beside_the_menu_closes_it(frame, new_page):
    page = new_page()
    page.goto(frame["home"])
    page.locator(".menu--wide .menu__group > summary").first.click()
    page.locator(".menu--wide .menu__sub").first.click(position={"x": 200, "y": 3})
    assert opened(page) == 1, "a click inside does not"
    page.mouse.click(1200, 600)
    assert opened(page) == 0


def test_on_a_phone_escape_closes_the_inner_menu_first(frame, new_page):
    page = new_page(width=320, has_touch=True)
    page.goto(frame["home"])
    page.locator(".menu__toggle").tap()
    page.locator(".menu--narrow .menu__group > summary").first.tap()
    assert opened(page) == 2
    page.keyboard.press("Escape")
    assert opened(page) == 1
    page.keyboard.press("Escape")
    assert opened(page) == 0
    assert page.evaluate("document.activeElement.className") == "menu__toggle"


def test_a_closed_notice_stays_closed_for_the_visit_alone(frame, new_page):
    page = new_page()
    page.goto(frame["home"])
    page.locator(".notice-bar__close").click()
    assert page.locator(".notices").count() == 0
    assert page.evaluate("document.activeElement.className") == "brand", "the focus is not lost"
    page.goto(frame["standard"])
    assert page.locator(".notices").count() == 0
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    other = new_page()
    other.goto(frame["home"])
    assert other.locator(".notice-bar").is_visible()


def test_without_a_script_nothing_is_offered_that_does_not_work(frame, new_page):
    page = new_page(width=320, java_script_enabled=False, color_scheme="dark")
    page.goto(frame["home"])
    assert page.locator(".notice-bar").is_visible()
    assert not page.locator(".notice-bar__close").is_visible()
    assert not page.locator(".reader").is_visible()
    page.locator(".menu__toggle").click()
    page.locator(".menu--narrow .menu__group > summary").first.click()
    page.locator(".menu--narrow .menu__sublink").nth(1).click()
    page.wait_for_url("**/chuyen-muc/**")


def test_a_choice_is_on_the_page_before_it_is_painted(frame, new_page):
    page = new_page()
    chosen(page, theme="dark", text="150")
    page.route("**/reader.js", lambda route: route.abort())
    page.goto(frame["home"])
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert background(page) != "rgb(255, 255, 255)"


def test_closed_storage_breaks_nothing(frame, new_page):
    page = new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, {get() { throw new DOMException('closed'); }});"
    )
    page.goto(frame["home"])
    page.locator('[data-reader-set="dark"]').click()
    page.locator(".notice-bar__close").click()
    assert background(page) != "rgb(255, 255, 255)"
    assert page.locator(".notices").count() == 0
    assert complaints == []
