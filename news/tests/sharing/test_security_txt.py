"""The address for reports of holes: RFC 9116, and nothing at all without a contact."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from home.models import PortalSettings

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


@pytest.fixture
def settings_of_portal(portal):
    return PortalSettings.for_site(portal.site)


def fields(client) -> dict[str, list[str]]:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    found: dict[str, list[str]] = {}
    for line in answer.content.decode().splitlines():
        name, _colon, value = line.partition(": ")
        found.setdefault(name, []).append(value)
    return found


def test_it_names_the_contacts_of_the_settings(settings_of_portal, client):
    settings_of_portal.email, settings_of_portal.telephone = "sonoivu@tinh.example", "(+84) 200 000 0000"
    settings_of_portal.save()
    said = fields(client)
    assert said["Contact"] == ["mailto:sonoivu@tinh.example", "tel:+842000000000"]
    assert said["Preferred-Languages"] == ["vi, en"]
    assert [each.endswith(ADDRESS) for each in said["Canonical"]] == [True]
    assert len(said["Expires"]) == 1


def test_it_never_expires_within_days_nor_lies_a_year_ahead(settings_of_portal, client, time_machine):
    settings_of_portal.email = "sonoivu@tinh.example"
    settings_of_portal.save()
    for moment in ("2026-01-01T00:00:01+00:00", "2027-12-31T23:59:59+00:00"):
        time_machine.move_to(datetime.fromisoformat(moment))
        expires = datetime.fromisoformat(fields(client)["Expires"][0].replace("Z", "+00:00"))
        assert timedelta(days=150) < expires - timezone.now() < timedelta(days=365)


def test_there_is_none_without_a_contact(settings_of_portal, client):
    settings_of_portal.email, settings_of_portal.telephone = "", "không có"
    settings_of_portal.save()
    assert client.get(ADDRESS).status_code == 404
