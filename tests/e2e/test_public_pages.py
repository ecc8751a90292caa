"""The public pages in a browser: the keyboard, no script, weight, paper."""

import gzip
from datetime import date

import pytest
from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from cms.media.tests.made import encoded
from cms.media.tests.photographs import photograph
from home.models import PortalSettings
from news.models import ConferenceReportPage, Contribution, Correction, GalleryImage, Speech

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def portal_with_story(served_portal, make_story, publish, reporter, chief, once):
    """A portal with a conference report that has everything, and a plain story; returns the pages' paths."""

    def build():
        settings = PortalSettings.for_site(served_portal.site)
        settings.agency_name = "Sở Nội vụ tỉnh Thanh Giang"
        settings.superior_body = "Ủy ban nhân dân tỉnh Thanh Giang"
        settings.address = "Số 1 đường Trần Hưng Đạo, phường Thanh Sơn, tỉnh Thanh Giang"
        settings.telephone = "0200 000 0000"
        settings.email = "sonoivu@thanhgiang.example"
        settings.responsible_person = "Trần Quốc Hưng, Chánh Văn phòng"
        settings.save()
        publish(make_story(reporter, title="Tin ngắn không ảnh"), reporter, chief)
        images = [
            get_image_model().objects.create(
                title="Ảnh",
                file=ContentFile(encoded(photograph(1600, 1067, seed), quality=92), name="anh.jpg"),
            )
            for seed in range(2)
        ]
        story = make_story(
            reporter,
            conference=True,
            title="ĐẢNG BỘ SỞ NỘI VỤ: Ậ Ễ Ộ – hội nghị sơ kết giữa nhiệm kỳ thực hiện nghị quyết đại hội",
            lead_image=images[0],
            lead_image_alt="Toàn cảnh hội trường",
            lead_image_caption="Quang cảnh hội nghị",
            start_date=date(2023, 5, 26),
            location="Hội trường A",
            source_name="Báo Thanh Giang",
            source_url="https://bao.example/tin",
            body=[
                ("paragraph", '<p>Mở đầu <a href="https://a.example">liên kết</a>.</p><ul><li>Một</li></ul>'),
                ("heading", {"text": "Kết quả nổi bật", "level": "h2"}),
                ("ordinal_list", {"items": ["<p>Đẩy mạnh tuyên truyền.</p>", "<p>Tăng cường kiểm tra.</p>"]}),
                ("quotation", {"text": "<p>Lời</p>", "speaker": "Nguyễn Văn An", "position": "Giám đốc"}),
                ("key_figure", {"value": "98,5%", "label": "hồ sơ đúng hạn", "source": "Báo cáo"}),
                (
                    "table",
                    {
                        "columns": [
                            {"type": "text", "heading": "Đơn vị"},
                            {"type": "number", "heading": "Số hồ sơ"},
                        ],
                        "rows": [{"values": ["Xã Mường Thao và các bản vùng cao", "1.234"]}],
                        "caption": "Kết quả theo xã",
                    },
                ),
                ("video", {"url": "https://video.example/x", "title": "Phóng sự ngắn"}),
            ],
        )
        story.speeches.add(
            Speech(speaker="Hoàng Thị Cúc", position="Bí thư", text="<p>Lời phát biểu.</p>", is_excerpt=True)
        )
        story.gallery_images.add(
            GalleryImage(image=images[0], alt="Cảnh một", caption="Đại biểu tham dự", sort_order=0),
            GalleryImage(image=images[1], decorative=True, sort_order=1),
        )
        story.contributions.add(
            Contribution(name="Bùi Văn Tuấn", position="Chánh Văn phòng", wrote_news=True)
        )
        story.corrections.add(Correction(date=date(2023, 5, 28), text="Số đại biểu đúng là 120."))
        story.tags.add("cải cách hành chính")
        story.save_revision(user=reporter, log_action=True)
        story = publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief)
        return {
            "home": "/",
            "story": story.get_url_parts()[2],
            "index": "/tin-tuc-su-kien/",
            "albums": "/thu-vien-anh/",
            "standard": "/gioi-thieu/",
            "not-found": "/khong-co/",
        }

    return once(build)


def test_the_keyboard_reaches_the_content_and_the_menu(live_server, portal_with_story, new_page):
    page = new_page()
    page.goto(live_server.url + portal_with_story["story"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"

    page.goto(live_server.url + portal_with_story["story"])
    for _step in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**" + portal_with_story["index"])


def test_everything_works_without_a_script(live_server, portal_with_story, new_page):
    page = new_page(width=390, java_script_enabled=False)
    page.goto(live_server.url + "/")
    page.locator(".menu__toggle").click()
    page.locator(".menu--narrow .menu__group > summary").first.click()
    page.locator(".menu--narrow .menu__sublink").first.click()
    page.wait_for_url("**" + portal_with_story["index"])
    page.locator(".story-card__title a").first.click()
    page.wait_for_url("**" + portal_with_story["story"])
    page.locator(".gallery .enlarge").first.click()
    page.wait_for_url("**" + portal_with_story["story"] + "anh/1/")


CLS = """() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { shift += entry.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(shift), 500);
})"""


def test_a_story_is_light_stands_still_and_loads_nothing_from_elsewhere(
    live_server, portal_with_story, new_page
):
    page = new_page(width=390, height=844)
    hosts, bodies = set(), []
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("response", lambda response: bodies.append(response))
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(live_server.url + portal_with_story["story"], wait_until="networkidle")
    assert hosts == {live_server.url.removeprefix("http://")}
    assert complaints == []
    # The beacon counts the reading and is answered with nothing (204).
    assert {response.status for response in bodies if "/luot-xem/" in response.url} <= {204}
    bodies = [response for response in bodies if "/luot-xem/" not in response.url]
    assert all(response.status == 200 for response in bodies)
    assert sum(len(response.body()) for response in bodies) < 250 * 1024
    assert sum(response.url.endswith(".woff2") for response in bodies) == 2
    scripts = [gzip.compress(response.body()) for response in bodies if ".js" in response.url]
    assert 0 < sum(map(len, scripts)) <= 15 * 1024
    assert page.evaluate(CLS) <= 0.02


def test_on_paper_there_is_the_story_and_no_menu(live_server, portal_with_story, new_page):
    page = new_page()
    page.goto(live_server.url + portal_with_story["story"])
    page.emulate_media(media="print")
    for selector in (".menu--wide", ".breadcrumbs", ".aside"):
        assert not page.locator(selector).first.is_visible()
    for selector in (".story__title", ".byline", ".footer__name", ".corrections"):
        assert page.locator(selector).first.is_visible()
