"""Two people in the same second: one clear outcome, one end of the round, one publication.

Real threads with connections of their own, on SQLite and PostgreSQL alike.
"""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from cms.workflow import gate, service
from cms.workflow.content import fingerprint
from cms.workflow.models import Approval, Decision, Signature, TakeDown

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Thông báo mưa lũ cần đăng ngay trong đêm."


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together; return what each returned or raised."""
    start = Barrier(len(acts), timeout=20)
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait()
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "the two wait for each other for ever"
    return results


def refusals(results: list[object]) -> list[object]:
    """Return the errors; each must be a refusal with a sentence."""
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, service.Refused) and str(error) for error in errors), errors
    return errors


@pytest.fixture
def in_review(make_story, reporter):
    story = make_story(reporter)
    return story, service.submit(story, reporter).pk


ACTS = {
    "chief_signs": lambda pk, who, token: service.sign(pk, who["chief"], token),
    "deputy_signs": lambda pk, who, token: service.sign(pk, who["deputy"], token),
    "deputy_returns": lambda pk, who, token: service.return_page(pk, who["deputy"], token, REASON),
    "deputy_publishes_urgently": lambda pk, who, token: service.publish_urgently(
        pk, who["deputy"], token, REASON
    ),
    "reporter_withdraws": lambda pk, who, token: service.withdraw(pk, who["reporter"]),
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("chief_signs", "deputy_signs"),
        ("chief_signs", "chief_signs"),
        ("chief_signs", "deputy_returns"),
        ("chief_signs", "deputy_publishes_urgently"),
        ("chief_signs", "reporter_withdraws"),
        ("deputy_returns", "reporter_withdraws"),
    ],
)
def test_a_round_is_decided_once(in_review, token_for, reporter, chief, deputy, one, other):
    story, round_ = in_review
    token, who = token_for(story), {"reporter": reporter, "chief": chief, "deputy": deputy}
    results = at_once(
        lambda: ACTS[one](round_, who, token),
        lambda: ACTS[other](round_, who, token),
    )

    assert len(refusals(results)) == 1
    done = next(result for result in results if not isinstance(result, Exception))
    end = Decision.objects.get(task_state_id=round_, kind__in=Decision.ENDS_ROUND)
    page = Page.objects.get(pk=story.pk)
    published = end.kind in (Decision.Kind.PUBLISHED, Decision.Kind.URGENT)
    assert page.live is published is (done.state == "published")
    assert Approval.objects.filter(page_id=page.pk).count() == int(published)
    assert PageLogEntry.objects.filter(page=page, action="wagtail.publish").count() == int(published)
    approvers = Signature.objects.filter(page_id=page.pk, capacity="approver").values_list(
        "person_id", flat=True
    )
    assert len(approvers) == int(published)
    assert TaskState.objects.get(pk=round_).status != TaskState.STATUS_IN_PROGRESS
    assert not WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).exists()


@pytest.mark.parametrize("who_leaves", ["approver", "author"])
def test_an_account_that_is_deactivated_in_the_same_moment(
    make_story, token_for, reporter, chief, who_leaves
):
    """Whichever comes first: signed by somebody who was there, or refused with a sentence and nothing signed."""
    for _turn in range(3):
        leaver = {"approver": chief, "author": reporter}[who_leaves]
        type(leaver).objects.filter(pk=leaver.pk).update(is_active=True)
        story = make_story(reporter)
        round_ = service.submit(story, reporter).pk
        token = token_for(story)

        def leave(leaver=leaver) -> None:
            type(leaver).objects.filter(pk=leaver.pk).update(is_active=False)

        signed, left = at_once(lambda round_=round_, token=token: service.sign(round_, chief, token), leave)

        assert left is None
        page = Page.objects.get(pk=story.pk)
        approvals = Approval.objects.filter(page_id=page.pk)
        if isinstance(signed, Exception):
            refusals([signed])
            assert who_leaves == "approver"
            assert Signature.objects.filter(page_id=page.pk).count() == 1, "the author's, from before"
            assert not page.live
        else:
            # The author's signature counts if the account was active when the second one was given.
            assert page.live is (signed.state == "published") is approvals.exists()
            assert signed.state in ("published", "to_confirm")
        # Afterwards the account does nothing any more.
        with pytest.raises(service.Refused):
            service.sign(round_, leaver, token)


def test_a_page_is_submitted_once(make_story, reporter, chief):
    story = make_story(reporter)
    results = at_once(
        lambda: service.submit(story, reporter),
        lambda: service.submit(story, reporter),
        lambda: service.submit(story, chief),
    )
    assert len(refusals(results)) == 2
    assert WorkflowState.objects.filter(object_id=str(story.pk)).count() == 1
    assert TaskState.objects.filter(workflow_state__object_id=str(story.pk)).count() == 1
    assert Signature.objects.filter(page_id=story.pk).count() == 1
    assert Decision.objects.filter(page_id=story.pk, kind=Decision.Kind.SUBMITTED).count() == 1


@pytest.mark.parametrize("kind", [TakeDown.Kind.MISTAKE, TakeDown.Kind.WITHDRAWN])
def test_a_page_is_taken_down_once(published, chief, deputy, kind):
    # The same by both: what was withdrawn first may be taken away for good afterwards.
    story = published()
    results = at_once(
        lambda: service.take_down(story.pk, chief, kind, REASON),
        lambda: service.take_down(story.pk, deputy, kind, REASON),
    )
    assert len(refusals(results)) == 1
    assert not Page.objects.get(pk=story.pk).live
    assert TakeDown.objects.filter(page_id=story.pk).count() == 1


def test_a_review_afterwards_is_given_once(in_review, token_for, make_user, chief, deputy):
    from cms.accounts.roles import DEPUTY_CHIEF

    story, round_ = in_review
    second = make_user("phochanhvanphong2", DEPUTY_CHIEF, "Bùi Văn", "Minh")
    service.publish_urgently(round_, chief, token_for(story), REASON)
    token = service.shown_live(Page.objects.get(pk=story.pk)).mint()
    results = at_once(
        lambda: service.review_afterwards(story.pk, deputy, token),
        lambda: service.review_afterwards(story.pk, second, token),
    )
    assert len(refusals(results)) == 1
    assert Decision.objects.filter(page_id=story.pk, kind=Decision.Kind.REVIEWED_AFTERWARDS).count() == 1


def test_signing_while_an_editor_saves_what_it_loaded_before(in_review, token_for, chief, deputy):
    """The editor's copy says ``live=False``: saved after the publication it must not take the page down."""
    story, round_ = in_review
    token = token_for(story)
    loaded = Page.objects.get(pk=story.pk).specific
    loaded.lead = "Sửa trong một thẻ mở từ trước."

    def save() -> None:
        with transaction.atomic():
            loaded.save_revision(user=deputy)

    signed, saved = at_once(lambda: service.sign(round_, chief, token), save)

    assert saved is None
    page = Page.objects.get(pk=story.pk).specific
    if isinstance(signed, Exception):
        assert isinstance(signed, service.Changed)
        assert not page.live
    else:
        assert page.live
        assert page.lead != loaded.lead
        assert gate.approval_for(page.pk, page.live_revision)


def test_signing_while_autosave_overwrites_the_revision(in_review, token_for, chief, deputy):
    """Whoever is first: no signature stands on a text that is nowhere stored."""
    story, round_ = in_review
    draft = Page.objects.get(pk=story.pk).specific
    draft.lead = "Chánh Văn phòng sửa."
    revision = draft.save_revision(user=chief)
    token = token_for(story)
    draft = Page.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.lead = "Chánh Văn phòng sửa tiếp."

    def autosave() -> None:
        with transaction.atomic():
            draft.save_revision(user=chief, overwrite_revision=Revision.objects.get(pk=revision.pk))

    signed, _saved = at_once(lambda: service.sign(round_, deputy, token), autosave)

    signatures = Signature.objects.filter(page_id=story.pk, capacity="approver")
    assert len(signatures) == int(not isinstance(signed, Exception))
    for signature in Signature.objects.filter(page_id=story.pk):
        stored = Revision.objects.get(pk=signature.revision_id)
        assert fingerprint(stored.content) == signature.content_hash
