"""What a reader finds where a page was taken down, and that nothing of it stays in a list."""

import pytest
from wagtail.models import Page

from cms.workflow import cases, service, verification
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
    assert text.count("Đăng nhầm bản chưa hoàn chỉnh.") == 1, "said once, not in a banner, too"
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


class TestOnOneSignature:
    """Whoever publishes urgently and withdraws at once would have made a text readable for good, alone."""

    @pytest.fixture
    def urgent(self, make_story, reporter, chief, token_for):
        story = make_story(reporter, lead="Lời dẫn một người ký.")
        state = service.submit(story, reporter)
        service.publish_urgently(state.pk, chief, token_for(story), "Cần đăng ngay trong đêm nay.")
        return story

    def test_a_text_does_not_stay_readable(self, urgent, client, chief):
        with pytest.raises(service.Refused):
            service.take_down(urgent.pk, chief, TakeDown.Kind.WITHDRAWN, "Rút để cập nhật số liệu.")
        assert not TakeDown.objects.exists()
        assert cases.open_urgent(urgent.pk), "still to be reviewed"

        service.take_down(urgent.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm.")
        response = client.get(address(urgent))
        assert response.status_code == 410
        assert "một người ký" not in response.content.decode()

    def test_it_may_when_another_approver_has_reviewed_it(self, urgent, client, chief, deputy):
        shown = service.shown_live(Page.objects.get(pk=urgent.pk)).mint()
        service.review_afterwards(urgent.pk, deputy, shown)
        service.take_down(urgent.pk, chief, TakeDown.Kind.WITHDRAWN, "Rút để cập nhật số liệu.")
        assert "một người ký" in client.get(address(urgent)).content.decode()
        assert [finding for finding in verification.findings() if finding.is_fault] == []

    def test_nor_does_one_that_an_earlier_release_let_stay(self, urgent, client, chief, monkeypatch):
        with monkeypatch.context() as earlier:
            earlier.setattr("cms.workflow.order.lasting_approval", lambda *args: True)
            service.take_down(urgent.pk, chief, TakeDown.Kind.WITHDRAWN, "Rút để cập nhật số liệu.")
        response = client.get(address(urgent))
        assert response.status_code == 410
        assert "một người ký" not in response.content.decode()
