"""What the review hears from Wagtail, and what it silences."""

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    page_unpublished,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from . import service


def connect() -> None:
    """Connect the review's receivers and disconnect Wagtail's own workflow mails.

    Wagtail sends those inside the request, before the transaction is committed, and fails with the mail
    server; the review sends its own after commit. They are connected in ``wagtail.admin.signal_handlers``.
    """
    workflow_cancelled.connect(_on_cancelled, sender=WorkflowState, dispatch_uid="review_records_withdrawal")
    page_unpublished.connect(_on_unpublished, dispatch_uid="review_records_expiry")
    for signal, sender, uid in (
        (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=uid)


def _on_unpublished(sender, instance, **kwargs) -> None:
    service.record_expiry(instance)


def _on_cancelled(sender, instance, user, **kwargs) -> None:
    service.record_withdrawal(instance, user)
