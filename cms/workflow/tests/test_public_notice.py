"""What a reader finds where a page was taken down, and that nothing of it stays in a list."""

import pytest
from wagtail.models import Page

from cms.workflow import service
from cms.workflow.models import TakeDown
from news.models import StoryPage

pytestmark = pytest.mark.django_db


def address(page) -> str:
    return Page.objects.get(pk=page.pk).get_url_parts()[2]


def test_a_mistake_is_gone_with_an_explanation(client, published, chief):
    story = published(title="Bản nháp lộ ra", lead="Lời dẫn không nên đăng.")
    service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm bản chưa hoàn chỉnh.")
    response = client.get(address(story))
    text = response.content.decode()
    assert response.status_code == 410
    assert "Đăng nhầm bản chưa hoàn chỉnh." in text
    assert "Bản nháp lộ ra" not in text
    assert "Lời dẫn không nên đăng." not in text


def test_a_merged_page_leads_to_the_other_inside_the_site(client, published, chief):
    story, other = published(title="Tin một"), published(title="Tin chung")
    service.take_down(story.pk, chief, TakeDown.Kind.MERGED, "Gộp vào tin chung.", target=other)
    response = client.get(address(story))
    assert (response.status_code, response["Location"]) == (302, address(other))

    service.take_down(other.pk, chief, TakeDown.Kind.MISTAKE, "Sai.")
    assert client.get(address(story)).status_code == 410, (
        "a redirect never leads to a page that is not public"
    )


def test_a_page_is_not_merged_into_itself_or_into_a_draft(published, make_story, reporter, chief):
    story, draft = published(), make_story(reporter)
    for target in (None, story, draft):
        with pytest.raises(service.Refused):
            service.take_down(story.pk, chief, TakeDown.Kind.MERGED, "Gộp.", target=target)
    assert Page.objects.get(pk=story.pk).live


def test_a_withdrawn_page_stays_readable_under_its_banner(client, published, reporter, chief):
    story = published(title="Số liệu quý II", lead="Lời dẫn đã duyệt.")
    service.take_down(story.pk, chief, TakeDown.Kind.WITHDRAWN, "Số liệu đang được kiểm tra lại.")
    story = StoryPage.objects.get(pk=story.pk).specific
    story.lead = "Lời dẫn chưa ai duyệt."
    story.save_revision(user=reporter)
    story.save()

    response = client.get(address(story))
    text = response.content.decode()
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert "Số liệu đang được kiểm tra lại." in text
    assert "Lời dẫn đã duyệt." in text
    assert "chưa ai duyệt" not in text
    assert not StoryPage.objects.visible().filter(pk=story.pk).exists()
    assert "Số liệu quý II" not in client.get("/").content.decode()


def test_what_came_back_and_expired_is_simply_gone(client, published, publish, reporter, chief):
    story = published()
    service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, "Sai.")
    story = publish(StoryPage.objects.get(pk=story.pk).specific, reporter, chief)
    assert client.get(address(story)).status_code == 200
    Page.objects.get(pk=story.pk).unpublish(set_expired=True)
    assert client.get(address(story)).status_code == 404
