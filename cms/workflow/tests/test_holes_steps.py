"""What stock Wagtail would let happen with the steps of a workflow: case l of docs/review.md, through the admin.

The step is disabled, taken away, doubled, or of another kind.
"""

import html

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import GroupApprovalTask, Page, Task, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from cms.workflow import service
from cms.workflow.models import Approval, Decision, ReviewTask

from .desk import (
    SECRET,
    admin,
    as_user,
    correct,
    decide,
    form_of,
    nothing_decided,
    nothing_happens,
    public,
    reads,
    rounds_now,
    token,
)

pytestmark = pytest.mark.django_db


def told_by(response) -> str:
    """Return what an answer shows, messages included."""
    messages = " ".join(str(message) for message in get_messages(response.wsgi_request))
    return messages + html.unescape(response.content.decode())


def submits_in_vain(story, reporter) -> None:
    """Submit a draft and a new page: the text is saved, the person told, and nothing hangs in a round."""
    client = as_user(reporter)
    address = admin("add", "news", "newsarticlepage", story.get_parent().pk)
    with nothing_decided():
        answers = [
            client.post(
                admin("edit", story.pk),
                form_of(story, lead=SECRET, **{"action-submit": "1"}),
                follow=True,
            ),
            client.post(address, form_of(story, slug="bai-moi", **{"action-submit": "1"}), follow=True),
        ]
    with translation.override("vi"):
        sentence = gettext("No review is set up for this page: ask an administrator.")
    for answer in answers:
        assert sentence in [str(message).strip() for message in answer.context["messages"]]
    for page in (Page.objects.get(pk=story.pk), Page.objects.get(slug="bai-moi")):
        assert page.get_latest_revision_as_object().lead in (SECRET, story.lead)
        assert page.current_workflow_state is None
        assert reads(page) is None
    assert Page.objects.get(pk=story.pk).get_latest_revision_as_object().lead == SECRET


class TestTheWorkflowsOwnSwitches:
    """l: disabling the step, or a workflow with no step, publishes what was waiting."""

    def remove_the_step(self, portal) -> None:
        """Leave the workflow without a step: its form asks for one, a script need not."""
        portal.task.workflows.get().workflow_tasks.all().delete()

    def test_the_step_is_not_disabled_while_something_waits(self, portal, waiting, everybody, chief):
        for user in everybody:
            with nothing_happens():
                as_user(user).post(reverse("wagtailadmin_workflows:disable_task", args=[portal.task.pk]))
            portal.task.refresh_from_db()
            assert portal.task.active
        decide(as_user(chief), waiting, "sign")
        assert reads(waiting)

    def test_once_disabled_nothing_is_submitted_and_nothing_lost(
        self, portal, make_story, reporter, superuser
    ):
        story = make_story(reporter)
        as_user(superuser).post(reverse("wagtailadmin_workflows:disable_task", args=[portal.task.pk]))
        portal.task.refresh_from_db()
        assert not portal.task.active
        submits_in_vain(story, reporter)

    def test_a_workflow_without_a_step(self, portal, make_story, reporter):
        story = make_story(reporter)
        self.remove_the_step(portal)
        submits_in_vain(story, reporter)
        with pytest.raises(PermissionDenied):
            service.submit(story, reporter)
        assert not WorkflowState.objects.exists()

    def test_what_waits_is_decided_though_its_workflow_lost_the_step(self, portal, waiting, chief):
        with nothing_happens():
            self.remove_the_step(portal)
        decide(as_user(chief), waiting, "sign")
        assert reads(waiting)

    def test_disabling_the_workflow_takes_the_stories_back(self, portal, waiting, everybody, superuser):
        address = reverse("wagtailadmin_workflows:disable", args=[portal.task.workflows.get().pk])
        for user in everybody[:-1]:
            with nothing_happens():
                as_user(user).post(address)
        before = public()
        as_user(superuser).post(address)
        assert public() == before
        last = Decision.objects.filter(page_id=waiting.pk).order_by("id").last()
        assert (last.kind, last.person_id) == ("withdrawn", superuser.pk), "the register says who did it"
        assert [status for _pk, status, _step in rounds_now()["workflows"]] == ["cancelled"]

    def test_a_step_of_another_kind_publishes_nothing(self, portal, make_story, reporter, superuser):
        """Wagtail's own approval step, set up by a superuser who then approves as one."""
        task = GroupApprovalTask.objects.create(name="Bước riêng")
        workflow = Workflow.objects.create(name="Đường tắt")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(page=portal.news_index, workflow=workflow)
        story = make_story(reporter)
        state = workflow.start(story, reporter)
        before = public()
        client = as_user(superuser)
        client.post(admin("workflow_action", story.pk, "approve", state.current_task_state_id))
        client.post(
            admin("edit", story.pk),
            form_of(story, **{"action-workflow-action": "1", "workflow-action-name": "approve"}),
        )
        assert public() == before
        assert reads(story) is None
        state.refresh_from_db()
        assert (state.status, state.current_task_state.status) == ("in_progress", "in_progress")
        assert not Approval.objects.filter(page_id=story.pk).exists()


class TestASecondStep:
    """l: with another step in the workflow, approved is not yet public – and nothing may say that it is."""

    SENTENCE = "The workflow has another step besides the review: ask an administrator to remove it first."

    def steps(self) -> list[Task]:
        """Return the kinds of step that an administrator could add: Wagtail's own, and the review once more."""
        own = ReviewTask.objects.create(name="Duyệt lần hai")
        own.groups.set(ReviewTask.objects.exclude(pk=own.pk).get().groups.all())
        return [GroupApprovalTask.objects.create(name="Bước riêng"), own]

    def add(self, portal, task: Task, place: int) -> WorkflowTask:
        """Put the step before (-1) or behind (1) the review, as a script does; the form does the same."""
        review = portal.task.workflows.get().workflow_tasks.get()
        order = review.sort_order + place
        return WorkflowTask.objects.create(workflow=review.workflow, task=task, sort_order=order)

    @pytest.mark.parametrize("place", [-1, 1], ids=["before", "behind"])
    @pytest.mark.parametrize("kind", [0, 1], ids=["Wagtail's", "ours"])
    def test_nothing_is_submitted(self, portal, make_story, reporter, kind, place):
        story = make_story(reporter)
        self.add(portal, self.steps()[kind], place)
        submits_in_vain(story, reporter)
        with nothing_decided(), pytest.raises(PermissionDenied):
            service.submit(story, reporter)

    @pytest.mark.parametrize("kind", [0, 1], ids=["Wagtail's", "ours"])
    def test_what_waits_is_not_called_published_and_goes_on_once_the_step_is_gone(
        self, portal, waiting, reporter, chief, deputy, kind
    ):
        step = self.add(portal, self.steps()[kind], 1)
        round_ = Page.objects.get(pk=waiting.pk).current_workflow_task_state.pk
        with translation.override("vi"):
            sentence = gettext(self.SENTENCE)
        with nothing_decided():
            answer = decide(as_user(chief), waiting, "sign")
            assert sentence in told_by(answer)
            for act in (
                lambda: service.sign(round_, chief, token(waiting)),
                lambda: service.publish_urgently(round_, chief, token(waiting), "Mưa lũ, cần đăng ngay đêm."),
            ):
                with pytest.raises(service.Refused):
                    act()
        assert reads(waiting) is None
        # A correction may be signed; its confirmation, which would publish it, is refused.
        correct(waiting, chief, lead="Chánh Văn phòng sửa.")
        decide(as_user(chief), waiting, "sign")
        with nothing_decided():
            decide(as_user(reporter), waiting, "confirm")
            decide(as_user(deputy), waiting, "sign")
        step.delete()
        decide(as_user(reporter), waiting, "confirm")
        assert "Chánh Văn phòng sửa." in reads(waiting)
        kinds = Decision.objects.filter(page_id=waiting.pk).order_by("id").values_list("kind", flat=True)
        assert list(kinds) == ["submitted", "corrected", "confirmed", "published"]

    def test_whoever_approves_a_step_before_the_review_is_not_the_author(
        self, portal, make_story, reporter, superuser
    ):
        """Wagtail starts the next step in the name of who approved the last: that would be a signature."""
        self.add(portal, self.steps()[0], -1)
        story = make_story(reporter)
        state = portal.task.workflows.get().start(story, reporter)
        with nothing_decided():
            with pytest.raises(PermissionDenied), transaction.atomic():
                state.current_task_state.approve(user=superuser)
            as_user(superuser).post(
                admin("workflow_action", story.pk, "approve", state.current_task_state_id)
            )
        assert reads(story) is None

    def test_a_step_that_a_script_approved_leads_to_nothing(self, portal, waiting, superuser):
        """The review's own step, passed by with every rule left out: what is behind it does not start."""
        self.add(portal, self.steps()[1], 1)
        state = Page.objects.get(pk=waiting.pk).current_workflow_state
        with nothing_decided(), pytest.raises(PermissionDenied), transaction.atomic():
            state.current_task_state.approve(user=superuser)
        assert reads(waiting) is None
