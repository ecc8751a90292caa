"""A draft is saved however incomplete it is; a submission must be complete, whatever way it comes."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_factories import ImageFactory

from cms.workflow import service
from cms.workflow.models import Decision
from news.models import Category, Contribution, Correction, GalleryImage, StoryPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(portal):
    return ImageFactory(collection=portal.collection)


def posted(title: str, picture=None, alt: str = "", category=None, **actions) -> dict:
    """Return the editor's form as its page posts it."""
    rows = [{"image": picture.pk, "caption": "", "alt": alt, "credit": ""}] if picture else []
    empty = inline_formset([])
    return nested_form_data(
        {
            "title": title,
            "slug": "",
            "lead": "Lời dẫn.",
            "short_title": "",
            "body": streamfield([("paragraph", rich_text("<p>Nội dung.</p>"))]),
            "category": category.pk if category else "",
            "genre": "tin",
            "lead_image": "",
            "tags": "",
            "gallery_images": inline_formset(rows),
            "contributions": empty,
            "attachments": empty,
            "related": empty,
            "corrections": empty,
            "comments": empty,
            "source_name": "",
            "source_url": "",
            **actions,
        }
    )


@pytest.fixture
def add_url(portal) -> str:
    return reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", portal.news_index.pk])


def test_a_draft_without_words_for_its_pictures_is_saved(client, reporter, add_url, picture):
    client.force_login(reporter)
    client.post(add_url, posted("Tin có ảnh", picture))
    story = StoryPage.objects.get(title="Tin có ảnh")
    assert (story.live, story.gallery_images.count()) == (False, 1)


def test_its_submission_is_refused_next_to_the_field(client, reporter, add_url, picture):
    client.force_login(reporter)
    category = Category.objects.first()
    response = client.post(
        add_url, posted("Tin có ảnh", picture, category=category, **{"action-submit": "1"})
    )
    assert not Decision.objects.filter(kind="submitted").exists()
    assert "Hãy viết mô tả ảnh" in response.content.decode()

    client.post(
        add_url,
        posted("Tin có ảnh", picture, alt="Hai người bắt tay", category=category, **{"action-submit": "1"}),
    )
    assert Decision.objects.filter(kind="submitted").count() == 1


@pytest.mark.parametrize("conference", [False, True])
def test_the_service_refuses_what_the_form_would(make_story, reporter, picture, conference):
    story = make_story(reporter, conference=conference)
    story.gallery_images = [GalleryImage(image=picture)]
    story.contributions = [Contribution(name="Lê Thị Mai")]
    story.body = [("video", {"url": "http://example.com/v", "title": "Video"}), ("speech", {"number": 3})]
    if conference:
        story.end_date = story.start_date - timezone.timedelta(days=1)
    story.save_revision(user=reporter, clean=False)
    with pytest.raises(service.Refused) as refusal:
        service.submit(story, reporter)
    sentence = str(refusal.value)
    for words in ("mô tả ảnh", "tin, bài hoặc ảnh", "nội dung:"):
        assert words in sentence
    assert ("Ngày kết thúc" in sentence) is conference
    assert not Decision.objects.filter(page_id=story.pk).exists()


def test_a_published_correction_stays(client, make_story, publish, reporter, chief, token_for):
    story = make_story(reporter)
    story.corrections = [Correction(date=timezone.localdate(), text="Số liệu đúng là 112.")]
    story.save_revision(user=reporter)
    story = publish(story, reporter, chief)
    assert (
        "Số liệu đúng là 112."
        in client.get(Page.objects.get(pk=story.pk).get_url_parts()[2]).content.decode()
    )

    story.corrections = []
    story.save_revision(user=reporter)
    with pytest.raises(service.Refused, match="Đính chính"):
        service.submit(story, reporter)

    story.corrections = [
        Correction(date=timezone.localdate(), text="Số liệu đúng là 112."),
        Correction(date=timezone.localdate(), text="Bổ sung tên giảng viên."),
    ]
    story.save_revision(user=reporter)
    assert service.submit(story, reporter)
