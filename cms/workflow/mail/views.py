"""The administrators' list of mails that could not be sent, with "send again"."""

import logging

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from cms.workflow.models import MailJob

from . import delivery, queue
from . import messages as letters
from .panel import may_see_mail, stalled_mail_count

logger = logging.getLogger(__name__)

PER_PAGE = 50


def _require_administrator(request: HttpRequest) -> None:
    if not may_see_mail(request.user):
        raise PermissionDenied


@require_safe
def failed_mails(request: HttpRequest) -> HttpResponse:
    """Show the mails in trouble, the newest first, each with what went wrong and when it is tried again."""
    _require_administrator(request)
    jobs = MailJob.objects.in_trouble().select_related("recipient").order_by("-created_at", "-id")
    page = Paginator(jobs, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "jobs": page,
        "rows": [(job, letters.headline(job)) for job in page],
        "stalled": stalled_mail_count(),
        "page_title": _("Mails that could not be sent"),
        "header_icon": "mail",
    }
    return TemplateResponse(request, "workflow/mail/failed.html", context)


@require_POST
def send_again(request: HttpRequest, job_id: int | None = None) -> HttpResponse:
    """Queue one mail again, or all that failed. The request does not wait for the mail server."""
    _require_administrator(request)
    ids = [job_id] if job_id else list(MailJob.objects.in_trouble().values_list("pk", flat=True))
    again = queue.send_again(ids)
    for job in MailJob.objects.filter(pk__in=again):
        try:
            delivery.enqueue(job)
        except Exception:  # the scheduler finds it without the queue
            logger.exception("Mail %s could not be queued again", job.pk)
    if again:
        text = ngettext(
            "%(count)s mail is being sent again.", "%(count)s mails are being sent again.", len(again)
        )
        messages.success(request, text % {"count": len(again)})
    else:
        messages.warning(request, _("There is nothing to send again: it has been sent or is being sent."))
    return redirect("workflow_mail:failed")
