"""Thư viện ảnh: albums come from stories that have galleries, by their event and its day."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images import get_image_model

from cms.media.tests.made import jpeg
from news.models import ConferenceReportPage, GalleryImage, NewsArticlePage, StoryPage, public_albums
from news.models.albums import PER_PAGE

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

ALBUMS = "/thu-vien-anh/"


def stored(width: int = 60, height: int = 40, **fields):
    image = get_image_model()(title="Ảnh", **fields)
    image.file = ContentFile(jpeg(width, height), name="anh.jpg")
    image.save()
    return image


@pytest.fixture
def album(make_story, publish, reporter, chief):
    """Publish a story with a gallery: ``album(pictures=3, on=date(…), published=datetime(…), title="…")``."""

    def make(*, pictures: int = 1, published: datetime | None = None, images=None, **fields) -> StoryPage:
        story = make_story(reporter, **fields)
        for number, image in enumerate(images or [stored() for _ in range(pictures)]):
            story.gallery_images.add(GalleryImage(image=image, alt=f"Cảnh {number}", sort_order=number))
        story.save_revision(user=reporter, log_action=True)
        story = publish(type(story).objects.get(pk=story.pk), reporter, chief)
        if published:
            StoryPage.objects.filter(pk=story.pk).update(first_published_at=published)
        return story

    return make


def day(year: int, month: int, number: int, hour: int = 8) -> datetime:
    return datetime(year, month, number, hour, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def read(client, address: str = ALBUMS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def titles(html: str) -> list[str]:
    return re.findall(r'class="album__title"><a href="[^"]+">([^<]+)</a>', html)


def test_an_album_is_its_event_on_its_day_with_its_number_of_pictures(client, album):
    album(
        pictures=3,
        conference=True,
        title="Tin về hội nghị",
        event_name="Hội nghị sơ kết",
        start_date=date(2023, 5, 26),
        published=day(2024, 1, 2),
    )
    html = read(client)
    assert titles(html) == ["Hội nghị sơ kết"]
    assert re.search(r'class="album__count">3 ', html)
    assert '<time datetime="2023-05-26">26/5/2023</time>' in html
    assert "#thu-vien-anh" in html


def test_albums_stand_by_the_day_of_their_event_under_their_year(client, album):
    album(title="Bài cũ", published=day(2022, 3, 1))
    album(
        conference=True,
        title="x",
        event_name="Hội nghị",
        start_date=date(2023, 5, 26),
        published=day(2024, 1, 2),
    )
    album(title="Bài mới", published=day(2023, 12, 31, 23))
    html = read(client)
    assert titles(html) == ["Bài mới", "Hội nghị", "Bài cũ"]
    assert re.findall(r'id="nam-([0-9]+)"', html) == ["2023", "2022"]


def test_a_year_can_be_chosen_and_goes_along(client, album):
    for number in range(PER_PAGE + 1):
        album(title=f"Bài {number}", published=day(2022, 3, 1 + number))
    album(title="Bài khác năm", published=day(2023, 3, 1))
    html = read(client, f"{ALBUMS}?nam=2022")
    assert len(titles(html)) == PER_PAGE
    assert "Bài khác năm" not in html
    assert "?nam=2022&amp;trang=2" in html
    assert titles(read(client, f"{ALBUMS}?nam=2022&trang=2")) == ["Bài 0"]
    # A year's first moment is that of Vietnam, not of Greenwich.
    album(title="Giao thừa", published=day(2021, 1, 1, 1))
    assert titles(read(client, f"{ALBUMS}?nam=2021")) == ["Giao thừa"]
    assert 'class="empty"' in read(client, f"{ALBUMS}?nam=2020")


def test_the_address_of_a_list_says_its_year_and_the_page_that_is_shown(client, album):
    for number in range(PER_PAGE + 1):
        album(title=f"Bài {number}", published=day(2022, 3, 1 + number))
    album(title="Bài khác năm", published=day(2023, 3, 1))
    for asked, said in (
        ("", ""),
        ("?trang=1&utm_source=zalo", ""),
        ("?trang=2", "?trang=2"),
        ("?trang=99", "?trang=2"),
        ("?nam=2022", "?nam=2022"),
        ("?trang=2&nam=2022", "?nam=2022&amp;trang=2"),
        ("?nam=2023&trang=2", "?nam=2023"),
        ("?nam=2020&trang=5", "?nam=2020"),
        ("?nam=abc", ""),
    ):
        (found,) = re.findall(
            r'<link rel="canonical" href="https?://[^/"]+([^"]*)"', read(client, ALBUMS + asked)
        )
        assert found == ALBUMS + said, asked


def test_every_year_that_is_offered_can_be_chosen(client, album):
    """The year is the event's: one before the portal, or one that is to come."""
    next_year = timezone.localdate().year + 1
    for year in (1985, 2022, next_year):
        album(conference=True, event_name=f"Năm {year}", start_date=date(year, 5, 26))
    offered = re.findall(r'class="chip" href="[^"]*nam=([0-9]+)"', read(client))
    assert offered == [str(next_year), "2022", "1985"]
    for year in offered:
        assert titles(read(client, f"{ALBUMS}?nam={year}")) == [f"Năm {year}"]
    assert len(titles(read(client, f"{ALBUMS}?nam=1984"))) == 3, "no year that can be asked for"


def test_one_year_needs_no_choice(client, album):
    album(published=day(2022, 3, 1))
    assert "?nam=" not in read(client)


def test_only_public_stories_with_a_gallery_are_albums(client, album, make_story, published, reporter):
    published(title="Không có ảnh")
    draft = make_story(reporter, title="Bản nháp có ảnh")
    draft.gallery_images.add(GalleryImage(image=stored(), alt="Cảnh"))
    draft.save_revision(user=reporter, log_action=True)
    gone = album(title="Đã rút")
    StoryPage.objects.filter(pk=gone.pk).update(live=False)
    kept = album(title="Còn đây", pictures=2)
    assert titles(read(client)) == ["Còn đây"]
    assert [story.pk for story in public_albums()] == [kept.pk]


def test_the_cover_is_cut_around_the_focal_point_and_is_the_first_picture_if_the_story_has_none(
    client, album
):
    first = stored(
        1600, 900, focal_point_x=1500, focal_point_y=800, focal_point_width=90, focal_point_height=90
    )
    album(images=[first, stored()])
    html = read(client)
    cover = re.search(r'<div class="album__picture">(.*?)</div>', html, flags=re.DOTALL)[1]
    token = first.file.name.rpartition("/")[2][:16]
    assert token in cover
    assert ".fill-800x533." in cover
    assert ".width-" not in cover
    assert html.count('fetchpriority="high"') == 1


def test_the_storys_lead_picture_is_the_cover_if_it_has_one(client, album):
    lead = stored()
    album(lead_image=lead, lead_image_alt="Toàn cảnh")
    cover = re.search(r'<div class="album__picture">(.*?)</div>', read(client), flags=re.DOTALL)[1]
    assert lead.file.name.rpartition("/")[2][:16] in cover


def test_the_list_costs_the_same_with_few_and_with_many(client, album):
    def cost() -> int:
        read(client)
        with CaptureQueriesContext(connection) as queries:
            read(client)
        return len(queries)

    album(pictures=1)
    album(pictures=1, conference=True)
    few = cost()
    for number in range(6):
        album(pictures=2, conference=number % 2 == 0)
    assert cost() == few
    assert few <= 20
    assert ConferenceReportPage.objects.count() == 4
    assert NewsArticlePage.objects.count() == 4
