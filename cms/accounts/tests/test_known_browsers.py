"""A stranger at the office's address keeps nobody out of a browser in which they were signed in before."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts import known_browsers, lockout

from .entering import PASSWORD, code_of, give_password, is_in, sign_in, with_device

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OFFICE, HOME = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.9"}
NAME = "known"


def fail(username, times=5, client=None, where=OFFICE):
    for _ in range(times):
        answer = give_password(client or Client(), username, "sai-mat-khau", **where)
    return answer


@pytest.fixture
def browser(chief):
    """The chief's: signed in before, signed out now."""
    client = Client()
    give_password(client, chief.username, **OFFICE)
    client.post(reverse("wagtailadmin_logout"))
    return client


@pytest.fixture
def stranger(settings, browser):
    """Uses the address's failures up, with names that nobody has."""
    settings.LOGIN_FAILURES_OF_AN_ADDRESS = 6
    for number in range(6):
        answer = fail(f"ten{number}", 1)
    assert answer.status_code == 429


def test_names_that_nobody_has_keep_nobody_out(stranger, chief, reporter, browser):
    assert give_password(Client(), chief.username, **OFFICE).status_code == 429, (
        "without the cookie all is as before"
    )
    assert give_password(browser, reporter.username, **OFFICE).status_code == 429, "it is the chief's"
    give_password(browser, f" {chief.username.upper()}", **OFFICE)
    give_password(browser, chief.username, **OFFICE)
    assert is_in(browser)


def test_nor_does_the_persons_own_name(chief, browser):
    assert fail(chief.username, 6).status_code == 429
    give_password(browser, chief.username, **OFFICE)
    assert is_in(browser)
    assert fail(chief.username, 1).status_code == 429, "what a stranger failed is not forgotten by that"


def test_the_browser_has_five_failures_of_its_own(stranger, chief, browser, time_machine):
    assert fail(chief.username, 4, browser).status_code == 200
    assert fail(chief.username, 1, browser).status_code == 429
    assert give_password(browser, chief.username, **OFFICE).status_code == 429
    answer = give_password(browser, chief.username, **HOME)
    assert answer.status_code == 429, "wherever it is carried"
    assert answer.context["form"].errors.as_data()["__all__"][0].params["minutes"] == 15
    browser.cookies.clear()
    assert give_password(browser, chief.username, **OFFICE).status_code == 429, (
        "five in all, not five and five"
    )
    lockout.unlock(chief.username, OFFICE["REMOTE_ADDR"])
    assert chief.username not in {row["username"] for row in lockout.locked()}


@pytest.mark.parametrize("value", ["", "x", "a:b:c", "\x00", "W10:1:x"])
def test_a_forged_one_is_none(stranger, chief, value):
    client = Client()
    client.cookies[NAME] = value
    assert give_password(client, chief.username, **OFFICE).status_code == 429


def test_it_is_good_for_ninety_days(chief, browser, settings, time_machine):
    settings.LOGIN_FAILURES_OF_AN_ADDRESS = 1
    cookie = browser.cookies[NAME].value
    for days, status in ((89, 302), (91, 429)):
        time_machine.move_to(timezone.now() + timezone.timedelta(days=days), tick=False)
        fail("ten", 1)
        client = Client()
        client.cookies[NAME] = cookie
        assert give_password(client, chief.username, **OFFICE).status_code == status
        time_machine.move_to(timezone.now() - timezone.timedelta(days=days), tick=False)


def test_only_a_complete_sign_in_sets_it_and_each_sets_a_new_one(client, portal, chief, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    device = with_device(chief)
    for answer in (
        client.get("/"),
        client.get(reverse("wagtailadmin_login")),
        fail(chief.username, 1, client),
    ):
        assert NAME not in answer.cookies
    assert NAME not in give_password(client, chief.username, PASSWORD).cookies, "the code is still to come"
    first = client.post(reverse("second_factor"), {"code": code_of(device)}).cookies[NAME]
    assert (first["httponly"], first["samesite"], first["path"], first["max-age"]) == (
        True,
        "Lax",
        "/",
        known_browsers.LASTS,
    )
    assert chief.username not in first.value
    for address in ("/", reverse("wagtailadmin_home"), reverse("account_safety")):
        assert NAME not in client.get(address).cookies
    client.post(reverse("wagtailadmin_logout"))
    assert client.cookies[NAME].value == first.value
    device.last_t = -1
    device.save()
    assert sign_in(client, chief, device).cookies[NAME].value != first.value


def test_whom_sets_the_second_factor_up_gets_it(client, chief, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    give_password(client, chief.username)
    client.get(reverse("second_factor_setup"))
    device = chief.totpdevice_set.get()
    assert NAME in client.post(reverse("second_factor_setup"), {"code": code_of(device)}).cookies


def test_over_tls_it_is_this_hosts_alone(chief, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = give_password(Client(), chief.username).cookies["__Host-known"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_it_is_no_session(chief, browser):
    """The page cache, here and in nginx, knows people by their session alone; this cookie lets nobody in."""
    assert NAME in browser.cookies
    assert not is_in(browser)
