"""The two signatures: which pair makes a content public, as a table and as properties that always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.workflow.rules import (
    Capacity,
    Case,
    Mark,
    State,
    approving_pair,
    can_sign,
    completing_approvers,
    state_in_review,
)

TEXT, EARLIER = "a" * 64, "b" * 64
SUBMITTER = 1
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
            (
                Mark(SUBMITTER, Capacity.AUTHOR, TEXT),
                Mark(B, Capacity.APPROVER, TEXT, on_behalf_of=SUBMITTER),
            ),
            {},
            False,
        ),
        (
            (Mark(SUBMITTER, Capacity.AUTHOR, TEXT), Mark(B, Capacity.APPROVER, TEXT, on_behalf_of=A)),
            {},
            True,
        ),
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
    case = Case(State.IN_REVIEW, TEXT, **{"submitter": SUBMITTER, "marks": marks, **extra})
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
    assert second.capacity is Capacity.APPROVER or (second.person == case.submitter and case.submitter_active)
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
