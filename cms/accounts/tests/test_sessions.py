"""When sessions end, what keeps them alive, and that nothing typed is lost with them."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cms.accounts import sessions
from cms.accounts.roles import CHIEF
from cms.accounts.sessions import Ends
from cms.settings import base

from .entering import give_password, is_in

SCRIPT = {"Accept": "application/json"}
STATUS = "/quan-tri/phien/"


@pytest.fixture
def clocked(settings):
    settings.SESSION_ENDS = base.SESSION_ENDS


@pytest.fixture
def at(time_machine):
    """Travel: ``at(minutes)`` after the beginning."""
    start = 1_800_000_000
    time_machine.move_to(start, tick=False)
    return lambda minutes: time_machine.move_to(start + int(minutes * 60), tick=False)


@pytest.mark.parametrize(
    ("ends", "began", "acted", "now", "left"),
    [
        (Ends(900, 43200), 0, 0, 0, (900, "idle")),
        (Ends(900, 43200), 0, 0, 899, (1, "idle")),
        (Ends(900, 43200), 0, 0, 900, (0, "idle")),
        (Ends(900, 43200), 0, 5000, 9999, (0, "idle")),
        (Ends(900, 43200), 0, 43000, 43100, (100, "latest")),
        (Ends(900, 43200), 0, 43199, 43200, (0, "latest")),
        (Ends(None, 100), 0, 0, 60, (40, "latest")),
        (Ends(), 0, 0, 10**9, (None, "")),
        # The clock was set back: nobody is thrown out.
        (Ends(900, 43200), 1000, 1000, 900, (1000, "idle")),
    ],
)
def test_what_is_left(ends, began, acted, now, left):
    assert ends.left(began, acted, now) == left


@pytest.mark.django_db
@pytest.mark.usefixtures("clocked")
class TestTheClock:
    @pytest.mark.parametrize(("who", "minutes"), [("reporter", 15), ("chief", 15), ("administrator", 5)])
    def test_ends_an_idle_session(self, client, request, at, who, minutes):
        at(0)
        client.force_login(request.getfixturevalue(who))
        at(minutes - 0.1)
        assert is_in(client)
        at(2 * minutes)
        assert not is_in(client)
        assert "_auth_user_id" not in client.session

    def test_ends_every_session_at_last(self, client, reporter, at):
        at(0)
        client.force_login(reporter)
        for minutes in range(10, 12 * 60, 10):
            at(minutes)
            assert is_in(client)
        at(12 * 60)
        assert not is_in(client)

    def test_scripts_do_not_prolong_it(self, client, reporter, at, make_story):
        """Autosave, pings and the question how long it has left go on while nobody is there."""
        story = make_story(reporter)
        edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
        ping = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", story.pk, 0])
        at(0)
        client.force_login(reporter)
        for minutes in range(2, 15, 2):
            at(minutes)
            client.get(STATUS, headers=SCRIPT)
            client.post(ping, {}, headers=SCRIPT)
            client.get(edit, headers={"Sec-Fetch-Dest": "iframe"})
        at(15)
        assert not is_in(client)

    def test_acts_do(self, client, reporter, at):
        """The browser reports them, so that somebody who only types or reads is no idler."""
        at(0)
        client.force_login(reporter)
        for minutes in range(10, 60, 10):
            at(minutes)
            assert client.post(STATUS, headers=SCRIPT).json()["secondsLeft"] == 900
        assert is_in(client)

    def test_who_writes_little_is_not_written_down_at_every_click(self, client, reporter, at):
        at(0)
        client.force_login(reporter)
        at(0.1)
        is_in(client)
        assert client.session[sessions.ACTED] == 1_800_000_000
        at(1)
        is_in(client)
        assert client.session[sessions.ACTED] == 1_800_000_060


@pytest.mark.django_db
@pytest.mark.usefixtures("clocked")
class TestWhatWasTyped:
    """The approver whose phone slept, and the reporter whose editor saves by itself."""

    @pytest.fixture
    def slept(self, chief, at):
        client = Client(enforce_csrf_checks=True)
        at(0)
        client.force_login(chief)
        client.get(reverse("wagtailadmin_account"))
        at(60)
        return client

    def test_comes_back_with_a_form_that_sends_it_again(self, slept):
        token = slept.cookies["csrftoken"].value
        typed = "Đề nghị sửa “phòng trào” thành “phong trào” <script>"
        form = {"comment": typed, "kind": "tra-bai", "csrfmiddlewaretoken": token, "password": "bi-mat-lam"}
        answer = slept.post("/quan-tri/pages/1/edit/", form)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Đề nghị sửa “phòng trào”" in page
        assert "<script>" not in page.split("<form", 1)[1]
        assert 'name="kind" value="tra-bai"' in page
        assert "bi-mat-lam" not in page
        assert reverse("session_back") in page

    def test_a_strangers_form_is_not_shown_back(self, slept):
        answer = slept.post(
            "/quan-tri/pages/1/edit/", {"comment": "cua ke la", "csrfmiddlewaretoken": "x" * 64}
        )
        assert answer.status_code == 403
        assert "cua ke la" not in answer.content.decode()

    def test_the_editor_is_told_in_its_own_shape(self, slept):
        """Wagtail shows the sentence of an error whose code it knows, and keeps the text."""
        token = slept.cookies["csrftoken"].value
        answer = slept.post(
            "/quan-tri/pages/1/edit/", {"title": "a", "csrfmiddlewaretoken": token}, headers=SCRIPT
        )
        told = answer.json()
        assert answer.status_code == 403
        assert (told["success"], told["error_code"]) == (False, "locked")
        assert told["error_message"] == sessions.over_sentence("idle")

    def test_after_signing_in_the_page_gets_a_token_that_is_good(self, slept, chief):
        slept.get(STATUS, headers=SCRIPT)
        other_tab = slept.get(reverse("wagtailadmin_login"))
        assert other_tab.status_code == 200
        token = slept.cookies["csrftoken"].value
        slept.post(
            reverse("wagtailadmin_login"),
            {"username": chief.username, "password": "mat-khau-thu-nghiem", "csrfmiddlewaretoken": token},
        )
        told = slept.get(STATUS, headers=SCRIPT).json()
        assert told["signedIn"] is True
        answer = slept.post(
            reverse("account_safety"), {"action": "sign_out", "csrfmiddlewaretoken": told["token"]}
        )
        assert answer.status_code == 302

    def test_a_page_asks_to_sign_in_and_says_why(self, slept):
        answer = slept.get(reverse("wagtailadmin_account"), follow=True)
        assert answer.redirect_chain[0][0].startswith(reverse("wagtailadmin_login"))
        assert sessions.over_sentence("idle") in answer.content.decode()


def test_wagtails_editor_still_shows_errors_of_that_code():
    """Its script keeps these codes apart from those whose sentence it replaces by its own."""
    from pathlib import Path

    import wagtail.admin

    core = Path(wagtail.admin.__file__).parent / "static/wagtailadmin/js/core.js"
    script = core.read_text(encoding="utf-8")
    assert '"locked"' in script
    assert "error_message" in script


@pytest.mark.django_db
class TestEndedFromOutside:
    @pytest.fixture
    def theirs(self, reporter):
        client = Client()
        client.force_login(reporter)
        assert is_in(client)
        return client

    def test_by_a_new_password(self, theirs, reporter):
        reporter.set_password("mot-mat-khau-khac-han")
        reporter.save()
        assert not is_in(theirs)

    def test_by_a_new_role(self, theirs, reporter):
        reporter.groups.add(Group.objects.get(name=CHIEF.name))
        assert not is_in(theirs)

    def test_by_a_role_that_is_taken_away(self, theirs, reporter):
        reporter.groups.clear()
        reporter.groups.add(Group.objects.get(name=CHIEF.name))
        assert not is_in(theirs)

    def test_by_deactivation_and_for_good(self, theirs, reporter):
        for active in (False, True):
            reporter.is_active = active
            reporter.save()
        assert not is_in(theirs)

    def test_by_deactivation_in_bulk(self, theirs, reporter, administrator):
        admin = Client()
        admin.force_login(administrator)
        address = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
        for active in ("False", "True"):
            admin.post(f"{address}?id={reporter.pk}", {"mark_as_active": active})
        reporter.refresh_from_db()
        assert reporter.is_active
        assert not is_in(theirs)

    def test_by_oneself_everywhere(self, client, theirs, reporter):
        client.force_login(reporter)
        client.post(reverse("account_safety"), {"action": "sign_out"})
        assert not is_in(theirs)
        assert not is_in(client)

    def test_by_an_administrator(self, client, theirs, reporter, administrator):
        client.force_login(administrator)
        client.post(reverse("account_safety_of", args=[reporter.pk]), {"action": "sign_out"})
        assert not is_in(theirs)
        assert is_in(client)

    def test_not_by_signing_in_elsewhere(self, client, theirs, reporter):
        give_password(client, reporter.username)
        assert is_in(theirs)


@pytest.mark.django_db
@pytest.mark.usefixtures("clocked")
class TestReadersPayNothing:
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.SECOND_FACTOR_REQUIRED = True

    def test_no_query_and_no_cookie(self, client, portal):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/")
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        tables = ("session", "otp_", "axes_", "accounts_user")
        assert not [query for query in asked.captured_queries if any(name in query["sql"] for name in tables)]
