"""Where proofreading hangs in the admin: the address of the check, and the review page."""

from django.http import HttpRequest
from django.urls import include, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from cms.workflow.reading.checks_shown import ShownCheck

from . import urls
from .proofread import proofread


@hooks.register("register_admin_urls")
def proofing_urls() -> list:
    return [path("soat-bai/", include(urls))]


@hooks.register("review_checks")
def findings_for_the_approver(page: Page) -> list[ShownCheck]:
    """Show the findings in exactly the version that is being signed."""
    return [
        ShownCheck(str(finding.sentence), finding.place.anchor, finding.blocking)
        for finding in proofread(page)
    ]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_what_remains(request: HttpRequest, page: Page) -> None:
    """After a submission, say that the approver sees the advice which was not followed."""
    if not request.POST.get("action-submit") or not page.workflow_in_progress:
        return
    remaining = [finding for finding in proofread(page, request.user) if not finding.blocking]
    if remaining:
        shown = " ".join(str(finding.sentence) for finding in remaining[:2])
        messages.info(
            request,
            _("The approver also sees what the proofreading found (%(count)s): %(shown)s")
            % {"count": len(remaining), "shown": shown},
        )
