"""A story's page and the ways through the archive in a browser: screens, keyboard, voice, no script, paper."""

import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from pypdf import PdfReader
from wagtail.images import get_image_model

from cms.media.tests.made import jpeg
from news.models import ConferenceReportPage, Contribution, Correction, GalleryImage, Speech

from .voice import voice
from .waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def places(live_server, served_portal, make_story, publish, reporter, chief, once):
    """A long conference report with everything, stories around it; the addresses of the pages."""

    def build():
        publish(make_story(reporter, title="Tin trước đó"), reporter, chief)
        image = get_image_model().objects.create(
            title="Ảnh", file=ContentFile(jpeg(1200, 800), name="hoi-truong.jpg")
        )
        story = make_story(
            reporter,
            conference=True,
            title="Hội nghị sơ kết giữa nhiệm kỳ thực hiện nghị quyết đại hội",
            lead="Sáng 26/5, Sở Nội vụ tổ chức hội nghị.",
            lead_image=image,
            lead_image_alt="Toàn cảnh hội trường",
            lead_image_caption="Quang cảnh hội nghị",
            event_name="Hội nghị sơ kết giữa nhiệm kỳ",
            start_date=date(2023, 5, 26),
            location="Hội trường A",
            body=[
                ("heading", {"text": "Kết quả nổi bật", "level": "h2"}),
                ("paragraph", "<p>Câu đầu tiên.</p><ul><li>Gạch đầu dòng</li></ul>"),
                ("heading", {"text": "Cải cách hành chính", "level": "h3"}),
                ("paragraph", f"<p>{'Nội dung chi tiết của báo cáo. ' * 180}</p>"),
                ("heading", {"text": "Nhiệm vụ thời gian tới", "level": "h2"}),
                ("paragraph", "<p>Câu cuối cùng.</p>"),
            ],
        )
        for order, (name, position) in enumerate(
            (("Hoàng Lê Duy", "Bí thư Chi đoàn Sở Nội vụ"), ("Nguyễn Thị Ánh", "Giám đốc Sở"))
        ):
            story.speeches.add(
                Speech(
                    speaker=name,
                    position=position,
                    honorific="dong_chi",
                    topic="Vai trò của đoàn viên",
                    text=f"<p>Lời của {name}.</p>",
                    sort_order=order,
                )
            )
        story.gallery_images.add(GalleryImage(image=image, alt="Đại biểu dự hội nghị", caption="Đại biểu"))
        story.contributions.add(
            Contribution(name="Bùi Văn Tuấn", position="Chánh Văn phòng", wrote_news=True)
        )
        story.corrections.add(Correction(date=date(2023, 5, 28), text="Số đại biểu đúng là 120."))
        story.tags.add("cải cách hành chính")
        story.save_revision(user=reporter, log_action=True)
        story = publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief)
        publish(make_story(reporter, title="Tin sau đó"), reporter, chief)
        below = "/tin-tuc-su-kien/"
        published = story.first_published_at
        return {
            "story": story.get_url_parts()[2],
            "year": f"{below}{published.year}/",
            "tag": f"{below}tu-khoa/cai-cach-hanh-chinh/",
            "category": f"{below}chuyen-muc/{story.category.slug}/",
            "speakers": f"{below}nguoi-phat-bieu/",
            "speaker": f"{below}nguoi-phat-bieu/hoang-le-duy/",
            "event": f"{below}su-kien/hoi-nghi-so-ket-giua-nhiem-ky-26-5-2023/",
        }

    return once(build)


def test_the_list_of_contents_and_the_speakers_lead_to_their_places(live_server, places, new_page):
    page = new_page()
    page.goto(live_server.url + places["story"])
    assert page.locator(".toc__link").all_text_contents() == [
        "Kết quả nổi bật",
        "Cải cách hành chính",
        "Nhiệm vụ thời gian tới",
    ]
    page.locator(".toc__link").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#muc-nhiem-vu-thoi-gian-toi")
    assert page.locator("#muc-nhiem-vu-thoi-gian-toi").is_visible()
    page.locator(".event__to-speech").nth(1).click()
    assert page.evaluate("document.querySelector(':target .speech__speaker').textContent.trim()") == (
        "Đồng chí Nguyễn Thị Ánh"
    )


def test_the_keyboard_goes_from_a_story_to_its_speaker_its_event_and_back(live_server, places, new_page):
    page = new_page()
    page.goto(live_server.url + places["story"])
    for selector, path in (
        (".event__speakers a", places["speaker"]),
        (".said__event a", places["event"]),
        (".said__topic a", places["story"]),
    ):
        page.locator(selector).first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, path=path: path in url)


def test_the_link_is_copied_and_it_is_said(live_server, places, new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + places["story"])
    button = page.locator("[data-copy]")
    button.focus()
    page.keyboard.press("Enter")
    wait_until(page, "document.querySelector('[data-said]').textContent !== ''")
    assert page.locator("[data-said]").text_content() == button.get_attribute("data-copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(places["story"])
    assert page.evaluate("document.activeElement.hasAttribute('data-copy')")


def test_without_the_clipboard_the_link_is_copied_all_the_same(live_server, places, new_page):
    page = new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(live_server.url + places["story"])
    page.locator("[data-copy]").click()
    wait_until(page, "document.querySelector('[data-said]').textContent !== ''")
    said = page.locator("[data-said]").text_content()
    assert said == page.locator("[data-copy]").get_attribute("data-copied")
    assert page.locator("body > textarea").count() == 0


def test_printing_is_one_press_away(live_server, places, new_page):
    page = new_page()
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(live_server.url + places["story"])
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed")


@pytest.mark.parametrize("languages", [[], ["en-US", "vie"]])
def test_without_a_vietnamese_voice_nothing_is_offered(live_server, places, new_page, languages):
    page = new_page()
    page.add_init_script(voice(*languages))
    page.goto(live_server.url + places["story"])
    assert not page.locator("[data-listen]").is_visible()


def test_a_voice_that_comes_late_is_offered_then(live_server, places, new_page):
    page = new_page()
    page.add_init_script(voice())
    page.goto(live_server.url + places["story"])
    page.evaluate("window.voices = ['vi']; speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    assert page.locator("[data-listen]").is_visible()


def test_the_story_is_read_in_its_order(live_server, places, new_page):
    page = new_page()
    page.add_init_script(voice("en-GB", "vi-VN"))
    page.goto(live_server.url + places["story"])
    page.locator("[data-listen-play]").click()
    wait_until(page, "window.said.length && document.querySelector('[data-listen-stop]').hidden")
    said = page.evaluate("window.said")
    assert said[:5] == [
        "Hội nghị sơ kết giữa nhiệm kỳ thực hiện nghị quyết đại hội",
        "Sáng 26/5, Sở Nội vụ tổ chức hội nghị.",
        "Kết quả nổi bật",
        "Câu đầu tiên.",
        "Gạch đầu dòng",
    ]
    assert said.index("Câu cuối cùng.") < said.index("Lời của Hoàng Lê Duy.") == len(said) - 6
    assert said[-1] == "Lời của Nguyễn Thị Ánh."
    assert max(map(len, said)) <= 220
    assert page.evaluate("window.saidIn") == ["vi-VN", "vi-VN"]


def test_reading_pauses_goes_on_and_stops(live_server, places, new_page):
    page = new_page()
    page.add_init_script(voice("vi_VN") + "window.slow = true;")
    page.goto(live_server.url + places["story"])
    play, stop = page.locator("[data-listen-play]"), page.locator("[data-listen-stop]")
    begin, pause, go_on = (
        play.text_content().strip(),
        play.get_attribute("data-pause"),
        play.get_attribute("data-go-on"),
    )
    play.focus()
    page.keyboard.press("Enter")
    assert play.text_content().strip() == pause
    page.evaluate("speechSynthesis.current.onend({})")
    assert len(page.evaluate("window.said")) == 2
    page.keyboard.press("Enter")
    assert play.text_content().strip() == go_on
    assert page.evaluate("speechSynthesis.current") is None
    page.keyboard.press("Enter")
    # The piece that was being read is read again.
    assert page.evaluate("window.said.slice(1)") == ["Sáng 26/5, Sở Nội vụ tổ chức hội nghị."] * 2
    stop.focus()
    page.keyboard.press("Enter")
    assert play.text_content().strip() == begin
    assert not stop.is_visible()
    assert page.evaluate("document.activeElement.hasAttribute('data-listen-play')")


def test_without_a_script_the_ways_lead_on_and_nothing_dead_is_offered(live_server, places, new_page):
    page = new_page(width=390, java_script_enabled=False)
    page.goto(live_server.url + places["story"])
    for selector in ("[data-listen]", "[data-copy]", "[data-print]"):
        assert not page.locator(selector).is_visible()
    assert page.locator(".share__way:visible").all_text_contents() == ["Facebook", "Zalo"]
    page.locator(".tag").first.click()
    page.wait_for_url("**" + places["tag"])
    page.locator(".story-card__title a").first.click()
    page.wait_for_url("**" + places["story"])
    page.locator(".neighbours__link").first.click()
    page.wait_for_url("**/tin-truoc-do/")
    page.goto(live_server.url + places["speakers"])
    page.locator(".people__name").first.click()
    page.wait_for_url("**/nguyen-thi-anh/")


def test_a_story_on_paper_says_what_it_is_and_where_it_stands(live_server, places, new_page):
    page = new_page()
    page.goto(live_server.url + places["story"])
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    for words in (
        "Hội nghị sơ kết giữa nhiệm kỳ thực hiện nghị quyết đại hội",
        "Số đại biểu đúng là 120.",
        "Quang cảnh hội nghị",
        "Hội trường A",
        "Câu cuối cùng.",
        "Lời của Nguyễn Thị Ánh.",
        "Bùi Văn Tuấn, Chánh Văn phòng",
    ):
        assert words in text, words
    # A long address is broken at the end of a line.
    assert places["story"] in text.replace(" ", "")
    for words in ("Facebook", "Tin trước đó", "Tin sau đó"):
        assert words not in text, words
    assert any(sheet.images for sheet in pdf.pages)


def test_the_script_of_a_story_is_small(live_server, places, new_page):
    page = new_page()
    sizes = {}
    page.on("response", lambda response: sizes.update({response.url.split("/")[-1]: len(response.body())}))
    page.goto(live_server.url + places["story"], wait_until="networkidle")
    assert 0 < sizes["story.js"] <= 6 * 1024
