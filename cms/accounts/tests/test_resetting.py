"""“Quên mật khẩu”: tells nobody which addresses are known, and mails nobody too often."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms.accounts import resetting
from cms.accounts.limits import is_too_often
from cms.accounts.models import LimitedAct

pytestmark = pytest.mark.django_db
ADDRESS = "/quan-tri/password_reset/"


def asked_for() -> list[str]:
    rows = DBTaskResult.objects.filter(task_path="cms.accounts.resetting.mail_reset_link")
    return [mailbox for row in rows for mailbox in row.args_kwargs["args"]]


def test_known_and_unknown_addresses_are_answered_alike(client, chief):
    answers = []
    for mailbox in (chief.email, "khong-ai@example.com"):
        answers.append(client.post(ADDRESS, {"email": mailbox}))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    # The request itself looks nobody up and mails nothing: its time tells nothing.
    assert sorted(asked_for()) == sorted([chief.email, "khong-ai@example.com"])
    assert not mail.outbox


def test_the_worker_mails_whom_it_finds(chief, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://sonoivu.example.gov.vn"
    resetting.mail_reset_link.func("khong-ai@example.com")
    assert not mail.outbox
    resetting.mail_reset_link.func(chief.email)
    (message,) = mail.outbox
    assert message.to == [chief.email]
    assert re.search(r"https://sonoivu\.example\.gov\.vn/quan-tri/password_reset/confirm/", message.body)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", [False, True])
def test_no_address_that_a_stranger_typed_is_kept(client, chief, monkeypatch, fails):
    """Neither once it was looked up, nor if that failed: the queue keeps its rows for weeks."""
    for mailbox in (chief.email, "khong-ai@example.com"):
        client.post(ADDRESS, {"email": mailbox})
    assert len(asked_for()) == 2
    if fails:
        monkeypatch.setattr(resetting.WagtailPasswordResetForm, "is_valid", lambda form: 1 / 0)
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=resetting.BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()
    assert len(mail.outbox) == (0 if fails else 1)
    assert "@" not in str(DBTaskResult.objects.values_list("args_kwargs", "traceback"))
    assert DBTaskResult.objects.finished().count() == 2


def test_the_link_sets_a_password_and_asks_for_the_second_factor_all_the_same(client, chief, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    resetting.mail_reset_link.func(chief.email)
    path = re.search(r"(/quan-tri/password_reset/confirm/\S+)", mail.outbox[0].body)[1]
    form = client.get(path, follow=True)
    new = "mot mat khau hoan toan khac"
    client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    chief.refresh_from_db()
    assert chief.check_password(new)
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_a_mailbox_is_mailed_three_times_an_hour(client, chief):
    for number in range(6):
        answer = client.post(ADDRESS, {"email": chief.email.upper()}, REMOTE_ADDR=f"192.0.2.{number}")
        assert answer.status_code == 302
    assert len(asked_for()) == resetting.OF_A_MAILBOX


def test_an_address_asks_ten_times_an_hour(client, portal):
    for number in range(15):
        client.post(ADDRESS, {"email": f"ai{number}@example.com"})
    assert len(asked_for()) == resetting.OF_AN_ADDRESS


def test_a_count_ends_and_is_forgotten(portal, time_machine):
    time_machine.move_to(1_800_000_000)
    within = timedelta(hours=1)
    assert [is_too_often("viec", "ai", 2, within) for _ in range(3)] == [False, False, True]
    time_machine.shift(3601)
    assert not is_too_often("viec", "ai", 2, within)
    time_machine.shift(25 * 3600)
    is_too_often("viec", "khac", 2, within)
    assert LimitedAct.objects.count() == 1
    assert "khac" not in LimitedAct.objects.get().key
