"""Old mails go after twelve months; what still keeps something from being sent twice stays."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.workflow import service
from cms.workflow.mail import queue
from cms.workflow.mail.recipients import Notice, Why
from cms.workflow.models import Decision, MailJob

pytestmark = pytest.mark.django_db

OLD, RECENT = timedelta(days=366), timedelta(days=364)


@pytest.fixture
def job(chief):
    def make(status: str, age: timedelta, **facts) -> MailJob:
        then = timezone.now() - age
        made = queue.add(chief, f"{status}:{age.days}", Notice.PUBLISHED, Why.SIGNER, **facts)
        MailJob.objects.filter(pk=made.pk).update(
            status=status, created_at=then, sent_at=then if status == "sent" else None, next_attempt_at=then
        )
        return made

    return make


def test_sent_and_dropped_ones_go_after_twelve_months(job):
    gone = {job(status, OLD).pk for status in ("sent", "dropped")}
    kept = {job(status, RECENT).pk for status in ("sent", "dropped")}
    kept |= {job(status, OLD).pk for status in ("failed", "held")}
    decisions = Decision.objects.count()
    assert queue.prune(timezone.now()) == 2
    assert set(MailJob.objects.values_list("pk", flat=True)) == kept
    assert not gone & kept
    assert queue.prune(timezone.now()) == 0
    assert Decision.objects.count() == decisions, "the register is kept"


def test_a_round_that_is_still_open_keeps_its_mails(job, make_story, reporter, chief, token_for):
    story = make_story(reporter)
    state = service.submit(story, reporter)
    kept = job("sent", OLD, task_state_id=state.pk)
    queue.prune(timezone.now())
    assert MailJob.objects.filter(pk=kept.pk).exists()
    service.sign(state.pk, chief, token_for(story))
    queue.prune(timezone.now())
    assert not MailJob.objects.filter(pk=kept.pk).exists()


def test_a_digest_goes_without_what_it_held(job):
    digest, item = job("sent", OLD), job("failed", RECENT)
    MailJob.objects.filter(pk=item.pk).update(digest=digest)
    queue.prune(timezone.now())
    item.refresh_from_db()
    assert item.digest is None


def test_the_scheduler_does_it(job, capsys):
    job("sent", OLD)
    call_command("send_review_mail")
    assert not MailJob.objects.exists()
    assert "old mails deleted: 1" in capsys.readouterr().out
