"""What stock Wagtail would let happen to a decision: cases a, d, e, f, g, h, i and j of docs/review.md.

Through the admin, as its forms and scripts post or as somebody forges them; asserted on what a reader finds and
on the evidence, never on a status alone. What other tests show is not repeated:

==== ==================================================================================================
case shown by
==== ==================================================================================================
a    test_review_page: test_an_approver_does_not_sign_the_own_story; test_second_signature
d    test_review_page: test_the_token_of_another_story_decides_nothing, test_a_forged_token_decides_nothing
f    test_review_page: test_a_changed_page_is_shown_again_with_the_difference (a return)
h    test_races.py: two threads at once, whichever acts
i    test_editor.TestOverlap: a decision between the editor's reading and saving, in one request
==== ==================================================================================================
"""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

from cms.workflow import service
from cms.workflow.content import fingerprint
from cms.workflow.models import Approval, Decision, ReviewTask, Signature

from .desk import (
    JSON,
    admin,
    as_user,
    correct,
    evidence,
    form_of,
    nothing_decided,
    nothing_happens,
    public,
    reads,
    review,
    rounds_now,
    token,
)

pytestmark = pytest.mark.django_db

SWAPPED = "Nội dung bị tráo."


def round_of(page) -> int:
    return Page.objects.get(pk=page.pk).current_workflow_task_state.pk


def decide(client, page, act: str, text: str = "", shown: str | None = None):
    """Post the review page's form."""
    data = {"act": act, "token": token(page) if shown is None else shown, f"{act}-text": text}
    return client.post(review(page), data)


def autosave(client, page, overwrite: int, lead: str):
    """Post what the editor's script posts some seconds after the last key; return its answer."""
    data = form_of(page, lead=lead, overwrite_revision_id=str(overwrite))
    return json.loads(client.post(admin("edit", page.pk), data, headers=JSON).content)


@pytest.fixture
def waiting(make_story, reporter):
    story = make_story(reporter, title="Bài của phóng viên")
    service.submit(story, reporter)
    return story


@pytest.fixture
def chiefs_own(make_story, chief):
    story = make_story(chief, title="Bài của Chánh Văn phòng")
    service.submit(story, chief)
    return story


def wagtails_ways(client, page, task_state: int) -> None:
    """Approve and return by every way that Wagtail has, at that page's address, of that round."""
    for name in ("approve", "reject"):
        for view in ("workflow_action", "collect_workflow_action_data"):
            address = admin(view, page.pk, name, task_state)
            client.get(address)
            client.post(address, {"comment": "Được."})
        client.post(
            admin("edit", page.pk),
            form_of(
                page,
                **{
                    "action-workflow-action": "true",
                    "workflow-action-name": name,
                    "workflow-action-extra-data": json.dumps({"comment": "Được."}),
                },
            ),
        )


class TestWagtailsOwnActions:
    """a, d, e: they decide on what is not shown, at whatever address, with whatever data."""

    def test_nobody_approves_by_them(self, waiting, chiefs_own, chief, deputy, reporter, superuser, administrator):
        for user in (chief, deputy, superuser, administrator, reporter):
            with nothing_happens():
                for story in (waiting, chiefs_own):
                    wagtails_ways(as_user(user), story, round_of(story))
        assert reads(waiting) is reads(chiefs_own) is None

    def test_at_another_storys_address(self, waiting, chiefs_own, make_story, reporter, chief, superuser):
        draft = make_story(reporter)
        for user in (chief, superuser):
            with nothing_happens():
                wagtails_ways(as_user(user), waiting, round_of(chiefs_own))
                wagtails_ways(as_user(user), chiefs_own, round_of(waiting))
                wagtails_ways(as_user(user), draft, round_of(chiefs_own))

    def test_a_crossed_address_is_refused_by_the_step_itself(self, monkeypatch, waiting, chiefs_own, chief):
        """Were the buttons offered again by mistake, ``on_action`` would ask about the round's own page."""
        monkeypatch.setattr(ReviewTask, "get_actions", lambda *args: [("approve", "Duyệt", False)])
        with nothing_happens():
            as_user(chief).post(admin("workflow_action", waiting.pk, "approve", round_of(chiefs_own)))
            as_user(chief).post(
                admin("workflow_action", waiting.pk, "approve", round_of(chiefs_own)),
                {"comment": "", "token": token(chiefs_own)},
            )

    @pytest.mark.parametrize(
        "extra",
        [
            '{"update": false}',
            '{"comment": "Được.", "update": false}',
            '{"unknown": 1}',
            '{"token": ["a"], "comment": {"b": 1}}',
            '{"user": 1, "task_state": 1, "self": 1}',
            "không phải JSON",
            "[1, 2]",
            '"approve"',
            "null",
            "",
        ],
    )
    def test_data_that_no_form_sends(self, waiting, chief, superuser, extra):
        for user in (chief, superuser):
            with nothing_happens():
                for name in ({"workflow-action-name": "approve"}, {"workflow-action-name": "publish"}, {}):
                    data = {"action-workflow-action": "true", "workflow-action-extra-data": extra, **name}
                    as_user(user).post(admin("edit", waiting.pk), form_of(waiting, **data))

    def test_of_a_page_that_is_in_no_round(self, make_story, published, reporter, chief):
        data = {"action-workflow-action": "true", "workflow-action-name": "approve"}
        for story in (make_story(reporter), published()):
            with nothing_happens():
                as_user(chief).post(admin("edit", story.pk), form_of(story, **data))

    @pytest.mark.parametrize(
        "data",
        [
            {"update": False},
            {"unknown": 1},
            {"token": "x", "user": 1},
            {"token": ["a"]},
            {"comment": {"b": 1}},
            {"token": None},
            {},
        ],
    )
    def test_the_step_takes_only_what_it_knows(self, waiting, portal, chief, data):
        with nothing_decided():
            for name in ("approve", "reject", "cancel", "", "sign", "__class__"):
                with pytest.raises(PermissionDenied):
                    portal.task.on_action(TaskState.objects.get(pk=round_of(waiting)), chief, name, **data)

    def test_an_unfinished_round_is_never_left_behind(self, portal, waiting, chief):
        """``update=False`` approves the step and leaves its workflow waiting for ever."""
        state = TaskState.objects.get(pk=round_of(waiting))
        with pytest.raises(PermissionDenied):
            portal.task.on_action(state, chief, "approve", token=token(waiting), update=False)
        decide(as_user(chief), waiting, "sign")
        assert reads(waiting)


class TestTheOwnStory:
    """a: an approver approves a story of their own."""

    def test_whatever_the_chief_posts(self, client, chiefs_own, chief, deputy):
        client.force_login(chief)
        with nothing_decided():
            for act in ("sign", "confirm"):
                decide(client, chiefs_own, act)
        assert reads(chiefs_own) is None
        decide(as_user(deputy), chiefs_own, "sign")
        assert reads(chiefs_own)
        people = Signature.objects.filter(page_id=chiefs_own.pk).values_list("person_id", "capacity")
        assert set(people) == {(chief.pk, "author"), (deputy.pk, "approver")}

    def test_a_superuser_signs_nothing(self, waiting, make_story, superuser):
        own = make_story(superuser)
        service.submit(own, superuser)
        for story in (waiting, own):
            with nothing_happens():
                for act in ("sign", "return", "confirm", "refuse"):
                    decide(as_user(superuser), story, act, "Một lý do đủ dài cho việc này.")

    def test_nor_by_submitting_in_the_reporters_name(self, make_story, reporter, chief):
        """The chief corrects a reporter's draft and submits it: the signature as author is the chief's."""
        story = make_story(reporter)
        as_user(chief).post(admin("edit", story.pk), form_of(story, lead=SWAPPED, **{"action-submit": "1"}))
        assert Signature.objects.get(page_id=story.pk).person_id == chief.pk
        with nothing_decided():
            decide(as_user(chief), story, "sign")
        assert reads(story) is None


class TestWhatWasShown:
    """f, g: the latest revision is published, not the one that was read; autosave keeps its number."""

    def test_a_text_changed_after_it_was_read_is_not_approved(self, waiting, chief, deputy):
        shown, client = token(waiting), as_user(chief)
        as_user(deputy).post(admin("edit", waiting.pk), form_of(waiting, lead=SWAPPED))
        assert Page.objects.get(pk=waiting.pk).get_latest_revision_as_object().lead == SWAPPED
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
        assert autosave(editor, waiting, revision, SWAPPED)["revision_id"] == revision, "the same number"
        with nothing_happens():
            decide(as_user(deputy), waiting, "sign", shown=shown)
        assert reads(waiting) is None

    def test_autosave_does_not_overwrite_what_somebody_signed(self, waiting, reporter, chief, deputy):
        editor = as_user(chief)
        revision = correct(waiting, chief, lead="Bản sửa.")
        decide(editor, waiting, "sign")
        signed = Revision.objects.get(pk=revision.pk).content
        answer = autosave(editor, waiting, revision.pk, SWAPPED)
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

    def test_nor_another_persons_revision_or_another_pages(self, make_story, published, reporter, other_reporter):
        mine, foreign = make_story(other_reporter), make_story(reporter)
        public_one = published()
        with nothing_decided():
            for revision in (foreign.latest_revision_id, public_one.live_revision_id, 10**9):
                contents = list(Revision.objects.order_by("pk").values_list("pk", "content"))
                autosave(as_user(other_reporter), mine, revision, SWAPPED)
                assert list(Revision.objects.order_by("pk").values_list("pk", "content")) == contents


class TestTwoDecisions:
    """h: two people, or one with two clicks, decide on the same round."""

    def test_the_first_stands(self, waiting, chief, deputy, reporter):
        shown = token(waiting)
        decide(as_user(chief), waiting, "sign", shown=shown)
        seen = reads(waiting)
        with nothing_happens():
            decide(as_user(chief), waiting, "sign", shown=shown)
            decide(as_user(deputy), waiting, "sign", shown=shown)
            decide(as_user(deputy), waiting, "return", "Muộn mất rồi.", shown=shown)
            decide(as_user(reporter), waiting, "withdraw", shown=shown)
        assert reads(waiting) == seen
        ends = Decision.objects.filter(page_id=waiting.pk, kind__in=Decision.ENDS_ROUND)
        assert list(ends.values_list("kind", flat=True)) == ["published"]

    def test_a_returned_story_is_not_signed_any_more(self, waiting, chief, deputy):
        shown = token(waiting)
        decide(as_user(deputy), waiting, "return", "Thiếu số liệu.", shown=shown)
        with nothing_happens():
            decide(as_user(chief), waiting, "sign", shown=shown)
        assert reads(waiting) is None


class TestStaleForms:
    """i: a form that was opened before a decision is saved after it."""

    @pytest.mark.parametrize("headers", [{}, JSON], ids=["button", "autosave"])
    def test_saved_after_the_publication(self, waiting, reporter, chief, deputy, headers):
        editors = {user: (as_user(user), form_of(waiting, lead=SWAPPED)) for user in (reporter, deputy)}
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
        assert page.get_latest_revision_as_object().lead == SWAPPED, "what was typed is a new draft"

    def test_saved_after_it_was_scheduled(self, make_story, reporter, chief, deputy, time_machine):
        from django.core.management import call_command

        hour = timezone.now() + timezone.timedelta(hours=3)
        story = make_story(reporter, go_live_at=hour)
        service.submit(story, reporter)
        data = form_of(story, lead=SWAPPED)
        decide(as_user(chief), story, "sign")
        with nothing_happens():
            for user in (reporter, deputy):
                as_user(user).post(admin("edit", story.pk), data)
                as_user(user).post(admin("edit", story.pk), data, headers=JSON)
        time_machine.move_to(hour + timezone.timedelta(minutes=1))
        call_command("publish_scheduled")
        assert story.lead in reads(story)

    def test_submitted_after_the_publication(self, waiting, reporter, chief):
        data = form_of(waiting, lead=SWAPPED, **{"action-submit": "1"})
        decide(as_user(chief), waiting, "sign")
        before, seen = public(), reads(waiting)
        as_user(reporter).post(admin("edit", waiting.pk), data)
        assert (public(), reads(waiting)) == (before, seen)
        kinds = Decision.objects.filter(page_id=waiting.pk).order_by("id").values_list("kind", flat=True)
        assert list(kinds) == ["submitted", "signed", "published", "submitted"], "a new version, a new round"

    def test_submitted_twice(self, waiting, reporter):
        with nothing_decided():
            data = form_of(waiting, lead=SWAPPED, **{"action-submit": "1"})
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


class TestReturning:
    """j: a return without a word."""

    @pytest.mark.parametrize(
        "reason", ["", "   ", "\n\t\r\n", "\u00a0\u3000", "\u200b\u200b", "\u2060\ufeff", "x" * 2001], ids=repr
    )
    def test_needs_a_reason(self, waiting, chief, reason):
        with nothing_happens():
            decide(as_user(chief), waiting, "return", reason)
            with pytest.raises(PermissionDenied):
                service.return_page(round_of(waiting), chief, token(waiting), reason)

    def test_which_reaches_the_record_and_the_reporter(self, waiting, reporter, chief):
        decide(as_user(chief), waiting, "return", "Thiếu chú thích ảnh.")
        assert Decision.objects.get(page_id=waiting.pk, kind="returned").comment == "Thiếu chú thích ảnh."
        assert "Thiếu chú thích ảnh." in as_user(reporter).get(review(waiting)).content.decode()
        assert reads(waiting) is None
