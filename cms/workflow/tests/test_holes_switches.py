"""What stock Wagtail would let happen around a review: cases k, l and n of docs/review.md, through the admin.

Stories are deleted or moved while they are read, the review itself is switched off, pages are made private.
Case n in the page models: cms/pages.py offers no kind of privacy.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from cms.workflow import service
from cms.workflow.models import Approval, Decision
from home.models import StandardPage

from .desk import (
    admin,
    as_user,
    bulk,
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

HOUR = timezone.timedelta(hours=5)
SECRET = "Điều chưa ai duyệt."


@pytest.fixture
def everybody(reporter, chief, deputy, administrator, superuser):
    """One account of each kind."""
    return [reporter, chief, deputy, administrator, superuser]


@pytest.fixture
def live(published):
    return published(title="Bài đã đăng", lead="Lời dẫn đã duyệt.")


@pytest.fixture
def waiting(make_story, reporter):
    story = make_story(reporter, title="Bài chờ duyệt")
    service.submit(story, reporter)
    return story


@pytest.fixture
def scheduled(make_story, publish, reporter, chief):
    return publish(
        make_story(reporter, title="Bài hẹn giờ", go_live_at=timezone.now() + HOUR), reporter, chief
    )


def make_section(owner, parent: Page) -> StandardPage:
    """Make a page of structure that is a draft and may have pages below it."""
    parent.refresh_from_db()
    page = parent.add_child(instance=StandardPage(title="Chuyên trang", live=False, owner=owner))
    page.save_revision(user=owner)
    return page


class TestStoriesInReview:
    """k: a reporter deletes or moves the own draft while the approvers read it."""

    def test_they_stay_where_they_are(self, portal, waiting, scheduled, reporter, everybody):
        for user in everybody:
            client = as_user(user)
            with nothing_happens():
                for page in (waiting, scheduled):
                    client.post(admin("delete", page.pk))
                    client.post(admin("move_confirm", page.pk, portal.home.pk))
                    client.post(admin("move", page.pk), {"new_parent_page": portal.home.pk})
                    client.post(bulk("delete", page))
                    client.post(bulk("move", page), {"chooser": portal.home.pk})

    def test_once_withdrawn_they_may_be_deleted_and_the_record_stays(self, waiting, reporter):
        client = as_user(reporter)
        decide(client, waiting, "withdraw")
        client.post(admin("delete", waiting.pk))
        assert not Page.objects.filter(pk=waiting.pk).exists()
        kinds = Decision.objects.filter(page_id=waiting.pk).values_list("kind", flat=True)
        assert list(kinds) == ["submitted", "withdrawn"]

    @pytest.mark.parametrize("state", ["waiting", "scheduled"])
    def test_nor_do_they_go_with_the_page_above_them(
        self, portal, administrator, chief, deputy, superuser, state
    ):
        section = make_section(administrator, portal.home)
        page = make_section(administrator, section)
        if state == "scheduled":
            correct(page, administrator, go_live_at=timezone.now() + HOUR)
        round_ = service.submit(page, administrator)
        if state == "scheduled":
            service.sign(round_.pk, chief, token(page))
        for user in (administrator, chief, superuser):
            client = as_user(user)
            with nothing_happens():
                client.post(admin("delete", section.pk))
                client.post(admin("move_confirm", section.pk, StandardPage.objects.live().first().pk))
                client.post(bulk("delete", section))
                client.post(bulk("move", section), {"chooser": StandardPage.objects.live().first().pk})
        assert Page.objects.filter(pk=page.pk).exists()

    def test_a_lock_stops_no_decision(self, waiting, live, reporter, chief, deputy, superuser):
        for user in (reporter, chief, superuser):
            with nothing_decided():
                for page in (live, waiting):
                    as_user(user).post(admin("lock", page.pk))
                    assert Page.objects.get(pk=page.pk).locked is (user != reporter)
                    as_user(user).post(admin("unlock", page.pk))
                    assert not Page.objects.get(pk=page.pk).locked
        as_user(chief).post(admin("lock", waiting.pk))
        decide(as_user(deputy), waiting, "sign")
        assert reads(waiting)


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
        self.submits_in_vain(story, reporter)

    def test_a_workflow_without_a_step(self, portal, make_story, reporter):
        story = make_story(reporter)
        self.remove_the_step(portal)
        self.submits_in_vain(story, reporter)
        with pytest.raises(PermissionDenied):
            service.submit(story, reporter)
        assert not WorkflowState.objects.exists()

    def submits_in_vain(self, story, reporter) -> None:
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


class TestPrivacy:
    """n: the page privacy tab changes the public at once."""

    def test_nobody_makes_a_public_page_private_or_the_reverse(self, portal, live, everybody):
        for user in everybody:
            client = as_user(user)
            for page in (live, portal.news_index, portal.home):
                for data in (
                    {"restriction_type": "login"},
                    {"restriction_type": "password", "password": "bi-mat"},
                    {"restriction_type": "groups", "groups": "1"},
                    {"restriction_type": "none"},
                ):
                    client.post(admin("set_privacy", page.pk), data)
        assert not PageViewRestriction.objects.exists()
        assert "Lời dẫn đã duyệt." in reads(live)
        # Nor is a restriction that a script made lifted there.
        PageViewRestriction.objects.create(page=live, restriction_type="login")
        for user in everybody:
            as_user(user).post(admin("set_privacy", live.pk), {"restriction_type": "none"})
        assert PageViewRestriction.objects.filter(page=live).exists()
