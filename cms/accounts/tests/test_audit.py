"""The audit log: one line of JSON an event, without secrets, which nobody can break or forge with a name."""

import json
import logging
from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from cms.accounts import audit, second_factor
from cms.accounts.roles import CHIEF, REPORTER

from .entering import PASSWORD, code_of, give_password, is_in, with_device


@pytest.fixture
def lines():
    """The lines as they are written."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler = Keep()
    handler.setFormatter(audit.LineFormatter())
    logger = logging.getLogger("audit")
    logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in written]
    logger.removeHandler(handler)


def said(lines, event) -> list[tuple[str, str, str]]:
    return [(line["who"], line["whom"], line["outcome"]) for line in lines() if line["event"] == event]


@pytest.mark.django_db
class TestWhatIsWritten:
    def test_signing_in_and_out(self, client, chief, lines):
        give_password(client, chief.username, "sai-mat-khau", REMOTE_ADDR="203.0.113.7")
        give_password(client, chief.username, REMOTE_ADDR="203.0.113.7")
        client.post(reverse("wagtailadmin_logout"))
        assert said(lines, "login") == [(chief.username, "", "refused"), (chief.username, "", "done")]
        assert said(lines, "logout") == [(chief.username, "", "done")]
        assert lines()[0]["address"] == "203.0.113.7"
        assert datetime.fromisoformat(lines()[0]["time"]).utcoffset() is not None

    def test_a_lock(self, client, chief, lines):
        for _ in range(5):
            give_password(client, chief.username, "sai-mat-khau")
        assert said(lines, "lockout") == [(chief.username, "", "refused")]

    def test_the_second_factor_and_no_secret(self, client, chief, lines, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        device = with_device(chief)
        codes = second_factor.make_codes(chief)
        give_password(client, chief.username)
        client.post(reverse("second_factor"), {"code": "abc"})
        second_factor.StaticDevice.objects.update(throttling_failure_timestamp=None)
        client.post(reverse("second_factor"), {"code": codes[0]})
        events = [line["event"] for line in lines()]
        assert events[-3:] == ["second_factor", "recovery_code", "login"]
        text = json.dumps(lines())
        for secret in (PASSWORD, *codes, codes[0].replace("-", ""), device.key, code_of(device)):
            assert secret not in text

    @pytest.mark.parametrize("set_up", [True, False])
    def test_a_right_password_that_no_code_follows(self, client, chief, lines, settings, set_up):
        """Who knows a password and not the code: the one sign that it is known to somebody else."""
        settings.SECOND_FACTOR_REQUIRED = True
        if set_up:
            with_device(chief)
        give_password(client, chief.username, "sai-mat-khau", REMOTE_ADDR="203.0.113.7")
        assert said(lines, "password_accepted") == []
        give_password(client, chief.username, REMOTE_ADDR="203.0.113.7")
        assert said(lines, "password_accepted") == [(chief.username, "", "done")]
        assert lines()[-1]["address"] == "203.0.113.7"
        assert said(lines, "login") == [(chief.username, "", "refused")]
        chief.refresh_from_db()
        text = json.dumps(lines())
        for secret in (PASSWORD, chief.password, chief.get_session_auth_hash(), client.session.session_key):
            assert secret not in text

    def test_an_administrators_work(self, client, administrator, reporter, lines):
        client.force_login(administrator)
        client.post(reverse("account_safety_of", args=[reporter.pk]), {"action": "reset"})
        client.post(reverse("account_safety_of", args=[reporter.pk]), {"action": "sign_out"})
        address = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
        client.post(f"{address}?id={reporter.pk}", {"mark_as_active": "False"})
        address = reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"])
        client.post(f"{address}?id={reporter.pk}", {"role": Group.objects.get(name=CHIEF.name).pk})
        by = (administrator.username, reporter.username, "done")
        for event in ("second_factor_reset", "sessions_ended", "account_deactivated", "roles"):
            assert by in said(lines, event), event

    def test_a_role_that_is_deleted(self, client, chief, reporter, lines):
        """Django says of the cascade nothing; its members would go on in their sessions with rights that are gone."""
        role = Group.objects.get(name=CHIEF.name)
        reporter.groups.add(role)
        client.force_login(reporter)
        role.delete()
        assert said(lines, "role_deleted") == [("", CHIEF.name, "done")]
        roles = {line["whom"]: line["roles"] for line in lines() if line["event"] == "roles"}
        assert roles == {chief.username: [], reporter.username: [REPORTER.name]}
        assert not is_in(client)

    def test_a_role_that_gets_another_name(self, reporter, lines):
        """Approvers are known by their role's name: whoever gives it to another role makes approvers."""
        role = Group.objects.get(name=REPORTER.name)
        role.save()
        assert said(lines, "role_renamed") == []
        role.name = "Biên tập"
        role.save()
        assert said(lines, "role_renamed") == [("", REPORTER.name, "done")]
        assert lines()[-1]["name"] == "Biên tập"

    @pytest.mark.parametrize("way", ["clear", "set"])
    def test_a_role_that_is_taken_from_everybody(self, client, chief, reporter, lines, way):
        client.force_login(chief)
        members = Group.objects.get(name=CHIEF.name).user_set
        members.clear() if way == "clear" else members.set([])
        assert [(line["whom"], line["roles"]) for line in lines() if line["event"] == "roles"] == [
            (chief.username, [])
        ]
        assert not is_in(client)

    def test_an_account_that_may_do_everything(self, portal, lines):
        for name, superuser in (("a", True), ("b", False)):
            get_user_model().objects.create_user(name, is_superuser=superuser)
        made = [(line["whom"], line["superuser"]) for line in lines() if line["event"] == "account_made"]
        assert made == [("a", True), ("b", False)]

    def test_a_wrong_code_of_a_new_authenticator(self, client, chief, lines, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        give_password(client, chief.username)
        client.get(reverse("second_factor_setup"))
        client.post(reverse("second_factor_setup"), {"code": "000000"})
        assert said(lines, "second_factor_set") == [(chief.username, "", "refused")]

    def test_new_passwords(self, reporter, lines):
        reporter.set_password("mot-mat-khau-khac-han")
        reporter.save()
        assert said(lines, "password_changed") == [("", reporter.username, "done")]
        assert reporter.password not in json.dumps(lines())

    def test_exports(self, client, chief, lines):
        client.force_login(chief)
        answer = client.get(reverse("workflow:register"), {"export": "csv"})
        assert answer["Content-Disposition"].startswith("attachment")
        assert said(lines, "export") == [(chief.username, "", "done")]

    def test_by_the_server(self, administrator, reporter, lines):
        from cms.accounts.tests.test_idle import unused

        unused(reporter, 46)
        call_command("disable_idle_accounts", verbosity=0)
        assert said(lines, "account_rested") == [("", reporter.username, "done")]


@pytest.mark.parametrize(
    "name",
    ["a\r\nb", "a\u2028b", "a\x85b", "\u202egnort", '"},{"event":"login"', "x" * 5000, "a\x00\x1b[2Jb"],
)
def test_a_name_breaks_no_line(name, lines):
    audit.record("login", who=name, outcome="refused", tried=[name])
    (line,) = lines()
    assert set(line) == {"time", "event", "who", "whom", "address", "outcome", "tried"}
    assert len(line["who"]) <= 200
    text = json.dumps(line, ensure_ascii=False)
    assert not any(sign in text for sign in "\r\n\x00\x1b\x85\u2028\u202e")


def test_a_stray_record_is_a_line_too(lines):
    logging.getLogger("audit").info("một\ndòng")
    assert lines()[0]["event"] == "một\ndòng"
