"""Who is told of a decision, what, and why: pure functions over plain values."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

Nobody: frozenset[int] = frozenset()


class Notice(StrEnum):
    """A kind of mail. The first of each group asks for something, the others inform."""

    SUBMITTED = "submitted"
    TO_COMPLETE = "to_complete"
    TO_CONFIRM = "to_confirm"
    BEFORE_DUE = "before_due"
    AFTER_DUE = "after_due"
    URGENT = "urgent"
    REVIEW_BEFORE_DUE = "review_before_due"
    REVIEW_AFTER_DUE = "review_after_due"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    SCHEDULE_CANCELLED = "schedule_cancelled"
    PUBLISHED_URGENTLY = "published_urgently"
    REVIEWED_AFTERWARDS = "reviewed_afterwards"
    TAKEN_DOWN = "taken_down"
    APPROVER_ACCOUNT = "approver_account"
    DIGEST = "digest"


class Why(StrEnum):
    """Why somebody gets a mail; the mail says so."""

    APPROVE = "approve"
    COMPLETE = "complete"
    REVIEW = "review"
    APPROVER = "approver"
    SIGNER = "signer"
    PUBLISHER = "publisher"
    SUBMITTER = "submitter"
    OWNER = "owner"
    ACCOUNT = "account"
    DIGEST = "digest"


# What asks for an act in an open round: useless once the round has ended.
ASKS = frozenset(
    {Notice.SUBMITTED, Notice.TO_COMPLETE, Notice.TO_CONFIRM, Notice.BEFORE_DUE, Notice.AFTER_DUE}
)
# In these capacities people approve; only there does somebody's wish for a digest count.
AS_APPROVER = frozenset({Why.APPROVE, Why.COMPLETE, Why.APPROVER, Why.SIGNER})
# Always mailed at once, whatever an approver prefers.
CANNOT_WAIT = frozenset(
    {
        Notice.URGENT,
        Notice.TAKEN_DOWN,
        Notice.REVIEW_BEFORE_DUE,
        Notice.REVIEW_AFTER_DUE,
        Notice.APPROVER_ACCOUNT,
    }
)


@dataclass(frozen=True)
class Situation:
    """A decision with the people around it, as ids of accounts.

    ``kind`` is the decision's (``Decision.Kind``); ``round_over`` says that the same act, or a later one,
    ended the round; ``can_sign`` are the approvers whose signature would count, ``completing`` those whose
    signature would be the last one needed, ``confirming`` the submitter if its confirmation would; ``told``
    are the approvers who had a mail about the round; ``publishers`` published urgently; ``account`` is the one
    that was changed.
    """

    kind: str
    actor: int | None = None
    submitter: int | None = None
    owner: int | None = None
    signers: frozenset[int] = Nobody
    can_sign: frozenset[int] = Nobody
    completing: frozenset[int] = Nobody
    confirming: int | None = None
    approvers: frozenset[int] = Nobody
    told: frozenset[int] = Nobody
    publishers: frozenset[int] = Nobody
    account: int | None = None
    round_over: bool = False


@dataclass(frozen=True)
class Recipient:
    """Somebody to be told, what and why."""

    person: int
    notice: Notice
    why: Why


_Line = tuple[Notice, Why, Iterable[int | None]]


def recipients(situation: Situation) -> list[Recipient]:
    """Return who is to be told of the decision: nobody twice, for the first reason, never the actor."""
    found: dict[int, Recipient] = {}
    lines = _LINES.get(situation.kind)
    for notice, why, people in lines(situation) if lines else ():
        for person in sorted(filter(None, people)):
            if person != situation.actor:
                found.setdefault(person, Recipient(person, notice, why))
    return list(found.values())


def _submitted(case: Situation) -> list[_Line]:
    if case.round_over:
        return []
    return [(Notice.SUBMITTED, Why.APPROVE, case.can_sign - {case.submitter})]


def _signed(case: Situation) -> list[_Line]:
    # The signature that was the last one needed is told by what it led to.
    if case.round_over:
        return []
    return [
        (Notice.TO_CONFIRM, Why.SUBMITTER, [case.confirming]),
        (Notice.TO_COMPLETE, Why.COMPLETE, case.completing - {case.submitter}),
    ]


def _authors(notice: Notice) -> Callable[[Situation], list[_Line]]:
    return lambda case: [(notice, Why.SUBMITTER, [case.submitter]), (notice, Why.OWNER, [case.owner])]


def _authors_and_signers(notice: Notice) -> Callable[[Situation], list[_Line]]:
    return lambda case: [*_authors(notice)(case), (notice, Why.SIGNER, case.signers)]


def _urgent(case: Situation) -> list[_Line]:
    others = case.approvers - case.publishers
    return [
        (Notice.URGENT, Why.REVIEW, others),
        # In whose name it was published knows of it, and cannot be the second pair of eyes.
        (Notice.PUBLISHED_URGENTLY, Why.PUBLISHER, case.publishers),
        *_authors(Notice.PUBLISHED_URGENTLY)(case),
    ]


def _taken_down(case: Situation) -> list[_Line]:
    return [*_authors(Notice.TAKEN_DOWN)(case), (Notice.TAKEN_DOWN, Why.APPROVER, case.approvers)]


def _approver_account(case: Situation) -> list[_Line]:
    # First whose account it is: who has just lost the role is no approver any more, and must hear of it.
    return [
        (Notice.APPROVER_ACCOUNT, Why.ACCOUNT, [case.account]),
        (Notice.APPROVER_ACCOUNT, Why.APPROVER, case.approvers),
    ]


_LINES: dict[str, Callable[[Situation], list[_Line]]] = {
    "submitted": _submitted,
    "signed": _signed,
    "corrected": _signed,
    "confirmed": _signed,
    "returned": _authors(Notice.RETURNED),
    "refused": lambda case: [(Notice.REFUSED, Why.SIGNER, case.signers)],
    "withdrawn": lambda case: [(Notice.WITHDRAWN, Why.APPROVER, case.told)],
    "published": _authors_and_signers(Notice.PUBLISHED),
    "scheduled": _authors_and_signers(Notice.SCHEDULED),
    "schedule_cancelled": _authors_and_signers(Notice.SCHEDULE_CANCELLED),
    "urgent": _urgent,
    # Foreseen when it was signed: nobody is told.
    "expired": lambda case: [],
    # The administrators see it on their home page.
    "published_late": lambda case: [],
    "reviewed_afterwards": lambda case: [(Notice.REVIEWED_AFTERWARDS, Why.PUBLISHER, case.publishers)],
    "taken_down": _taken_down,
    "approver_account": _approver_account,
}
