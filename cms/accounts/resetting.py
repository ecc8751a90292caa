"""“Quên mật khẩu”: the same answer, as quickly, whether the address is known or not; and not too often."""

import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.dispatch import receiver
from django_tasks import TaskResult, task
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from cms.client_address import client_address

from . import audit
from .limits import is_too_often

logger = logging.getLogger(__name__)
BACKEND = "mail"
OF_A_MAILBOX, OF_AN_ADDRESS, WITHIN = 3, 10, timedelta(hours=1)


class PasswordResetForm(WagtailPasswordResetForm):
    """Wagtail's, whose mail is made by the worker: looking an address up and sending takes time that tells."""

    def save(self, *args: Any, request: Any = None, **options: Any) -> None:
        """Queue the mail, unless this address or this mailbox asked too often; nobody is told which."""
        mailbox = self.cleaned_data["email"].strip().lower()
        # Both are counted, whatever the first says.
        over = [
            is_too_often("password_reset:mailbox", mailbox, OF_A_MAILBOX, WITHIN),
            is_too_often("password_reset:address", client_address(request), OF_AN_ADDRESS, WITHIN),
        ]
        audit.record("password_reset_asked", who=mailbox, outcome="refused" if any(over) else "done")
        if not any(over):
            mail_reset_link.enqueue(mailbox)


@task(backend=BACKEND)
def mail_reset_link(mailbox: str) -> None:
    """Mail a link to the accounts of that address, if there are any. The link itself is stored nowhere."""
    form = WagtailPasswordResetForm({"email": mailbox})
    if not form.is_valid():
        return
    portal = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    form.save(
        domain_override=portal.netloc,
        use_https=portal.scheme == "https",
        subject_template_name="wagtailadmin/account/password_reset/email_subject.txt",
        email_template_name="wagtailadmin/account/password_reset/email.txt",
        from_email=settings.DEFAULT_FROM_EMAIL,
    )


# The worker that runs the task has loaded this module to do it.
@receiver(task_finished, dispatch_uid="accounts_forget_who_asked")
def forget_who_asked(task_result: TaskResult[Any], **kwargs: Any) -> None:
    """Blank the address in the task's row, which stays for weeks: whoever typed it may be a stranger to the portal."""
    if task_result.task.module_path == mail_reset_link.module_path:
        nothing: dict[str, Any] = {"args": [], "kwargs": {}}
        DBTaskResult.objects.filter(pk=task_result.id).update(args_kwargs=nothing)
