"""Who may do what, when: written out by hand, for test_rules.py to hold against the rules."""

from cms.workflow.rules import Action, Capacity, Case, Mark, Person, State

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

# Who asks (arguments of Person), who submitted the page, and what else the case says in that row.
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
# In every open state here an approver has signed something: nobody changes the request any more.
TABLE[Action.REQUEST] = dict.fromkeys(ROLES, "– – – – – –")
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
