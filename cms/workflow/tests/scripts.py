"""What scripts and administrators do behind the review's back, for the machine of test_machine.py.

Each act leaves out every check that can be left out; the gate and the triggers stand behind.
"""

from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import GroupApprovalTask, Page, Revision, WorkflowTask

from cms.workflow import gate
from cms.workflow.models import ReviewTask
from cms.workflow.rules import Action

from .newsroom import Newsroom, approver, text, which

REFUSED = (PermissionDenied, IntegrityError)


class Scripts(Newsroom):
    """The newsroom with those who do not ask."""

    def _revision(self, index: int, back: int) -> Revision:
        revisions = list(Revision.objects.for_instance(self.page(index)).order_by("-id"))
        return revisions[min(back, len(revisions) - 1)]

    @rule(index=which, back=st.integers(0, 3))
    def a_script_publishes(self, index, back):
        """Any revision, now or for its hour, with every permission check left out."""
        with suppress(*REFUSED), transaction.atomic():
            self._revision(index, back).publish(skip_permission_checks=True)

    @rule(index=which, name=approver)
    def taken_down_and_published_by_a_script(self, index, name):
        revision = self.page(index).live_revision
        self._set_active(name, True)
        if revision:
            self.perform(Action.TAKE_DOWN, name, index)
            with suppress(*REFUSED), transaction.atomic():
                revision.publish(skip_permission_checks=True)

    @rule(index=which, lead=text)
    def a_script_saves_as_live(self, index, lead):
        page = self.page(index)
        page.live, page.lead = True, lead
        with suppress(*REFUSED), transaction.atomic():
            page.save()

    @rule(index=which, back=st.integers(0, 3))
    def a_script_updates_rows(self, index, back):
        """``QuerySet.update``: no model, no signal."""
        page, revision = self.page(index), self._revision(index, back)
        was = page.live, page.live_revision_id
        with suppress(*REFUSED), transaction.atomic():
            Page.objects.filter(pk=page.pk).update(live=True, live_revision=revision)
            assert was == (True, revision.pk) or gate.approval_for(page.pk, revision)
            # Undone: that the row says what the revision says, only the gate can tell.
            raise PermissionDenied

    @rule(index=which, back=st.integers(0, 3), hours=st.sampled_from([-1, 2]))
    def a_script_plants_an_hour(self, index, back, hours):
        hour = timezone.now() + timedelta(hours=hours)
        with suppress(*REFUSED), transaction.atomic():
            Revision.objects.filter(pk=self._revision(index, back).pk).update(approved_go_live_at=hour)

    @rule(index=which)
    def a_script_copies_and_aliases(self, index):
        page = self.page(index)
        acts = (
            lambda: page.copy(keep_live=True, update_attrs={"slug": f"ban-sao-{len(self.tokens)}"}),
            lambda: page.create_alias(update_slug=f"bi-danh-{len(self.tokens)}"),
        )
        for act in acts:
            with suppress(*REFUSED), transaction.atomic():
                assert not act().live, "public under another address"
                raise PermissionDenied  # undone: a story more would only make the machine slower

    @rule()
    def another_step_comes_or_goes(self):
        """An administrator adds a step behind the review, or takes it away."""
        mine = ReviewTask.objects.get()
        others = WorkflowTask.objects.exclude(task_id=mine.pk)
        if others.exists():
            others.delete()
        else:
            task, _made = GroupApprovalTask.objects.get_or_create(name="Bước thêm")
            WorkflowTask.objects.create(workflow=mine.workflows.get(), task=task, sort_order=5)
