"""The rules as a table, without a database: every state × role × action, and the pair of signatures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.workflow.rules import (
    REASON_MAX_LENGTH,
    URGENT_REASON_MIN_LENGTH,
    Action,
    Capacity,
    Case,
    Mark,
    Person,
    State,
    approving_pair,
    can_sign,
    check_reason,
    completing_approvers,
    may,
    people_who,
    state_in_review,
)

SUBMITTER, OTHER_REPORTER, CHIEF, SIGNED, WROTE, DEPUTY, ROOT, GONE = range(1, 9)
TEXT, EARLIER = "a" * 64, "b" * 64
STATES = (
    State.DRAFT,
    State.IN_REVIEW,
    State.TO_CONFIRM,
    State.RETURNED,
    State.SCHEDULED,
    State.PUBLISHED,
)

# Who asks (arguments of Person), who submitted the page, and what else the case says in that row of the table.
ROLES = {
    "submitter": ({"id": SUBMITTER, "may_edit": True}, SUBMITTER, {}),
    "other_reporter": ({"id": OTHER_REPORTER}, SUBMITTER, {}),
    "approver": ({"id": CHIEF, "approver": True, "may_edit": True}, SUBMITTER, {}),
    "approver_who_submitted": ({"id": CHIEF, "approver": True, "may_edit": True}, CHIEF, {}),
    "approver_who_signed": ({"id": SIGNED, "approver": True, "may_edit": True}, SUBMITTER, {}),
    "approver_who_wrote": ({"id": WROTE, "approver": True, "may_edit": True}, SUBMITTER, {}),
    "approver_who_wrote_strict": (
        {"id": WROTE, "approver": True, "may_edit": True},
        SUBMITTER,
        {"independent_approver": True},
    ),
    "deputy_of_an_approver": (
        {"id": DEPUTY, "approver": True, "stands_for": frozenset({CHIEF})},
        SUBMITTER,
        {},
    ),
    "deputy_of_the_submitter": (
        {"id": DEPUTY, "approver": True, "own_right": False, "stands_for": frozenset({CHIEF})},
        CHIEF,
        {},
    ),
    "superuser": ({"id": ROOT, "may_edit": True}, SUBMITTER, {}),
    "deactivated": ({"id": GONE, "active": False, "approver": True, "may_edit": True}, SUBMITTER, {}),
}


def person_in(role: str) -> Person:
    """Return the person of that row."""
    return Person(**ROLES[role][0])


# One column for each of STATES: y is allowed, – refused. A page in review, to confirm or scheduled is not yet
# public here; a published one was published urgently by SIGNED and waits for the review afterwards.
#                          draft  in review  to confirm  returned  scheduled  published
TABLE = {
    Action.EDIT: {
        "submitter": "y – – y – y",
        "other_reporter": "– – – – – –",
        "approver": "y y y y – y",
        "approver_who_submitted": "y y y y – y",
        "approver_who_signed": "y y y y – y",
        "approver_who_wrote": "y y y y – y",
        "approver_who_wrote_strict": "y y y y – y",
        "deputy_of_an_approver": "– y y – – –",
        "deputy_of_the_submitter": "– y y – – –",
        "superuser": "y – – y – y",
        "deactivated": "– – – – – –",
    },
    Action.SUBMIT: {
        "submitter": "y – – y – y",
        "other_reporter": "– – – – – –",
        "approver": "y – – y – y",
        "approver_who_submitted": "y – – y – y",
        "approver_who_signed": "y – – y – y",
        "approver_who_wrote": "y – – y – y",
        "approver_who_wrote_strict": "y – – y – y",
        "deputy_of_an_approver": "– – – – – –",
        "deputy_of_the_submitter": "– – – – – –",
        "superuser": "y – – y – y",
        "deactivated": "– – – – – –",
    },
    Action.WITHDRAW: {
        "submitter": "– y y – – –",
        "other_reporter": "– – – – – –",
        "approver": "– – – – – –",
        "approver_who_submitted": "– y y – – –",
        "approver_who_signed": "– – – – – –",
        "approver_who_wrote": "– – – – – –",
        "approver_who_wrote_strict": "– – – – – –",
        "deputy_of_an_approver": "– – – – – –",
        "deputy_of_the_submitter": "– – – – – –",
        "superuser": "– – – – – –",
        "deactivated": "– – – – – –",
    },
    Action.SIGN: {
        "submitter": "– – – – – –",
        "other_reporter": "– – – – – –",
        "approver": "– y y – – –",
        "approver_who_submitted": "– – – – – –",
        "approver_who_signed": "– y – – – –",  # in review it was an earlier text that carried the signature
        "approver_who_wrote": "– y y – – –",
        "approver_who_wrote_strict": "– – – – – –",
        "deputy_of_an_approver": "– y y – – –",
        "deputy_of_the_submitter": "– – – – – –",
        "superuser": "– – – – – –",
        "deactivated": "– – – – – –",
    },
    Action.CONFIRM: {
        "submitter": "– – y – – –",
        "other_reporter": "– – – – – –",
        "approver": "– – – – – –",
        "approver_who_submitted": "– – y – – –",
        "approver_who_signed": "– – – – – –",
        "approver_who_wrote": "– – – – – –",
        "approver_who_wrote_strict": "– – – – – –",
        "deputy_of_an_approver": "– – – – – –",
        "deputy_of_the_submitter": "– – – – – –",
        "superuser": "– – – – – –",
        "deactivated": "– – – – – –",
    },
    Action.RETURN: {
        "submitter": "– – – – – –",
        "other_reporter": "– – – – – –",
        "approver": "– y y – – –",
        "approver_who_submitted": "– y y – – –",
        "approver_who_signed": "– y y – – –",
        "approver_who_wrote": "– y y – – –",
        "approver_who_wrote_strict": "– y y – – –",
        "deputy_of_an_approver": "– y y – – –",
        "deputy_of_the_submitter": "– y y – – –",
        "superuser": "– – – – – –",
        "deactivated": "– – – – – –",
    },
    Action.REVIEW_AFTERWARDS: {
        "submitter": "– – – – – –",
        "other_reporter": "– – – – – –",
        "approver": "– – – – – y",
        "approver_who_submitted": "– – – – – y",
        "approver_who_signed": "– – – – – –",
        "approver_who_wrote": "– – – – – y",
        "approver_who_wrote_strict": "– – – – – –",
        "deputy_of_an_approver": "– – – – – y",
        "deputy_of_the_submitter": "– – – – – y",
        "superuser": "– – – – – –",
        "deactivated": "– – – – – –",
    },
    Action.CANCEL_SCHEDULE: {
        "submitter": "– – – – – –",
        "other_reporter": "– – – – – –",
        "approver": "– – – – y –",
        "approver_who_submitted": "– – – – y –",
        "approver_who_signed": "– – – – y –",
        "approver_who_wrote": "– – – – y –",
        "approver_who_wrote_strict": "– – – – y –",
        "deputy_of_an_approver": "– – – – y –",
        "deputy_of_the_submitter": "– – – – y –",
        "superuser": "– – – – – –",
        "deactivated": "– – – – – –",
    },
    Action.TAKE_DOWN: {
        "submitter": "– – – – – –",
        "other_reporter": "– – – – – –",
        "approver": "– – – – – y",
        "approver_who_submitted": "– – – – – y",
        "approver_who_signed": "– – – – – y",
        "approver_who_wrote": "– – – – – y",
        "approver_who_wrote_strict": "– – – – – y",
        "deputy_of_an_approver": "– – – – – y",
        "deputy_of_the_submitter": "– – – – – y",
        "superuser": "– – – – – –",
        "deactivated": "– – – – – –",
    },
    Action.DELETE: {
        "submitter": "y – – y – –",
        "other_reporter": "– – – – – –",
        "approver": "y – – y – –",
        "approver_who_submitted": "y – – y – –",
        "approver_who_signed": "y – – y – –",
        "approver_who_wrote": "y – – y – –",
        "approver_who_wrote_strict": "y – – y – –",
        "deputy_of_an_approver": "– – – – – –",
        "deputy_of_the_submitter": "– – – – – –",
        "superuser": "y – – y – –",
        "deactivated": "– – – – – –",
    },
}
TABLE[Action.REFUSE] = TABLE[Action.CONFIRM]
# An approver alone, whoever wrote or submitted: the second signature comes afterwards. Only a deputy without
# a name to sign in cannot.
TABLE[Action.PUBLISH_URGENTLY] = {**TABLE[Action.RETURN], "deputy_of_the_submitter": "– – – – – –"}


def case_in(state: State, submitter: int = SUBMITTER, **values) -> Case:
    """Return a typical case of that state."""
    marks = {
        State.IN_REVIEW: (
            Mark(submitter, Capacity.AUTHOR, TEXT),
            Mark(SIGNED, Capacity.APPROVER, EARLIER),
        ),
        State.TO_CONFIRM: (
            Mark(submitter, Capacity.AUTHOR, EARLIER),
            Mark(SIGNED, Capacity.APPROVER, TEXT),
        ),
    }.get(state, ())
    public = state is State.PUBLISHED
    return Case(
        **{
            "state": state,
            "content": TEXT,
            "submitter": submitter,
            "owner": submitter,
            "marks": marks,
            "contributors": frozenset({submitter, WROTE}),
            "approvers": frozenset({CHIEF, SIGNED, WROTE, DEPUTY}),
            "live": public,
            "ever_published": public,
            "urgent_open": public,
            "urgent_people": frozenset({SIGNED} if public else ()),
            **values,
        }
    )


def test_the_table_is_complete():
    assert set(TABLE) == set(Action)
    assert all(set(rows) == set(ROLES) for rows in TABLE.values())
    assert set(STATES) == set(State)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", list(Action))
def test_who_may_do_what_when(action, role):
    _person, submitter, extra = ROLES[role]
    person = person_in(role)
    verdicts = {state: may(case_in(state, submitter, **extra), person, action) for state in STATES}
    found = " ".join("y" if verdict else "–" for verdict in verdicts.values())
    assert found == TABLE[action][role]
    for verdict in verdicts.values():
        assert bool(str(verdict.sentence).strip()) is not verdict.allowed


def test_the_strict_form_bars_an_approver_who_contributed():
    for state in (State.IN_REVIEW, State.TO_CONFIRM):
        strict = case_in(state, independent_approver=True)
        assert not can_sign(strict, WROTE)
        assert WROTE not in completing_approvers(strict)
        assert CHIEF in completing_approvers(case_in(State.IN_REVIEW, independent_approver=True))


def test_a_deputy_has_no_signature_once_its_principal_signed():
    case = case_in(State.TO_CONFIRM, marks=(Mark(DEPUTY, Capacity.APPROVER, TEXT, on_behalf_of=CHIEF),))
    assert not may(case, person_in("approver"), Action.SIGN), "the chief's name is on it already"
    assert not may(case, person_in("deputy_of_an_approver"), Action.SIGN)
    assert may(case, Person(WROTE, approver=True), Action.SIGN)


@pytest.mark.parametrize(
    ("taken_by_submission", "action"),
    [(True, Action.SIGN), (False, Action.SIGN), (True, Action.PUBLISH_URGENTLY)],
)
def test_a_pure_deputy_cannot_sign_when_no_name_is_left(taken_by_submission, action):
    case = (
        case_in(State.IN_REVIEW, CHIEF)
        if taken_by_submission
        else case_in(State.TO_CONFIRM, marks=(Mark(CHIEF, Capacity.APPROVER, TEXT),))
    )
    verdict = may(case, person_in("deputy_of_the_submitter"), action)
    assert not verdict
    assert str(verdict.sentence)
    both = Person(DEPUTY, approver=True, own_right=False, stands_for=frozenset({CHIEF, WROTE}))
    assert may(case, both, action), "another principal's name is free"
    own = Person(DEPUTY, approver=True, stands_for=frozenset({CHIEF}))
    assert may(case, own, action), "an approver in its own right needs nobody's name"


def test_a_deputy_cannot_review_afterwards_what_its_only_principal_published():
    urgent = case_in(State.PUBLISHED, urgent_people=frozenset({CHIEF}))
    assert not may(urgent, person_in("deputy_of_the_submitter"), Action.REVIEW_AFTERWARDS)
    assert may(urgent, person_in("deputy_of_an_approver"), Action.REVIEW_AFTERWARDS), "in its own right"


def test_a_live_page_may_be_taken_down_and_never_deleted_whatever_its_state():
    chief = person_in("approver")
    for state in STATES:
        case = case_in(state, live=True, ever_published=True)
        assert may(case, chief, Action.TAKE_DOWN)
        assert not may(case, chief, Action.DELETE)
        assert not may(case_in(state, ever_published=True), chief, Action.DELETE), "not after a take-down either"


def test_people_who_may_act():
    cast = ("submitter", "approver", "approver_who_signed", "deputy_of_an_approver", "superuser", "deactivated")
    found = people_who(case_in(State.IN_REVIEW), map(person_in, cast), Action.SIGN)
    assert [person.id for person in found] == [CHIEF, SIGNED, DEPUTY]


A, B = 11, 12


@pytest.mark.parametrize(
    ("marks", "extra", "expected"),
    [
        ((), {}, False),
        ((Mark(A, Capacity.APPROVER, TEXT),), {}, False),
        ((Mark(SUBMITTER, Capacity.AUTHOR, TEXT),), {}, False),
        ((Mark(SUBMITTER, Capacity.AUTHOR, TEXT), Mark(A, Capacity.APPROVER, TEXT)), {}, True),
        ((Mark(SUBMITTER, Capacity.AUTHOR, EARLIER), Mark(A, Capacity.APPROVER, TEXT)), {}, False),
        ((Mark(SUBMITTER, Capacity.AUTHOR, TEXT), Mark(A, Capacity.APPROVER, EARLIER)), {}, False),
        ((Mark(A, Capacity.APPROVER, TEXT), Mark(B, Capacity.APPROVER, TEXT)), {}, True),
        ((Mark(A, Capacity.APPROVER, TEXT), Mark(A, Capacity.APPROVER, TEXT)), {}, False),
        ((Mark(A, Capacity.AUTHOR, TEXT), Mark(A, Capacity.APPROVER, TEXT)), {"submitter": A}, False),
        ((Mark(A, Capacity.AUTHOR, TEXT), Mark(B, Capacity.AUTHOR, TEXT)), {"submitter": A}, False),
        # The author's signature counts only from the one who submitted, and only while that account lives.
        ((Mark(B, Capacity.AUTHOR, TEXT), Mark(A, Capacity.APPROVER, TEXT)), {}, False),
        (
            (Mark(SUBMITTER, Capacity.AUTHOR, TEXT), Mark(A, Capacity.APPROVER, TEXT)),
            {"submitter_active": False},
            False,
        ),
        (
            (
                Mark(SUBMITTER, Capacity.AUTHOR, TEXT),
                Mark(A, Capacity.APPROVER, TEXT),
                Mark(B, Capacity.APPROVER, TEXT),
            ),
            {"submitter_active": False},
            True,
        ),
        # In somebody's name: the hand and the name count as one.
        ((Mark(A, Capacity.APPROVER, TEXT), Mark(B, Capacity.APPROVER, TEXT, on_behalf_of=A)), {}, False),
        (
            (Mark(SUBMITTER, Capacity.AUTHOR, TEXT), Mark(B, Capacity.APPROVER, TEXT, on_behalf_of=SUBMITTER)),
            {},
            False,
        ),
        ((Mark(SUBMITTER, Capacity.AUTHOR, TEXT), Mark(B, Capacity.APPROVER, TEXT, on_behalf_of=A)), {}, True),
        # The strict form asks it of the hand and of the name.
        (
            (Mark(SUBMITTER, Capacity.AUTHOR, TEXT), Mark(A, Capacity.APPROVER, TEXT)),
            {"independent_approver": True, "contributors": frozenset({SUBMITTER, A})},
            False,
        ),
        (
            (Mark(SUBMITTER, Capacity.AUTHOR, TEXT), Mark(B, Capacity.APPROVER, TEXT, on_behalf_of=A)),
            {"independent_approver": True, "contributors": frozenset({SUBMITTER, A})},
            False,
        ),
        (
            (Mark(A, Capacity.APPROVER, TEXT), Mark(B, Capacity.APPROVER, TEXT)),
            {"independent_approver": True, "contributors": frozenset({A})},
            True,
        ),
    ],
)
def test_which_two_signatures_make_a_content_public(marks, extra, expected):
    case = case_in(State.IN_REVIEW, **{"marks": marks, "contributors": frozenset(), **extra})
    pair = approving_pair(case)
    assert (pair is not None) is expected


people = st.integers(1, 4)
marks_of_a_round = st.lists(
    st.builds(
        Mark,
        person=people,
        capacity=st.sampled_from(Capacity),
        content=st.sampled_from([TEXT, EARLIER]),
        on_behalf_of=st.none() | people,
    ),
    max_size=5,
).map(tuple)
any_case = st.builds(
    Case,
    state=st.just(State.IN_REVIEW),
    content=st.just(TEXT),
    submitter=people,
    submitter_active=st.booleans(),
    marks=marks_of_a_round,
    contributors=st.frozensets(people, max_size=3),
    approvers=st.frozensets(people, max_size=4),
    independent_approver=st.booleans(),
)


@given(any_case)
def test_a_pair_is_two_people_one_content_and_one_approver(case):
    pair = approving_pair(case)
    if pair is None:
        return
    first, second = pair
    assert first in case.marks
    assert second in case.marks
    assert first.content == second.content == case.content
    hands_and_names = [first.person, first.on_behalf_of], [second.person, second.on_behalf_of]
    assert not (set(hands_and_names[0]) - {None}) & (set(hands_and_names[1]) - {None})
    assert first.capacity is Capacity.APPROVER
    assert second.capacity is Capacity.APPROVER or (
        second.person == case.submitter and case.submitter_active
    )
    if case.independent_approver:
        assert not first.people & case.contributors


@given(any_case, st.permutations(range(5)))
def test_the_order_of_the_signatures_does_not_matter(case, order):
    marks = tuple(case.marks[index] for index in order if index < len(case.marks))
    shuffled = Case(**{**vars(case), "marks": marks})
    assert (approving_pair(case) is None) == (approving_pair(shuffled) is None)


@given(any_case)
def test_one_person_alone_never_completes_anything(case):
    alone = Case(**{**vars(case), "marks": tuple(mark for mark in case.marks if 1 in mark.people)})
    pair = approving_pair(alone)
    assert pair is None or not pair[0].people & pair[1].people
    own = Case(**{**vars(case), "marks": tuple(mark for mark in case.marks if mark.people == {1})})
    assert approving_pair(own) is None


@given(any_case)
def test_who_would_complete_the_pair_really_does(case):
    for person in completing_approvers(case):
        assert person in case.approvers
        assert can_sign(case, person)
        with_it = Case(**{**vars(case), "marks": (*case.marks, Mark(person, Capacity.APPROVER, TEXT))})
        assert approving_pair(with_it)


@given(any_case)
def test_an_open_round_waits_for_confirmation_only_after_an_approver(case):
    signed = any(mark.capacity is Capacity.APPROVER and mark.content == TEXT for mark in case.marks)
    assert signed or state_in_review(case) is State.IN_REVIEW
    if signed and approving_pair(case) is None:
        assert state_in_review(case) is State.TO_CONFIRM


def test_can_sign():
    case = case_in(State.TO_CONFIRM)
    assert can_sign(case, CHIEF)
    assert not can_sign(case, SIGNED), "signed already"
    assert not can_sign(case, OTHER_REPORTER), "no approver"
    assert can_sign(case_in(State.IN_REVIEW), SIGNED), "that signature was on an earlier text"


def test_completing_approvers_when_the_submitter_has_left():
    first = case_in(State.IN_REVIEW, submitter_active=False)
    assert completing_approvers(first) == frozenset(), "no single signature can complete it"
    second = case_in(State.TO_CONFIRM, submitter_active=False)
    assert completing_approvers(second) == {CHIEF, WROTE, DEPUTY}


@pytest.mark.parametrize(
    ("reason", "minimum", "allowed"),
    [
        ("", 1, False),
        (" \n\t ", 1, False),
        ("Thiếu chú thích ảnh.", 1, True),
        ("x" * (URGENT_REASON_MIN_LENGTH - 1), URGENT_REASON_MIN_LENGTH, False),
        (" " * 30 + "gấp", URGENT_REASON_MIN_LENGTH, False),
        ("x" * URGENT_REASON_MIN_LENGTH, URGENT_REASON_MIN_LENGTH, True),
        ("x" * REASON_MAX_LENGTH, 1, True),
        ("x" * (REASON_MAX_LENGTH + 1), 1, False),
    ],
)
def test_reasons(reason, minimum, allowed):
    verdict = check_reason(reason, minimum=minimum)
    assert bool(verdict) is allowed
    assert bool(str(verdict.sentence)) is not allowed
