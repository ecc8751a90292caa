"""Accounts that nobody uses: deactivated, never the last administrator, and woken by one."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts import idle
from cms.workflow.models import Decision

from .entering import is_in

pytestmark = pytest.mark.django_db


def unused(account, days):
    when = timezone.now() - timedelta(days=days)
    get_user_model().objects.filter(pk=account.pk).update(date_joined=when, last_login=when)


def active() -> set[str]:
    return set(get_user_model().objects.filter(is_active=True).values_list("username", flat=True))


def test_an_idle_account_is_deactivated(reporter, chief, administrator, capsys):
    unused(reporter, 46)
    unused(chief, 44)
    theirs = Client()
    call_command("disable_idle_accounts")
    assert reporter.username in capsys.readouterr().out
    assert active() == {chief.username, administrator.username}
    reporter.refresh_from_db()
    assert reporter.rested_at is not None
    assert not is_in(theirs)


def test_who_never_signed_in_counts_from_the_making(reporter, administrator):
    when = timezone.now() - timedelta(days=46)
    get_user_model().objects.filter(pk=reporter.pk).update(date_joined=when, last_login=None)
    call_command("disable_idle_accounts", verbosity=0)
    assert reporter.username not in active()


def test_a_dry_run_changes_nothing(reporter, administrator, capsys):
    unused(reporter, 46)
    call_command("disable_idle_accounts", "--dry-run")
    assert reporter.username in capsys.readouterr().out
    assert reporter.username in active()


@pytest.mark.parametrize(
    ("administrators", "stay"), [({"a": 50, "b": 90}, {"a"}), ({"a": 50, "b": 90, "c": 1}, {"c"})]
)
def test_never_the_last_administrator(portal, make_user, administrators, stay):
    from cms.accounts.roles import ADMINISTRATOR

    for name, days in administrators.items():
        unused(make_user(name, ADMINISTRATOR), days)
    call_command("disable_idle_accounts", verbosity=0)
    assert active() == stay


def test_of_an_approver_the_register_says_so(chief, administrator):
    unused(chief, 46)
    call_command("disable_idle_accounts", verbosity=0)
    line = Decision.objects.get(kind=Decision.Kind.APPROVER_ACCOUNT)
    assert (line.person_id, line.deputy_id) == (None, chief.pk)


def test_an_administrator_sees_and_wakes_it_for_another_45_days(client, reporter, administrator):
    unused(reporter, 46)
    call_command("disable_idle_accounts", verbosity=0)
    client.force_login(administrator)
    rows = client.get(reverse("accounts_safety")).context["rows"]
    assert [row["account"].username for row in rows if row["account"].rested_at] == [reporter.username]
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    client.post(f"{address}?id={reporter.pk}", {"mark_as_active": "True"})
    assert reporter.username in active()
    assert get_user_model().objects.get(pk=reporter.pk).rested_at is None
    assert not idle.idle_accounts().exists()
    assert idle.idle_accounts(timezone.now() + timedelta(days=46)).exists()
