"""One's own name is the administrator's to write: it stands beside each decision in the register."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from cms.accounts.own_name import OwnNameEmailForm

pytestmark = pytest.mark.django_db


def test_nobody_takes_anothers_name(client, reporter, chief):
    client.force_login(reporter)
    address = reverse("wagtailadmin_account")
    shown = client.get(address)
    panels = [panel for tab in shown.context["panels_by_tab"].values() for panel in tab]
    posted = {
        field.html_name: "" if field.value() is None else field.value()
        for panel in panels
        for field in panel.get_form()
    }
    posted |= {"name_email-first_name": chief.first_name, "name_email-last_name": chief.last_name}
    posted |= {"name_email-email": "moi@example.com", "theme-density": "snug"}
    posted = {name: value for name, value in posted.items() if value is not False and "avatar" not in name}
    answer = client.post(address, posted)
    assert answer.status_code == 302
    stored = get_user_model().objects.get(pk=reporter.pk)
    assert (stored.last_name, stored.first_name) == (reporter.last_name, reporter.first_name)
    assert stored.email == reporter.email, "a new password is sent there"
    assert stored.wagtail_userprofile.density == "snug", "the rest of the page was stored"


def test_an_account_without_a_name_is_not_refused(reporter):
    reporter.first_name = reporter.last_name = ""
    assert OwnNameEmailForm({}, instance=reporter).is_valid()


def test_the_page_says_whom_to_ask(client, reporter):
    client.force_login(reporter)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert reporter.first_name in page
    assert "đề nghị quản trị viên" in page
