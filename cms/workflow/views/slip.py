"""Phiếu duyệt tin bài: the paper that says on whose signatures a story is public.

Made from the records alone where it can be, so that it can still be printed when the page, or the account of
somebody who signed, is gone.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic.base import View
from wagtail.models import Page

from cms.office import office

from .. import gate, order
from ..editing import editor
from ..models import Approval, Decision, Signature, UrgentPublication
from ..register_report.sheet import type_name
from .register import may_read_register


@dataclass
class Slip:
    """The paper. ``approval`` is the one in force; if there is none, ``ended`` ended the last one."""

    page_id: int
    title: str
    type_label: str
    category: str
    owner: str
    history: list[Decision]
    approval: Approval | None = None
    ended: Decision | None = None
    last_approval: Approval | None = None
    signatures: list[Signature] = field(default_factory=list)
    urgent: UrgentPublication | None = None
    exists: bool = False
    live: bool = False
    scheduled_at: Any = None
    # Whether what is public is what was approved; True as long as nothing is public.
    genuine: bool = True

    @property
    def type_name(self) -> str:
        return type_name(self.type_label)

    @property
    def hands(self) -> list[Signature]:
        """The signatures in the order of a paper: whoever approves signs on the right."""
        return sorted(self.signatures, key=lambda row: row.capacity != "author")


def slip_of(page_id: int, page: Page | None, history: list[Decision]) -> Slip:
    """Return the slip of a page.

    Args:
        page_id: the page's number.
        page: the page, None if it is gone.
        history: its lines in the register, the newest first; may be empty if the page exists.
    """
    approval, last, ended, genuine = _approval_in_force(page_id, page, history)
    basis = next((line for line in history if approval and line.pk == approval.decision_id), None)
    line = basis or (history[0] if history else None)
    slip = Slip(
        page_id,
        **(_recorded(line) if line else _present(page)),
        history=history,
        approval=approval,
        ended=ended,
        last_approval=last,
        exists=page is not None,
        live=bool(page and page.live),
        genuine=genuine,
    )
    if approval:
        slip.title = approval.page_title
    if page and approval and not page.live:
        scheduled = page.scheduled_revision
        slip.scheduled_at = scheduled.approved_go_live_at if scheduled else None
    if approval:
        slip.signatures = _signatures_of(approval)
        if approval.basis == Approval.Basis.URGENT:
            slip.urgent = _urgent_of(approval)
    return slip


def _recorded(line: Decision) -> dict[str, Any]:
    return {
        "title": line.page_title,
        "type_label": line.page_type,
        "category": line.category,
        "owner": line.owner_name,
    }


def _present(page: Any) -> dict[str, Any]:
    return {
        "title": page.draft_title,
        "type_label": page.specific_class._meta.label,
        "category": str(getattr(page.specific_deferred, "category", None) or ""),
        "owner": page.owner.get_full_name() if page.owner else "",
    }


def _approval_in_force(
    page_id: int, page: Page | None, history: list[Decision]
) -> tuple[Approval | None, Approval | None, Decision | None, bool]:
    """Return the approval in force, the last one, the decision that ended it, and whether it holds.

    Of a public page, the one on which it is public: a newer version may be approved for a later hour.
    """
    genuine = True
    if page and page.live and page.live_revision:
        approval = gate.approval_for(page_id, page.live_revision)
        if approval:
            return approval, approval, None, True
        genuine = False
    last = Approval.objects.filter(page_id=page_id).order_by("-id").first()
    if last is None:
        return None, None, None, genuine
    ended = next((line for line in history if line.pk > last.decision_id and line.ends(last)), None)
    return (None if ended else last), last, ended, genuine


def _signatures_of(approval: Approval) -> list[Signature]:
    """Return the signatures that an approval names; the round's that count on its content if it names none.

    Nobody signed what was set up with the portal.
    """
    named = [number for number in (approval.first_signature_id, approval.second_signature_id) if number]
    if named or approval.task_state_id is None:
        return list(Signature.objects.filter(page_id=approval.page_id, pk__in=named).order_by("id"))
    given = order.signatures_of({approval.task_state_id: approval.page_id})[approval.task_state_id]
    last_of_each = {row.person_id: row for row in given if row.content_hash == approval.content_hash}
    return list(last_of_each.values())


def _urgent_of(approval: Approval) -> UrgentPublication | None:
    rows = UrgentPublication.objects.filter(
        page_id=approval.page_id, content_hash=approval.content_hash, task_state_id=approval.task_state_id
    )
    return rows.order_by("-id").first()


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class SlipView(View):
    """``duyet/<page>/phieu/``: for whoever reads the register, and for the story's owner and submitters."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = Page.objects.filter(pk=page_id, depth__gt=1).select_related("live_revision", "owner").first()
        history = list(Decision.objects.filter(page_id=page_id).order_by("-id"))
        reader = may_read_register(request.user)
        own = concerns(request.user, page, history)
        if not (reader or own):
            raise PermissionDenied
        if not history and (page is None or page.specific_class is None):
            raise Http404
        with office():
            # Rendered here and not later: the admin would render it in the reader's own language.
            html = render_to_string(
                "workflow/slip.html",
                {
                    "slip": slip_of(page_id, page, history),
                    "printed_at": timezone.now(),
                    "printed_by": request.user,
                    "may_read_register": reader,
                    "may_review": page is not None and (own or editor.approves(request.user)),
                },
                request,
            )
        return HttpResponse(html)


def concerns(user: Any, page: Page | None, history: list[Decision]) -> bool:
    """Tell whether the story is that person's: its owner's, or submitted by them."""
    owner = page.owner_id if page else history[0].owner_id if history else None
    return user.pk == owner or any(
        line.kind == Decision.Kind.SUBMITTED and line.person_id == user.pk for line in history
    )
