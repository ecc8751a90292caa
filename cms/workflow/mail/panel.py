"""What the administrators see of the mail's troubles on the newsroom's home page."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from cms.workflow.models import MailJob


def may_see_mail(user: Any) -> bool:
    """Tell whether that account may see which mails failed.

    Whoever may change accounts may: a wrong address is mended there.
    """
    return user.is_active and user.has_perm("accounts.change_user")


def failed_mail_count() -> int:
    """Return how many mails of the review could not be sent, given up or still tried again."""
    return MailJob.objects.in_trouble().count()


def stalled_mail_count() -> int:
    """Return how many mails wait because neither a worker nor the scheduler is running."""
    return MailJob.objects.stalled().count()


class MailTroublePanel(Component):
    """A warning with a link to the list; nothing as long as all mails go out."""

    name = "review_mail_trouble"
    template_name = "workflow/mail/panel.html"
    order = 20

    def __init__(self, failed: int, stalled: int) -> None:
        self.failed = failed
        self.stalled = stalled

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"failed": self.failed, "stalled": self.stalled}


def add_panel(request: HttpRequest, panels: list) -> None:
    """Put the warning on the home page of those who may see it. For ``construct_homepage_panels``."""
    if not may_see_mail(request.user):
        return
    failed, stalled = failed_mail_count(), stalled_mail_count()
    if failed or stalled:
        panels.append(MailTroublePanel(failed, stalled))
