"""An authenticator that waits for its first code: whoever saw its key in another sitting holds nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.accounts import second_factor, sessions, signing_in

from .entering import PASSWORD, code_of, give_password, is_in, sign_in, with_device

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIRST, ANOTHER = "second_factor_setup", "account_new_device"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def shown(client: Client, page: str) -> TOTPDevice:
    """Open a page that sets an authenticator up; return the one whose key it shows."""
    key = client.get(reverse(page)).context["key"]
    [device] = [one for one in TOTPDevice.objects.all() if second_factor.spelled_key(one) == key]
    return device


def send(client: Client, page: str, device: TOTPDevice):
    return client.post(reverse(page), {"code": code_of(device)})


def waiting(account) -> list[TOTPDevice]:
    return list(TOTPDevice.objects.filter(user=account, confirmed=False))


class TestTheFirst:
    """Another person knows the password and was there before: a new account's password was not handed over alone."""

    def test_shows_a_key_that_nobody_saw_before(self, client, reporter):
        other = Client()
        give_password(other, reporter.username)
        seen = shown(other, FIRST)
        give_password(client, reporter.username)
        fresh = shown(client, FIRST)
        assert fresh.key != seen.key
        send(client, FIRST, fresh)
        assert is_in(client)
        assert list(TOTPDevice.objects.filter(user=reporter)) == [fresh]

    def test_shows_the_same_key_after_a_reload_and_a_wrong_code(self, client, reporter):
        give_password(client, reporter.username)
        device = shown(client, FIRST)
        assert shown(client, FIRST) == device
        answer = client.post(reverse(FIRST), {"code": "123"})
        assert answer.context["key"] == second_factor.spelled_key(device)
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        send(client, FIRST, device)
        assert is_in(client)

    def test_shows_no_key_of_a_sitting_that_began_later(self, client, reporter):
        give_password(client, reporter.username)
        mine = shown(client, FIRST)
        other = Client()
        give_password(other, reporter.username)
        theirs = shown(other, FIRST)
        assert theirs.key != mine.key
        answer = send(client, FIRST, mine)
        # Void by now: the person is told so and shown another, which again nobody else saw.
        assert answer.context["form"].errors == {"code": [signing_in.VOID]}
        assert answer.context["key"] not in map(second_factor.spelled_key, (mine, theirs))
        assert second_factor.device_of(reporter) is None
        send(client, FIRST, shown(client, FIRST))
        assert is_in(client)

    def test_is_not_proved_by_a_key_of_another_sitting(self, client, reporter):
        give_password(client, reporter.username)
        shown(client, FIRST)
        strange = TOTPDevice.objects.create(user=reporter, confirmed=False, name="authenticator")
        send(client, FIRST, strange)
        assert second_factor.device_of(reporter) is None
        assert not is_in(client)


class TestAnother:
    """Somebody sat at the computer within five minutes of the password, and went away without the code."""

    @pytest.fixture
    def inside(self, client, chief) -> Client:
        sign_in(client, chief, with_device(chief))
        return client

    def ask(self, client: Client) -> TOTPDevice:
        client.post(reverse("account_safety"), {"action": "device", "password": PASSWORD})
        return shown(client, ANOTHER)

    def test_shows_a_new_key_each_time_that_the_password_is_given(self, inside, chief):
        seen = self.ask(inside)
        assert shown(inside, ANOTHER) == seen
        fresh = self.ask(inside)
        assert fresh.key != seen.key
        assert waiting(chief) == [fresh]
        send(inside, ANOTHER, fresh)
        assert second_factor.device_of(chief) == fresh

    def test_wrong_password_forgets_nothing(self, inside, chief):
        device = self.ask(inside)
        inside.post(reverse("account_safety"), {"action": "device", "password": "sai"})
        assert waiting(chief) == [device]

    def test_is_forgotten_at_the_next_sign_in(self, inside, chief):
        self.ask(inside)
        give_password(Client(), chief.username, "sai-mat-khau")
        assert waiting(chief)
        give_password(Client(), chief.username)
        assert waiting(chief) == []


@pytest.mark.parametrize("how", ["a new password", "sessions that end", "a reset", "a role"])
def test_is_forgotten_with(client, reporter, deputy, how):
    give_password(client, reporter.username)
    shown(client, FIRST)
    kept = with_device(deputy)
    theirs = TOTPDevice.objects.create(user=deputy, confirmed=False)
    if how == "a new password":
        reporter.set_password("mot-mat-khau-khac-han")
        reporter.save()
    elif how == "sessions that end":
        sessions.end_all(reporter)
    elif how == "a reset":
        second_factor.reset(reporter)
    else:
        reporter.groups.clear()
    assert waiting(reporter) == []
    assert set(TOTPDevice.objects.all()) == {kept, theirs}, "others' are not touched"


def test_what_is_in_use_is_not_forgotten(client, chief):
    device = with_device(chief)
    give_password(client, chief.username)
    sessions.end_all(chief)
    chief.refresh_from_db()
    chief.set_password("mot-mat-khau-khac-han")
    chief.save()
    assert second_factor.device_of(chief) == device


def test_a_sign_in_that_needs_no_code_forgets_it_too(client, reporter, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    TOTPDevice.objects.create(user=reporter, confirmed=False)
    give_password(client, reporter.username)
    assert is_in(client)
    assert waiting(reporter) == []
