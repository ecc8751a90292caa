"""The panels of the admin's home page: what they share is read once."""

import pytest
from django.urls import reverse

from cms.workflow import service
from cms.workflow.lists import waiting

from .desk import as_user

# About what is shown, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_what_is_with_the_approvers_is_read_once_for_all_of_them(
    make_story, chief, superuser, portal, monkeypatch
):
    superuser.groups.set(chief.groups.all())
    service.submit(make_story(chief, title="Bài chờ ký"), chief)
    reads, load_many = [], waiting.load_many

    def counted(pages):
        reads.append(pages)
        return load_many(pages)

    monkeypatch.setattr(waiting, "load_many", counted)
    html = as_user(superuser).get(reverse("wagtailadmin_home")).content.decode()
    assert "Bài chờ ký" in html
    assert len(reads) == 1
