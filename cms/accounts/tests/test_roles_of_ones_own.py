"""Nobody gives themselves a role, by any way that an administrator has."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cms.accounts.roles import ADMINISTRATOR, CHIEF, DEPUTY_CHIEF, REPORTER
from cms.workflow import people

pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def bulk(action: str, *accounts) -> str:
    query = "&".join(f"id={account if account == 'all' else account.pk}" for account in accounts)
    return f"{reverse('wagtail_bulk_action', args=['accounts', 'user', action])}?{query}"


def role(which) -> Group:
    return Group.objects.get(name=which.name)


def roles_of(account) -> set[str]:
    return set(account.groups.values_list("name", flat=True))


def posted(account, **changes) -> dict:
    """Return what the form of an account posts if nothing is changed, with changes."""
    return {
        "username": account.username,
        "email": account.email,
        "last_name": account.last_name,
        "first_name": account.first_name,
        "position": account.position,
        "is_active": "on",
        "groups": list(account.groups.values_list("pk", flat=True)),
        **changes,
    }


def edit(client: Client, account, **changes):
    return client.post(
        reverse("wagtailusers_users:edit", args=[account.pk]), posted(account, **changes), follow=True
    )


@pytest.mark.parametrize("which", [CHIEF, DEPUTY_CHIEF, REPORTER], ids=["chief", "deputy", "reporter"])
class TestTheBulkAction:
    def test_an_administrator_takes_no_role(self, administrator, which):
        browser(administrator).post(bulk("assign_role", administrator), {"role": role(which).pk})
        assert roles_of(administrator) == {ADMINISTRATOR.name}
        assert not people.is_approver(get_user_model().objects.get(pk=administrator.pk))

    def test_nor_among_others(self, administrator, other_reporter, which):
        client = browser(administrator)
        client.post(bulk("assign_role", administrator, other_reporter), {"role": role(which).pk})
        client.post(bulk("assign_role", "all"), {"role": role(which).pk})
        assert roles_of(administrator) == {ADMINISTRATOR.name}
        assert which.name in roles_of(other_reporter), "the others get theirs"

    def test_a_superuser_does(self, superuser, which):
        """Who may do everything on the server may do this, too; it is in the register (test_appointing.py)."""
        browser(superuser).post(bulk("assign_role", superuser), {"role": role(which).pk})
        assert roles_of(superuser) == {which.name}


def test_ones_own_roles_are_shown_and_cannot_be_chosen(administrator):
    html = browser(administrator).get(reverse("wagtailusers_users:edit", args=[administrator.pk]))
    field = html.context["form"]["groups"]
    assert field.field.disabled
    assert list(field.value()) == [role(ADMINISTRATOR).pk]
    assert "<li>None</li>" not in html.content.decode()


class TestSuperusers:
    """Who could set a superuser's password, or the address to which a new one is sent, would be one."""

    def test_an_administrator_does_not_edit_them(self, administrator, superuser):
        before = get_user_model().objects.filter(pk=superuser.pk).values().get()
        edit(
            browser(administrator),
            superuser,
            email="cua-toi@example.com",
            password1="mat-khau-cua-quan-tri",
            password2="mat-khau-cua-quan-tri",
            groups=[role(CHIEF).pk],
        )
        assert get_user_model().objects.filter(pk=superuser.pk).values().get() == before
        assert roles_of(superuser) == set()

    def test_nor_are_they_led_there(self, administrator, superuser, reporter):
        html = browser(administrator).get(reverse("wagtailusers_users:index")).content.decode()
        assert superuser.get_full_name() in html
        assert reverse("wagtailusers_users:edit", args=[reporter.pk]) in html
        assert reverse("wagtailusers_users:edit", args=[superuser.pk]) not in html

    def test_nor_by_the_bulk_actions(self, administrator, superuser):
        client = browser(administrator)
        client.post(bulk("set_active_state", superuser), {"mark_as_active": "False"})
        client.post(bulk("assign_role", superuser), {"role": role(CHIEF).pk})
        superuser.refresh_from_db()
        assert superuser.is_active
        assert roles_of(superuser) == set()

    def test_a_superuser_does(self, superuser, make_user):
        other = make_user("sieuquantri2", None, "Mai Thị", "Phương", is_superuser=True)
        edit(browser(superuser), other, position="Chuyên viên tin học", is_superuser="on")
        other.refresh_from_db()
        assert other.position == "Chuyên viên tin học"


class TestDailyWork:
    """The administrators make the office's accounts: an approver's, too."""

    def test_a_role_is_given_in_the_form_and_in_bulk(self, administrator, make_user):
        client = browser(administrator)
        one, two = make_user("mot", REPORTER), make_user("hai", REPORTER)
        edit(client, one, groups=[role(DEPUTY_CHIEF).pk])
        client.post(bulk("assign_role", two), {"role": role(DEPUTY_CHIEF).pk})
        assert roles_of(one) == {DEPUTY_CHIEF.name}
        assert roles_of(two) == {REPORTER.name, DEPUTY_CHIEF.name}

    def test_accounts_are_deactivated_in_bulk_but_not_ones_own(self, administrator, reporter):
        browser(administrator).post(
            bulk("set_active_state", administrator, reporter), {"mark_as_active": "False"}
        )
        for account, active in ((administrator, True), (reporter, False)):
            account.refresh_from_db()
            assert account.is_active is active


def test_wagtails_bulk_actions_on_accounts_are_ours():
    """A new one that Wagtail ships would pass by the rules."""
    from wagtail.admin.views.bulk_action.registry import bulk_action_registry

    actions = bulk_action_registry.get_bulk_actions_for_model("accounts", "user")
    ours = {action.action_type for action in actions if action.__module__.startswith("cms.accounts")}
    assert ours == {"assign_role", "set_active_state"}
    # Only superusers hold the right to delete accounts.
    assert {action.action_type for action in actions} - ours == {"delete"}
