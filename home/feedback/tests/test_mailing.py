"""The office's mails: sent by a worker, once, whatever the mail server does; old letters go."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.accounts.roles import COLLABORATOR
from cms.workflow import service
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
    """A mail server that can be switched off, and that answers what ``refuses`` says about a subject."""
    state = {"up": True, "refuses": {}}
    working = EmailBackend.send_messages

    def send(self, messages):
        if not state["up"]:
            raise ConnectionRefusedError("mail server is down")
        for word, answer in state["refuses"].items():
            if word in messages[0].subject:
                raise answer
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


REFUSED = smtplib.SMTPRecipientsRefused({"so@example.com": (550, b"no such user")})
FULL = smtplib.SMTPRecipientsRefused({"so@example.com": (452, b"mailbox full")})
SPAM = smtplib.SMTPDataError(554, b"looks like spam")


@pytest.mark.parametrize("answer", [REFUSED, FULL, SPAM], ids=["refused", "full", "spam"])
def test_a_letter_that_is_refused_holds_up_no_other(office, mail_server, answer):
    mail_server["refuses"] = {"Thư xấu": answer}
    bad, good = letter(subject="Thư xấu"), letter(subject="Thư tốt")
    call_command("send_letters")
    assert [sent.subject.partition(": ")[2] for sent in mail.outbox] == ["Thư tốt"]
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.mailed_at, bool(good.mailed_at)) == (None, True)


@pytest.mark.parametrize(("answer", "attempts"), [(REFUSED, 1), (FULL, 2), (SPAM, 2)])
def test_what_is_refused_for_good_is_not_tried_again(client, chief, office, mail_server, answer, attempts):
    mail_server["refuses"] = {"Thư xấu": answer}
    bad = letter(subject="Thư xấu")
    for run in range(2):
        with time_machine.travel(timezone.now() + run * (mailing.AGAIN_AFTER + timedelta(minutes=1))):
            call_command("send_letters")
    bad.refresh_from_db()
    assert (bad.mail_attempts, bad.mail_refused) == (attempts, attempts == 1)
    # It is not lost: the inbox has it.
    client.force_login(chief)
    assert "Thư xấu" in client.get(reverse("letters:edit", args=[bad.pk])).content.decode()


@pytest.mark.parametrize(
    "answer",
    [smtplib.SMTPAuthenticationError(535, b"wrong password"), smtplib.SMTPServerDisconnected("gone")],
)
def test_while_the_server_fails_the_rest_waits_untried(office, mail_server, answer):
    mail_server["refuses"] = {"": answer}
    letter()
    waiting = letter()
    call_command("send_letters")
    waiting.refresh_from_db()
    assert waiting.mail_attempts == 0


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


def test_whoever_stands_in_for_an_approver_is_told_too(portal, chief, reporter, make_user):
    absent = make_user("khongdocthu", COLLABORATOR)
    with time_machine.travel(WORKDAY):
        for person in (reporter, absent):
            now = timezone.now()
            service.name_deputy(chief, person, starts_at=now, ends_at=now + timedelta(days=1))
        letter(kind="correction")
        call_command("send_letters")
        (sent,) = mail.outbox
        assert sorted(sent.recipients()) == sorted([chief.email, reporter.email])
        # Letters are read by those whose role says so, whoever lends them what.
        assert absent.email not in mailing.write(letter()).to
    with time_machine.travel("2026-11-26 09:00 +0700"):
        assert mailing.approver_addresses() == [chief.email]


def test_approvers_are_those_of_the_review_whatever_their_group_is_called(portal, chief):
    chief.groups.update(name="Ban biên tập")
    assert mailing.approver_addresses() == [chief.email]


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
