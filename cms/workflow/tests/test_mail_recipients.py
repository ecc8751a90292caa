"""Who is told of which decision, as a table, without a database."""

import pytest

from cms.workflow.mail.recipients import ASKS, Notice, Situation, Why, recipients
from cms.workflow.mail.wording import WHY, WORDINGS
from cms.workflow.models import Decision

REPORTER, OWNER, CHIEF, DEPUTY, DIRECTOR = 1, 2, 10, 11, 12
APPROVERS = frozenset({CHIEF, DEPUTY, DIRECTOR})


def case(kind: str, **values) -> Situation:
    return Situation(kind=kind, submitter=REPORTER, owner=OWNER, approvers=APPROVERS, **values)


TABLE = [
    # (what happened, who is told what)
    (
        case("submitted", actor=REPORTER, can_sign=APPROVERS),
        {CHIEF: Notice.SUBMITTED, DEPUTY: Notice.SUBMITTED, DIRECTOR: Notice.SUBMITTED},
    ),
    (
        Situation("submitted", actor=CHIEF, submitter=CHIEF, owner=CHIEF, can_sign=APPROVERS),
        {DEPUTY: Notice.SUBMITTED, DIRECTOR: Notice.SUBMITTED},
    ),
    (case("submitted", actor=REPORTER, can_sign=APPROVERS, round_over=True), {}),
    (
        case("corrected", actor=CHIEF, confirming=REPORTER, completing=frozenset({DEPUTY, DIRECTOR})),
        {REPORTER: Notice.TO_CONFIRM, DEPUTY: Notice.TO_COMPLETE, DIRECTOR: Notice.TO_COMPLETE},
    ),
    (
        case("signed", actor=CHIEF, confirming=None, completing=frozenset({DEPUTY})),
        {DEPUTY: Notice.TO_COMPLETE},
    ),
    (case("signed", actor=CHIEF, confirming=REPORTER, round_over=True), {}),
    (case("confirmed", actor=REPORTER, round_over=True), {}),
    (case("confirmed", actor=REPORTER, completing=frozenset({DEPUTY})), {DEPUTY: Notice.TO_COMPLETE}),
    (
        case("published", actor=CHIEF, signers=frozenset({CHIEF}), round_over=True),
        {REPORTER: Notice.PUBLISHED, OWNER: Notice.PUBLISHED},
    ),
    (
        case("published", actor=REPORTER, signers=frozenset({CHIEF}), round_over=True),
        {OWNER: Notice.PUBLISHED, CHIEF: Notice.PUBLISHED},
    ),
    (
        case("scheduled", actor=DEPUTY, signers=frozenset({CHIEF, DEPUTY}), round_over=True),
        {REPORTER: Notice.SCHEDULED, OWNER: Notice.SCHEDULED, CHIEF: Notice.SCHEDULED},
    ),
    (
        case("schedule_cancelled", actor=DEPUTY, signers=frozenset({CHIEF})),
        {
            REPORTER: Notice.SCHEDULE_CANCELLED,
            OWNER: Notice.SCHEDULE_CANCELLED,
            CHIEF: Notice.SCHEDULE_CANCELLED,
        },
    ),
    (
        case("returned", actor=CHIEF, signers=frozenset({DEPUTY}), round_over=True),
        {REPORTER: Notice.RETURNED, OWNER: Notice.RETURNED},
    ),
    (case("refused", actor=REPORTER, signers=frozenset({CHIEF})), {CHIEF: Notice.REFUSED}),
    (
        case("withdrawn", actor=REPORTER, told=frozenset({CHIEF, DEPUTY})),
        {CHIEF: Notice.WITHDRAWN, DEPUTY: Notice.WITHDRAWN},
    ),
    (
        # Who has just lost the role hears of it; who changed the account knows.
        case("approver_account", actor=OWNER, account=CHIEF),
        {
            CHIEF: Notice.APPROVER_ACCOUNT,
            DEPUTY: Notice.APPROVER_ACCOUNT,
            DIRECTOR: Notice.APPROVER_ACCOUNT,
        },
    ),
    (
        case("approver_account", actor=DEPUTY, account=REPORTER),
        {
            REPORTER: Notice.APPROVER_ACCOUNT,
            CHIEF: Notice.APPROVER_ACCOUNT,
            DIRECTOR: Notice.APPROVER_ACCOUNT,
        },
    ),
    (case("withdrawn", actor=REPORTER), {}),
    (
        case("urgent", actor=CHIEF, publishers=frozenset({CHIEF}), round_over=True),
        {
            DEPUTY: Notice.URGENT,
            DIRECTOR: Notice.URGENT,
            REPORTER: Notice.PUBLISHED_URGENTLY,
            OWNER: Notice.PUBLISHED_URGENTLY,
        },
    ),
    (
        # A deputy published it in the chief's name: neither of the two can be the second pair of eyes.
        case("urgent", actor=DEPUTY, publishers=frozenset({CHIEF, DEPUTY}), round_over=True),
        {
            DIRECTOR: Notice.URGENT,
            CHIEF: Notice.PUBLISHED_URGENTLY,
            REPORTER: Notice.PUBLISHED_URGENTLY,
            OWNER: Notice.PUBLISHED_URGENTLY,
        },
    ),
    (
        case("reviewed_afterwards", actor=DEPUTY, publishers=frozenset({CHIEF})),
        {CHIEF: Notice.REVIEWED_AFTERWARDS},
    ),
    (
        case("taken_down", actor=CHIEF),
        {
            REPORTER: Notice.TAKEN_DOWN,
            OWNER: Notice.TAKEN_DOWN,
            DEPUTY: Notice.TAKEN_DOWN,
            DIRECTOR: Notice.TAKEN_DOWN,
        },
    ),
    (case("founded"), {}),
    (case("expired"), {}),
    (case("published_late"), {}),
    (case("delegated"), {}),
    (case("delegation_ended"), {}),
]


@pytest.mark.parametrize(("situation", "expected"), TABLE, ids=lambda value: getattr(value, "kind", ""))
def test_who_is_told_what(situation, expected):
    found = recipients(situation)
    assert {row.person: row.notice for row in found} == expected
    assert len(found) == len({row.person for row in found}), "nobody is told twice"
    assert situation.actor not in {row.person for row in found}


def test_the_first_reason_is_the_one_that_is_given():
    found = recipients(
        Situation("published", actor=CHIEF, submitter=REPORTER, owner=REPORTER, signers=frozenset({CHIEF}))
    )
    assert [(row.person, row.why) for row in found] == [(REPORTER, Why.SUBMITTER)]


def test_the_table_knows_every_decision():
    assert {situation.kind for situation, _expected in TABLE} == set(Decision.Kind.values)


def test_every_mail_has_its_words():
    assert set(WORDINGS) == set(Notice) - {Notice.DIGEST}
    assert set(WHY) == set(Why)
    assert set(WORDINGS) >= ASKS
