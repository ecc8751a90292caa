"""What a mail says of a decision: who, when, where. Everything that people typed comes out as clean lines."""

from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms import vietnamese
from cms.workflow import order
from cms.workflow.models import Decision, UrgentPublication

from .recipients import Notice

SUBJECT_MAX_LENGTH = 180

_SIGNING = (Decision.Kind.SIGNED, Decision.Kind.CORRECTED, Decision.Kind.CONFIRMED)


def one_line(text: str, max_length: int = SUBJECT_MAX_LENGTH) -> str:
    """Return text as one line for a header: no line break, no invisible character, cut at ``max_length``."""
    text = vietnamese.normalise(text)
    return text if len(text) <= max_length else text[: max_length - 1].rstrip() + "…"


def act_behind(decision: Decision) -> Decision | UrgentPublication:
    """Return the record that names the deputy's principal and the comment of what was decided.

    What ends a round is written down without them, beside the signature that led to it.
    """
    if decision.task_state_id is None:
        return decision
    found: Decision | UrgentPublication | None = None
    if decision.kind == Decision.Kind.URGENT:
        found = UrgentPublication.objects.filter(task_state_id=decision.task_state_id).last()
    elif decision.kind in (Decision.Kind.PUBLISHED, Decision.Kind.SCHEDULED):
        before = Decision.objects.filter(task_state_id=decision.task_state_id, pk__lt=decision.pk)
        found = before.filter(kind__in=_SIGNING, person_id=decision.person_id).last()
    return found or decision


def person_of(decision: Decision | UrgentPublication) -> str:
    """Return who decided, as the register names them: "Trần Thị Bình, Chuyên viên (on behalf of …)"."""
    who = ", ".join(filter(None, [one_line(decision.person_name), one_line(decision.person_position)]))
    if decision.on_behalf_of_name:
        who = _("%(person)s (on behalf of %(principal)s)") % {
            "person": who,
            "principal": one_line(decision.on_behalf_of_name),
        }
    return who or _("The portal")


def moment(at: datetime) -> str:
    """Write an aware moment, in the time of Vietnam, for a reader of the present language."""
    if translation.get_language() == "vi":
        return vietnamese.long_datetime(at)
    return timezone.localtime(at).strftime("%A, %d/%m/%Y, %H:%M")


def facts_of(decision: Decision, notice: str) -> list[tuple[str, str]]:
    """Return the lines (label, value) that a mail of that kind shows of a decision."""
    facts = [(_("Category"), one_line(decision.category))]
    if notice in (Notice.BEFORE_DUE, Notice.AFTER_DUE):
        facts.append((_("Submitted by"), person_of(decision)))
    if decision.owner_id != decision.person_id:
        facts.append((_("Written by"), one_line(decision.owner_name)))
    page = Page.objects.filter(pk=decision.page_id).first()
    if page and notice == Notice.SCHEDULED and page.scheduled_revision:
        facts.append((_("To be published"), moment(page.scheduled_revision.approved_go_live_at)))
    if page and page.live and notice in (Notice.PUBLISHED, Notice.URGENT, Notice.PUBLISHED_URGENTLY):
        facts.append((_("Public address"), page.full_url or ""))
    if notice == Notice.TAKEN_DOWN:
        take_down = order.take_down_of(decision)
        facts.append((_("Kind of take-down"), take_down.get_kind_display() if take_down else ""))
    return [(label, value) for label, value in facts if value]
