"""What stock Wagtail would let happen to a text: cases f, g and i of docs/review.md, through the admin.

It is changed after it was read, swapped under the same number, or saved from a form opened before the
decision. What other tests show is not repeated:

==== ==================================================================================================
case shown by
==== ==================================================================================================
f    test_review_page: test_a_changed_page_is_shown_again_with_the_difference (a return)
g    test_gate.test_autosave_never_overwrites_a_signed_revision, test_a_signed_revision_keeps_its_content
i    test_editor.TestOverlap: a decision between the editor's reading and saving, in one request;
     test_races.py: the same in two threads
==== ==================================================================================================
"""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.workflow import service
from cms.workflow.acts import rounds
from cms.workflow.content import fingerprint
from cms.workflow.editing import editor
from cms.workflow.models import Approval, Decision, Signature

from .desk import (
    JSON,
    SECRET,
    admin,
    as_user,
    autosave,
    correct,
    decide,
    form_of,
    nothing_decided,
    nothing_happens,
    public,
    reads,
    token,
)

pytestmark = pytest.mark.django_db


class TestWhatWasShown:
    """f, g: the latest revision is published, not the one that was read; autosave keeps its number."""

    def test_a_text_changed_after_it_was_read_is_not_approved(self, waiting, chief, deputy):
        shown, client = token(waiting), as_user(chief)
        as_user(deputy).post(admin("edit", waiting.pk), form_of(waiting, lead=SECRET))
        assert Page.objects.get(pk=waiting.pk).get_latest_revision_as_object().lead == SECRET
        with nothing_happens():
            decide(client, waiting, "sign", shown=shown)
        decide(client, waiting, "sign")
        assert reads(waiting) is None, "corrected: the reporter has not confirmed it"
        assert Page.objects.get(pk=waiting.pk).workflow_in_progress

    def test_what_is_published_is_what_the_record_names(self, waiting, reporter, chief):
        correct(waiting, chief, lead="Lời dẫn đã sửa.")
        decide(as_user(chief), waiting, "sign")
        decide(as_user(reporter), waiting, "confirm")
        approval = Approval.objects.get(page_id=waiting.pk)
        live = Page.objects.get(pk=waiting.pk).live_revision
        assert (approval.revision_id, approval.content_hash) == (live.pk, fingerprint(live.content))
        assert {row.content_hash for row in Signature.objects.filter(pk__in=[
            approval.first_signature_id, approval.second_signature_id
        ])} == {approval.content_hash}  # fmt: skip
        assert "Lời dẫn đã sửa." in reads(waiting)

    def test_autosave_swaps_no_text_under_a_decision(self, waiting, chief, deputy):
        editor = as_user(chief)
        revision = json.loads(
            editor.post(admin("edit", waiting.pk), form_of(waiting, lead="Bản sửa."), headers=JSON).content
        )["revision_id"]
        shown = token(waiting)
        assert autosave(editor, waiting, revision, SECRET)["revision_id"] == revision, "the same number"
        with nothing_happens():
            decide(as_user(deputy), waiting, "sign", shown=shown)
        assert reads(waiting) is None

    def test_autosave_does_not_overwrite_what_somebody_signed(self, waiting, reporter, chief, deputy):
        editor = as_user(chief)
        revision = correct(waiting, chief, lead="Bản sửa.")
        decide(editor, waiting, "sign")
        signed = Revision.objects.get(pk=revision.pk).content
        answer = autosave(editor, waiting, revision.pk, SECRET)
        assert answer["revision_id"] != revision.pk
        assert Revision.objects.get(pk=revision.pk).content == signed
        with nothing_decided():
            decide(as_user(reporter), waiting, "confirm")
        assert reads(waiting) is None

    def test_nor_what_was_submitted_or_published(self, waiting, reporter, chief):
        author, submitted = as_user(reporter), waiting.latest_revision_id
        for lead in ("Trong khi duyệt.", "Sau khi rút.", "Sau khi đăng."):
            before = Revision.objects.get(pk=submitted).content
            if lead.startswith("Sau khi rút"):
                decide(author, waiting, "withdraw")
            if lead.startswith("Sau khi đăng"):
                service.submit(waiting, reporter)
                decide(as_user(chief), waiting, "sign")
                submitted = Page.objects.get(pk=waiting.pk).live_revision_id
                before, seen = Revision.objects.get(pk=submitted).content, reads(waiting)
            answer = autosave(author, waiting, submitted, lead)
            assert answer.get("revision_id") != submitted
            assert Revision.objects.get(pk=submitted).content == before
        assert reads(waiting) == seen
        assert Page.objects.get(pk=waiting.pk).get_latest_revision_as_object().lead == "Sau khi đăng."

    def test_nor_another_persons_revision_or_another_pages(
        self, make_story, published, reporter, other_reporter
    ):
        mine, foreign = make_story(other_reporter), make_story(reporter)
        public_one = published()
        with nothing_decided():
            for revision in (foreign.latest_revision_id, public_one.live_revision_id, 10**9):
                contents = list(Revision.objects.order_by("pk").values_list("pk", "content"))
                autosave(as_user(other_reporter), mine, revision, SECRET)
                assert list(Revision.objects.order_by("pk").values_list("pk", "content")) == contents


class TestStaleForms:
    """i: a form that was opened before a decision is saved after it."""

    @pytest.mark.parametrize("headers", [{}, JSON], ids=["button", "autosave"])
    def test_saved_after_the_publication(self, waiting, reporter, chief, deputy, headers):
        editors = {user: (as_user(user), form_of(waiting, lead=SECRET)) for user in (reporter, deputy)}
        for client, _data in editors.values():
            assert client.get(admin("edit", waiting.pk)).status_code == 200
        decide(as_user(chief), waiting, "sign")
        before, seen = public(), reads(waiting)
        for client, data in editors.values():
            with nothing_decided():
                client.post(admin("edit", waiting.pk), data, headers=headers)
        assert public() == before
        assert reads(waiting) == seen
        page = Page.objects.get(pk=waiting.pk)
        assert page.live
        assert page.get_latest_revision_as_object().lead == SECRET, "what was typed is a new draft"

    def test_saved_after_it_was_scheduled(self, make_story, reporter, chief, deputy, time_machine):
        hour = timezone.now() + timezone.timedelta(hours=3)
        story = make_story(reporter, go_live_at=hour)
        service.submit(story, reporter)
        data = form_of(story, lead=SECRET)
        decide(as_user(chief), story, "sign")
        with nothing_happens():
            for user in (reporter, deputy):
                as_user(user).post(admin("edit", story.pk), data)
                as_user(user).post(admin("edit", story.pk), data, headers=JSON)
        time_machine.move_to(hour + timezone.timedelta(minutes=1))
        call_command("publish_scheduled")
        assert story.lead in reads(story)

    def test_submitted_after_the_publication(self, waiting, reporter, chief):
        data = form_of(waiting, lead=SECRET, **{"action-submit": "1"})
        decide(as_user(chief), waiting, "sign")
        before, seen = public(), reads(waiting)
        as_user(reporter).post(admin("edit", waiting.pk), data)
        assert (public(), reads(waiting)) == (before, seen)
        kinds = Decision.objects.filter(page_id=waiting.pk).order_by("id").values_list("kind", flat=True)
        assert list(kinds) == ["submitted", "signed", "published", "submitted"], "a new version, a new round"

    def test_submitted_twice(self, waiting, reporter):
        with nothing_decided():
            data = form_of(waiting, lead=SECRET, **{"action-submit": "1"})
            as_user(reporter).post(admin("edit", waiting.pk), data)
            restart = form_of(waiting, **{"action-restart-workflow": "1"})
            as_user(reporter).post(admin("edit", waiting.pk), restart)

    def test_withdrawn_by_somebody_else(self, waiting, other_reporter, chief, superuser):
        for user in (other_reporter, chief, superuser):
            with nothing_decided():
                as_user(user).post(
                    admin("edit", waiting.pk), form_of(waiting, **{"action-cancel-workflow": "1"})
                )
                decide(as_user(user), waiting, "withdraw")


class TestOwnAutosave:
    """The editor's script posts a submission while its last autosave is still being stored."""

    def guarded(self, rf, page, user, *, autosave: bool):
        request = rf.post("/", HTTP_ACCEPT="application/json" if autosave else "text/html")
        request.user = user
        return editor._only_own_autosave(request, page, rounds.lock_page(page.pk))

    def test_does_not_stop_the_submission(self, rf, make_story, reporter, other_reporter):
        page = make_story(reporter)
        stale = Page.objects.get(pk=page.pk)
        page.save_revision(user=reporter)
        assert self.guarded(rf, stale, reporter, autosave=False)
        assert not self.guarded(rf, stale, other_reporter, autosave=False)

    def test_that_comes_late_changes_nothing(self, rf, make_story, reporter):
        page = make_story(reporter)
        stale = Page.objects.get(pk=page.pk)
        page.save_revision(user=reporter)
        assert not self.guarded(rf, stale, reporter, autosave=True)
        service.submit(page, reporter)
        assert not self.guarded(rf, stale, reporter, autosave=False), "it is with the approvers now"
