"""Urgency, due time and note: at the editor's submission, afterwards, in the queue, on the page and in the mail."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.workflow import service
from cms.workflow.acts import rounds
from cms.workflow.acts.asking import check_due
from cms.workflow.editing import submission
from cms.workflow.lists.waiting import queue_for
from cms.workflow.models import MailJob, ReviewRequest
from cms.workflow.scheduling.clock import ZONE

from .test_editor import edit_url, form_data

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOTE = "Đăng trước giờ khai mạc.\nẢnh do đơn vị gửi."
NOW = datetime(2026, 3, 2, 9, 0, 20, tzinfo=ZONE)  # a Monday
DUE = datetime(2026, 3, 2, 11, 30, tzinfo=ZONE)
URGENT_SUBJECT = gettext_lazy("Urgent, for approval: %(title)s") % {"title": "Hội nghị sơ kết"}
TYPED = {"request-urgent": "on", "request-due_at": "2026-03-02T11:30", "request-note": NOTE}


@pytest.fixture(autouse=True)
def _monday_morning(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def story(make_story, reporter):
    return make_story(reporter, title="Hội nghị sơ kết")


def request_url(page) -> str:
    return reverse("workflow:request", args=[page.pk])


def asked(page) -> ReviewRequest | None:
    """Return what the approvers of the page's open round are asked."""
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    return ReviewRequest.objects.filter(task_state=state).first() if state else None


def said(request: ReviewRequest) -> tuple:
    return request.urgent, request.due_at, request.note


class TestDueTime:
    @pytest.mark.parametrize(
        ("ahead", "allowed"),
        [(-1, False), (0, False), (1, True), (366 * 86400, True), (367 * 86400, False)],
    )
    def test_it_lies_ahead_and_not_too_far(self, ahead, allowed):
        verdict = check_due(NOW + timedelta(seconds=ahead), NOW)
        assert bool(verdict) is allowed
        assert bool(str(verdict.sentence)) is not allowed

    def test_a_submission_with_a_past_one_is_none(self, story, reporter):
        with pytest.raises(service.Refused):
            service.submit(story, reporter, due_at=NOW - timedelta(minutes=1))
        assert asked(story) is None

    def test_a_working_day_if_nothing_is_said(self, story, reporter):
        service.submit(story, reporter)
        assert said(asked(story)) == (False, NOW + timedelta(days=1), "")


class TestInTheEditor:
    def submit(self, client, page, **typed):
        return client.post(edit_url(page), form_data(page, **{"action-submit": "1", **typed}), follow=True)

    def test_what_is_typed_goes_with_the_submission(self, client, story, reporter):
        client.force_login(reporter)
        self.submit(client, story, **TYPED)
        assert said(asked(story)) == (True, DUE, NOTE)

    def test_a_new_story_takes_it_along(self, client, portal, make_story, reporter):
        client.force_login(reporter)
        address = reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", portal.news_index.pk])
        data = form_data(make_story(reporter), title="Tin mới", slug="tin-moi", **TYPED)
        client.post(address, {**data, "action-submit": "1"})
        assert said(asked(Page.objects.get(slug="tin-moi"))) == (True, DUE, NOTE)

    def test_without_it_the_ordinary_case_is_as_before(self, client, story, reporter):
        client.force_login(reporter)
        self.submit(client, story)
        assert said(asked(story)) == (False, NOW + timedelta(days=1), "")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"request-due_at": "2026-03-02T08:59"},
            {"request-due_at": "2028-03-02T08:59"},
            {"request-due_at": "0001-01-01T00:00"},
            {"request-due_at": "9999-12-31T23:59"},
            {"request-due_at": "mai"},
            {"request-note": "x" * 501},
        ],
    )
    def test_what_cannot_be_is_refused_saved_and_kept(self, client, story, reporter, wrong):
        client.force_login(reporter)
        typed = {**TYPED, **wrong}
        response = self.submit(client, story, lead="Lời dẫn vừa sửa.", **typed)
        assert asked(story) is None, "nothing was submitted"
        assert Page.objects.get(pk=story.pk).get_latest_revision_as_object().lead == "Lời dẫn vừa sửa."
        assert "error" in [message.level_tag for message in response.context["messages"]]
        html = response.context["action_menu"].render_html()
        assert "data-submit-refused" in html, "the dialog opens again"
        assert typed["request-note"].splitlines()[0] in html
        assert f'value="{typed["request-due_at"]}"' in html
        # Put right, it goes out, and nothing is left over.
        self.submit(client, story, **TYPED)
        assert said(asked(story)) == (True, DUE, NOTE)
        assert submission.KEPT not in client.session

    def test_it_survives_an_incomplete_page_and_a_mere_save(self, client, story, make_story, reporter):
        client.force_login(reporter)
        html = self.submit(client, story, title="", **TYPED).context["action_menu"].render_html()
        assert asked(story) is None
        assert "Đăng trước giờ khai mạc." in html
        client.post(edit_url(story), form_data(story, **TYPED))
        html = client.get(edit_url(story)).context["action_menu"].render_html()
        assert "Đăng trước giờ khai mạc." in html
        assert "data-submit-refused" not in html, "nothing is wrong with it"
        other = client.get(edit_url(make_story(reporter))).context["action_menu"].render_html()
        assert "Đăng trước giờ khai mạc." not in other

    def test_what_is_cleared_does_not_come_back(self, client, story, make_story, reporter):
        client.force_login(reporter)
        client.post(edit_url(story), form_data(story, **TYPED))
        # Another page's save is none of its business.
        client.post(edit_url(other := make_story(reporter)), form_data(other))
        assert submission.KEPT in client.session
        # Nor what the editor's script saves behind the scenes.
        client.post(edit_url(story), form_data(story), headers={"accept": "application/json"})
        assert submission.KEPT in client.session
        client.post(edit_url(story), form_data(story))
        html = client.get(edit_url(story)).context["action_menu"].render_html()
        assert "Đăng trước giờ khai mạc." not in html
        assert submission.KEPT not in client.session

    def test_nor_after_a_submission_without_it(self, client, story, reporter):
        client.force_login(reporter)
        client.post(edit_url(story), form_data(story, **TYPED))
        self.submit(client, story)
        assert said(asked(story)) == (False, NOW + timedelta(days=1), "")
        assert submission.KEPT not in client.session, "nothing is left for the next round"

    def test_the_fields_belong_to_the_form_that_wagtail_renders(self, client, story, reporter):
        client.force_login(reporter)
        response = client.get(edit_url(story))
        html, menu = response.content.decode(), response.context["action_menu"].render_html()
        assert f'id="{submission.EDITOR_FORM}"' in html, "Wagtail renamed its form"
        assert menu.count(f'form="{submission.EDITOR_FORM}"') == 4, "three fields and the button"
        assert "css/submit" in html
        assert "js/submit" in html

    def test_nobody_changes_the_request_of_a_round_that_is_open(self, client, story, reporter, chief):
        service.submit(story, reporter)
        client.force_login(chief)
        self.submit(client, story, **TYPED)
        assert said(asked(story)) == (False, NOW + timedelta(days=1), "")


class TestAfterwards:
    def test_the_submitter_changes_it_and_the_last_counts(self, client, story, reporter, chief):
        service.submit(story, reporter, note="Lần đầu.")
        client.force_login(reporter)
        page = client.get(request_url(story)).content.decode()
        assert "Lần đầu." in page
        assert 'value="2026-03-03T09:00"' in page
        for typed in ({"request-note": "Lần hai."}, TYPED):
            response = client.post(request_url(story), typed)
            assert response.url == reverse("workflow:review", args=[story.pk])
        assert said(asked(story)) == (True, DUE, NOTE)
        assert ReviewRequest.objects.count() == 1

    def test_a_due_time_that_is_over_may_stay(self, client, story, reporter, time_machine):
        service.submit(story, reporter, due_at=DUE)
        time_machine.move_to(NOW + timedelta(hours=5), tick=False)
        client.force_login(reporter)
        client.post(request_url(story), {"request-due_at": "2026-03-02T11:30", "request-note": "Xin nhắc."})
        assert said(asked(story)) == (False, DUE, "Xin nhắc.")
        response = client.post(request_url(story), {"request-due_at": "2026-03-02T11:31"})
        assert response.context["form"].errors["due_at"]
        assert said(asked(story)) == (False, DUE, "Xin nhắc.")
        # Clearing it does not start the clock anew.
        client.post(request_url(story), {"request-due_at": ""})
        assert asked(story).due_at == NOW + timedelta(days=1)

    @pytest.mark.parametrize("name", ["other_reporter", "chief", "administrator"])
    def test_nobody_else_does(self, request, client, story, reporter, name):
        service.submit(story, reporter)
        user = request.getfixturevalue(name)
        client.force_login(user)
        client.post(request_url(story), TYPED)
        assert said(asked(story)) == (False, NOW + timedelta(days=1), "")
        with pytest.raises(service.Refused):
            service.change_request(rounds.shown_now(story.pk).round, user, urgent=True)

    def test_not_once_an_approver_has_signed(self, client, story, reporter, chief):
        round_ = service.submit(story, reporter)
        version = Page.objects.get(pk=story.pk).get_latest_revision_as_object()
        version.lead = "Chánh Văn phòng sửa."
        version.save_revision(user=chief, log_action=True)
        service.sign(round_.pk, chief, rounds.shown_now(story.pk).mint())
        client.force_login(reporter)
        assert client.get(request_url(story)).url == reverse("workflow:review", args=[story.pk])
        client.post(request_url(story), TYPED)
        assert said(asked(story)) == (False, NOW + timedelta(days=1), "")

    def test_not_after_the_decision(self, client, story, publish, reporter, chief):
        publish(story, reporter, chief)
        client.force_login(reporter)
        response = client.post(request_url(story), TYPED)
        assert response.context["problem"]
        assert not ReviewRequest.objects.filter(urgent=True).exists()


class TestWhoSeesIt:
    def test_the_queue_has_it_first_and_the_review_page_says_it(
        self, client, story, make_story, reporter, chief
    ):
        service.submit(make_story(reporter), reporter, due_at=NOW + timedelta(minutes=5))
        service.submit(story, reporter, urgent=True, due_at=DUE, note=NOTE)
        assert next(entry.page.pk for entry in queue_for(chief)) == story.pk
        client.force_login(chief)
        for address in (reverse("workflow:queue"), reverse("workflow:review", args=[story.pk])):
            html = client.get(address).content.decode()
            assert "review-urgent" in html
            assert "Đăng trước giờ khai mạc." in html
            assert "11:30" in html
        assert "khai mạc.<br>Ảnh do" in html, "the lines of the note are kept"

    def test_my_stories_say_it_and_lead_to_changing_it(self, client, story, reporter):
        client.force_login(reporter)
        page = reverse("workflow:my_stories")
        assert request_url(story) not in client.get(page).content.decode()
        service.submit(story, reporter, urgent=True, due_at=DUE)
        html = client.get(page).content.decode()
        assert "review-urgent" in html
        assert "11:30" in html
        assert request_url(story) in html
        assert request_url(story) in client.get(reverse("workflow:review", args=[story.pk])).content.decode()

    def test_the_slip_is_one_step_away(self, client, story, make_story, reporter, chief):
        draft = make_story(reporter)
        service.submit(story, reporter)
        slip = reverse("workflow:slip", args=[story.pk])
        for user in (reporter, chief):
            client.force_login(user)
            assert slip in client.get(reverse("workflow:review", args=[story.pk])).content.decode()
            assert client.get(slip).status_code == 200
        client.force_login(reporter)
        html = client.get(reverse("workflow:my_stories")).content.decode()
        assert slip in html
        assert reverse("workflow:slip", args=[draft.pk]) not in html, "nothing is on record yet"


class TestMail:
    @pytest.fixture
    def commit(self, django_capture_on_commit_callbacks):
        return django_capture_on_commit_callbacks

    def send(self) -> list:
        mail.outbox.clear()
        call_command("send_review_mail")
        return list(mail.outbox)

    def test_the_editors_submission_is_mailed_as_urgent_once(self, client, commit, story, reporter, chief):
        client.force_login(reporter)
        with commit(execute=True):
            client.post(edit_url(story), form_data(story, **{"action-submit": "1", **TYPED}))
        (message,) = self.send()
        assert message.subject == URGENT_SUBJECT
        assert NOTE.splitlines()[1] in message.body
        assert "11:30" in message.body or "11 giờ 30" in message.body

    def test_what_becomes_urgent_is_mailed_once_more(self, commit, story, reporter, chief):
        with commit(execute=True):
            round_ = service.submit(story, reporter)
        assert len(self.send()) == 1
        for urgent in (False, True, False, True):
            with commit(execute=True):
                service.change_request(round_.pk, reporter, urgent=urgent, note=NOTE, due_at=DUE)
        (message,) = self.send()
        assert message.subject == URGENT_SUBJECT
        assert message.to == [chief.email]
        assert "11:30" in message.body or "11 giờ 30" in message.body
        assert MailJob.objects.filter(recipient=chief).count() == 2
