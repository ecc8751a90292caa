"""Naming and ending a deputy: what the service allows, and the lines that it leaves in the register."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cms import vietnamese
from cms.workflow import people, service
from cms.workflow.models import Decision, Delegation

from .register_lines import line

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def lines() -> list[tuple]:
    found = Decision.objects.filter(kind__in=Decision.CONCERNS_NO_PAGE).order_by("id")
    return [(row.kind, row.person_name, row.deputy_name) for row in found]


def name(approver, deputy, starts=-HOUR, ends=HOUR, reason=""):
    now = timezone.now()
    return service.name_deputy(approver, deputy, starts_at=now + starts, ends_at=now + ends, reason=reason)


class TestTheRegister:
    def test_naming_and_ending_leave_a_line_each(self, portal, chief, reporter):
        given = name(chief, reporter, reason="Đi công tác\u200b tại Hà Nội")
        assert people.is_approver(reporter)
        service.end_delegation(given.pk, chief)
        assert not people.is_approver(type(reporter).objects.get(pk=reporter.pk))
        chief_name, reporter_name = chief.get_full_name(), reporter.get_full_name()
        assert lines() == [
            ("delegated", chief_name, reporter_name),
            ("delegation_ended", chief_name, reporter_name),
        ]
        named, ended = Decision.objects.filter(kind__in=Decision.CONCERNS_NO_PAGE).order_by("id")
        until = vietnamese.long_datetime(given.ends_at)
        assert (named.person_id, named.deputy_id) == (chief.pk, reporter.pk)
        assert (named.person_position, named.page_id, named.task_state_id) == (chief.position, None, None)
        assert until in named.comment
        assert "Đi công tác tại Hà Nội" in named.comment
        assert until in ended.comment

    def test_the_lines_survive_both_accounts(self, portal, chief, make_user):
        leaving = make_user("nghihuu", None, "Đinh Văn", "Sơn")
        name(chief, leaving)
        leaving.delete()
        assert not Delegation.objects.exists()
        assert lines() == [("delegated", chief.get_full_name(), "Đinh Văn Sơn")]

    def test_one_that_has_not_begun_disappears_and_stays_on_record(self, portal, chief, reporter):
        given = name(chief, reporter, starts=HOUR, ends=2 * HOUR)
        service.end_delegation(given.pk, chief)
        assert not Delegation.objects.exists()
        assert [kind for kind, *_names in lines()] == ["delegated", "delegation_ended"]

    def test_ending_twice_is_one_line(self, portal, chief, reporter):
        given = name(chief, reporter)
        service.end_delegation(given.pk, chief)
        assert service.end_delegation(given.pk, chief) is None
        assert len(lines()) == 2

    @pytest.mark.parametrize("values", [{"kind": "delegated"}, {"kind": "signed", "page_id": None}])
    def test_the_database_knows_which_lines_concern_a_page(self, portal, values):
        with pytest.raises(IntegrityError), transaction.atomic():
            line(**values)

    def test_nobody_is_mailed_and_nothing_is_made_up_for(
        self, portal, chief, reporter, django_capture_on_commit_callbacks, mailoutbox, time_machine, capsys
    ):
        with django_capture_on_commit_callbacks(execute=True):
            name(chief, reporter)
        time_machine.move_to(timezone.now() + HOUR)
        call_command("send_review_mail", verbosity=2)
        assert "announced late: 0" in capsys.readouterr().out
        assert mailoutbox == []


class TestRefusals:
    def test_what_is_lent_is_not_lent_on(self, portal, chief, reporter, other_reporter, superuser):
        name(chief, reporter)
        for user in (reporter, superuser):
            with pytest.raises(service.Refused) as refusal:
                name(user, other_reporter)
            assert str(refusal.value)
        assert len(lines()) == len(Delegation.objects.all()) == 1

    def test_the_account_is_read_again(self, portal, chief, reporter):
        for user in (chief, reporter):
            type(user).objects.filter(pk=user.pk).update(is_active=False)
            with pytest.raises(service.Refused):
                name(chief, reporter)
            type(user).objects.filter(pk=user.pk).update(is_active=True)
        assert lines() == []

    def test_whoever_administers_the_accounts_signs_nothing(self, portal, chief, administrator, superuser):
        for user in (administrator, superuser):
            with pytest.raises(service.Refused) as refusal:
                name(chief, user)
            assert str(refusal.value)
        assert lines() == []
        assert not Delegation.objects.exists()

    @pytest.mark.parametrize(("starts", "ends"), [(2 * HOUR, HOUR), (-2 * HOUR, -HOUR)])
    def test_periods_that_make_no_sense(self, portal, chief, reporter, starts, ends):
        with pytest.raises(service.Refused):
            name(chief, reporter, starts, ends)
        with pytest.raises(service.Refused):
            name(chief, chief)
        assert lines() == []
        assert not Delegation.objects.exists()

    def test_nobody_ends_anothers(self, client, portal, chief, deputy, reporter):
        given = name(chief, reporter)
        client.force_login(deputy)
        client.post(reverse("workflow:end_delegation", args=[given.pk]))
        given.refresh_from_db()
        assert given.ends_at > timezone.now()
        assert [kind for kind, *_names in lines()] == ["delegated"]


class TestTheScreens:
    @pytest.fixture
    def named(self, client, chief, reporter):
        client.force_login(chief)
        now = timezone.localtime()
        data = {
            "deputy": reporter.pk,
            "starts_at": f"{now:%Y-%m-%dT%H:%M}",
            "ends_at": f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}",
            "reason": "Đi công tác",
        }
        client.post(reverse("workflow:delegations"), data)
        return Delegation.objects.get()

    def test_the_form_and_the_button_write_the_register(self, client, named):
        client.post(reverse("workflow:end_delegation", args=[named.pk]))
        assert [kind for kind, *_names in lines()] == ["delegated", "delegation_ended"]

    def test_no_administrator_is_offered_or_taken(
        self, client, portal, chief, reporter, administrator, superuser
    ):
        superuser.groups.add(*reporter.groups.all())
        client.force_login(chief)
        address = reverse("workflow:delegations")
        offered = set(client.get(address).context["form"].fields["deputy"].queryset)
        assert reporter in offered
        assert not offered & {administrator, superuser}
        now = timezone.localtime()
        for user in (administrator, superuser):
            forged = {
                "deputy": user.pk,
                "starts_at": f"{now:%Y-%m-%dT%H:%M}",
                "ends_at": f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}",
            }
            assert "deputy" in client.post(address, forged).context["form"].errors
        assert not Delegation.objects.exists()

    def test_one_that_lends_nothing_is_not_shown_as_in_force(
        self, client, named, chief, reporter, administrator
    ):
        def shown() -> str:
            (row,) = client.get(reverse("workflow:delegations")).context["rows"]
            assert (row["state"] == "in_force") is bool(people.principals(reporter))
            return row["state"]

        assert shown() == "in_force"
        roles = list(reporter.groups.all())
        reporter.groups.set(administrator.groups.all())
        reporter = type(reporter).objects.get(pk=reporter.pk)
        assert shown() == "idle"
        end = reverse("workflow:end_delegation", args=[named.pk])
        assert end in client.get(reverse("workflow:delegations")).content.decode(), "it would lend again"
        reporter.groups.set(roles)
        reporter = type(reporter).objects.get(pk=reporter.pk)
        assert shown() == "in_force"

    def test_the_register_shows_filters_and_exports_them(self, client, named, published, reporter):
        published()
        address = reverse("workflow:register")
        (row,) = client.get(address, {"kind": "delegated"}).context["object_list"]
        html = client.get(address).content.decode()
        assert row.url == ""
        assert reporter.get_full_name() in html
        assert "Đi công tác" in html
        found = client.get(address, {"person": reporter.get_full_name()}).context["object_list"]
        assert "delegated" in [row.kind for row in found], "also under the deputy's name"
        exported = client.get(address, {"export": "csv", "kind": "delegated"}).getvalue().decode("utf-8-sig")
        _heading, cells = csv.reader(io.StringIO(exported, newline=""))
        assert reporter.get_full_name() in cells
        assert "None" not in cells
        assert client.get(address, {"export": "xlsx"}).status_code == 200
