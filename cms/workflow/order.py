"""What came before what: told by the numbers of the rows, never by the clock, which may be set back.

The register is the common thread. Every signature of an approver has its line there, written in the same
transaction, and lines are numbered in the order in which they were written, because the page is locked meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page, Revision

from .content import fingerprint
from .models import Approval, Decision, Signature, TakeDown, UrgentPublication
from .rules import Capacity

# The lines that stand beside an approver's signature, and those that void what approvers signed before them.
SIGNING = (Decision.Kind.SIGNED, Decision.Kind.CORRECTED, Decision.Kind.URGENT)
VOIDING = (Decision.Kind.REFUSED, *Decision.ENDS_ALL_APPROVALS)


def signatures_of(rounds: Mapping[int, int]) -> dict[int, list[Signature]]:
    """Return the signatures of each round that still count, oldest first, in two queries.

    Args:
        rounds: the number of each round, and that of its page.
    """
    signatures: dict[Any, list[Signature]] = {round_: [] for round_ in rounds}
    for row in Signature.objects.filter(task_state_id__in=rounds).order_by("id"):
        signatures[row.task_state_id].append(row)
    lent = {row.person_id for rows in signatures.values() for row in rows if row.on_behalf_of_id}
    of_round, of_page = defaultdict(list), defaultdict(list)
    of_people = []
    for line in Decision.objects.filter(
        Q(task_state_id__in=rounds, kind__in={*SIGNING, Decision.Kind.REFUSED, *Decision.ENDS_ROUND})
        | Q(page_id__in=set(rounds.values()), kind__in=Decision.ENDS_ALL_APPROVALS)
        | Q(deputy_id__in=lent, kind=Decision.Kind.DELEGATION_ENDED)
    ).order_by("id"):
        if line.page_id is None:
            of_people.append(line)
        elif line.kind in Decision.ENDS_ALL_APPROVALS:
            of_page[line.page_id].append(line)
        else:
            of_round[line.task_state_id].append(line)
    return {
        round_: still_counting(signatures[round_], [*of_round[round_], *of_page[page], *of_people])
        for round_, page in rounds.items()
    }


def still_counting(signatures: Iterable[Signature], lines: Iterable[Decision]) -> list[Signature]:
    """Return the signatures of a round that still count, in their order.

    What voids the approvers' signatures before it: a refused correction, and that the page left the public – who
    signed did not know of it, and whoever took the page down must not find it back on an older signature. A
    delegation that is ended voids what its deputy signed. Who signs the same text again, counts again; and what
    comes after the round's end changes nothing in it.

    Args:
        signatures: all of the round.
        lines: the round's lines, those that ended its page's approvals, and those that ended delegations.
    """
    lines = list(lines)
    over = min((line.pk for line in lines if line.kind in Decision.ENDS_ROUND), default=None)
    lines = [line for line in lines if over is None or line.pk <= over]
    given = {_whose(line): line.pk for line in lines if line.kind in SIGNING}
    voided = max((line.pk for line in lines if line.kind in VOIDING), default=0)
    ended = {
        (line.deputy_id, line.person_id): line.pk
        for line in lines
        if line.kind == Decision.Kind.DELEGATION_ENDED
    }

    def counts(row: Signature) -> bool:
        void = max(voided, ended.get((row.person_id, row.on_behalf_of_id), 0))
        return row.capacity == Capacity.AUTHOR or not void or given.get(_whose(row), 0) > void

    return [row for row in signatures if counts(row)]


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


def standing_take_downs(page_ids: Iterable[int]) -> dict[int, TakeDown]:
    """Return the take-down that keeps each of these pages from the public, for those that have one.

    A page that came back and then expired is simply gone. That it came back is told by its expiry: what is merely
    approved, for an hour that may never come, was not seen by anybody.

    Args:
        page_ids: pages that are not public.
    """
    last = {row.page_id: row for row in TakeDown.objects.filter(page_id__in=page_ids).order_by("id")}
    if not last:
        return {}
    lines = Decision.objects.filter(page_id__in=last, kind__in=Decision.ENDS_ALL_APPROVALS).order_by("id")
    left = dict(lines.values_list("page_id", "kind"))
    return {page_id: row for page_id, row in last.items() if left.get(page_id) != Decision.Kind.EXPIRED}


def withdrawn(page_ids: Iterable[int]) -> set[int]:
    """Return which of these pages, none of them public, stand as withdrawn with their text still readable."""
    return {
        page_id
        for page_id, take_down in standing_take_downs(page_ids).items()
        if take_down.kind == TakeDown.Kind.WITHDRAWN
    }
