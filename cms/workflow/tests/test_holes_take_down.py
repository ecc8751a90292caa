"""What readers find where a page was taken down, until when, and who may take the rest away."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.caching.models import Generation
from cms.workflow import cases, service, verification
from cms.workflow.lists.case_list import load_many
from cms.workflow.models import Decision, TakeDown

from .desk import HOUR, admin, as_user, correct, nothing_decided, reads, review

pytestmark = pytest.mark.django_db

LEAD = "Lời dẫn có dữ liệu cá nhân."
REASON = "Số liệu đang được kiểm tra lại."
FINAL = "Bài có dữ liệu cá nhân."


def answer(page: Page):
    """Return what a reader is answered at the page's public address."""
    return Client().get(Page.objects.get(pk=page.pk).get_url_parts()[2])


def kinds(page: Page) -> list[str]:
    lines = Decision.objects.filter(page_id=page.pk).order_by("id")
    return list(lines.values_list("kind", flat=True))


class TestWithdrawnAndStillReadable:
    @pytest.fixture
    def withdrawn(self, published, deputy):
        story = published(title="Bài đã rút", lead=LEAD)
        service.take_down(story.pk, deputy, TakeDown.Kind.WITHDRAWN, REASON)
        assert LEAD in reads(story)
        return story

    def address(self, page):
        return reverse("workflow:take_down", args=[page.pk])

    def test_an_approver_takes_the_rest_away(self, withdrawn, reporter, chief):
        correct(withdrawn, reporter, title="Bản nháp chưa ai duyệt")
        Page.objects.get(pk=withdrawn.pk).get_latest_revision_as_object().save()
        desk, generation = as_user(chief), Generation.objects.get().number
        for place in (review(withdrawn), admin("edit", withdrawn.pk)):
            assert self.address(withdrawn) in desk.get(place).content.decode()
        page = desk.get(self.address(withdrawn))
        assert "Bài đã rút" in page.content.decode(), "what is readable, not the draft's title"
        assert [kind["value"] for kind in page.context["kinds"]] == ["mistake", "merged"]

        desk.post(self.address(withdrawn), {"kind": "mistake", "text": FINAL})
        response = answer(withdrawn)
        assert response.status_code == 410
        assert LEAD not in response.content.decode()
        assert FINAL in response.content.decode()
        assert kinds(withdrawn)[-2:] == ["taken_down", "taken_down"]
        first, second = TakeDown.objects.filter(page_id=withdrawn.pk).order_by("id")
        assert second.content_hash == first.content_hash
        assert (second.person_id, second.page_title) == (chief.pk, "Bài đã rút")
        assert Generation.objects.get().number > generation, "no cache shows it any longer"

    def test_or_leads_its_readers_to_another_page(self, withdrawn, published, chief):
        other = published(title="Bài mới")
        data = {"kind": "merged", "text": FINAL, "target": other.full_url}
        as_user(chief).post(self.address(withdrawn), data)
        assert answer(withdrawn)["Location"] == Page.objects.get(pk=other.pk).get_url_parts()[2]

    def test_the_lists_know_it_as_the_screens_do(self, withdrawn, published, chief):
        gone = published()
        service.take_down(gone.pk, chief, TakeDown.Kind.MISTAKE, FINAL)
        for story, readable in ((withdrawn, True), (gone, False)):
            page = Page.objects.get(pk=story.pk)
            case = cases.load(page).case
            assert case.withdrawn is readable
            assert load_many([page])[page.pk].case == case

    def test_but_not_withdrawn_again(self, withdrawn, chief):
        with nothing_decided(), pytest.raises(service.Refused):
            service.take_down(withdrawn.pk, chief, TakeDown.Kind.WITHDRAWN, FINAL)
        assert REASON in reads(withdrawn)

    def test_nor_what_is_gone_already(self, withdrawn, chief):
        service.take_down(withdrawn.pk, chief, TakeDown.Kind.MISTAKE, FINAL)
        with nothing_decided(), pytest.raises(service.Refused):
            service.take_down(withdrawn.pk, chief, TakeDown.Kind.MISTAKE, FINAL)
        desk = as_user(chief)
        assert self.address(withdrawn) not in desk.get(admin("edit", withdrawn.pk)).content.decode()

    def test_nobody_else_does(self, withdrawn, reporter, administrator, superuser):
        for user in (reporter, administrator, superuser):
            with nothing_decided():
                as_user(user).post(self.address(withdrawn), {"kind": "mistake", "text": FINAL})
            assert LEAD in reads(withdrawn)

    def test_a_newer_version_loses_its_hour_with_it(self, withdrawn, publish, reporter, chief, time_machine):
        hour = timezone.now() + HOUR
        correct(withdrawn, reporter, lead="Bản mới.", go_live_at=hour)
        publish(Page.objects.get(pk=withdrawn.pk), reporter, chief)
        assert LEAD in reads(withdrawn)
        service.take_down(withdrawn.pk, chief, TakeDown.Kind.MISTAKE, FINAL)
        assert kinds(withdrawn)[-2:] == ["schedule_cancelled", "taken_down"]
        time_machine.move_to(hour + HOUR)
        call_command("publish_scheduled")
        assert answer(withdrawn).status_code == 410
        assert not list(verification.findings())


def test_a_withdrawn_text_is_readable_until_the_end_that_was_signed(published, chief, time_machine):
    ends = timezone.now() + HOUR
    story = published(lead=LEAD, expire_at=ends)
    service.take_down(story.pk, chief, TakeDown.Kind.WITHDRAWN, REASON)
    assert LEAD in reads(story)
    time_machine.move_to(ends + timedelta(seconds=1))
    response = answer(story)
    assert response.status_code == 410
    assert REASON in response.content.decode()
    assert LEAD not in response.content.decode()


class TestAnHourIsNoReturn:
    """A version that is approved for later was not seen by anybody."""

    @pytest.fixture
    def to_return(self, published, publish, reporter, chief):
        story = published(lead=LEAD)
        service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, REASON)
        correct(story, reporter, lead="Bản mới.", go_live_at=timezone.now() + HOUR)
        return publish(Page.objects.get(pk=story.pk), reporter, chief)

    def says_why(self, page) -> bool:
        response = answer(page)
        return response.status_code == 410 and REASON in response.content.decode()

    def test_the_explanation_stays_until_then(self, to_return):
        assert self.says_why(to_return)

    def test_and_for_good_if_the_hour_is_cancelled(self, to_return, chief):
        service.cancel_schedule(to_return.pk, chief, "Chưa đăng lại.")
        assert self.says_why(to_return)

    def test_at_its_hour_it_is_back_and_once_expired_simply_gone(self, to_return, time_machine):
        time_machine.move_to(timezone.now() + 2 * HOUR)
        call_command("publish_scheduled")
        assert "Bản mới." in reads(to_return)
        Page.objects.get(pk=to_return.pk).unpublish(set_expired=True)
        assert answer(to_return).status_code == 404


class TestAVersionWithALaterHour:
    def test_that_a_take_down_takes_along_stands_in_the_register(self, published, publish, reporter, chief):
        story = published()
        correct(story, reporter, lead="Bản mới.", go_live_at=timezone.now() + HOUR)
        story = publish(Page.objects.get(pk=story.pk), reporter, chief)
        hour = Page.objects.get(pk=story.pk).scheduled_revision
        service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, REASON)
        line, last = Decision.objects.filter(page_id=story.pk).order_by("id")[6:]
        assert (line.kind, line.revision_id, line.person_id) == ("schedule_cancelled", hour.pk, chief.pk)
        assert (line.comment, last.kind) == (REASON, "taken_down")
        assert Page.objects.get(pk=story.pk).scheduled_revision is None

    def test_begun_before_the_publication_leaves_the_page_where_it_is(
        self, make_story, publish, reporter, chief
    ):
        story = make_story(reporter, lead=LEAD)
        begun = Page.objects.get(pk=story.pk).get_latest_revision_as_object()
        publish(story, reporter, chief)
        # Reverted to, or saved from a window that was open before.
        begun = Page.objects.get(pk=story.pk).specific.with_content_json(begun.serializable_data())
        begun.go_live_at = timezone.now() + HOUR
        begun.save_revision(user=reporter)
        publish(Page.objects.get(pk=story.pk), reporter, chief)
        assert LEAD in reads(story)
        assert Page.objects.get(pk=story.pk).scheduled_revision is not None
