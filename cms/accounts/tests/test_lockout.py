"""Failed sign-ins: who waits, who does not, and how an administrator unlocks."""

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory
from django.urls import reverse

from cms.accounts import lockout
from cms.accounts.signing_in_forms import SignInForm

from .entering import PASSWORD, give_password, is_in

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.9"}


def fail(username, times=5, **where):
    for _ in range(times):
        answer = give_password(Client(), username, "sai-mat-khau", **(where or HERE))
    return answer


def test_five_failures_lock_the_account_at_that_address(client, chief):
    assert fail(chief.username, 4).status_code == 200
    assert fail(chief.username, 1).status_code == 429
    answer = give_password(client, chief.username, PASSWORD, **HERE)
    assert answer.status_code == 429
    error = answer.context["form"].errors.as_data()["__all__"][0]
    assert error.code == "locked_out"
    assert error.params["minutes"] == 15
    assert "15" in answer.content.decode()


def test_a_stranger_does_not_lock_the_chief_out(client, chief):
    fail(chief.username, 20, **ELSEWHERE)
    give_password(client, chief.username, PASSWORD, **HERE)
    assert is_in(client)


def test_nor_a_colleague_at_the_same_address(client, chief, reporter):
    fail(reporter.username)
    give_password(client, chief.username, PASSWORD, **HERE)
    assert is_in(client)


def test_neither_case_nor_spaces_make_another_name(chief):
    for name in ("chanhvanphong", "CHANHVANPHONG", " chanhvanphong", "ChanhVanPhong "):
        fail(name, 1)
    assert fail("CHANHvanphong", 1).status_code == 429


def test_an_unknown_name_is_locked_as_well(portal):
    """Otherwise the lock would tell which names exist."""
    assert fail("khong-co-ai", 5).status_code == 429


def test_an_address_that_tries_many_accounts_is_stopped(client, chief, settings):
    settings.LOGIN_FAILURES_OF_AN_ADDRESS = 6
    for number in range(6):
        answer = fail(f"ten{number}", 1)
    assert answer.status_code == 429
    assert give_password(client, chief.username, PASSWORD, **HERE).status_code == 429
    give_password(client, chief.username, PASSWORD, **ELSEWHERE)
    assert is_in(client)


def test_the_second_half_of_an_ipv6_address_does_not_count(chief):
    for number in range(4):
        fail(chief.username, 1, REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")
    assert fail(chief.username, 1, REMOTE_ADDR="2001:db8:1:2:ffff::9").status_code == 429
    assert fail(chief.username, 1, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


@pytest.mark.parametrize(("behind_proxy", "status"), [(False, 429), (True, 200)])
def test_a_forwarded_address_counts_behind_the_proxy_only(settings, chief, behind_proxy, status):
    settings.BEHIND_PROXY = behind_proxy
    for number in range(5):
        answer = fail(chief.username, 1, **HERE, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert answer.status_code == status


def test_a_header_that_is_no_address_breaks_nothing(settings, chief):
    settings.BEHIND_PROXY = True
    assert fail(chief.username, 1, **HERE, HTTP_X_FORWARDED_FOR="'; DROP TABLE --").status_code == 200


def test_it_ends_by_itself_and_trying_does_not_lengthen_it(client, chief, time_machine):
    time_machine.move_to(1_800_000_000, tick=False)
    fail(chief.username)
    time_machine.move_to(1_800_000_000 + 14 * 60, tick=False)
    answer = give_password(client, chief.username, PASSWORD, **HERE)
    assert answer.context["form"].errors.as_data()["__all__"][0].params["minutes"] == 1
    time_machine.move_to(1_800_000_000 + 15 * 60 + 1, tick=False)
    give_password(client, chief.username, PASSWORD, **HERE)
    assert is_in(client)


def test_signing_in_forgets_what_failed_before(client, chief):
    fail(chief.username, 4)
    give_password(client, chief.username, PASSWORD, **HERE)
    client.post(reverse("wagtailadmin_logout"))
    assert fail(chief.username, 4).status_code == 200


def test_no_password_is_stored(chief):
    fail(chief.username, 2)
    attempt = AccessAttempt.objects.get()
    assert "sai-mat-khau" not in f"{attempt.post_data}{attempt.get_data}"


def test_an_administrator_sees_it_and_unlocks(client, chief, administrator):
    fail(chief.username)
    assert [row["username"] for row in lockout.locked()] == [chief.username]
    client.force_login(administrator)
    page = client.get(reverse("accounts_safety")).content.decode()
    assert "203.0.113.7" in page
    client.post(reverse("accounts_safety"), {"username": chief.username, "address": "203.0.113.7"})
    assert lockout.locked() == []
    again = Client()
    give_password(again, chief.username, PASSWORD, **HERE)
    assert is_in(again)


def test_a_reporter_does_not(client, chief, reporter):
    fail(chief.username)
    client.force_login(reporter)
    client.post(reverse("accounts_safety"), {"username": chief.username, "address": "203.0.113.7"})
    assert lockout.locked()


def test_wrong_name_and_wrong_password_say_the_same(chief):
    answers = [fail(name, 1).context["form"].errors for name in (chief.username, "khong-co-ai")]
    assert answers[0] == answers[1]


def test_the_form_offers_no_session_that_is_remembered():
    assert "remember" not in SignInForm(RequestFactory().get("/")).fields
