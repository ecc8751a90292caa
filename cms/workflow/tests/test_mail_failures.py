"""A mail server that fails: decisions do not notice; mails are kept, tried again, shown, sent in the end."""

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task_backends
from wagtail.models import Page

from cms.workflow import service
from cms.workflow.acts import notices
from cms.workflow.mail import delivery, panel, queue
from cms.workflow.mail.recipients import Notice
from cms.workflow.models import Decision, MailJob
from cms.workflow.tests import mail_servers
from tests.pace import slowness

pytestmark = pytest.mark.django_db

SMTP = "django.core.mail.backends.smtp.EmailBackend"
MEMORY = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def job(commit, make_story, reporter, chief) -> MailJob:
    """The mail about a story that has just been submitted."""
    with commit(execute=True):
        service.submit(make_story(reporter), reporter)
    return MailJob.objects.get(notice=Notice.SUBMITTED)


def breaks(settings, fault: str):
    """Make the mail server fail in that way; return what must stay open meanwhile."""
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_BACKEND = SMTP
    if fault == "refused":
        settings.EMAIL_PORT = mail_servers.refused_port()
    elif fault in ("login", "silent"):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "sai"
        settings.EMAIL_TIMEOUT = 1 if fault == "silent" else 5
        return mail_servers.smtp(silent=fault == "silent")
    else:
        settings.EMAIL_BACKEND = mail_servers.BACKENDS + fault
    return None


FAULTS = [
    ("refused", MailJob.Trouble.UNREACHABLE),
    ("login", MailJob.Trouble.LOGIN),
    ("silent", MailJob.Trouble.UNREACHABLE),
    ("UnknownHost", MailJob.Trouble.UNREACHABLE),
    ("Disconnecting", MailJob.Trouble.UNREACHABLE),
]


@pytest.mark.parametrize(("fault", "trouble"), FAULTS)
def test_decisions_neither_wait_nor_fail_and_the_mail_arrives_in_the_end(
    settings, commit, make_story, reporter, chief, token_for, time_machine, mailoutbox, fault, trouble
):
    story = make_story(reporter)
    server = breaks(settings, fault)
    if server:
        settings.EMAIL_PORT = server.__enter__()
    try:
        started = time.monotonic()
        with commit(execute=True):
            task_state = service.submit(story, reporter)
        with commit(execute=True):
            outcome = service.sign(task_state.pk, chief, token_for(story))
        assert time.monotonic() - started < 4 * slowness(), "two acts, at most two seconds each"
        assert outcome.state == "published"
        assert Page.objects.get(pk=story.pk).live

        call_command("send_review_mail")
        published = MailJob.objects.get(notice=Notice.PUBLISHED)
        assert (published.status, published.attempts) == (MailJob.Status.QUEUED, 1)
        assert published.trouble == trouble
        assert published.last_error
        assert published.next_attempt_at > timezone.now()
        assert panel.failed_mail_count() == 1
        call_command("send_review_mail")
        published.refresh_from_db()
        assert published.attempts == 1, "not before its time"
    finally:
        if server:
            server.__exit__(None, None, None)

    settings.EMAIL_BACKEND = MEMORY
    time_machine.move_to(timezone.now() + queue.BACK_OFF[0] + timedelta(seconds=1))
    call_command("send_review_mail")
    published.refresh_from_db()
    assert (published.status, published.attempts) == (MailJob.Status.SENT, 2)
    assert [message.to for message in mailoutbox] == [["phongvien@example.com"]]
    assert panel.failed_mail_count() == 0


def test_a_broken_server_is_asked_once_a_run(settings, commit, make_story, reporter, chief, deputy):
    settings.EMAIL_BACKEND = mail_servers.BACKENDS + "UnknownHost"
    with commit(execute=True):
        service.submit(make_story(reporter), reporter)
    call_command("send_review_mail")
    assert sorted(MailJob.objects.values_list("attempts", flat=True)) == [0, 1]


def test_it_is_given_up_after_a_bounded_number_of_attempts(settings, job, time_machine):
    settings.EMAIL_BACKEND = mail_servers.BACKENDS + "UnknownHost"
    waits = []
    for _attempt in range(queue.MAX_ATTEMPTS + 3):
        call_command("send_review_mail")
        job.refresh_from_db()
        if job.status == MailJob.Status.FAILED:
            break
        waits.append(job.next_attempt_at - timezone.now())
        time_machine.move_to(job.next_attempt_at + timedelta(seconds=1))
    assert job.status == MailJob.Status.FAILED
    assert job.attempts == queue.MAX_ATTEMPTS
    assert waits == sorted(waits), "each wait is longer than the one before"
    assert len(waits) == queue.MAX_ATTEMPTS - 1
    assert panel.failed_mail_count() == 1


def test_an_unknown_mailbox_is_given_up_at_once_and_greylisting_is_not(settings, job, time_machine):
    settings.EMAIL_BACKEND = mail_servers.BACKENDS + "GreyListing"
    call_command("send_review_mail")
    job.refresh_from_db()
    assert (job.status, job.trouble) == (MailJob.Status.QUEUED, MailJob.Trouble.ADDRESS)
    settings.EMAIL_BACKEND = mail_servers.BACKENDS + "UnknownMailbox"
    time_machine.move_to(job.next_attempt_at + timedelta(seconds=1))
    call_command("send_review_mail")
    job.refresh_from_db()
    assert (job.status, job.trouble) == (MailJob.Status.FAILED, MailJob.Trouble.ADDRESS)
    assert "User unknown" in job.last_error


def test_an_account_without_an_address_is_shown(settings, job, chief):
    type(chief).objects.filter(pk=chief.pk).update(email="")
    call_command("send_review_mail")
    job.refresh_from_db()
    assert (job.status, job.trouble) == (MailJob.Status.FAILED, MailJob.Trouble.ADDRESS)


def test_the_mail_of_a_killed_process_is_taken_over_later(job, time_machine, mailoutbox):
    assert queue.claim(job.pk, timezone.now()) is not None
    call_command("send_review_mail")
    assert mailoutbox == [], "another process is at it"
    time_machine.move_to(timezone.now() + queue.CLAIM_LASTS + timedelta(seconds=1))
    call_command("send_review_mail")
    assert len(mailoutbox) == 1


def test_a_process_that_was_given_up_does_not_overwrite_the_outcome(job, time_machine):
    slow = queue.claim(job.pk, timezone.now())
    time_machine.move_to(timezone.now() + queue.CLAIM_LASTS + timedelta(seconds=1))
    call_command("send_review_mail")
    queue.failed(slow, MailJob.Trouble.UNREACHABLE, "timed out")
    job.refresh_from_db()
    assert job.status == MailJob.Status.SENT


@pytest.mark.parametrize("queue_works", [True, False])
def test_a_broken_queue_loses_nothing(
    commit, monkeypatch, make_story, reporter, chief, mailoutbox, caplog, queue_works
):
    if not queue_works:
        monkeypatch.setattr(delivery, "enqueue", _raise)
    with commit(execute=True):
        service.submit(make_story(reporter), reporter)
    assert mailoutbox == [], "nothing is sent inside the request"
    assert ("could not be queued" in caplog.text) is not queue_works
    call_command("send_review_mail")
    assert len(mailoutbox) == 1


def _raise(*args, **kwargs):
    raise RuntimeError("the queue is gone")


def test_a_backend_that_runs_at_once_is_never_used(
    monkeypatch, commit, make_story, reporter, chief, mailoutbox
):
    from django_tasks.backends.immediate import ImmediateBackend

    immediate = ImmediateBackend(delivery.BACKEND, {})
    monkeypatch.setattr(task_backends._connections, delivery.BACKEND, immediate, raising=False)
    with commit(execute=True):
        service.submit(make_story(reporter), reporter)
    assert mailoutbox == []
    assert MailJob.objects.get().status == MailJob.Status.QUEUED


def test_a_failing_announcement_does_not_reach_the_decision(commit, monkeypatch, make_story, reporter, chief):
    monkeypatch.setattr(notices.situation, "of_decision", _raise)
    with commit(execute=True):
        task_state = service.submit(make_story(reporter), reporter)
    assert task_state.status == "in_progress"
    assert Decision.objects.filter(kind=Decision.Kind.SUBMITTED).count() == 1
