"""The office's mails: sent by a worker, once, whatever the mail server does; old letters go."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.feedback import mailing
from home.feedback.models import DailyMail, Letter
from home.models import PortalSettings

pytestmark = pytest.mark.django_db

WORKDAY = "2026-11-24 09:00 +0700"
SUNDAY = "2026-11-22 09:00 +0700"


@pytest.fixture
def office(portal):
    """The office's address in the footer."""
    settings = PortalSettings.for_site(portal.site)
    settings.email = "so@example.com"
    settings.save()
    return settings.email


@pytest.fixture
def mail_server(monkeypatch):
    """A mail server that can be switched off."""
    state = {"up": True}
    working = EmailBackend.send_messages

    def send(self, messages):
        if not state["up"]:
            raise ConnectionRefusedError("mail server is down")
        return working(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return state


def letter(**fields):
    return Letter.objects.create(
        **{"kind": "contact", "subject": "Hỏi giờ", "text": "Mấy giờ mở cửa?", **fields}
    )


def test_a_request_queues_and_the_worker_sends(reader, office, filled):
    reader.post("/lien-he/gui/", filled(subject="Hỏi giờ", name="An", email="an@example.com"))
    assert mail.outbox == []
    queued = DBTaskResult.objects.get(task_path="home.feedback.mailing.deliver")
    mailing.deliver.func(*queued.args_kwargs["args"])
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == ([office], ["an@example.com"])
    assert "Hỏi giờ" in sent.subject
    assert "Số đại biểu là 120." in sent.body
    assert Letter.objects.get().mailed_at


def test_a_letter_is_mailed_once(office):
    one = letter()
    for _time in range(3):
        assert mailing.send(one.pk)
    call_command("send_letters")
    assert len(mail.outbox) == 1


def test_reported_mistakes_are_not_mailed_one_by_one(office):
    assert mailing.send(letter(kind="correction").pk)
    assert mail.outbox == []


def test_a_mail_server_that_is_down_loses_nothing(reader, office, filled, mail_server):
    mail_server["up"] = False
    assert reader.post("/lien-he/gui/", filled(subject="Hỏi giờ")).status_code == 302
    one = Letter.objects.get()
    assert not mailing.send(one.pk)
    mail_server["up"] = True
    assert mailing.send(one.pk)  # not due yet: nothing is sent
    assert mail.outbox == []
    with time_machine.travel(timezone.now() + mailing.AGAIN_AFTER + timedelta(minutes=1)):
        call_command("send_letters")
    assert len(mail.outbox) == 1
    one.refresh_from_db()
    assert (one.mail_attempts, bool(one.mailed_at)) == (2, True)


def test_a_queue_that_is_gone_does_not_stop_a_letter(reader, office, filled, monkeypatch):
    def gone(*args):
        raise RuntimeError("no queue")

    monkeypatch.setattr(type(mailing.deliver), "enqueue", gone)
    assert reader.post("/lien-he/gui/", filled(subject="Hỏi giờ")).status_code == 302
    call_command("send_letters")
    assert len(mail.outbox) == 1


def test_without_an_office_address_the_approvers_get_it(portal, chief, deputy, reporter):
    assert mailing.write(letter()).to == sorted([chief.email, deputy.email])


def test_with_nobody_to_write_to_the_letter_waits(portal):
    one = letter()
    assert not mailing.send(one.pk)
    one.refresh_from_db()
    assert one.mailed_at is None


def test_no_line_of_a_mails_head_is_a_readers(office):
    one = letter(subject="Hỏi\r\nBcc: all@example.com", name="An\r\nX-Evil: 1")
    message = mailing.write(one)
    raw = message.message().as_string()
    assert message.recipients() == [office]
    head = raw.partition("\n\n")[0]
    assert "\nBcc:" not in head
    assert "\nX-Evil" not in head


def test_the_approvers_are_told_once_a_working_day(portal, chief, deputy, reporter):
    with time_machine.travel(WORKDAY):
        call_command("send_letters")
        assert mail.outbox == []  # no letters, no mail
        letter(kind="correction")
        letter(kind="correction", state=Letter.State.SEEN)
        for _time in range(2):
            call_command("send_letters")
    (sent,) = mail.outbox
    assert sorted(sent.recipients()) == sorted([chief.email, deputy.email])
    assert sent.to == []  # nobody sees the others' addresses
    assert sent.subject.startswith("1 ")
    with time_machine.travel("2026-11-25 09:00 +0700"):
        call_command("send_letters")
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("moment", [SUNDAY, "2026-11-24 05:00 +0700"])
def test_outside_office_hours_nobody_is_told(portal, chief, moment):
    letter(kind="correction")
    with time_machine.travel(moment):
        call_command("send_letters")
    assert mail.outbox == []


def test_a_daily_mail_that_failed_is_tried_again(portal, chief, mail_server):
    letter(kind="correction")
    with time_machine.travel(WORKDAY):
        mail_server["up"] = False
        call_command("send_letters")
        assert not DailyMail.objects.exists()
        mail_server["up"] = True
        call_command("send_letters")
    assert len(mail.outbox) == 1


def test_letters_go_after_twelve_months(office):
    now = timezone.now()
    old = letter(received_at=now - timedelta(days=366), mailed_at=now, state=Letter.State.CORRECTED)
    young = letter(received_at=now - timedelta(days=364), mailed_at=now)
    call_command("send_letters")
    assert list(Letter.objects.all()) == [young]
    assert not Letter.objects.filter(pk=old.pk).exists()
