"""The page of a story: what a reader sees, what a preview of an empty draft shows, and what it costs."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.media.tests.made import jpeg, pdf
from news.models import (
    Attachment,
    ConferenceReportPage,
    Contribution,
    Correction,
    Event,
    GalleryImage,
    NewsArticlePage,
    RelatedStory,
    Speech,
    ViewCount,
)

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def picture(width: int = 60, height: int = 40):
    return get_image_model().objects.create(
        title="Hội trường", file=ContentFile(jpeg(width, height), name="anh.jpg")
    )


def document(title: str = "Kế hoạch"):
    return get_document_model().objects.create(title=title, file=ContentFile(pdf(), name="ke-hoach.pdf"))


def read(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def full_story(make_story, publish, reporter, chief):
    """A conference report with everything that a story can have."""
    earlier = publish(make_story(reporter, title="Tin trước đó"), reporter, chief)
    story = make_story(
        reporter,
        conference=True,
        title="Hội nghị sơ kết",
        location="Hội trường A",
        chair="Đồng chí Nguyễn Văn An, Giám đốc Sở",
        start_date=date(2023, 5, 26),
        lead_image=picture(),
        lead_image_alt="Toàn cảnh hội trường",
        lead_image_caption="Quang cảnh hội nghị",
        lead_image_credit="Bùi Văn Tuấn",
        source_name="Báo Thanh Giang",
        source_url="https://bao.example/tin",
        body=[
            ("paragraph", "<p>Mở đầu.</p>"),
            ("speech", {"number": 2}),
            ("ordinal_list", {"items": ["<p>Đẩy mạnh tuyên truyền.</p>", "<p>Tăng cường kiểm tra.</p>"]}),
        ],
    )
    story.speeches.add(
        Speech(
            speaker="Lê Văn Bình", honorific="ong", kind="khai_mac", text="<p>Lời khai mạc.</p>", sort_order=0
        ),
        Speech(
            speaker="Hoàng Thị Cúc",
            honorific="dong_chi",
            position="Bí thư Chi đoàn",
            topic="Vai trò của đoàn viên",
            text="<p>Phần đầu.</p><p>Phần cuối</p>",
            is_excerpt=True,
            sort_order=1,
        ),
    )
    for number in range(3):
        story.gallery_images.add(
            GalleryImage(
                image=picture(),
                alt=f"Cảnh {number}",
                caption=f"Chú thích {number}",
                credit="Lê Mai",
                sort_order=number,
            )
        )
    story.contributions.add(
        Contribution(
            name="Bùi Văn Tuấn",
            position="Chánh Văn phòng",
            wrote_news=True,
            wrote_article=True,
            took_photos=True,
        )
    )
    story.attachments.add(Attachment(document=document()))
    story.related.add(RelatedStory(target=earlier.storypage_ptr))
    story.corrections.add(Correction(date=date(2023, 5, 28), text="Số đại biểu đúng là 120."))
    story.tags.add("cải cách hành chính")
    story.save_revision(user=reporter, log_action=True)
    story = publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief)
    ViewCount.objects.create(story=story.storypage_ptr, total=1234)
    return story


def test_everything_of_a_story_is_printed(client, full_story):
    html = read(client, full_story)
    for text in (
        '<h1 class="story__title" data-read>Hội nghị sơ kết</h1>',
        "1.234",
        "Quang cảnh hội nghị",
        "Toàn cảnh hội trường",
        "Bùi Văn Tuấn",
        "Tin, bài, ảnh: <strong>Bùi Văn Tuấn, Chánh Văn phòng</strong>",
        "Hội trường A",
        "Ngày 26/5/2023",
        "Số đại biểu đúng là 120.",
        "Chủ nhật, ngày 28/5/2023",
        "https://bao.example/tin",
        "cải cách hành chính",
        "Tin trước đó",
        'id="anh-3"',
        "Chú thích 2",
    ):
        assert text in html, text
    assert html.index("Số đại biểu đúng") < html.index("story__lead") < html.index("Mở đầu.")


def test_a_speech_stands_where_its_block_is_and_the_others_after_the_text(client, full_story):
    html = read(client, full_story)
    texts = ("Mở đầu.", 'id="phat-bieu-2"', "Đẩy mạnh tuyên truyền", 'id="phat-bieu-1"')
    places = [html.index(text) for text in texts]
    assert places == sorted(places)
    # Once in the list of those who spoke, once at the speech, each linked to all that is public of that name.
    for words in ("Đồng chí <a", "Ông <a"):
        assert html.count(words) == 2
    for slug in ("hoang-thi-cuc", "le-van-binh"):
        assert html.count(f'href="/tin-tuc-su-kien/nguoi-phat-bieu/{slug}/"') == 2
    assert html.index('href="#phat-bieu-2"') < html.index('id="phat-bieu-2"') < html.index('id="phat-bieu-1"')


def test_an_excerpt_has_its_dots_and_a_whole_speech_has_no_marks(client, full_story):
    html = read(client, full_story)
    assert "<p>“…&nbsp;Phần đầu.</p><p>Phần cuối&nbsp;…”</p>" in html
    assert "<p>Lời khai mạc.</p>" in html


def test_the_ordinal_words_are_text(client, full_story):
    html = read(client, full_story)
    assert '<p><strong class="ordinal__label">Một là,</strong> Đẩy mạnh tuyên truyền.</p>' in html
    assert '<p><strong class="ordinal__label">Hai là,</strong> Tăng cường kiểm tra.</p>' in html


def test_the_date_is_written_as_an_office_does(client, published):
    story = published()
    type(story).objects.filter(pk=story.pk).update(
        first_published_at=datetime(2023, 5, 26, 8, 5, tzinfo=VIETNAM)
    )
    html = read(client, story)
    assert "Thứ Sáu, ngày 26/5/2023, 08:05" in html
    assert 'datetime="2023-05-26T08:05+07:00"' in html


def test_the_first_picture_comes_first_and_the_others_wait(client, full_story):
    html = read(client, full_story)
    assert html.count('fetchpriority="high"') == 1
    assert html.count('loading="lazy"') == 3
    # Each of the gallery twice: in the list, and in the template that the lightbox opens.
    assert html.count('type="image/webp"') == 7


def test_a_picture_comes_in_three_widths_and_never_larger(client, published):
    html = read(client, published(lead_image=picture(1600, 1067), lead_image_alt="Toàn cảnh hội trường"))
    assert re.findall(r"[0-9]+w\b", html) == ["400w", "800w", "1200w"] * 3
    assert 'width="800"' in html
    assert 'height="533"' in html


def test_a_picture_that_is_lost_leaves_its_place_and_its_words(client, make_story, publish, reporter, chief):
    image = picture()
    story = make_story(reporter, lead_image=image, lead_image_alt="Toàn cảnh hội trường")
    story = publish(story, reporter, chief)
    image.renditions.all().delete()
    image.file.storage.delete(image.file.name)
    html = read(client, story)
    assert '<svg width="60" height="40" aria-hidden="true"></svg>' in html
    assert "Toàn cảnh hội trường" in html
    assert image.renditions.count() == 0


def test_a_story_that_was_taken_down_is_not_recommended(client, full_story):
    Page.objects.filter(title="Tin trước đó").update(live=False)
    assert "Tin trước đó" not in read(client, full_story)


def preview(page) -> str:
    response = page.make_preview_request()
    if hasattr(response, "render"):
        response.render()
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("model", [NewsArticlePage, ConferenceReportPage])
def test_an_empty_draft_can_be_previewed(portal, model):
    page = model(title="Chưa có gì", lead="")
    page.set_url_path(portal.news_index)
    html = preview(page)
    assert "Chưa có gì" in html
    assert "<time" not in html
    assert "None" not in html


def test_the_preview_shows_the_rows_of_the_draft_and_not_those_of_the_public(full_story, reporter):
    draft = full_story.get_latest_revision_as_object()
    draft.gallery_images.clear()
    draft.corrections.add(Correction(date=date(2023, 6, 1), text="Lời đính chính mới."))
    html = preview(draft)
    assert "Chú thích 1" not in html
    assert "Lời đính chính mới." in html


def test_only_the_preview_says_that_a_speech_is_missing(client, make_story, publish, reporter, chief):
    story = make_story(reporter, conference=True, body=[("speech", {"number": 7})])
    assert "preview-hint" in preview(story)
    story.speeches = [Speech(speaker="Nguyễn Thị An", text="<p>Kính thưa hội nghị.</p>")]
    story.body = [("speech", {"number": 1})]
    story.save_revision(user=reporter)
    story = publish(story, reporter, chief)
    assert "preview-hint" not in read(client, story)


def test_what_people_type_is_text_and_never_markup(client, make_story, publish, reporter, chief):
    evil = "<img src=x onerror=alert(1)>"
    story = make_story(
        reporter,
        conference=True,
        title=f"Tin {evil}",
        lead=evil,
        event_name=evil,
        chair=evil,
        body=[
            ("heading", {"text": evil, "level": "h2"}),
            ("quotation", {"text": "<p>Lời</p>", "speaker": evil, "position": evil}),
            ("key_figure", {"value": evil, "label": evil, "source": evil}),
        ],
    )
    story.speeches.add(Speech(speaker=evil, position=evil, topic=evil, text="<p>Lời</p>"))
    story.contributions.add(Contribution(name=evil, position=evil, wrote_news=True))
    story.tags.add(evil)
    story.save_revision(user=reporter, log_action=True)
    html = read(client, publish(type(story).objects.get(pk=story.pk), reporter, chief))
    assert "<img src=x" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") >= 12


def test_addresses_that_are_none_of_the_web_are_not_linked(make_story, reporter):
    # A submission of such a story is refused; its preview must be harmless too.
    story = make_story(
        reporter,
        source_name="Nguồn lạ",
        source_url="https://example.com/",
        body=[("video", {"url": "javascript:alert(1)", "title": "Phóng sự"})],
    )
    story.source_url = "javascript:alert(1)"
    html = preview(story)
    assert "javascript:" not in html
    assert "Nguồn lạ" in html


def count_queries(client, page) -> int:
    """Count the queries of a page that is not cached, content types and the site's roots being known."""
    client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.url).status_code == 200
    return len(captured)


def test_a_plain_story_costs_ten_queries_however_many_stories_there_are(client, published, many_stories):
    story = published()
    few = count_queries(client, story)
    many_stories(200)
    assert count_queries(client, story) <= 10
    assert few <= 10


def test_a_picture_costs_one_query_more(client, published):
    plain = count_queries(client, published())
    assert (
        count_queries(client, published(lead_image=picture(), lead_image_alt="Toàn cảnh hội trường"))
        <= plain + 1
    )


def test_what_a_report_has_costs_one_query_each(client, published, make_story, publish, reporter, chief):
    plain = count_queries(client, published())
    event = Event.objects.create(name="Hội nghị sơ kết", start_date=date(2023, 5, 26))
    report = make_story(reporter, conference=True, event=event, **event.as_story_fields())
    report.lead_image, report.lead_image_alt = picture(), "Toàn cảnh"
    report.gallery_images.add(
        *(GalleryImage(image=picture(), alt="Cảnh", sort_order=row) for row in range(3))
    )
    report.speeches.add(Speech(speaker="Lê Văn Bình", text="<p>Lời.</p>"))
    report.save_revision(user=reporter, log_action=True)
    report = publish(ConferenceReportPage.objects.get(pk=report.pk), reporter, chief)
    # The gallery, what has been made of all pictures – the lead picture's among them –, and the speeches.
    assert count_queries(client, report) <= plain + 3


def test_every_kind_of_row_costs_one_query_each(client, full_story, published):
    # Those, and attachments, related stories, corrections, keywords.
    assert count_queries(client, full_story) <= count_queries(client, published()) + 7


@pytest.mark.django_db(transaction=True)
def test_a_report_with_every_kind_of_row_costs_ten_queries_beside_what_pages_share(client, full_story):
    assert count_queries(client, full_story) <= 10


def test_a_story_costs_the_same_with_three_pictures_and_with_thirteen(
    client, full_story, reporter, chief, publish
):
    few = count_queries(client, full_story)
    story = full_story.get_latest_revision_as_object()
    for number in range(3, 13):
        story.gallery_images.add(GalleryImage(image=picture(), alt="Cảnh", sort_order=number))
    story.body.extend([("picture", {"image": picture(), "alt": "Ảnh trong bài", "decorative": False})])
    story.body.extend([("speech", {"number": 1})])
    story.save_revision(user=reporter, log_action=True)
    more = publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief)
    # One more: the pictures that stand in the text, all at once.
    assert count_queries(client, more) <= few + 1


def test_nothing_of_a_story_hinders_a_cache_for_everybody(client, full_story):
    response = client.get(full_story.url)
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert "csrf" not in response.content.decode()
