"""What the rules of the review speak of (rules.py): people, states, acts, signatures – plain values."""

from dataclasses import dataclass
from enum import StrEnum


class Capacity(StrEnum):
    """In what capacity somebody signs."""

    AUTHOR = "author"
    APPROVER = "approver"


class State(StrEnum):
    """Where a page's latest version stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    TO_CONFIRM = "to_confirm"
    RETURNED = "returned"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"


class Action(StrEnum):
    """What a person may ask of the review."""

    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REQUEST = "request"
    SIGN = "sign"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    RETURN = "return"
    PUBLISH_URGENTLY = "publish_urgently"
    REVIEW_AFTERWARDS = "review_afterwards"
    CANCEL_SCHEDULE = "cancel_schedule"
    TAKE_DOWN = "take_down"
    DELETE = "delete"


@dataclass(frozen=True)
class Person:
    """Who asks. ``may_edit`` is what the roles grant on this page, before the review has its say.

    ``stands_for`` holds the people on whose behalf this person acts as a deputy today; ``own_right`` tells
    whether an approver holds the role besides.
    """

    id: int
    active: bool = True
    approver: bool = False
    may_edit: bool = False
    stands_for: frozenset[int] = frozenset()
    own_right: bool = True


@dataclass(frozen=True)
class Mark:
    """A signature of this round: who, as what, on which content (sha256), on whose behalf."""

    person: int
    capacity: Capacity
    content: str
    on_behalf_of: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """Everybody whose signature this is: the hand, and the person in whose name it signed."""
        return frozenset({self.person} if self.on_behalf_of is None else {self.person, self.on_behalf_of})


@dataclass(frozen=True)
class Case:
    """All that a rule may ask about a page.

    ``content`` is the sha256 of the latest revision's content; ``marks`` are the signatures of the current
    round; ``submitter`` is who submitted it; ``contributors`` wrote something since the last approval;
    ``approvers`` are the active people who hold an approver's role or stand for one; ``withdrawn`` tells that the
    page was taken down with its text still readable, ``urgent_overdue`` that the review afterwards is late.
    """

    state: State
    content: str
    submitter: int | None = None
    submitter_active: bool = True
    marks: tuple[Mark, ...] = ()
    contributors: frozenset[int] = frozenset()
    approvers: frozenset[int] = frozenset()
    live: bool = False
    ever_published: bool = False
    withdrawn: bool = False
    urgent_open: bool = False
    urgent_overdue: bool = False
    urgent_people: frozenset[int] = frozenset()
    independent_approver: bool = False
    owner: int | None = None


@dataclass(frozen=True)
class Verdict:
    """Allowed, or refused with the sentence that the person sees."""

    allowed: bool
    sentence: object = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(sentence: object) -> Verdict:
    """Return a refusal with its sentence."""
    return Verdict(False, sentence)
