"""What stock Wagtail would let happen to a decision: cases a, d, e, h and j of docs/review.md.

Through the admin, as its forms and scripts post or as somebody forges them; asserted on what a reader finds
and on the evidence, never on a status alone. What other tests show is not repeated:

==== ==================================================================================================
case shown by
==== ==================================================================================================
a    test_review_page: test_an_approver_does_not_sign_the_own_story; test_second_signature
d    test_review_page: test_the_token_of_another_story_decides_nothing, test_a_forged_token_decides_nothing
h    test_races.py: two threads at once, whichever acts
==== ==================================================================================================
"""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page, TaskState

from cms.workflow import service
from cms.workflow.models import Decision, ReviewTask, Signature

from .desk import (
    SECRET,
    admin,
    as_user,
    correct,
    decide,
    form_of,
    nothing_decided,
    nothing_happens,
    reads,
    review,
    token,
)

pytestmark = pytest.mark.django_db

# Posted as "workflow-action-extra-data", which the editor hands to the step unread.
EXTRA_DATA = (
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
)


def round_of(page) -> int:
    return Page.objects.get(pk=page.pk).current_workflow_task_state.pk


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

    def test_nobody_approves_by_them(
        self, waiting, chiefs_own, chief, deputy, reporter, superuser, administrator
    ):
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

    def test_data_that_no_form_sends(self, waiting, chief, superuser):
        with nothing_happens():
            for user in (chief, superuser):
                client = as_user(user)
                for extra in EXTRA_DATA:
                    for name in ("approve", "reject", "publish", None):
                        data = {"action-workflow-action": "true", "workflow-action-extra-data": extra}
                        data |= {"workflow-action-name": name} if name else {}
                        client.post(admin("edit", waiting.pk), form_of(waiting, **data))

    def test_of_a_page_that_is_in_no_round(self, make_story, published, reporter, chief):
        data = {"action-workflow-action": "true", "workflow-action-name": "approve"}
        for story in (make_story(reporter), published()):
            with nothing_happens():
                as_user(chief).post(admin("edit", story.pk), form_of(story, **data))

    def test_the_step_takes_only_what_it_knows(self, waiting, portal, chief):
        unknown = ({"update": False}, {"unknown": 1}, {"token": "x", "force": 1})
        odd = ({"token": ["a"]}, {"comment": {"b": 1}}, {"token": None}, {})
        with nothing_decided():
            for data in (*unknown, *odd):
                for name in ("approve", "reject", "cancel", "", "sign", "__class__"):
                    with pytest.raises(PermissionDenied):
                        portal.task.on_action(
                            TaskState.objects.get(pk=round_of(waiting)), chief, name, **data
                        )

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
        as_user(chief).post(admin("edit", story.pk), form_of(story, lead=SECRET, **{"action-submit": "1"}))
        assert Signature.objects.get(page_id=story.pk).person_id == chief.pk
        with nothing_decided():
            decide(as_user(chief), story, "sign")
        assert reads(story) is None


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


class TestReturning:
    """j: a return without a word."""

    @pytest.mark.parametrize(
        "reason",
        ["", "   ", "\n\t\r\n", "\u00a0\u3000", "\u200b\u200b", "\u2060\ufeff", "x" * 2001],
        ids=repr,
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


LONG = "Một câu rất dài. " * 600  # 10,200 characters


class TestTenThousandCharacters:
    """Whatever takes words takes no book: one sentence, and nothing decided."""

    ACTS = (
        ("sign", lambda at, page, who, words: service.sign(at, who, token(page), words)),
        ("return", lambda at, page, who, words: service.return_page(at, who, token(page), words)),
        ("urgent", lambda at, page, who, words: service.publish_urgently(at, who, token(page), words)),
        ("on_action", lambda at, page, who, words: service.decide(
            at, who, "approve", token=token(page), comment=words
        )),
    )  # fmt: skip

    @pytest.mark.parametrize("act", [act for _name, act in ACTS], ids=[name for name, _act in ACTS])
    def test_in_a_round(self, waiting, chief, act):
        with nothing_happens(), pytest.raises(service.Refused) as refusal:
            act(round_of(waiting), waiting, chief, LONG)
        assert str(refusal.value)
        assert len(str(refusal.value)) < 300, "the sentence does not repeat them"

    def test_a_corrected_version(self, waiting, reporter, chief):
        correct(waiting, chief, lead="Chánh Văn phòng sửa.")
        decide(as_user(chief), waiting, "sign")
        with nothing_happens():
            for act in (service.refuse, service.confirm):
                with pytest.raises(service.Refused):
                    act(round_of(waiting), reporter, token(waiting), LONG)

    def test_of_what_is_public_or_scheduled(self, live, scheduled, chief):
        for act in (
            lambda: service.take_down(live.pk, chief, "mistake", LONG),
            lambda: service.cancel_schedule(scheduled.pk, chief, LONG),
        ):
            with nothing_happens(), pytest.raises(service.Refused):
                act()

    def test_when_reviewing_afterwards(self, waiting, chief, deputy):
        service.publish_urgently(round_of(waiting), chief, token(waiting), "Mưa lũ, cần đăng ngay trong đêm.")
        shown = service.shown_live(Page.objects.get(pk=waiting.pk)).mint()
        with nothing_happens(), pytest.raises(service.Refused):
            service.review_afterwards(waiting.pk, deputy, shown, LONG)

    def test_on_the_screens(self, waiting, live, chief):
        client = as_user(chief)
        screens = (
            (review(waiting), {"act": "sign", "token": token(waiting), "sign-text": LONG}),
            (review(waiting), {"act": "return", "token": token(waiting), "return-text": LONG}),
            (reverse("workflow:urgent", args=[waiting.pk]), {"token": token(waiting), "text": LONG}),
            (reverse("workflow:take_down", args=[live.pk]), {"kind": "mistake", "text": LONG}),
        )
        with nothing_happens():
            for address, data in screens:
                answer = client.post(address, data)
                assert answer.status_code == 200, "shown again, with the sentence"
