"""The table of docs/review.md, made from the rules so that the page cannot say something else.

``python -m cms.workflow.documentation`` prints it (settings are not needed).
"""

from .rules import Action, Capacity, Case, Mark, Person, State, may

SUBMITTER, OTHER, APPROVER, SIGNED, DEPUTY, ROOT = range(1, 7)
TEXT, EARLIER = "a" * 64, "b" * 64

PEOPLE = (
    ("the reporter who submitted it", Person(SUBMITTER, may_edit=True), SUBMITTER),
    ("another reporter", Person(OTHER), SUBMITTER),
    ("an approver", Person(APPROVER, approver=True, may_edit=True), SUBMITTER),
    ("an approver who submitted it", Person(APPROVER, approver=True, may_edit=True), APPROVER),
    ("an approver who signed this text", Person(SIGNED, approver=True, may_edit=True), SUBMITTER),
    (
        "a deputy for a time",
        Person(DEPUTY, approver=True, own_right=False, stands_for=frozenset({APPROVER})),
        SUBMITTER,
    ),
    ("a superuser without a role", Person(ROOT, may_edit=True), SUBMITTER),
)
ACTIONS = {
    Action.EDIT: "edit",
    Action.SUBMIT: "submit (Gửi duyệt)",
    Action.WITHDRAW: "withdraw (Rút lại)",
    Action.REQUEST: "change urgency, due time and note",
    Action.SIGN: "sign (Duyệt)",
    Action.CONFIRM: "confirm a correction (Xác nhận)",
    Action.REFUSE: "refuse a correction (Không đồng ý)",
    Action.RETURN: "return (Trả bài)",
    Action.PUBLISH_URGENTLY: "publish urgently (Đăng khẩn)",
    Action.REVIEW_AFTERWARDS: "review afterwards (Hậu kiểm)",
    Action.CANCEL_SCHEDULE: "cancel the schedule (Hủy hẹn giờ)",
    Action.TAKE_DOWN: "take down (Gỡ bài)",
    Action.DELETE: "delete",
}
STATES = {
    State.DRAFT: "draft",
    State.IN_REVIEW: "in review",
    State.TO_CONFIRM: "to confirm",
    State.RETURNED: "returned",
    State.SCHEDULED: "scheduled",
    State.PUBLISHED: "published",
}


def _case(state: State, submitter: int) -> Case:
    """Return a typical case of that state; a published one was published urgently and not yet reviewed."""
    marks: tuple[Mark, ...] = ()
    if state is State.IN_REVIEW:
        marks = (Mark(submitter, Capacity.AUTHOR, TEXT),)
    elif state is State.TO_CONFIRM:
        marks = (Mark(submitter, Capacity.AUTHOR, EARLIER), Mark(SIGNED, Capacity.APPROVER, TEXT))
    public = state is State.PUBLISHED
    return Case(
        state=state,
        content=TEXT,
        submitter=submitter,
        owner=submitter,
        marks=marks,
        approvers=frozenset({APPROVER, SIGNED, DEPUTY}),
        live=public,
        ever_published=public,
        urgent_open=public,
        urgent_people=frozenset({SIGNED} if public else ()),
    )


def role_table() -> str:
    """Return a Markdown table: for each act and each person, the states in which the rules allow it."""
    lines = ["| | " + " | ".join(name for name, _person, _submitter in PEOPLE) + " |"]
    lines.append("|---" * (len(PEOPLE) + 1) + "|")
    for action, label in ACTIONS.items():
        cells = [
            ", ".join(name for state, name in STATES.items() if may(_case(state, submitter), person, action))
            for _name, person, submitter in PEOPLE
        ]
        lines.append(f"| **{label}** | " + " | ".join(cell or "–" for cell in cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(role_table())
