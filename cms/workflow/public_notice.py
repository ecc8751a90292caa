"""What the public finds at the address of a page that was taken down."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.routing import site_of

from . import order
from .content import fingerprint
from .models import TakeDown

if TYPE_CHECKING:
    from cms.pages import BasePage


def current_take_down(page: Page) -> TakeDown | None:
    """Return the take-down that keeps a page from the public, or None if it is public or never was.

    What came back and then expired is simply gone.
    """
    return None if page.live else order.standing_take_downs([page.pk]).get(page.pk)


def respond(page: "BasePage", request: Any, take_down: TakeDown) -> HttpResponse:
    """Return the response in place of the page.

    Published by mistake: 410 with the explanation, and nothing of the text. Merged: a redirect to the other
    page, as long as that one is public on this site. Withdrawn: the text that was approved, under a banner, until
    the end that was signed with it.
    """
    if take_down.kind == TakeDown.Kind.MERGED and (address := _address_of_target(request, take_down)):
        # Not permanent: the page may come back through review.
        return HttpResponseRedirect(address)
    if shown := _approved_text(take_down):
        context = shown.get_context(request)
        context["take_down"] = take_down
        response = TemplateResponse(request, shown.get_template(request), context)
    else:
        response = TemplateResponse(request, "errors/taken_down.html", {"take_down": take_down}, status=410)
    response["X-Robots-Tag"] = "noindex"
    return response


def _address_of_target(request: Any, take_down: TakeDown) -> str | None:
    site = site_of(request)
    target = Page.objects.live().public().filter(pk=take_down.target_page_id).first()
    if target is None or site is None or not target.path.startswith(site.root_page.path):
        return None
    # The path alone: a redirect never leaves the site.
    parts = target.get_url_parts(request)
    return parts[2] if parts else None


def _approved_text(take_down: TakeDown) -> Any:
    """Return the page as it was when it was taken down, or None if that cannot be proved."""
    revision = kept_revision(take_down)
    return revision.as_object() if revision else None


def kept_revision(take_down: TakeDown) -> Any:
    """Return the revision that readers still find under a take-down's banner, or None if nothing of it is shown."""
    if take_down.kind != TakeDown.Kind.WITHDRAWN:
        return None
    revision = Revision.page_revisions.filter(
        object_id=str(take_down.page_id), pk=take_down.revision_id
    ).first()
    if revision is None or fingerprint(revision.content) != take_down.content_hash:
        return None
    ends = revision.as_object().expire_at
    if ends and ends <= timezone.now():
        # Signed to be read until then, under a banner or not.
        return None
    return revision if order.lasting_approval(take_down.page_id, revision) else None
