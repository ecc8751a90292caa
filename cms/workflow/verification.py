"""Proof that what is live is what was signed; called by ``manage.py verify_register``.

The triggers guard the doors: a page goes live, a record changes. They do not see a title or a caption that
somebody changes by SQL on a page that is live already. This compares every live page with its evidence, one
by one, in memory that does not grow with the portal.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from . import cases, gate, order, triggers
from .content import content_of, fingerprint
from .models import Approval, Decision, Signature, TakeDown, UrgentPublication
from .public_notice import current_take_down, kept_revision
from .rules import Capacity

BATCH = 50


@dataclass(frozen=True)
class Finding:
    """What is not as it should be. ``is_fault`` is False for what people only need to know."""

    page_id: int | None
    title: str
    sentence: str
    is_fault: bool = True

    def __str__(self) -> str:
        return f"{self.page_id or '–'} “{self.title}”: {self.sentence}"


def findings() -> Iterator[Finding]:
    """Yield what is missing in the database's guard, what waits unapproved, then each page of the public."""
    for name in sorted(triggers.missing(connection)):
        yield Finding(None, name, _("This trigger is missing: run migrate."))
    yield from _hours()
    yield from _withdrawn()
    for page in _live_pages():
        found = list(_of_page(page))
        if any(finding.is_fault for finding in found):
            # It may have been published anew between two reads: only what is still so counts.
            again = Page.objects.live().filter(pk=page.pk).first()
            found = list(_of_page(again.specific)) if again else []
        yield from found


def _hours() -> Iterator[Finding]:
    """Yield what waits for an hour without an approval: the scheduler will not publish it (hours.py)."""
    waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    for revision in waiting.order_by("pk"):
        if gate.approval_for(int(revision.object_id), revision) is None:
            sentence = _("A version that nobody approved waits for its hour.")
            yield Finding(int(revision.object_id), revision.object_str, sentence)


def _withdrawn() -> Iterator[Finding]:
    """Yield what readers still find under the banner of a take-down without two signatures."""
    last = TakeDown.objects.filter(page_id=OuterRef("page_id")).order_by("-id").values("id")[:1]
    kept = TakeDown.objects.filter(pk=Subquery(last), kind=TakeDown.Kind.WITHDRAWN)
    for take_down in kept.order_by("pk"):
        page = Page.objects.filter(pk=take_down.page_id).first()
        if page is None or current_take_down(page) != take_down:
            continue
        revision = kept_revision(take_down)
        approval = order.lasting_approval(page.pk, revision) if revision else None
        if approval and (problem := _problem(approval)):
            yield _fault(page, problem)


def _live_pages() -> Iterator[Page]:
    """Yield the live pages in order of their number; the tree's root is none."""
    last = 0
    while True:
        batch = list(Page.objects.live().filter(pk__gt=last, depth__gt=1).order_by("pk").specific()[:BATCH])
        if not batch:
            return
        yield from batch
        last = batch[-1].pk


def _of_page(page: Page) -> Iterator[Finding]:
    revision = Revision.objects.filter(pk=page.live_revision_id, object_id=str(page.pk)).first()
    if revision is None:
        yield _fault(page, _("It is public without any revision that could have been approved."))
        return
    if difference := _difference(page, revision):
        yield _fault(
            page,
            _("What is public differs from the approved revision in: %(fields)s.")
            % {"fields": ", ".join(difference)},
        )
    yield from _approval(page, revision)
    yield from _urgent(page)


def _difference(page: Page, revision: Revision) -> list[str]:
    """Return the names of the fields in which the page's row and its rows differ from the revision."""
    # Not against the stored text: a field that a later release adds stands in both of these.
    stored, signed = (content_of(one.serializable_data()) for one in (page, revision.as_object()))
    return sorted(key for key in {*stored, *signed} if _text(stored.get(key)) != _text(signed.get(key)))


def _text(value: Any) -> str:
    return fingerprint({"value": value})


def _approval(page: Page, revision: Revision) -> Iterator[Finding]:
    approval = Approval.objects.filter(page_id=page.pk, revision_id=revision.pk).order_by("id").last()
    if approval is None:
        yield _fault(page, _("There is no approval of what is public."))
        return
    if fingerprint(revision.content) != approval.content_hash:
        yield _fault(page, _("The text of the revision was changed after it was approved."))
    if _ended(approval):
        yield _fault(page, _("The approval ended, but the page is public."))
    if problem := _problem(approval):
        yield _fault(page, problem)


def _problem(approval: Approval) -> str:
    """Return what is wrong with an approval, empty if nothing is."""
    if approval.basis in _BASES:
        return _BASES[approval.basis](approval)
    return _("The approval's basis is unknown.")


def _ended(approval: Approval) -> bool:
    later = Decision.objects.filter(page_id=approval.page_id, id__gt=approval.decision_id)
    return any(decision.ends(approval) for decision in later)


def _two_signatures(approval: Approval) -> str:
    """Return what is wrong with the approval's signatures, empty if nothing is."""
    numbers = [approval.first_signature_id, approval.second_signature_id]
    signatures = list(Signature.objects.filter(pk__in=[number for number in numbers if number]))
    if len(signatures) != 2:
        return _("The two signatures that the approval names are not in the register.")
    first, second = signatures
    if {first.page_id, second.page_id} != {approval.page_id} or {first.content_hash, second.content_hash} != {
        approval.content_hash
    }:
        return _("The signatures were given on another text than the one approved.")
    if _people(first) & _people(second):
        return _("Both signatures come from one person.")
    if Capacity.APPROVER not in {first.capacity, second.capacity}:
        return _("Neither signature is an approver's.")
    return ""


def _people(signature: Signature) -> set[int]:
    return {person for person in (signature.person_id, signature.on_behalf_of_id) if person is not None}


def _urgent_basis(approval: Approval) -> str:
    recorded = UrgentPublication.objects.filter(
        page_id=approval.page_id, revision_id=approval.revision_id, content_hash=approval.content_hash
    ).first()
    signed = recorded and Signature.objects.filter(
        page_id=approval.page_id,
        content_hash=approval.content_hash,
        capacity=Capacity.APPROVER,
        person_id=recorded.person_id,
    )
    return "" if signed else _("It counts as published urgently, but no approver's signature is recorded.")


def _founding(approval: Approval) -> str:
    founded = Decision.objects.filter(page_id=approval.page_id, kind=Decision.Kind.FOUNDED).exists()
    return "" if founded else _("It counts as set up with the portal, but the register does not say so.")


_BASES: dict[str, Callable[[Approval], str]] = {
    Approval.Basis.TWO_SIGNATURES: _two_signatures,
    Approval.Basis.URGENT: _urgent_basis,
    Approval.Basis.FOUNDING: _founding,
}


def _urgent(page: Page) -> Iterator[Finding]:
    urgent = cases.open_urgent(page.pk)
    if urgent is None:
        return
    due = timezone.localtime(urgent.due_at).strftime("%d/%m/%Y %H:%M")
    if urgent.due_at < timezone.now():
        yield _fault(page, _("Published urgently, and not reviewed by %(due)s.") % {"due": due})
    else:
        sentence = _("Published urgently: to be reviewed by %(due)s.") % {"due": due}
        yield Finding(page.pk, page.title, sentence, is_fault=False)


def _fault(page: Page, sentence: str) -> Finding:
    return Finding(page.pk, page.title, sentence)
