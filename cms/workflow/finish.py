"""Wagtail's finish action, ``WAGTAIL_FINISH_WORKFLOW_ACTION``.

Wagtail imports this while its own models are still loading, so nothing may be imported at the top.
"""


def publish_approved(workflow_state, user=None) -> None:
    """Publish what was approved, instead of Wagtail's "whatever is the latest revision".

    Raises:
        cms.workflow.gate.NotApproved: the round ended without two signatures, for example because the step
            was disabled or the workflow has no step.
    """
    from cms.workflow import service

    service.publish_approved(workflow_state, user)
