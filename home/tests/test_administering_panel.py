"""The administrators' panel of the admin's home page: for them alone, and each of its links opens."""

import re

import pytest
from django.urls import reverse

from home.administering_panel import WAYS

pytestmark = pytest.mark.django_db


def panel(client, user) -> str:
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    return page.partition("data-administering>")[2].partition("</ul>")[0]


def test_an_administrator_gets_every_way_and_may_go_it(client, administrator):
    addresses = re.findall(r'href="(/quan-tri/[^"]+)"', panel(client, administrator))
    assert len(addresses) == len(WAYS)
    for address in addresses:
        assert client.get(address, follow=True).status_code == 200
        assert client.get(address).headers.get("Location", "") != reverse("wagtailadmin_home")


@pytest.mark.parametrize("who", ["reporter", "collaborator", "chief", "deputy"])
def test_nobody_else_gets_it(client, request, who):
    assert panel(client, request.getfixturevalue(who)) == ""
