"""The rules of the review, as pure functions over plain values. No database, no request, no clock.

The one rule: what the public sees carries two signatures on exactly that content, by two different
people, one of them an approver. Everything below serves it; `docs/review.md` says it in prose, and its
tables are generated from the functions here.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from cms import vietnamese

from .terms import YES, Action, Capacity, Case, Mark, Person, State, Verdict, no

__all__ = [
    "OPEN_STATES",
    "REASON_MAX_LENGTH",
    "URGENT_REASON_MIN_LENGTH",
    "YES",
    "Action",
    "Capacity",
    "Case",
    "Mark",
    "Person",
    "State",
    "Verdict",
    "approving_pair",
    "can_sign",
    "check_comment",
    "check_reason",
    "completing_approvers",
    "free_principals",
    "may",
    "no",
    "people_who",
    "signatures_on",
    "state_in_review",
]

URGENT_REASON_MIN_LENGTH = 20
REASON_MAX_LENGTH = 2000


def approving_pair(case: Case) -> tuple[Mark, Mark] | None:
    """Return the two signatures that make the case's present content public, or None.

    One is an approver's. The other is by somebody else entirely – neither hand nor principal in common –
    who is another approver or, as long as that person is still active, the submitter.
    """
    marks = [mark for mark in case.marks if mark.content == case.content]
    for first in marks:
        if first.capacity is not Capacity.APPROVER:
            continue
        if case.independent_approver and first.people & case.contributors:
            continue
        for second in marks:
            if first.people & second.people:
                continue
            if second.capacity is Capacity.APPROVER:
                return first, second
            if second.person == case.submitter and case.submitter_active:
                return first, second
    return None


def signatures_on(case: Case, capacity: Capacity) -> list[Mark]:
    """Return the round's signatures in that capacity on the present content."""
    return [mark for mark in case.marks if mark.content == case.content and mark.capacity is capacity]


def state_in_review(case: Case) -> State:
    """Return which of the two states of an open round holds.

    A round waits for confirmation once an approver signed the present content and something is still missing.
    """
    signed = signatures_on(case, Capacity.APPROVER)
    return State.TO_CONFIRM if signed else State.IN_REVIEW


def can_sign(case: Case, person: int) -> bool:
    """Tell whether that approver's signature on the present content could be one of the two."""
    if person not in case.approvers:
        return False
    if case.independent_approver and person in case.contributors:
        return False
    return all(person not in mark.people for mark in signatures_on(case, Capacity.APPROVER))


def completing_approvers(case: Case) -> frozenset[int]:
    """Return the approvers whose signature, added to those given, would make the content public."""
    return frozenset(
        person
        for person in case.approvers
        if can_sign(case, person)
        and approving_pair(replace(case, marks=(*case.marks, Mark(person, Capacity.APPROVER, case.content))))
    )


OPEN_STATES = frozenset({State.IN_REVIEW, State.TO_CONFIRM})


def may(case: Case, person: Person, action: Action) -> Verdict:
    """Return whether that person may do that now, with the sentence to show if not."""
    if not person.active:
        return no(_("This account has been deactivated."))
    return _RULES[action](case, person)


def _edit(case: Case, person: Person) -> Verdict:
    if not person.may_edit and not (person.approver and case.state in OPEN_STATES):
        return no(_("You may not edit this page."))
    if case.state in OPEN_STATES and not person.approver:
        return no(_("The page is with the approvers: withdraw it to go on writing."))
    if case.state is State.SCHEDULED:
        return no(_("The page is approved and waits for its hour: cancel the schedule first."))
    return YES


def _submit(case: Case, person: Person) -> Verdict:
    if not person.may_edit:
        return no(_("You may not submit this page."))
    if case.state in OPEN_STATES:
        return no(_("The page is already with the approvers."))
    if case.state is State.SCHEDULED:
        return no(_("The page is approved and waits for its hour."))
    return YES


def _withdraw(case: Case, person: Person) -> Verdict:
    if case.state not in OPEN_STATES:
        return no(_("The page is not with the approvers."))
    if person.id not in {case.submitter, case.owner}:
        return no(_("Only the person who submitted the page, or who made it, can withdraw it."))
    return YES


def _request(case: Case, person: Person) -> Verdict:
    if case.state not in OPEN_STATES:
        return no(_("The page is not with the approvers."))
    if person.id not in {case.submitter, case.owner}:
        return no(
            _(
                "Only the person who submitted the page, or who made it, can change its urgency, due time and note."
            )
        )
    if any(mark.capacity is Capacity.APPROVER for mark in case.marks):
        return no(_("An approver has already signed: urgency, due time and note stay as they are."))
    return YES


def free_principals(case: Case, person: Person) -> frozenset[int]:
    """Return those in whose name a deputy can sign: who neither submitted nor signed the page themselves.

    With one of them the two signatures would be one person's. In the strict form, who wrote cannot lend the
    name either.
    """
    signed = {one for mark in case.marks for one in mark.people}
    wrote = case.contributors if case.independent_approver else frozenset()
    return person.stands_for - signed - wrote - {case.submitter}


def _in_a_free_name(case: Case, person: Person) -> Verdict:
    if person.own_right or free_principals(case, person):
        return YES
    return no(_("You stand in for somebody who has signed this page: another approver must sign it."))


def _sign(case: Case, person: Person) -> Verdict:
    if not person.approver:
        return no(_("Only an approver can sign."))
    if case.state not in OPEN_STATES:
        return no(_("The page is not waiting for a signature."))
    if any(person.id in mark.people for mark in signatures_on(case, Capacity.APPROVER)):
        return no(_("You have already signed this version: somebody else must sign it now."))
    if case.independent_approver and person.id in case.contributors:
        return no(_("You have worked on this text: an approver who has not must sign it."))
    if person.id == case.submitter:
        return no(_("You submitted this page yourself: another approver must sign it."))
    return _in_a_free_name(case, person)


def _confirm(case: Case, person: Person) -> Verdict:
    if case.state is not State.TO_CONFIRM:
        return no(_("There is nothing to confirm: the approver has not signed this version."))
    if person.id != case.submitter:
        return no(_("Only the person who submitted the page can confirm the corrected version."))
    return YES


def _return(case: Case, person: Person) -> Verdict:
    if not person.approver:
        return no(_("Only an approver can return a page."))
    if case.state not in OPEN_STATES:
        return no(_("The page is not with the approvers."))
    return YES


def _publish_urgently(case: Case, person: Person) -> Verdict:
    if not person.approver:
        return no(_("Only an approver can publish urgently."))
    if case.state not in OPEN_STATES:
        return no(_("Submit the page first: only a submitted page can be published urgently."))
    if person.id == case.submitter and not person.own_right:
        # What is lent for others' texts does not make one's own public, alone.
        return no(_("You submitted this page and approve as a deputy: an approver must publish it urgently."))
    if not person.own_right and not _another_stands_behind(case, person):
        return no(
            _(
                "You approve as a deputy: you can publish urgently only what somebody else submitted or confirmed, "
                "word for word."
            )
        )
    if case.urgent_overdue:
        # Else a comma changed in time would keep one signature's text public for ever.
        return no(
            _(
                "What was published urgently before should have been reviewed by now: let another approver review "
                "it first, or have this version signed by two people."
            )
        )
    return _in_a_free_name(case, person)


def _another_stands_behind(case: Case, person: Person) -> bool:
    """Tell whether somebody else signed the present content as its author."""
    return any(person.id not in mark.people for mark in signatures_on(case, Capacity.AUTHOR))


def _review_afterwards(case: Case, person: Person) -> Verdict:
    if not person.approver:
        return no(_("Only an approver can do this."))
    if not case.urgent_open:
        return no(_("There is no urgent publication to be reviewed."))
    if person.id in case.urgent_people:
        return no(_("You published it yourself: another approver must review it."))
    if case.independent_approver and person.id in case.contributors:
        return no(_("You have worked on this text: an approver who has not must sign it."))
    if not person.own_right and not person.stands_for - case.urgent_people:
        return no(_("You published it yourself: another approver must review it."))
    return YES


def _cancel_schedule(case: Case, person: Person) -> Verdict:
    if not person.approver:
        return no(_("Only an approver can cancel a schedule."))
    return YES if case.state is State.SCHEDULED else no(_("The page is not scheduled."))


def _take_down(case: Case, person: Person) -> Verdict:
    if not person.approver:
        return no(_("Only an approver can take a page down."))
    return YES if case.live or case.withdrawn else no(_("The page is not public."))


def _delete(case: Case, person: Person) -> Verdict:
    if case.ever_published:
        return no(_("What was ever published cannot be deleted: take it down instead."))
    if case.state in OPEN_STATES or case.state is State.SCHEDULED:
        return no(_("The page is with the approvers: withdraw it first."))
    if not person.may_edit:
        return no(_("You may not delete this page."))
    return YES


_RULES = {
    Action.EDIT: _edit,
    Action.SUBMIT: _submit,
    Action.WITHDRAW: _withdraw,
    Action.REQUEST: _request,
    Action.SIGN: _sign,
    Action.CONFIRM: _confirm,
    Action.REFUSE: _confirm,
    Action.RETURN: _return,
    Action.PUBLISH_URGENTLY: _publish_urgently,
    Action.REVIEW_AFTERWARDS: _review_afterwards,
    Action.CANCEL_SCHEDULE: _cancel_schedule,
    Action.TAKE_DOWN: _take_down,
    Action.DELETE: _delete,
}


def check_reason(reason: str, *, minimum: int = 1) -> Verdict:
    """Return whether a written reason is acceptable: not empty, long enough, at most 2,000 characters."""
    # Nobody reads a space without width.
    length = len(vietnamese.normalise(reason))
    if length < minimum:
        if minimum > 1:
            return no(_("Give the reason, in at least %(count)s characters.") % {"count": minimum})
        return no(_("Give the reason."))
    if length > REASON_MAX_LENGTH:
        return no(_("The reason is too long: at most %(count)s characters.") % {"count": _most()})
    return YES


def check_comment(comment: str) -> Verdict:
    """Return whether what goes into the register besides is acceptable: as long as a reason, or nothing."""
    if len(vietnamese.normalise(comment)) <= REASON_MAX_LENGTH:
        return YES
    return no(_("The comment is too long: at most %(count)s characters.") % {"count": _most()})


def _most() -> str:
    """Return the most characters as they are written: 2.000."""
    return number_format(REASON_MAX_LENGTH, force_grouping=True)


def people_who(case: Case, people: Iterable[Person], action: Action) -> list[Person]:
    """Return those of the people who may do that now."""
    return [person for person in people if may(case, person, action)]
