"""What the recipients' rules ask about a decision or an open round, read from the database."""

from dataclasses import dataclass, replace

from wagtail.models import Page

from cms.workflow import cases, people
from cms.workflow.models import Decision, MailJob, Signature, UrgentPublication
from cms.workflow.rules import Capacity, Mark, State, approving_pair, can_sign, completing_approvers

from .recipients import AS_APPROVER, Situation


@dataclass(frozen=True)
class Waiting:
    """Whom an open round waits for: ids of accounts."""

    can_sign: frozenset[int] = frozenset()
    completing: frozenset[int] = frozenset()
    confirming: int | None = None

    @property
    def approvers(self) -> frozenset[int]:
        """The approvers that can bring the round on."""
        return self.completing if self.confirming else self.can_sign


def waiting(loaded: cases.LoadedCase) -> Waiting:
    """Return whom the round of that case waits for; nobody if no round is open."""
    case = loaded.case
    if loaded.task is None or case.state not in (State.IN_REVIEW, State.TO_CONFIRM):
        return Waiting()
    barred = _deputies_without_a_name(loaded) | {case.submitter}
    signing = frozenset(person for person in case.approvers - barred if can_sign(case, person))
    confirming = None
    if case.state is State.TO_CONFIRM and case.submitter:
        confirmation = Mark(case.submitter, Capacity.AUTHOR, case.content)
        if approving_pair(replace(case, marks=(*case.marks, confirmation))):
            confirming = case.submitter
    return Waiting(signing, completing_approvers(case) - barred, confirming)


def _deputies_without_a_name(loaded: cases.LoadedCase) -> frozenset[int]:
    """Return the deputies who stand only for people that have already submitted or signed the page."""
    if loaded.task is None:
        return frozenset()
    taken = {loaded.case.submitter} | {person for mark in loaded.case.marks for person in mark.people}
    return frozenset(
        user.pk
        for user in people.approvers(loaded.task)
        if not people.holds_role(user, loaded.task)
        and all(principal.pk in taken for principal in people.principals(user, loaded.task))
    )


def of_decision(decision: Decision) -> Situation:
    """Return the people around a decision as they are now."""
    page = Page.objects.filter(pk=decision.page_id).first()
    loaded = cases.load(page) if page else None
    current = bool(loaded and loaded.task_state and loaded.task_state.pk == decision.task_state_id)
    over = decision.task_state_id is None or _round_is_over(decision.task_state_id) or not current
    waits = waiting(loaded) if loaded and not over else Waiting()
    task = cases.review_task_of(page) if page else None
    about = decision.deputy_id if decision.kind == Decision.Kind.APPROVER_ACCOUNT else None
    approvers = people.approvers(task) if task else people.role_holders() if about else []
    return Situation(
        kind=decision.kind,
        actor=decision.person_id,
        submitter=_submitter(decision),
        owner=decision.owner_id,
        signers=_signers(decision),
        can_sign=waits.can_sign,
        completing=waits.completing,
        confirming=waits.confirming,
        approvers=frozenset(user.pk for user in approvers),
        told=_told(decision),
        publishers=_publishers(decision),
        account=about,
        round_over=over,
    )


def _round_is_over(task_state_id: int) -> bool:
    return Decision.objects.filter(task_state_id=task_state_id, kind__in=Decision.ENDS_ROUND).exists()


def _submitter(decision: Decision) -> int | None:
    submissions = Decision.objects.filter(
        page_id=decision.page_id, kind=Decision.Kind.SUBMITTED, id__lte=decision.pk
    )
    return submissions.order_by("-id").values_list("person_id", flat=True).first()


def _signers(decision: Decision) -> frozenset[int]:
    """Return whose approver's signatures stand on the decision's content, principals included."""
    rows = Signature.objects.filter(
        page_id=decision.page_id, content_hash=decision.content_hash, capacity=Capacity.APPROVER.value
    )
    if decision.task_state_id:
        rows = rows.filter(task_state_id=decision.task_state_id)
    pairs = rows.values_list("person_id", "on_behalf_of_id")
    return frozenset(person for pair in pairs for person in pair if person)


def _told(decision: Decision) -> frozenset[int]:
    """Return which approvers have had a mail about the round."""
    if decision.task_state_id is None:
        return frozenset()
    jobs = MailJob.objects.filter(
        task_state_id=decision.task_state_id,
        why__in=AS_APPROVER,
        status__in=[MailJob.Status.SENT, MailJob.Status.SENDING],
    )
    return frozenset(jobs.values_list("recipient_id", flat=True))


def _publishers(decision: Decision) -> frozenset[int]:
    if decision.kind not in (Decision.Kind.URGENT, Decision.Kind.REVIEWED_AFTERWARDS):
        return frozenset()
    urgent = UrgentPublication.objects.filter(page_id=decision.page_id).order_by("-id").first()
    return frozenset(filter(None, [urgent.person_id, urgent.on_behalf_of_id])) if urgent else frozenset()
