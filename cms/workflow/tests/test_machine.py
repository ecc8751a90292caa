"""Random people do random things, and what is public carries its two signatures after every one of them."""

from itertools import permutations

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowState

from cms.accounts.roles import DEPUTY_CHIEF
from cms.workflow import cases, gate, order
from cms.workflow.content import fingerprint
from cms.workflow.models import Approval, Decision, Signature, UrgentPublication

from .newsroom import APPROVERS
from .scripts import Scripts

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


class Watched(Scripts):
    """The newsroom, scripts included, with what must always hold."""

    @invariant()
    def everything_holds(self):
        self.live = list(Page.objects.live().filter(pk__in=self.stories).specific())
        self.the_public_sees_two_signatures_or_a_flagged_urgency()
        self.the_public_row_says_what_the_live_revision_says()
        self.what_is_public_has_an_approval_that_still_holds()
        self.what_was_taken_down_came_back_through_review()
        self.an_urgent_publication_is_not_forgotten()
        self.an_open_round_is_one_that_can_be_decided()
        self.a_scheduled_revision_is_approved()
        self.only_approvers_sign_in_their_own_name()
        self.nobody_is_taken_for_present_who_has_left()
        self.what_the_register_calls_published_was_public()

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[int] = set()
        self.seen_lines: set[int] = set()
        self.live: list[Page] = []

    def the_public_sees_two_signatures_or_a_flagged_urgency(self):
        for page in self.live:
            content = fingerprint(page.live_revision.content)
            assert carries_two_signatures(page, content) or UrgentPublication.objects.filter(
                page_id=page.pk, revision_id=page.live_revision_id, content_hash=content
            ), f"public without two signatures: {page.lead}"

    def the_public_row_says_what_the_live_revision_says(self):
        for page in self.live:
            assert fingerprint(page.serializable_data()) == fingerprint(page.live_revision.content)

    def what_is_public_has_an_approval_that_still_holds(self):
        for page in self.live:
            assert gate.approval_for(page.pk, page.live_revision), "saved once more, it would be refused"

    def what_was_taken_down_came_back_through_review(self):
        """An approver signed what is public now, after it had left the public."""
        for page in self.live:
            decisions = Decision.objects.filter(page_id=page.pk)
            last = decisions.filter(kind__in=Decision.ENDS_ALL_APPROVALS).order_by("id").last()
            if last is None:
                continue
            content = fingerprint(page.live_revision.content)
            signed = decisions.filter(content_hash=content, kind__in=order.SIGNING, id__gt=last.pk)
            # A version that waits for a later hour keeps it when the older one expires.
            waited = decisions.filter(content_hash=content, kind=Decision.Kind.SCHEDULED, id__lt=last.pk)
            assert signed or (last.kind == Decision.Kind.EXPIRED and waited)

    def an_urgent_publication_is_not_forgotten(self):
        for page in self.live:
            urgent = UrgentPublication.objects.filter(page_id=page.pk).order_by("-id").first()
            if urgent is None or urgent.revision_id != page.live_revision_id:
                continue
            last = (
                Approval.objects.filter(page_id=page.pk, revision_id=urgent.revision_id).order_by("id").last()
            )
            if last.basis == Approval.Basis.URGENT:
                assert cases.open_urgent(page.pk), "public on one signature, and on nobody's list"

    def an_open_round_is_one_that_can_be_decided(self):
        for pk in self.stories:
            states = WorkflowState.objects.filter(object_id=str(pk), status=WorkflowState.STATUS_IN_PROGRESS)
            for state in states:
                assert state.current_task_state.status == TaskState.STATUS_IN_PROGRESS
                assert not Decision.objects.filter(
                    task_state_id=state.current_task_state_id, kind__in=Decision.ENDS_ROUND
                )

    def a_scheduled_revision_is_approved(self):
        for pk in self.stories:
            page = Page.objects.get(pk=pk)
            for revision in page.revisions.filter(approved_go_live_at__isnull=False):
                assert gate.approval_for(pk, revision)

    def only_approvers_sign_in_their_own_name(self):
        holders = {self.cast[name] for name in APPROVERS}
        for row in Signature.objects.filter(page_id__in=self.stories, capacity="approver"):
            assert (row.on_behalf_of_id or row.person_id) in holders

    def nobody_is_taken_for_present_who_has_left(self):
        """An author's signature counts as the second one only while that account is active."""
        approvals = Approval.objects.filter(page_id__in=self.stories, basis=Approval.Basis.TWO_SIGNATURES)
        for approval in approvals.exclude(pk__in=self.seen):
            self.seen.add(approval.pk)
            pair = Signature.objects.filter(
                pk__in=[approval.first_signature_id, approval.second_signature_id]
            )
            for signature in pair.filter(capacity="author"):
                assert get_user_model().objects.get(pk=signature.person_id).is_active

    def what_the_register_calls_published_was_public(self):
        """No step, no hour and no fault comes between the line and the page."""
        lines = Decision.objects.filter(page_id__in=self.stories, kind__in=["published", "urgent"])
        for line in lines.exclude(pk__in=self.seen_lines):
            self.seen_lines.add(line.pk)
            entries = PageLogEntry.objects.filter(page_id=line.page_id, revision_id=line.revision_id)
            assert entries.filter(action="wagtail.publish").exists()


def carries_two_signatures(page: Page, content: str) -> bool:
    """Tell it from the bare rows: one round, one content, two people apart, one of them as an approver."""
    rows = Signature.objects.filter(page_id=page.pk, content_hash=content, task_state_id__isnull=False)
    return any(
        first.capacity == "approver"
        and first.task_state_id == second.task_state_id
        and not {first.person_id, first.on_behalf_of_id} & {second.person_id, second.on_behalf_of_id} - {None}
        for first, second in permutations(rows, 2)
    )


def test_whatever_people_do_the_public_sees_what_was_signed(
    make_story, make_user, reporter, other_reporter, chief, deputy
):
    second_deputy = make_user("phochanhvanphong2", DEPUTY_CHIEF, "Bùi Văn", "Minh")
    cast = {
        "reporter": reporter.pk,
        "other_reporter": other_reporter.pk,
        "chief": chief.pk,
        "deputy": deputy.pk,
        "second_deputy": second_deputy.pk,
    }
    machine = type("Newsroom", (Watched,), {"cast": cast, "make_story": staticmethod(make_story)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            derandomize=True,
            database=None,
            deadline=None,
            # Shrinking a failure takes minutes; the steps that led to it are printed as they are.
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
