"""Writing the evidence. Only ``cms.workflow.service`` calls this."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from cms import vietnamese

from ..content import fingerprint
from ..models import Approval, Decision, Delegation, Signature, TakeDown, UrgentPublication
from ..rules import Capacity
from . import notices


def _facts(page: Page, revision: Revision | None, user: Any, principal: Any, comment: str) -> dict[str, Any]:
    """Return the plain values that all records share."""
    return {
        "page_id": page.pk,
        "page_title": (revision.object_str if revision else page.title)[:255],
        "revision_id": revision.pk if revision else None,
        "content_hash": fingerprint(revision.content) if revision else "",
        "person_id": user.pk if user else None,
        "person_name": user.get_full_name() if user else "",
        "person_position": user.position if user else "",
        "on_behalf_of_id": principal.pk if principal else None,
        "on_behalf_of_name": principal.get_full_name() if principal else "",
        "comment": vietnamese.normalise_lines(comment),
        "made_at": timezone.now(),
    }


def sign(
    page: Page,
    revision: Revision,
    user: Any,
    capacity: Capacity,
    *,
    round_id: int | None,
    principal: Any = None,
    comment: str = "",
) -> Signature:
    """Record a signature on the revision's present content."""
    return Signature.objects.create(
        **_facts(page, revision, user, principal, comment), capacity=capacity.value, task_state_id=round_id
    )


def decide(
    page: Page,
    revision: Revision | None,
    user: Any,
    kind: str,
    *,
    round_id: int | None = None,
    principal: Any = None,
    comment: str = "",
) -> Decision:
    """Add a line to the register."""
    owner = page.owner
    category = getattr(page.specific_deferred, "category", None)
    decision = Decision.objects.create(
        **_facts(page, revision, user, principal, comment),
        kind=kind,
        task_state_id=round_id,
        page_type=page.specific_class._meta.label if page.specific_class else "",
        owner_id=owner.pk if owner else None,
        owner_name=owner.get_full_name() if owner else "",
        category=str(category or "")[:80],
    )
    transaction.on_commit(partial(notices.announce, decision.pk))
    return decision


def delegate(delegation: Delegation, kind: str, comment: str) -> Decision:
    """Add a line that concerns no page: who may sign in whose name, from when to when."""
    approver, deputy = delegation.approver, delegation.deputy
    return Decision.objects.create(
        page_id=None,
        kind=kind,
        person_id=approver.pk,
        person_name=approver.get_full_name(),
        person_position=approver.position,
        deputy_id=deputy.pk,
        deputy_name=deputy.get_full_name(),
        comment=vietnamese.normalise_lines(comment),
        made_at=timezone.now(),
    )


def appoint(account: Any, actor: Any, comment: str) -> Decision:
    """Add a line that concerns no page: what somebody, or a command, changed about an approver's account."""
    decision = Decision.objects.create(
        page_id=None,
        kind=Decision.Kind.APPROVER_ACCOUNT,
        person_id=actor.pk if actor else None,
        person_name=actor.get_full_name() if actor else "",
        person_position=actor.position if actor else "",
        deputy_id=account.pk,
        deputy_name=account.get_full_name(),
        comment=vietnamese.normalise_lines(comment),
        made_at=timezone.now(),
    )
    transaction.on_commit(partial(notices.announce, decision.pk))
    return decision


def approve(
    page: Page,
    revision: Revision,
    user: Any,
    basis: str,
    *,
    round_id: int | None = None,
    signatures: tuple[int | None, int | None] = (None, None),
) -> Approval:
    """Record why the revision's content may be public from now on."""
    return Approval.objects.create(
        **_facts(page, revision, user, None, ""),
        basis=basis,
        decision_id=Decision.objects.filter(page_id=page.pk).order_by("-id").values_list("id", flat=True)[0],
        task_state_id=round_id,
        first_signature_id=signatures[0],
        second_signature_id=signatures[1],
    )


def publish_urgently(
    page: Page,
    revision: Revision,
    user: Any,
    *,
    round_id: int | None,
    principal: Any,
    reason: str,
    due_at: datetime,
) -> UrgentPublication:
    """Record that the page went public on one signature, and by when it must be reviewed."""
    return UrgentPublication.objects.create(
        **_facts(page, revision, user, principal, reason), task_state_id=round_id, due_at=due_at
    )


def take_down(
    page: Page,
    revision: Revision | None,
    user: Any,
    *,
    kind: str,
    reason: str,
    target: int | None,
    principal: Any,
) -> TakeDown:
    """Record what the public is told in place of the page."""
    return TakeDown.objects.create(
        **_facts(page, revision, user, principal, reason), kind=kind, target_page_id=target
    )
