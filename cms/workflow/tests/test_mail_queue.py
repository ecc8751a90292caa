"""The queue with real transactions: nothing is sent twice, and the database backend's worker sends it."""

import threading
from collections import Counter

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection

from cms.workflow import service
from cms.workflow.mail import delivery
from cms.workflow.models import MailJob
from cms.workflow.tests.mail_servers import BACKENDS


@pytest.fixture
def stories(transactional_db, make_story, reporter, chief, deputy):
    """Three submitted stories: six mails, made by the commit itself."""
    stories = [make_story(reporter) for _number in range(3)]
    for story in stories:
        service.submit(story, reporter)
    assert MailJob.objects.filter(status=MailJob.Status.QUEUED).count() == 6
    assert mail.outbox == []
    return stories


def _in_threads(count: int, function) -> None:
    errors = []
    barrier = threading.Barrier(count)

    def run() -> None:
        try:
            barrier.wait()
            function()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_every_mail_once(stories, settings):
    settings.EMAIL_BACKEND = BACKENDS + "Leisurely"
    _in_threads(2, lambda: call_command("send_review_mail"))
    assert len(mail.outbox) == 6
    assert set(Counter(message.extra_headers["Message-ID"] for message in mail.outbox).values()) == {1}
    assert set(MailJob.objects.values_list("status", "attempts")) == {(MailJob.Status.SENT, 1)}


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_make_reminders_and_digests_once(stories, time_machine, deputy):
    from datetime import datetime

    from cms.workflow.models import MailPreference, ReviewRequest
    from cms.workflow.scheduling.clock import ZONE

    call_command("send_review_mail")
    mail.outbox.clear()
    MailPreference.objects.create(user=deputy, mode=MailPreference.Mode.DIGEST)
    overdue, now = datetime(2027, 3, 1, 9, tzinfo=ZONE), datetime(2027, 3, 1, 10, tzinfo=ZONE)
    ReviewRequest.objects.update(due_at=overdue)
    time_machine.move_to(now)
    _in_threads(3, lambda: call_command("send_review_mail"))
    jobs = MailJob.objects.exclude(decision_id=None).filter(notice="after_due")
    assert Counter(jobs.values_list("recipient__username", flat=True)) == {
        "chanhvanphong": 3,
        "phochanhvanphong": 3,
    }
    assert MailJob.objects.filter(notice="digest").count() == 1
    assert len(mail.outbox) == 7


def _run_worker() -> None:
    """Run what ``manage.py db_worker --batch`` runs, without its signal handlers."""
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=delivery.BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()


@pytest.mark.django_db(transaction=True)
def test_the_worker_of_the_database_backend_sends_them(stories):
    _run_worker()
    assert len(mail.outbox) == 6
    assert set(MailJob.objects.values_list("status", flat=True)) == {MailJob.Status.SENT}
    call_command("send_review_mail")
    assert len(mail.outbox) == 6


@pytest.mark.django_db(transaction=True)
def test_the_queue_plans_the_next_attempt(stories, settings):
    from django_tasks_db.models import DBTaskResult

    settings.EMAIL_BACKEND = BACKENDS + "GreyListing"
    _run_worker()
    assert set(MailJob.objects.values_list("status", "attempts")) == {(MailJob.Status.QUEUED, 1)}
    planned = {job.pk: job.next_attempt_at for job in MailJob.objects.all()}
    waiting = DBTaskResult.objects.filter(status="READY", task_path="cms.workflow.mail.delivery.deliver")
    assert {task.args_kwargs["args"][0]: task.run_after for task in waiting} == planned
