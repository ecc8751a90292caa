"""The rules as a table, without a database: every state × role × action."""

from dataclasses import replace

import pytest
from django.utils import translation

from cms.workflow.rules import (
    REASON_MAX_LENGTH,
    URGENT_REASON_MIN_LENGTH,
    Action,
    Capacity,
    Case,
    Mark,
    Person,
    State,
    can_sign,
    check_comment,
    check_reason,
    completing_approvers,
    may,
    people_who,
)

from .rule_table import (
    CHIEF,
    DEPUTY,
    EARLIER,
    OTHER_REPORTER,
    ROLES,
    SIGNED,
    STATES,
    SUBMITTER,
    TABLE,
    TEXT,
    WROTE,
    case_in,
    person_in,
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
        assert not may(case_in(state, ever_published=True), chief, Action.DELETE), (
            "not after a take-down either"
        )


def test_the_request_is_the_submitters_and_the_owners_until_an_approver_signs():
    for submitter in (SUBMITTER, CHIEF):
        case = case_in(State.IN_REVIEW, submitter, marks=(Mark(submitter, Capacity.AUTHOR, TEXT),))
        allowed = {role for role in ROLES if may(case, person_in(role), Action.REQUEST)}
        named = {role for role, (values, _by, _case) in ROLES.items() if values["id"] == submitter}
        assert allowed == named
    owned = case_in(State.IN_REVIEW, CHIEF, owner=SUBMITTER, marks=(Mark(CHIEF, Capacity.AUTHOR, TEXT),))
    assert may(owned, person_in("submitter"), Action.REQUEST)
    signed = case_in(State.IN_REVIEW, marks=(Mark(SIGNED, Capacity.APPROVER, TEXT),))
    verdict = may(signed, person_in("submitter"), Action.REQUEST)
    assert not verdict


def test_people_who_may_act():
    cast = (
        "submitter",
        "approver",
        "approver_who_signed",
        "deputy_of_an_approver",
        "superuser",
        "deactivated",
    )
    found = people_who(case_in(State.IN_REVIEW), map(person_in, cast), Action.SIGN)
    assert [person.id for person in found] == [CHIEF, SIGNED, DEPUTY]


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


def test_a_deputy_publishes_no_text_of_their_own_urgently():
    lent = Person(id=DEPUTY, approver=True, own_right=False, stands_for=frozenset({CHIEF}))
    own, others = (
        Case(State.IN_REVIEW, TEXT, submitter=person, marks=(Mark(person, Capacity.AUTHOR, TEXT),))
        for person in (DEPUTY, SUBMITTER)
    )
    assert not may(own, lent, Action.PUBLISH_URGENTLY)
    assert may(others, lent, Action.PUBLISH_URGENTLY)
    assert may(own, Person(id=DEPUTY, approver=True), Action.PUBLISH_URGENTLY), (
        "an approver in their own right"
    )


def test_a_deputys_urgent_text_has_another_author_word_for_word():
    lent = Person(id=DEPUTY, approver=True, own_right=False, stands_for=frozenset({CHIEF}))
    submitted, confirmed = Mark(SUBMITTER, Capacity.AUTHOR, EARLIER), Mark(SUBMITTER, Capacity.AUTHOR, TEXT)
    corrected = Mark(DEPUTY, Capacity.APPROVER, TEXT, on_behalf_of=WROTE)
    for marks, allowed in (
        ((submitted,), False),
        ((submitted, corrected), False),
        ((submitted, corrected, confirmed), True),
    ):
        case = case_in(State.TO_CONFIRM, marks=marks)
        assert bool(may(case, lent, Action.PUBLISH_URGENTLY)) is allowed
        assert may(case, person_in("approver"), Action.PUBLISH_URGENTLY), "in the own right"


def test_nothing_is_published_urgently_while_an_urgent_text_is_overdue():
    for role in ("approver", "approver_who_submitted", "approver_who_signed", "deputy_of_an_approver"):
        case = case_in(State.IN_REVIEW, live=True, urgent_open=True, urgent_people=frozenset({SIGNED}))
        assert may(case, person_in(role), Action.PUBLISH_URGENTLY)
        overdue = replace(case, urgent_overdue=True)
        assert not may(overdue, person_in(role), Action.PUBLISH_URGENTLY)
        assert may(overdue, person_in("approver"), Action.SIGN)


def test_what_is_withdrawn_can_be_taken_down_once_more_by_approvers_alone():
    for role, (values, _by, _case) in ROLES.items():
        allowed = bool(values.get("approver")) and values.get("active", True)
        for state in STATES:
            readable = case_in(state, live=False, withdrawn=True, ever_published=True)
            assert bool(may(readable, person_in(role), Action.TAKE_DOWN)) is allowed
            gone = replace(readable, withdrawn=False)
            assert not may(gone, person_in(role), Action.TAKE_DOWN)


def test_a_missing_reason_is_asked_for_in_words_that_fit_every_act():
    with translation.override("en"):
        assert str(check_reason("").sentence) == "Give the reason."


def test_the_most_is_written_as_offices_write_it():
    for verdict in (
        check_reason("x" * (REASON_MAX_LENGTH + 1)),
        check_comment("x" * (REASON_MAX_LENGTH + 1)),
    ):
        assert "2.000 ký tự" in str(verdict.sentence)
