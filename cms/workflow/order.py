"""What came before what: told by the numbers of the rows, never by the clock, which may be set back.

The register is the common thread. Every signature of an approver has its line there, written in the same
transaction, and lines are numbered in the order in which they were written, because the page is locked meanwhile.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from wagtail.models import Page, Revision

from .content import fingerprint
from .models import Approval, Decision, Signature, TakeDown, UrgentPublication
from .rules import Capacity

# The lines that stand beside an approver's signature, and the one that voids what was signed before it.
SIGNING = (Decision.Kind.SIGNED, Decision.Kind.CORRECTED, Decision.Kind.URGENT)
ABOUT_SIGNATURES = (*SIGNING, Decision.Kind.REFUSED)


def still_counting(signatures: Iterable[Signature], lines: Iterable[Decision]) -> list[Signature]:
    """Return the signatures of a round that still count, in their order.

    A refused correction voids the approvers' signatures before it; who signs the same text again, counts again.

    Args:
        signatures: all of the round.
        lines: the round's lines of the kinds :data:`ABOUT_SIGNATURES`.
    """
    lines = list(lines)
    refused = max((line.pk for line in lines if line.kind == Decision.Kind.REFUSED), default=None)
    if refused is None:
        return list(signatures)
    since = {_whose(line) for line in lines if line.kind in SIGNING and line.pk > refused}
    return [row for row in signatures if row.capacity == Capacity.AUTHOR or _whose(row) in since]


def _whose(row: Signature | Decision) -> tuple:
    return row.person_id, row.on_behalf_of_id, row.content_hash


def last_approved_revisions(page_ids: Iterable[int]) -> Mapping[int, int]:
    """Return the number of the revision that was approved last, for each page that has one.

    Revisions with higher numbers were begun after that approval: whoever approves sees the page's latest, and
    what was signed is never overwritten.
    """
    rows = Approval.objects.filter(page_id__in=page_ids).order_by("id")
    return {page_id: revision_id or 0 for page_id, revision_id in rows.values_list("page_id", "revision_id")}


def approved_before(urgent: UrgentPublication) -> int:
    """Return the number of the revision that was approved last before an urgent publication, or 0."""
    own = Approval.objects.filter(task_state_id=urgent.task_state_id, basis=Approval.Basis.URGENT)
    earlier = Approval.objects.filter(
        page_id=urgent.page_id, pk__lt=Subquery(own.order_by("id").values("id")[:1])
    )
    return earlier.order_by("-id").values_list("revision_id", flat=True).first() or 0


def open_urgents() -> QuerySet[UrgentPublication]:
    """Return the urgent publications that nobody has reviewed since, the first due first.

    One is settled by a take-down, by a second signature on its own text, or when a newer text with its two
    signatures is what the public reads; an approval for a later hour settles nothing yet.
    """
    lines = Decision.objects.filter(task_state_id=OuterRef("task_state_id"), kind=Decision.Kind.URGENT)
    live = Page.objects.filter(pk=OuterRef("page_id"), live=True).values("live_revision_id")[:1]
    of_page = {"page_id": OuterRef("page_id")}
    second = Approval.objects.filter(
        **of_page, decision_id__gt=OuterRef("line"), basis=Approval.Basis.TWO_SIGNATURES
    )
    return (
        UrgentPublication.objects.annotate(
            line=Subquery(lines.order_by("id").values("id")[:1]),
            live_revision_id=Subquery(live),
        )
        .filter(
            ~Exists(UrgentPublication.objects.filter(**of_page, pk__gt=OuterRef("pk"))),
            ~Exists(
                Decision.objects.filter(**of_page, kind=Decision.Kind.TAKEN_DOWN, pk__gt=OuterRef("line"))
            ),
            ~Exists(second.filter(revision_id=OuterRef("revision_id"))),
            ~Exists(second.filter(revision_id=OuterRef("live_revision_id"))),
            live_revision_id__isnull=False,
        )
        .order_by("due_at", "pk")
    )


def lasting_approval(page_id: int, revision: Revision) -> Approval | None:
    """Return the approval by which a text that is taken down may stay readable under a banner, or None.

    Not the one of an urgent publication: the obligation to have it reviewed ends with the take-down, so what stays
    must not need it.
    """
    return (
        Approval.objects.filter(
            page_id=page_id, revision_id=revision.pk, content_hash=fingerprint(revision.content)
        )
        .exclude(basis=Approval.Basis.URGENT)
        .order_by("id")
        .last()
    )


def take_down_of(line: Decision) -> TakeDown | None:
    """Return what the public was told at the take-down that a line of the register records.

    Each writes one row here and one there, under the page's lock: the page's third line is its third take-down.
    """
    lines = Decision.objects.filter(page_id=line.page_id, kind=Decision.Kind.TAKEN_DOWN, pk__lt=line.pk)
    which = lines.count()
    return TakeDown.objects.filter(page_id=line.page_id).order_by("id")[which : which + 1].first()


def came_back(page_id: int) -> bool:
    """Tell whether the page was approved anew after it was last taken down."""
    taken_down = Decision.objects.filter(page_id=page_id, kind=Decision.Kind.TAKEN_DOWN)
    last = taken_down.order_by("-id").values_list("pk", flat=True).first()
    return last is not None and Approval.objects.filter(page_id=page_id, decision_id__gt=last).exists()
