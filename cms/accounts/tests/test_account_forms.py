"""The administration of accounts: the position is there, and nobody is raised above the roles."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

pytestmark = pytest.mark.django_db


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
