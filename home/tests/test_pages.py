"""The home page, standard pages and the frame of every page: header, menu, breadcrumbs, footer."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.media.tests.made import jpeg
from cms.workflow import service
from home.models import PortalSettings, StandardPage
from news.models import Category, GalleryImage

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def part(html: str, beginning: str, end: str) -> str:
    start = html.index(beginning)
    return html[start : html.index(end, start)]


@pytest.fixture
def agency(portal):
    settings = PortalSettings.for_site(portal.site)
    settings.agency_name = "Sở Nội vụ tỉnh Thanh Giang"
    settings.superior_body = "Ủy ban nhân dân tỉnh Thanh Giang"
    settings.address = "Số 1 đường Trần Hưng Đạo"
    settings.telephone = "0200 000 0000"
    settings.email = "sonoivu@thanhgiang.example"
    settings.responsible_person = "Trần Quốc Hưng, Chánh Văn phòng"
    settings.links = [
        ("link", {"title": "Cổng của tỉnh", "url": "https://thanhgiang.example"}),
        ("link", {"title": "Lạ", "url": "javascript:alert(1)"}),
    ]
    settings.save()
    return settings


def test_a_new_portal_has_a_home_page(client, portal):
    html = read(client, "/")
    assert '<html lang="vi">' in html
    assert html.count("<h1") == 1
    assert 'class="empty"' in html


def test_header_and_footer_say_whose_portal_it_is_and_who_is_responsible(client, agency):
    html = read(client, "/")
    header = part(html, "<header", "</header>")
    assert "Sở Nội vụ tỉnh Thanh Giang" in header
    assert "Ủy ban nhân dân tỉnh Thanh Giang" in header
    footer = part(html, "<footer", "</footer>")
    for text in (
        "<strong>Trần Quốc Hưng, Chánh Văn phòng</strong>",
        "Số 1 đường Trần Hưng Đạo",
        'href="tel:02000000000"',
        'href="mailto:sonoivu@thanhgiang.example"',
        'href="https://thanhgiang.example"',
    ):
        assert text in footer
    assert "javascript:" not in html


def test_a_logo_takes_the_emblems_place(client, agency):
    assert 'class="emblem"' in read(client, "/")
    agency.logo = get_image_model().objects.create(
        title="Biểu trưng", file=ContentFile(jpeg(60, 60), name="logo.jpg")
    )
    agency.save()
    html = read(client, "/")
    assert 'class="brand__logo"' in html
    assert 'class="emblem"' not in html


def test_the_menu_holds_the_pages_of_the_menu_and_the_categories_of_public_stories(
    client, published, make_story, reporter
):
    told, drafts_only = Category.objects.all()[:2]
    published(category=told)
    make_story(reporter, category=drafts_only)
    menu = part(read(client, "/"), '<nav class="menu menu--wide"', "</nav>")
    for page in Page.objects.filter(show_in_menus=True, live=True):
        assert f'href="{page.get_url()}"' in menu
    categories = re.findall(r'href="/tin-tuc-su-kien/chuyen-muc/([^"]+)/"', menu)
    assert categories == [told.slug]
    assert "Tuyên bố về khả năng tiếp cận" not in menu
    # Whoever comes to the other all the same is told kindly.
    assert "Chưa có tin nào ở đây." in read(client, f"/tin-tuc-su-kien/chuyen-muc/{drafts_only.slug}/")


def test_a_page_that_is_not_public_is_not_in_the_menu(client, portal):
    draft = StandardPage(title="Trang nháp", slug="trang-nhap", show_in_menus=True, live=False)
    portal.home.add_child(instance=draft)
    assert "Trang nháp" not in read(client, "/")


def test_pages_below_a_page_are_the_menus_second_level(client, portal):
    parent = StandardPage.objects.get(slug="gioi-thieu")
    child = StandardPage(title="Cơ cấu tổ chức", slug="co-cau-to-chuc", show_in_menus=True, live=False)
    parent.add_child(instance=child)
    child.save_revision(log_action=False)
    service.found(child)
    html = read(client, "/gioi-thieu/co-cau-to-chuc/")
    menu = part(html, '<nav class="menu menu--wide"', "</nav>")
    assert 'href="/gioi-thieu/co-cau-to-chuc/" aria-current="page"' in menu
    breadcrumbs = part(html, '<nav class="breadcrumbs', "</nav>")
    assert re.findall(r'href="([^"]+)"', breadcrumbs) == ["/", "/gioi-thieu/"]
    assert '<span aria-current="page">Cơ cấu tổ chức</span>' in breadcrumbs


def test_the_menu_marks_where_the_reader_is(client, published):
    story = published()
    html = read(client, story.url)
    menu = part(html, '<nav class="menu menu--wide"', "</nav>")
    assert 'href="/tin-tuc-su-kien/" aria-current="true"' in menu
    assert f'chuyen-muc/{story.category.slug}/" aria-current="true"' in menu
    breadcrumbs = part(html, '<nav class="breadcrumbs', "</nav>")
    assert re.findall(r'href="([^"]+)"', breadcrumbs) == [
        "/",
        "/tin-tuc-su-kien/",
        f"/tin-tuc-su-kien/chuyen-muc/{story.category.slug}/",
    ]


def test_the_public_reads_vietnamese_whatever_the_browser_asks_for(client, published):
    story = published()
    vietnamese = client.get(story.url, headers={"accept-language": "vi"}).content
    english = client.get(story.url, headers={"accept-language": "en"}).content
    assert english == vietnamese


def test_a_standard_page_is_printed(client, portal):
    html = read(client, "/gioi-thieu/")
    assert '<h1 class="story__title">Giới thiệu</h1>' in html
    assert re.search(r'<h2 class="heading"[^>]*>Chức năng, nhiệm vụ</h2>', html)


def test_the_page_that_says_how_to_reach_the_office_leads_to_the_form(client, portal):
    link = f'<a class="button" href="{reverse("contact")}">'
    assert link in part(read(client, "/lien-he/"), "<main", "</main>")
    StandardPage.objects.filter(slug="lien-he").update(title="Địa chỉ")
    assert link in part(read(client, "/lien-he/"), "<main", "</main>"), "whatever it is called"
    assert reverse("contact") not in part(read(client, "/gioi-thieu/"), "<main", "</main>")


def test_an_empty_standard_page_can_be_previewed(portal):
    page = StandardPage(title="Chưa có gì")
    page.set_url_path(portal.home)
    response = page.make_preview_request()
    response.render()
    assert "Chưa có gì" in response.content.decode()
    assert "None" not in response.content.decode()


@pytest.fixture
def stories_with_pictures(make_story, publish, reporter, chief):
    """Publish so many stories with a picture, in three categories, one in two with a gallery."""

    def make(number: int) -> None:
        for count in range(number):
            image = get_image_model().objects.create(
                title="Ảnh", file=ContentFile(jpeg(30 + count, 20), name="anh.jpg")
            )
            story = make_story(
                reporter,
                title=f"Tin số {number}.{count}",
                category=Category.objects.all()[count % 3],
                lead_image=image,
                lead_image_alt="Toàn cảnh hội trường",
            )
            if count % 2:
                story.gallery_images.add(GalleryImage(image=image, alt="Đại biểu tham dự"))
                story.save_revision(user=reporter, log_action=True)
            publish(type(story).objects.get(pk=story.pk), reporter, chief)

    return make


def count_queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_cost_the_same_with_few_and_with_many_stories(client, portal, stories_with_pictures):
    stories_with_pictures(10)
    addresses = ("/", "/tin-tuc-su-kien/", "/thu-vien-anh/")
    few = {address: count_queries(client, address) for address in addresses}
    stories_with_pictures(20)
    many = {address: count_queries(client, address) for address in addresses}
    assert many == few
    assert max(many.values()) <= 20


def test_the_home_page_shows_the_newest_first_and_every_story_once(client, portal, stories_with_pictures):
    stories_with_pictures(9)
    html = read(client, "/")
    titles = re.findall(r"Tin số 9\.[0-9]+", part(html, "<main", "</main>"))
    assert titles[0] == "Tin số 9.8"
    assert len(titles) == len(set(titles)) == 9
    assert "#thu-vien-anh" in html
    assert html.count('fetchpriority="high"') == 1
