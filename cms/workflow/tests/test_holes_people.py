"""What stock Wagtail would let happen around the people of a review: cases p, q, r and s of docs/review.md.

Accounts are deleted, deactivated and moved between groups; asserted on what a reader finds and on the
evidence. What other tests show is not repeated:

==== ==================================================================================================
case shown by
==== ==================================================================================================
p    test_mail_acts.py: each act and who is written to, which hangs on no Wagtail signal
q    test_gate.test_a_draft_that_was_never_public_can_be_deleted (the record outlives the page)
r    test_queue.TestStuck… (the panel in red), test_editor.TestAfterSubmission.test_it_says_that_nobody_can
s    test_people: test_a_take_down_bars_nobody,
     test_the_strict_form_lets_the_same_chief_approve_the_next_version
==== ==================================================================================================
"""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, TaskState

from cms.accounts.roles import APPROVER_ROLES, CHIEF, REPORTER
from cms.workflow import service, verification
from cms.workflow.models import Decision, MailJob, Signature

from .desk import (
    admin,
    as_user,
    bulk,
    correct,
    decide,
    evidence,
    form_of,
    nothing_decided,
    public,
    reads,
    review,
)

pytestmark = pytest.mark.django_db


def delete_account(client, user, *, in_bulk: bool = False) -> None:
    """Delete an account as the administration of accounts does."""
    client.post(
        bulk("delete", user, model=("accounts", "user"))
        if in_bulk
        else reverse("wagtailusers_users:delete", args=[user.pk])
    )


def exists(user) -> bool:
    return get_user_model().objects.filter(pk=user.pk).exists()


def leave(*users) -> None:
    """Deactivate accounts."""
    get_user_model().objects.filter(pk__in=[user.pk for user in users]).update(is_active=False)


class TestDeletedAccounts:
    """q: authorship becomes NULL, and with it the workflow's history."""

    @pytest.mark.parametrize("in_bulk", [False, True], ids=["one", "bulk"])
    def test_the_record_and_the_public_page_survive(
        self, make_story, reporter, chief, administrator, superuser, in_bulk
    ):
        # Not the published fixture: each step through the screens.
        story = make_story(reporter, title="Bài đã đăng")
        as_user(reporter).post(admin("edit", story.pk), form_of(story, **{"action-submit": "1"}))
        decide(as_user(chief), story, "sign")
        before = public(), evidence(), reads(story)
        names = set(Signature.objects.filter(page_id=story.pk).values_list("person_name", "person_position"))

        for user in (reporter, chief):
            delete_account(as_user(administrator), user, in_bulk=in_bulk)
            assert exists(user), "only a superuser deletes accounts"
            delete_account(as_user(superuser), user, in_bulk=in_bulk)
            assert not exists(user)

        assert Page.objects.get(pk=story.pk).owner_id is None
        found = evidence()
        (_number, kind, about) = found["decisions"].pop()
        assert (kind, about) == ("approver_account", None), "that the approver's account was deleted"
        assert (public(), found, reads(story)) == before
        assert names == {("Trần Thị Bình", "Chuyên viên"), ("Phạm Văn Giang", "Chánh Văn phòng")}
        assert set(Signature.objects.values_list("person_name", "person_position")) >= names
        register = as_user(administrator).get(reverse("workflow:register")).content.decode()
        assert "Trần Thị Bình" in register
        assert "Phạm Văn Giang" in register
        assert [finding for finding in verification.findings() if finding.is_fault] == []

    def test_a_signature_of_somebody_who_left_does_not_count_as_the_second(
        self, waiting, reporter, chief, deputy, superuser
    ):
        delete_account(as_user(superuser), reporter)
        decide(as_user(chief), waiting, "sign")
        assert reads(waiting) is None, "one signature of an approver, and one of nobody"
        assert Page.objects.get(pk=waiting.pk).workflow_in_progress
        decide(as_user(deputy), waiting, "sign")
        assert reads(waiting)
        people = (
            Signature.objects.filter(page_id=waiting.pk).order_by("id").values_list("person_id", flat=True)
        )
        assert list(people) == [reporter.pk, chief.pk, deputy.pk]

    def test_an_approver_who_signed_and_was_deleted(self, waiting, reporter, chief, superuser):
        correct(waiting, chief, lead="Chánh Văn phòng đã sửa.")
        decide(as_user(chief), waiting, "sign")
        delete_account(as_user(superuser), chief)
        decide(as_user(reporter), waiting, "confirm")
        assert "Chánh Văn phòng đã sửa." in reads(waiting)
        assert [finding for finding in verification.findings() if finding.is_fault] == []

    def test_a_deleted_page_keeps_its_history(self, waiting, reporter, chief, administrator, superuser):
        decide(as_user(chief), waiting, "return", "Không đăng tin này.")
        before = evidence()
        as_user(superuser).post(admin("delete", waiting.pk))
        assert not Page.objects.filter(pk=waiting.pk).exists()
        assert evidence() == before
        register = as_user(administrator).get(reverse("workflow:register")).content.decode()
        assert "Bài chờ duyệt" in register
        assert "Không đăng tin này." in register


class TestNobodyLeftToApprove:
    """r: the story waits for ever, in silence."""

    def test_the_submitter_is_told_and_the_administrators_see_it(
        self, make_story, reporter, chief, deputy, administrator
    ):
        leave(chief, deputy)
        story = make_story(reporter, title="Bài không ai duyệt")
        data = form_of(story, **{"action-submit": "1"})
        answer = as_user(reporter).post(admin("edit", story.pk), data, follow=True)
        assert "error" in [message.level_tag for message in answer.context["messages"]]
        assert Decision.objects.filter(page_id=story.pk, kind="submitted").exists(), "it is not lost"
        home = as_user(administrator).get(reverse("wagtailadmin_home")).content.decode()
        assert "review-stuck" in home
        assert "Bài không ai duyệt" in home

    def test_an_approvers_group_that_is_deleted(self, waiting, chief, deputy, administrator, superuser):
        client = as_user(superuser)
        with nothing_decided():
            for role in APPROVER_ROLES:
                client.post(
                    reverse("wagtailusers_groups:delete", args=[Group.objects.get(name=role.name).pk])
                )
            for user in (chief, deputy, superuser):
                decide(as_user(user), waiting, "sign")
        assert not Group.objects.filter(name=CHIEF.name).exists()
        assert reads(waiting) is None
        assert "review-stuck" in as_user(administrator).get(reverse("wagtailadmin_home")).content.decode()

    @pytest.mark.parametrize("way", ["deactivated", "moved"])
    def test_who_is_no_approver_any_more_decides_nothing_from_an_open_screen(self, waiting, chief, way):
        client = as_user(chief)
        shown = client.get(review(waiting)).context["token"]
        if way == "deactivated":
            leave(chief)
        else:
            chief.groups.set(Group.objects.filter(name=REPORTER.name))
        with nothing_decided():
            for act in ("sign", "return"):
                client.post(review(waiting), {"act": act, "token": shown, "return-text": "Thiếu số liệu."})
            client.post(
                reverse("workflow:urgent", args=[waiting.pk]),
                {"token": shown, "text": "Thông báo mưa lũ cần đăng ngay trong đêm."},
            )
            client.post(admin("edit", waiting.pk), form_of(waiting, lead="Sửa lén."))
        assert reads(waiting) is None
        assert Page.objects.get(pk=waiting.pk).get_latest_revision_as_object().lead == waiting.lead

    def test_nor_takes_anything_down(self, published, chief):
        story, client = published(), as_user(chief)
        leave(chief)
        with nothing_decided():
            client.post(
                reverse("workflow:take_down", args=[story.pk]), {"kind": "mistake", "text": "Đăng nhầm."}
            )
        assert reads(story)


class TestAfterATakeDown:
    """s: the baseline "since the live revision" is NULL then, and everyone who ever wrote is barred."""

    def test_the_same_people_bring_the_corrected_story_back(self, portal, make_story, reporter, chief):
        portal.task.independent_approver = True
        portal.task.save()
        story = make_story(reporter)
        correct(story, chief, lead="Chánh Văn phòng viết câu này trước khi gửi.")
        author, approver = as_user(reporter), as_user(chief)
        author.post(admin("edit", story.pk), form_of(story, **{"action-submit": "1"}))
        with nothing_decided():
            decide(approver, story, "sign")
        service.withdraw(TaskState.objects.latest("pk").pk, reporter)
        portal.task.independent_approver = False
        portal.task.save()
        author.post(admin("edit", story.pk), form_of(story, **{"action-submit": "1"}))
        decide(approver, story, "sign")
        assert reads(story)

        portal.task.independent_approver = True
        portal.task.save()
        approver.post(
            reverse("workflow:take_down", args=[story.pk]), {"kind": "mistake", "text": "Đăng nhầm bản nháp."}
        )
        assert reads(story) is None
        assert Page.objects.get(pk=story.pk).live_revision is None
        author.post(
            admin("edit", story.pk),
            form_of(story, lead="Bản đã sửa của phóng viên.", **{"action-submit": "1"}),
        )
        decide(approver, story, "sign")
        assert "Bản đã sửa của phóng viên." in reads(story)


class TestMails:
    """p: the notifiers listen to ``sender=TaskState``; a subclass of it silently gets no mail."""

    def test_the_step_keeps_wagtails_own_state_and_its_mails_are_made(
        self, make_story, reporter, chief, django_capture_on_commit_callbacks
    ):
        story = make_story(reporter)
        with django_capture_on_commit_callbacks(execute=True):
            as_user(reporter).post(admin("edit", story.pk), form_of(story, **{"action-submit": "1"}))
        assert type(TaskState.objects.latest("pk").specific) is TaskState
        assert MailJob.objects.filter(recipient=chief).count() == 1
