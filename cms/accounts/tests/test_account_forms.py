"""The administration of accounts: the position is there, and nobody is raised above the roles."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def _posted(**changes):
    return {
        "username": "canbo",
        "email": "canbo@example.com",
        "last_name": "Bùi Thị",
        "first_name": "Hoa",
        "position": "Chuyên viên",
        "password1": "mat-khau-rat-dai-42",
        "password2": "mat-khau-rat-dai-42",
        **changes,
    }


def test_an_administrator_makes_an_account_with_a_position(client, administrator):
    client.force_login(administrator)
    page = client.get(reverse("wagtailusers_users:add"))
    assert 'name="position"' in page.content.decode()

    client.post(reverse("wagtailusers_users:add"), _posted())
    account = get_user_model().objects.get(username="canbo")
    assert account.position == "Chuyên viên"
    assert account.get_full_name() == "Bùi Thị Hoa"


def test_an_administrator_cannot_make_a_superuser(client, administrator):
    client.force_login(administrator)
    client.post(reverse("wagtailusers_users:add"), _posted(is_superuser="on"))
    account = get_user_model().objects.get(username="canbo")
    assert not account.is_superuser

    url = reverse("wagtailusers_users:edit", args=[account.pk])
    client.post(url, _posted(is_superuser="on", is_active="on", position="Trưởng phòng"))
    account.refresh_from_db()
    assert account.position == "Trưởng phòng"
    assert not account.is_superuser


def test_an_administrator_takes_no_role_of_their_own(client, administrator, chief):
    client.force_login(administrator)
    approvers = chief.groups.get()
    url = reverse("wagtailusers_users:edit", args=[administrator.pk])
    assert client.get(url).status_code == 200
    client.post(url, _posted(username="quantri", position="Quản trị", groups=[approvers.pk]))
    administrator.refresh_from_db()
    assert administrator.position == "Quản trị"
    assert [group.name for group in administrator.groups.all()] == ["Quản trị viên"]


@pytest.mark.parametrize("whose", ["administrator", "superuser"])
class TestOnesOwnAccount:
    """What opens it is changed where the present password is asked, or by somebody else."""

    def test_keeps_its_password_and_mail_address(self, client, request, whose):
        account = request.getfixturevalue(whose)
        accounts = get_user_model().objects.filter(pk=account.pk)
        before = accounts.values("password", "email", "is_superuser", "session_generation").get()
        client.force_login(account)
        client.post(
            reverse("wagtailusers_users:edit", args=[account.pk]),
            _posted(username=account.username, email="cua-toi@example.com", position="Quản trị"),
        )
        assert accounts.values("password", "email", "is_superuser", "session_generation").get() == before
        assert accounts.get().position == "Quản trị", "the rest is stored"

    def test_says_where_they_are_changed(self, client, request, whose):
        account = request.getfixturevalue(whose)
        client.force_login(account)
        page = client.get(reverse("wagtailusers_users:edit", args=[account.pk])).content.decode()
        form = page.split('id="tab-account"', 1)[1].split('id="tab-roles"', 1)[0]
        assert not [name for name in ("password1", "password2", "email") if f'name="{name}"' in form]
        assert f'href="{reverse("wagtailadmin_account")}"' in form
        assert all(f'name="{name}"' in form for name in ("username", "last_name", "first_name", "position"))
        # What the template of a field writes for one that is not there.
        assert "None" not in form

    def test_is_no_obstacle_to_changing_others(self, client, request, whose, reporter):
        client.force_login(request.getfixturevalue(whose))
        address = reverse("wagtailusers_users:edit", args=[reporter.pk])
        form = client.get(address).content.decode()
        assert all(f'name="{name}"' in form for name in ("password1", "password2", "email", "is_active"))
        client.post(address, _posted(email="moi@example.com", is_active="on"))
        reporter.refresh_from_db()
        assert reporter.email == "moi@example.com"
        assert reporter.check_password("mat-khau-rat-dai-42")


def test_reporters_do_not_administer_accounts(client, reporter):
    client.force_login(reporter)
    client.post(reverse("wagtailusers_users:add"), _posted())
    assert not get_user_model().objects.filter(username="canbo").exists()


@pytest.mark.parametrize("whose", ["superuser", "administrator", "reporter"])
def test_nobody_is_raised_by_copying_an_account(client, administrator, request, whose):
    """Wagtail's page to copy a row stores the whole form in the row itself, and asks nothing of administering.py."""
    original = request.getfixturevalue(whose)
    accounts = get_user_model().objects.order_by("pk")
    before = list(accounts.values("username", "is_superuser", "password"))
    client.force_login(administrator)
    response = client.post(f"/quan-tri/users/copy/{original.pk}/", _posted(is_superuser="on"))
    assert list(accounts.values("username", "is_superuser", "password")) == before
    assert response.status_code == 404


@pytest.mark.parametrize("which", ["new", "another's", "one's own"])
def test_the_family_name_comes_first_as_it_is_written(client, administrator, reporter, which):
    client.force_login(administrator)
    address = {
        "new": reverse("wagtailusers_users:add"),
        "another's": reverse("wagtailusers_users:edit", args=[reporter.pk]),
        "one's own": reverse("wagtailusers_users:edit", args=[administrator.pk]),
    }[which]
    html = client.get(address).content.decode()
    names = ("username", "last_name", "first_name", "position")
    places = [html.index(f'id="id_{name}"') for name in names]
    assert places == sorted(places)
    assert all(html.count(f'id="id_{name}"') == 1 for name in names)
