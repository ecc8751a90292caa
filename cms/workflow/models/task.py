"""The one step of the review in Wagtail's workflow."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState


class ReviewTask(AbstractGroupApprovalTask):
    """Review by the approvers' groups. Every decision is made by ``cms.workflow.service``.

    Stock Wagtail lets a step be decided from the editor, from lists and from anything that calls
    ``on_action``, on whatever is the latest revision at that moment. Here no action is offered but the
    review page, and ``on_action`` accepts what the review page accepts: a token minted from the very
    revision that was shown.
    """

    independent_approver = models.BooleanField(
        _("independent approver"),
        default=False,
        help_text=_("The approver must not have worked on the text since its last approval."),
    )

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "independent_approver"]

    class Meta:
        verbose_name = _("review by the chief of office")
        verbose_name_plural = _("reviews by the chief of office")

    @classmethod
    def get_description(cls):
        return _("Two signatures on the same content: the reporter's and an approver's.")

    def start(self, workflow_state, user=None) -> TaskState:
        """Open a round and record the submitter's signature on the submitted content."""
        from cms.workflow import service

        task_state = super().start(workflow_state, user=user)
        service.record_submission(task_state, user)
        return task_state

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Hand the decision to the service, which asks for the token of the revision that was shown."""
        from cms.workflow import service

        service.decide(task_state.pk, user, action_name, **kwargs)

    def get_actions(self, obj, user) -> list:
        """Offer nothing: the action menu links to the review page instead (wagtail_hooks.py)."""
        return []

    def user_can_access_editor(self, obj, user) -> bool:
        return self._may_review(user)

    def locked_for_user(self, obj, user) -> bool:
        # No exemption for superusers: whoever is no approver waits like everybody else.
        return not self._may_review(user)

    def user_can_lock(self, obj, user) -> bool:
        return self._may_review(user)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if self._may_review(user):
            return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return TaskState.objects.none()

    def deactivate(self, user=None) -> None:
        """Refuse while something waits: stock Wagtail would publish it."""
        if self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).exists():
            raise PermissionDenied(_("Pages still wait at this step: decide on them first."))
        super().deactivate(user=user)

    def _may_review(self, user) -> bool:
        from cms.workflow import people

        return people.is_approver(user, self)
