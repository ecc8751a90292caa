"""The present password, asked again: whoever sits at an unlocked computer cannot guess it."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts import second_factor
from cms.accounts.models import LimitedAct

from .entering import PASSWORD, is_in

pytestmark = pytest.mark.django_db

NEW = "duong ve nha co cay gao"
OFTEN = "locked_out"


@pytest.fixture
def inside(client, chief) -> Client:
    client.force_login(chief)
    return client


def codes_of(*forms) -> set[str]:
    """Return what is wrong with them."""
    return {wrong.code for form in forms for found in form.errors.as_data().values() for wrong in found}


def change(client: Client, present: str, new: str = NEW) -> set[str]:
    """Send the account's page as a browser does, with a new password; return what was wrong with it."""
    address = reverse("wagtailadmin_account")
    shown = client.get(address).context["panels_by_tab"].values()
    posted = {}
    for panel in (panel for tab in shown for panel in tab):
        for field in panel.get_form():
            posted[field.html_name] = "" if field.value() is None else field.value()
    posted |= {f"password-new_password{number}": new for number in (1, 2)}
    posted["password-old_password"] = present
    posted = {name: value for name, value in posted.items() if value is not False and "avatar" not in name}
    answer = client.post(address, posted)
    if answer.status_code == 302:
        return set()
    return codes_of(*(panel.get_form() for tab in answer.context["panels_by_tab"].values() for panel in tab))


def codes(client: Client, present: str) -> set[str]:
    """Ask for new codes on paper; return what was wrong."""
    answer = client.post(reverse("account_safety"), {"action": "codes", "password": present})
    return codes_of(answer.context["form"])


def password_is(account, password: str) -> bool:
    return get_user_model().objects.get(pk=account.pk).check_password(password)


def test_it_is_changed_with_the_right_one_alone(inside, chief):
    assert change(inside, "sai-mat-khau") == {"password_incorrect"}
    assert password_is(chief, PASSWORD)
    assert change(inside, PASSWORD) == set()
    assert password_is(chief, NEW)
    assert is_in(inside)


@pytest.mark.parametrize("ask", [change, codes])
def test_after_five_wrong_ones_the_right_one_is_not_taken_either(inside, chief, ask, time_machine):
    second_factor.TOTPDevice.objects.create(user=chief, name="authenticator")
    for _attempt in range(5):
        assert ask(inside, "sai-mat-khau") == {"password_incorrect"}
    stored = get_user_model().objects.get(pk=chief.pk).password
    assert OFTEN in ask(inside, PASSWORD)
    # Neither page, for there is one count, and not from another browser.
    other = Client()
    other.force_login(chief)
    assert OFTEN in change(other, PASSWORD)
    assert OFTEN in codes(other, PASSWORD)
    assert get_user_model().objects.get(pk=chief.pk).password == stored
    assert second_factor.codes_left(chief) == 0
    # Trying on does not lengthen it.
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    inside.force_login(chief)
    assert ask(inside, PASSWORD) == set()
    assert not password_is(chief, PASSWORD) or second_factor.codes_left(chief) == 10


def test_each_wrong_one_counts_once_however_often_the_page_looks_at_the_form(inside):
    change(inside, "sai-mat-khau")
    assert LimitedAct.objects.count() == 1
    # The new password was not right either: nothing was learnt of the present one.
    change(inside, "", new="")
    assert LimitedAct.objects.count() == 1


def test_a_right_one_forgets_the_wrong_ones(inside, chief):
    second_factor.TOTPDevice.objects.create(user=chief, name="authenticator")
    for _round in range(3):
        for _attempt in range(4):
            codes(inside, "sai-mat-khau")
        assert codes(inside, PASSWORD) == set()
    assert second_factor.codes_left(chief) == 10


def test_the_person_is_told_how_long_to_wait(inside):
    for _attempt in range(5):
        codes(inside, "sai-mat-khau")
    page = inside.post(reverse("account_safety"), {"action": "codes", "password": PASSWORD})
    assert "15 phút" in page.content.decode()


def test_others_are_not_kept_out_and_signing_in_is_not_touched(inside, chief, deputy):
    for _attempt in range(6):
        codes(inside, "sai-mat-khau")
    other = Client()
    other.force_login(deputy)
    assert codes(other, "sai-mat-khau") == {"password_incorrect"}
    assert is_in(inside)
    assert chief.username not in str(list(LimitedAct.objects.values_list("key", flat=True)))
