"""The gate: a page is stored as public only if exactly what is stored carries an approval.

Called by ``BasePage.save`` and therefore by every way that Wagtail or a script has of making a page
public. The database's triggers stand behind it (triggers.py).
"""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from .content import fingerprint
from .models import Approval, Decision, Signature

if TYPE_CHECKING:
    from cms.pages import BasePage


class NotApproved(PermissionDenied):
    """What would become public carries no approval."""


def approval_for(page_id: int, revision: Revision) -> Approval | None:
    """Return the approval on which that revision, with its present content, may be public; or None.

    A take-down or an expiry ends the approvals made before it, a cancelled schedule that of its revision: the
    page comes back only through review.
    """
    approval = (
        Approval.objects.filter(
            page_id=page_id, revision_id=revision.pk, content_hash=fingerprint(revision.content)
        )
        .order_by("-id")
        .first()
    )
    if approval is None:
        return None
    later = Decision.objects.filter(page_id=page_id, id__gt=approval.decision_id)
    ended = later.filter(
        Q(kind__in=Decision.ENDS_ALL_APPROVALS)
        | Q(kind=Decision.Kind.SCHEDULE_CANCELLED, revision_id=revision.pk)
    ).exists()
    return None if ended else approval


def last_approved_revision(page_id: int) -> Revision | None:
    """Return the revision that was approved last, whether it is public now or not; None if none ever was."""
    approval = Approval.objects.filter(page_id=page_id).order_by("-id").first()
    return Revision.objects.filter(pk=approval.revision_id).first() if approval else None


def require_approval(page: "BasePage") -> None:
    """Raise unless the page's live revision is approved and the page says what that revision says.

    Raises:
        NotApproved: with the sentence for the person who tried.
    """
    refusal = NotApproved(_("This version does not carry the two signatures, so it cannot become public."))
    if page.pk is None or page.live_revision_id is None:
        raise refusal
    revision = Revision.objects.filter(pk=page.live_revision_id, object_id=str(page.pk)).first()
    if revision is None or approval_for(page.pk, revision) is None:
        raise refusal
    # Not against the stored fingerprint: a field that a later release adds stands in both of these.
    if fingerprint(page.serializable_data()) != fingerprint(revision.as_object().serializable_data()):
        raise refusal


def is_signed(revision: Revision) -> bool:
    """Tell whether anybody has signed that revision: then it is never overwritten."""
    return Signature.objects.filter(revision_id=revision.pk).exists()
