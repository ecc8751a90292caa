"""Reminders: before and after the due time, once each, in working hours, to those who are waited for."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command

from cms.workflow import service
from cms.workflow.mail.recipients import Notice
from cms.workflow.models import MailJob, ReviewRequest
from cms.workflow.scheduling.clock import ZONE

pytestmark = pytest.mark.django_db

# 2 March 2026 is a Monday.
MONDAY, TUESDAY, THURSDAY, FRIDAY, SATURDAY, NEXT_MONDAY = 2, 3, 5, 6, 7, 9
REMINDERS = [Notice.BEFORE_DUE, Notice.AFTER_DUE, Notice.REVIEW_BEFORE_DUE, Notice.REVIEW_AFTER_DUE]


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def at(time_machine):
    """Set the clock, run the scheduler's command twice, return the reminders so far."""

    def run(day: int, hour: int, minute: int = 0) -> list[tuple[str, str]]:
        time_machine.move_to(datetime(2026, 3, day, hour, minute, tzinfo=ZONE))
        call_command("send_review_mail")
        call_command("send_review_mail")
        jobs = MailJob.objects.filter(notice__in=REMINDERS).order_by("id")
        return [(job.recipient.username, job.notice) for job in jobs]

    return run


@pytest.fixture
def submit(commit, make_story, reporter, time_machine):
    def at_hour(day: int, hour: int, **request):
        time_machine.move_to(datetime(2026, 3, day, hour, tzinfo=ZONE))
        with commit(execute=True):
            story = make_story(reporter)
            return story, service.submit(story, reporter, **request)

    return at_hour


BEFORE = ("chanhvanphong", Notice.BEFORE_DUE)
AFTER = ("chanhvanphong", Notice.AFTER_DUE)


def test_once_before_and_once_after(submit, at, chief, mailoutbox):
    submit(MONDAY, 8)  # due on Monday at 17:00, after eight working hours
    assert at(MONDAY, 14, 59) == []
    assert at(MONDAY, 15, 1) == [BEFORE]
    assert at(MONDAY, 16) == [BEFORE]
    assert at(MONDAY, 18) == [BEFORE], "the office is closed"
    assert at(TUESDAY, 7, 59) == [BEFORE]
    assert at(TUESDAY, 8, 1) == [BEFORE, AFTER]
    assert at(TUESDAY, 16) == [BEFORE, AFTER]
    assert len(mailoutbox) == 3


def test_a_scheduler_that_stood_still_sends_only_the_late_one(submit, at, chief):
    submit(MONDAY, 8)
    assert at(TUESDAY, 9) == [AFTER]
    assert at(TUESDAY, 10) == [AFTER]


def test_the_weekend_is_no_working_time(submit, at, chief):
    submit(FRIDAY, 16)  # seven of its eight hours lie on Monday
    assert at(SATURDAY, 10) == []
    assert at(NEXT_MONDAY, 8, 1) == []
    assert at(NEXT_MONDAY, 14, 1) == [BEFORE]


def test_only_those_who_are_waited_for(submit, at, commit, reporter, chief, deputy, token_for, make_user):
    story, task_state = submit(MONDAY, 8)
    story.lead = "Sửa."
    story.save_revision(user=chief)
    with commit(execute=True):
        service.sign(task_state.pk, chief, token_for(story))
    assert at(MONDAY, 15, 1) == [("phongvien", Notice.BEFORE_DUE), ("phochanhvanphong", Notice.BEFORE_DUE)]


def test_nobody_is_reminded_on_the_heels_of_a_mail(
    submit, at, commit, reporter, chief, token_for, time_machine
):
    story, task_state = submit(MONDAY, 8)
    story.lead = "Sửa."
    story.save_revision(user=chief)
    time_machine.move_to(datetime(2026, 3, MONDAY, 14, 55, tzinfo=ZONE))
    with commit(execute=True):
        service.sign(task_state.pk, chief, token_for(story))
    assert at(MONDAY, 15, 1) == []
    assert at(MONDAY, 16, 56) == [("phongvien", Notice.BEFORE_DUE)]


def test_a_decided_round_reminds_nobody(submit, at, commit, chief, token_for):
    story, task_state = submit(MONDAY, 8)
    with commit(execute=True):
        service.return_page(task_state.pk, chief, token_for(story), "Thiếu nguồn.")
    assert at(MONDAY, 16) == []
    assert at(TUESDAY, 16) == []


def test_a_due_time_of_ones_own(submit, at, chief):
    due_at = datetime(2026, 3, MONDAY, 10, tzinfo=ZONE)
    submit(MONDAY, 8, due_at=due_at)
    assert ReviewRequest.objects.get().due_at == due_at
    assert at(MONDAY, 9, 29) == []
    assert at(MONDAY, 9, 31) == [BEFORE]
    assert at(MONDAY, 10, 1) == [BEFORE, AFTER]


def test_an_urgent_publication_reminds_those_who_must_review_it(
    submit, at, commit, chief, deputy, token_for, time_machine
):
    story, task_state = submit(MONDAY, 8)
    with commit(execute=True):
        service.publish_urgently(
            task_state.pk, chief, token_for(story), "Thông báo mưa lũ cần đăng ngay trong đêm."
        )
    before, after = (
        ("phochanhvanphong", Notice.REVIEW_BEFORE_DUE),
        ("phochanhvanphong", Notice.REVIEW_AFTER_DUE),
    )
    assert at(MONDAY, 14) == []
    assert at(MONDAY, 15, 5) == [before]
    assert at(TUESDAY, 8, 5) == [before, after]
    time_machine.move_to(datetime(2026, 3, TUESDAY, 9, tzinfo=ZONE))
    story.refresh_from_db()
    service.review_afterwards(story.pk, deputy, service.shown_live(story).mint())
    assert at(TUESDAY + 1, 9) == [before, after]


def test_a_reminder_that_was_not_sent_in_time_is_dropped_with_its_round(
    submit, settings, at, commit, chief, token_for
):
    story, task_state = submit(MONDAY, 8)
    settings.EMAIL_BACKEND = "cms.workflow.tests.mail_servers.UnknownHost"
    assert at(MONDAY, 15, 1) == [BEFORE]
    with commit(execute=True):
        service.sign(task_state.pk, chief, token_for(story))
    assert MailJob.objects.get(notice=Notice.BEFORE_DUE).status == MailJob.Status.DROPPED


def test_three_quarters_of_a_week(submit, at, chief):
    submit(MONDAY, 8, due_at=datetime(2026, 3, MONDAY, 8, tzinfo=ZONE) + timedelta(days=7))
    assert at(THURSDAY, 14, 59) == []
    assert at(THURSDAY, 15, 1) == [BEFORE], "30 of the 40 working hours have passed"
