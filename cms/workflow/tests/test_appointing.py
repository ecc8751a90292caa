"""An approver's account that somebody else changes: a line in the register, a mail to every approver, each time."""

from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.accounts.roles import ADMINISTRATOR, CHIEF, DEPUTY_CHIEF, REPORTER
from cms.workflow import verification
from cms.workflow.acts.appointing import Access, changes
from cms.workflow.models import Decision, MailJob, MailPreference

from .desk import as_user, bulk
from .register_lines import line

pytestmark = pytest.mark.django_db

Kind = Decision.Kind
CHIEFS = frozenset({"Chánh Văn phòng"})
APPROVER = Access(CHIEFS, True, "Phạm Văn Giang", "giang", "giang@example.com", "hash")
REPORTERS = replace(APPROVER, roles=frozenset())
PASSWORD = {"password1": "mat-khau-cua-nguoi-khac-42", "password2": "mat-khau-cua-nguoi-khac-42"}


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        (APPROVER, APPROVER, 0),
        (None, APPROVER, 2),
        (None, REPORTERS, 0),
        (REPORTERS, APPROVER, 1),
        (APPROVER, REPORTERS, 1),
        (APPROVER, replace(APPROVER, roles=frozenset({"Phó Chánh Văn phòng"})), 2),
        (APPROVER, replace(APPROVER, password="other"), 1),
        (APPROVER, replace(APPROVER, email="khac@example.com"), 1),
        (APPROVER, replace(APPROVER, username="khac"), 1),
        (APPROVER, replace(APPROVER, name="Phạm Văn Khác"), 1),
        (APPROVER, replace(APPROVER, active=False), 1),
        (replace(APPROVER, active=False), replace(APPROVER, password="other"), 2),
        # Nobody approves through these.
        (REPORTERS, replace(REPORTERS, password="other", email="khac@example.com", active=False), 0),
    ],
)
def test_what_is_said_of_a_change(before, after, count):
    said = list(changes(before, after))
    assert len(said) == count
    assert not [sentence for sentence in said if "hash" in sentence or "other" in sentence], "no password"


def role(which) -> Group:
    return Group.objects.get(name=which.name)


def posted(account, **changed) -> dict:
    return {
        "username": account.username,
        "email": account.email,
        "last_name": account.last_name,
        "first_name": account.first_name,
        "position": account.position,
        "is_active": "on",
        "groups": list(account.groups.values_list("pk", flat=True)),
        **changed,
    }


def edit(actor, account, **changed) -> None:
    as_user(actor).post(reverse("wagtailusers_users:edit", args=[account.pk]), posted(account, **changed))


def lines() -> list[tuple]:
    found = Decision.objects.filter(kind=Kind.APPROVER_ACCOUNT).order_by("id")
    return [(row.person_name, row.deputy_name) for row in found]


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Do something and send what follows from it; return who was mailed."""

    def do(act) -> set[str]:
        with django_capture_on_commit_callbacks(execute=True):
            act()
        mail.outbox.clear()
        call_command("send_review_mail")
        return {message.to[0] for message in mail.outbox}

    return do


class TestTheRegisterAndTheMail:
    def test_a_new_approver(self, administrator, chief, deputy, told):
        form = {
            "username": "moi",
            "email": "moi@example.com",
            "last_name": "Lý Thị",
            "first_name": "Mới",
            "groups": [role(CHIEF).pk],
            **PASSWORD,
        }
        mailed = told(lambda: as_user(administrator).post(reverse("wagtailusers_users:add"), form))
        assert mailed == {chief.email, deputy.email, "moi@example.com"}
        assert lines() == [("Đỗ Văn Khoa", "Lý Thị Mới")]
        assert "Lý Thị Mới" in mail.outbox[0].subject
        for text in ("Đỗ Văn Khoa", CHIEF.name):
            assert text in mail.outbox[0].body

    def test_a_role_given_in_the_form_and_in_bulk(self, administrator, chief, deputy, make_user, told):
        one, two = make_user("mot", REPORTER), make_user("hai", REPORTER, "Hồ Văn", "Hai")
        assert told(lambda: edit(administrator, one, groups=[role(DEPUTY_CHIEF).pk])) >= {
            chief.email,
            deputy.email,
        }
        address = bulk("assign_role", two, chief, model=("accounts", "user"))
        mailed = told(lambda: as_user(administrator).post(address, {"role": role(DEPUTY_CHIEF).pk}))
        assert mailed >= {chief.email, deputy.email, one.email, two.email}
        assert {name for _actor, name in lines()} == {
            one.get_full_name(),
            two.get_full_name(),
            chief.get_full_name(),
        }
        assert len(lines()) == 3

    def test_an_approvers_password(self, administrator, chief, deputy, told):
        mailed = told(lambda: edit(administrator, chief, **PASSWORD))
        chief.refresh_from_db()
        assert chief.check_password(PASSWORD["password1"])
        assert mailed == {chief.email, deputy.email}
        assert lines() == [("Đỗ Văn Khoa", "Phạm Văn Giang")]
        row = Decision.objects.get(kind=Kind.APPROVER_ACCOUNT)
        assert row.comment
        assert PASSWORD["password1"] not in row.comment
        assert (row.person_id, row.deputy_id, row.page_id) == (administrator.pk, chief.pk, None)

    def test_who_loses_the_role_hears_of_it_too(self, administrator, chief, deputy, told):
        assert told(lambda: edit(administrator, chief, groups=[role(REPORTER).pk])) == {
            chief.email,
            deputy.email,
        }
        assert told(lambda: edit(administrator, deputy, groups=[role(REPORTER).pk])) == {deputy.email}
        assert len(lines()) == 2

    def test_switched_off_in_bulk(self, administrator, chief, deputy, told):
        address = bulk("set_active_state", chief, model=("accounts", "user"))
        mailed = told(lambda: as_user(administrator).post(address, {"mark_as_active": "False"}))
        chief.refresh_from_db()
        assert not chief.is_active
        assert mailed == {deputy.email}
        assert lines() == [("Đỗ Văn Khoa", "Phạm Văn Giang")]

    def test_a_superuser_leaves_a_line_too(self, superuser, chief, deputy, told):
        address = bulk("assign_role", superuser, model=("accounts", "user"))
        mailed = told(lambda: as_user(superuser).post(address, {"role": role(CHIEF).pk}))
        assert mailed == {chief.email, deputy.email}, "who did it knows"
        assert lines() == [("Ngô Văn Lâm", "Ngô Văn Lâm")]

    def test_a_digest_does_not_hold_it_back(self, administrator, chief, deputy, told):
        MailPreference.objects.create(user=deputy, mode=MailPreference.Mode.DIGEST)
        assert deputy.email in told(lambda: edit(administrator, chief, **PASSWORD))

    @pytest.mark.parametrize("in_bulk", [False, True])
    def test_an_approvers_account_is_deleted(self, superuser, chief, deputy, reporter, told, in_bulk):
        number = chief.pk

        def delete() -> None:
            client = as_user(superuser)
            if in_bulk:
                client.post(bulk("delete", chief, reporter, model=("accounts", "user")))
                return
            for account in (chief, reporter):
                client.post(reverse("wagtailusers_users:delete", args=[account.pk]))

        assert told(delete) == {deputy.email}
        left = get_user_model().objects.values_list("pk", flat=True)
        assert not {number, reporter.pk} & set(left)
        assert lines() == [("Ngô Văn Lâm", "Phạm Văn Giang")], "no line for a reporter"
        row = Decision.objects.get(kind=Kind.APPROVER_ACCOUNT)
        assert (row.person_id, row.deputy_id) == (superuser.pk, number)
        assert CHIEF.name in row.comment
        assert chief.username in row.comment

    def test_a_command_that_deletes_one_leaves_a_line_too(self, chief, deputy, told):
        assert told(get_user_model().objects.filter(pk=chief.pk).delete) == {deputy.email}
        assert lines() == [("", "Phạm Văn Giang")]

    @pytest.mark.parametrize("changed", [{"position": "Phó phòng"}, {"groups": []}, PASSWORD])
    def test_other_accounts_are_the_administrators_own_business(
        self, administrator, reporter, chief, told, changed
    ):
        assert told(lambda: edit(administrator, reporter, **changed)) == set()
        assert lines() == []

    def test_nor_is_a_position(self, administrator, chief, told):
        assert told(lambda: edit(administrator, chief, position="Quyền Chánh Văn phòng")) == set()
        chief.refresh_from_db()
        assert chief.position == "Quyền Chánh Văn phòng"
        assert lines() == []


class TestWhereItStands:
    @pytest.fixture
    def changed(self, administrator, chief, deputy):
        edit(administrator, chief, email="moi@example.com")

    def test_on_the_register_and_in_the_file(self, changed, deputy):
        client, address = as_user(deputy), reverse("workflow:register")
        html = client.get(address).content.decode()
        assert "register__kind--approver_account" in html
        assert "moi@example.com" in html
        assert "Phạm Văn Giang" in html
        (row,) = client.get(address, {"person": "Phạm Văn Giang"}).context["object_list"]
        assert row.kind == Kind.APPROVER_ACCOUNT
        exported = client.get(address, {"export": "csv"}).getvalue().decode("utf-8-sig")
        assert "moi@example.com" in exported
        assert "None" not in exported

    def test_the_database_knows_that_it_concerns_no_page(self, portal):
        line(kind=Kind.APPROVER_ACCOUNT, page_id=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            line(kind=Kind.APPROVER_ACCOUNT)

    def test_it_ends_nothing(self, published, administrator, chief):
        story = published()
        edit(administrator, chief, **PASSWORD)
        assert Page.objects.get(pk=story.pk).live
        assert [finding for finding in verification.findings() if finding.is_fault] == []

    def test_a_lost_announcement_is_made_up_for(self, administrator, chief, deputy, time_machine):
        edit(administrator, chief, **PASSWORD)
        assert not MailJob.objects.exists()
        time_machine.move_to(timezone.now() + timezone.timedelta(hours=1))
        mail.outbox.clear()
        call_command("send_review_mail")
        assert {message.to[0] for message in mail.outbox} == {chief.email, deputy.email}


def test_a_role_nobody_gives_themselves_leaves_no_line(administrator, chief):
    address = bulk("assign_role", administrator, model=("accounts", "user"))
    as_user(administrator).post(address, {"role": role(CHIEF).pk})
    account = get_user_model().objects.get(pk=administrator.pk)
    assert {group.name for group in account.groups.all()} == {ADMINISTRATOR.name}
    assert lines() == []
