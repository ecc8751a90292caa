"""Every act of the review with its mails, from the decision to the mailbox."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms.accounts.roles import CHIEF
from cms.workflow import service
from cms.workflow.acts import notices
from cms.workflow.mail.recipients import Notice
from cms.workflow.models import Announced, Decision, Delegation, MailJob, TakeDown

pytestmark = [pytest.mark.django_db, pytest.mark.once]

URGENT_REASON = "Thông báo mưa lũ cần đăng ngay trong đêm."


@pytest.fixture(autouse=True)
def commit(django_capture_on_commit_callbacks):
    """Let what happens inside be committed: ``with commit(execute=True): …``."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def act(commit):
    """Do something and send what follows from it; return who was told what."""

    def do(function, *args, **kwargs):
        before = set(MailJob.objects.values_list("pk", flat=True))
        with commit(execute=True):
            result = function(*args, **kwargs)
        mail.outbox.clear()
        call_command("send_review_mail")
        told = {job.recipient.username: job.notice for job in MailJob.objects.exclude(pk__in=before)}
        addresses = sorted(message.to[0] for message in mail.outbox)
        assert addresses == sorted(f"{name}@example.com" for name in told)
        return result, told

    return do


def test_submitted_and_published(act, make_story, reporter, chief, deputy, token_for):
    story = make_story(reporter)
    task_state, told = act(service.submit, story, reporter, note="Xin duyệt trước 10 giờ.")
    assert told == {"chanhvanphong": Notice.SUBMITTED, "phochanhvanphong": Notice.SUBMITTED}
    assert "Xin duyệt trước 10 giờ." in mail.outbox[0].body

    _outcome, told = act(service.sign, task_state.pk, chief, token_for(story))
    assert told == {"phongvien": Notice.PUBLISHED}
    assert "Phạm Văn Giang, Chánh Văn phòng" in mail.outbox[0].body
    assert Page.objects.get(pk=story.pk).full_url in mail.outbox[0].body


def test_the_approver_who_submitted_is_not_asked(act, make_story, chief, deputy):
    _task_state, told = act(service.submit, make_story(chief), chief)
    assert told == {"phochanhvanphong": Notice.SUBMITTED}


def test_only_a_deputy_who_can_sign_is_asked(act, make_story, make_user, reporter, chief):
    stand_in = make_user("ngthay", None, "Đinh Văn", "Sơn")
    Delegation.objects.create(
        approver=chief, deputy=stand_in, ends_at=timezone.now() + timezone.timedelta(days=1)
    )
    _task_state, told = act(service.submit, make_story(reporter), reporter)
    assert told == {"chanhvanphong": Notice.SUBMITTED, "ngthay": Notice.SUBMITTED}
    _task_state, told = act(service.submit, make_story(chief), chief)
    assert told == {}, "the stand-in could only sign in the submitter's own name"


def test_corrected_asks_for_the_confirmation(act, make_story, reporter, chief, deputy, token_for):
    story = make_story(reporter)
    task_state, _told = act(service.submit, story, reporter)
    story.lead = "Lời dẫn đã được Chánh Văn phòng sửa."
    story.save_revision(user=chief)

    _outcome, told = act(service.sign, task_state.pk, chief, token_for(story))
    assert told == {"phongvien": Notice.TO_CONFIRM, "phochanhvanphong": Notice.TO_COMPLETE}

    _outcome, told = act(service.confirm, task_state.pk, reporter, token_for(story))
    assert told == {"chanhvanphong": Notice.PUBLISHED}


def test_refused_reaches_the_approver_who_signed(act, make_story, reporter, chief, deputy, token_for):
    story = make_story(reporter)
    task_state, _told = act(service.submit, story, reporter)
    story.lead = "Sửa."
    story.save_revision(user=chief)
    act(service.sign, task_state.pk, chief, token_for(story))
    _outcome, told = act(service.refuse, task_state.pk, reporter, token_for(story), "Số liệu này không đúng.")
    assert told == {"chanhvanphong": Notice.REFUSED}
    assert "Số liệu này không đúng." in mail.outbox[0].body


def test_returned_brings_the_reason_to_the_submitter_and_the_owner(
    act, make_story, reporter, other_reporter, chief, administrator, token_for
):
    story = make_story(other_reporter)
    task_state, _told = act(service.submit, story, administrator)
    _outcome, told = act(service.return_page, task_state.pk, chief, token_for(story), "Thiếu nguồn số liệu.")
    assert told == {"quantri": Notice.RETURNED, "phongvien2": Notice.RETURNED}
    for message in mail.outbox:
        assert "Thiếu nguồn số liệu." in message.body
        assert "Thiếu nguồn số liệu." in message.alternatives[0].content


def test_withdrawn_reaches_only_those_who_were_told(act, commit, make_story, reporter, chief, deputy):
    story = make_story(reporter)
    task_state, _told = act(service.submit, story, reporter)
    MailJob.objects.filter(recipient=deputy).update(status=MailJob.Status.FAILED)
    _outcome, told = act(service.withdraw, task_state.pk, reporter)
    assert told == {"chanhvanphong": Notice.WITHDRAWN}

    with commit(execute=True):
        task_state = service.submit(story, reporter)
    _outcome, told = act(service.withdraw, task_state.pk, reporter)
    assert told == {}, "the question had not been sent yet, so it is dropped"
    assert MailJob.objects.filter(task_state_id=task_state.pk, status=MailJob.Status.DROPPED).count() == 2


def test_scheduled_and_cancelled(act, make_story, reporter, chief, deputy, token_for):
    hour = timezone.now() + timezone.timedelta(days=2)
    story = make_story(reporter, go_live_at=hour)
    task_state, _told = act(service.submit, story, reporter)
    _outcome, told = act(service.sign, task_state.pk, chief, token_for(story))
    assert told == {"phongvien": Notice.SCHEDULED}
    assert f"{timezone.localtime(hour):%H:%M}" in mail.outbox[0].body
    _outcome, told = act(service.cancel_schedule, story.pk, deputy, "Chờ ý kiến lãnh đạo.")
    assert told == {"phongvien": Notice.SCHEDULE_CANCELLED, "chanhvanphong": Notice.SCHEDULE_CANCELLED}


def test_urgent_and_reviewed_afterwards(act, make_story, make_user, reporter, chief, deputy, token_for):
    make_user("giamdoc", CHIEF, "Lý Văn", "Minh")
    story = make_story(reporter)
    task_state, _told = act(service.submit, story, reporter)
    _outcome, told = act(service.publish_urgently, task_state.pk, chief, token_for(story), URGENT_REASON)
    assert told == {
        "phochanhvanphong": Notice.URGENT,
        "giamdoc": Notice.URGENT,
        "phongvien": Notice.PUBLISHED_URGENTLY,
    }
    assert all(URGENT_REASON in message.body for message in mail.outbox)
    assert MailJob.objects.get(notice=Notice.URGENT, recipient=deputy).due_at is not None

    token = service.shown_live(Page.objects.get(pk=story.pk)).mint()
    _outcome, told = act(service.review_afterwards, story.pk, deputy, token)
    assert told == {"chanhvanphong": Notice.REVIEWED_AFTERWARDS}


def test_taken_down(act, make_story, publish, reporter, chief, deputy):
    story = publish(make_story(reporter), reporter, chief)
    _outcome, told = act(service.take_down, story.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm bản nháp.")
    assert told == {"phongvien": Notice.TAKEN_DOWN, "phochanhvanphong": Notice.TAKEN_DOWN}
    assert "Đăng nhầm bản nháp." in mail.outbox[0].body


def test_inactive_people_are_not_written_to(act, make_story, reporter, chief, deputy, commit):
    deputy.is_active = False
    deputy.save()
    _task_state, told = act(service.submit, make_story(reporter), reporter)
    assert told == {"chanhvanphong": Notice.SUBMITTED}

    with commit(execute=True):
        service.submit(make_story(reporter), reporter)
    chief.is_active = False
    chief.save()
    mail.outbox.clear()
    call_command("send_review_mail")
    assert mail.outbox == []


class _Undone(Exception):
    pass


def test_nothing_is_sent_when_the_decision_is_rolled_back(commit, make_story, reporter, chief):
    story = make_story(reporter)

    def submit_and_fail():
        with transaction.atomic():
            service.submit(story, reporter)
            raise _Undone

    with commit(execute=True) as callbacks, pytest.raises(_Undone):
        submit_and_fail()
    call_command("send_review_mail")
    assert callbacks == []
    assert MailJob.objects.count() == 0
    assert mail.outbox == []


def test_a_decision_is_announced_once(commit, make_story, reporter, chief):
    with commit(execute=True):
        service.submit(make_story(reporter), reporter)
    decision = Decision.objects.get(kind=Decision.Kind.SUBMITTED)
    notices.announce(decision.pk)
    notices.announce(decision.pk)
    assert MailJob.objects.filter(decision_id=decision.pk).count() == 1


def test_a_lost_announcement_is_made_up_for(make_story, reporter, chief, time_machine):
    service.submit(make_story(reporter), reporter)  # the process ends before its callbacks run
    decision = Decision.objects.get(kind=Decision.Kind.SUBMITTED)
    call_command("send_review_mail")
    assert MailJob.objects.count() == 0, "the request may still be about to announce by itself"
    time_machine.move_to(timezone.now() + timezone.timedelta(minutes=5))
    call_command("send_review_mail")
    assert MailJob.objects.filter(decision_id=decision.pk).count() == 1
    assert Announced.objects.filter(pk=decision.pk).exists()
    assert len(mail.outbox) == 1


def test_announcing_never_raises(caplog):
    notices.announce(10**9)
    assert "1000000000" in caplog.text


def test_imports_tell_nobody(commit, make_story, reporter, chief, time_machine):
    with notices.silence(), commit(execute=True):
        service.submit(make_story(reporter), reporter)
    time_machine.move_to(timezone.now() + timezone.timedelta(minutes=5))
    call_command("send_review_mail")
    assert MailJob.objects.count() == 0
    assert mail.outbox == []
