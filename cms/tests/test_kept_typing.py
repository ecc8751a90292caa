"""The key of what the browser keeps: each person's own, the same at every login, told to nobody else."""

import pytest
from django.urls import reverse

from cms.kept_typing import key_of

pytestmark = pytest.mark.django_db


def test_each_person_has_a_key_that_stays(client, reporter, other_reporter):
    client.force_login(reporter)
    first = client.get(reverse("kept_typing"))
    assert first.json()["user"] == reporter.pk
    assert "no-store" in first["Cache-Control"]
    client.logout()
    client.force_login(reporter)
    assert client.get(reverse("kept_typing")).json()["key"] == first.json()["key"] == key_of(reporter)
    assert key_of(other_reporter) != key_of(reporter)


def test_nobody_in_particular_is_told_none(client, portal):
    answer = client.get(reverse("kept_typing"), HTTP_ACCEPT="application/json")
    assert answer.status_code in (302, 403)
    assert b"key" not in answer.content
