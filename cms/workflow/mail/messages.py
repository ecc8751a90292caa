"""Writing a mail: in its recipient's language, from what the register says, safe against what people typed.

Titles, names and reasons come from people. Subjects are one line without control characters; the HTML
template escapes; nothing is loaded from elsewhere.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms import vietnamese
from cms.workflow.models import Decision, MailJob, ReviewRequest

from . import waiting
from .facts import act_behind, facts_of, moment, one_line, person_of
from .recipients import ASKS, Notice
from .wording import WHY, WORDINGS, Wording

QUOTE_MAX_LENGTH = 2000


@dataclass(frozen=True)
class Letter:
    """A mail that is ready to be sent."""

    subject: str
    text: str
    html: str


@dataclass
class _Draft:
    """What the templates show of a single mail."""

    wording: Wording
    names: dict[str, str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    quote: str = ""


def write(job: MailJob) -> Letter | None:
    """Return the mail in its recipient's language; None for a digest that has nothing to say any more."""
    with translation.override(language_of(job.recipient)):
        if job.notice == Notice.DIGEST:
            return _write_digest(job)
        draft = _draft(job)
        context = {
            "opening": str(draft.wording.opening) % draft.names,
            "facts": draft.facts,
            "quote": draft.quote,
            "quote_label": draft.wording.quotes,
            "action": draft.wording.action,
            "link": review_link(job.page_id),
            "why": WHY.get(job.why, ""),
        }
        return _render(job, str(draft.wording.subject) % draft.names, "message", context)


def language_of(user: Any) -> str:
    """Return the language in which that account wants to be addressed; the portal's if it never said."""
    profile = getattr(user, "wagtail_userprofile", None)
    preferred = profile.preferred_language if profile else ""
    return preferred if preferred in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def review_link(page_id: int | None) -> str:
    """Return the absolute address of a page's review page; of the newsroom if there is no page."""
    if page_id is None:
        path = reverse("wagtailadmin_home")
    else:
        try:
            path = reverse("workflow:review", args=[page_id])
        except NoReverseMatch:  # a portal that shows no review page
            path = reverse("wagtailadmin_pages:edit", args=[page_id])
    return absolute(path)


def absolute(path: str) -> str:
    """Return a path of the portal as an address that works in a mail."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def headline(job: MailJob) -> str:
    """Return in one line what a mail is about, in the present language."""
    if job.notice == Notice.DIGEST:
        return _("Digest")
    return str(WORDINGS[job.notice].subject) % {"title": one_line(job.page_title, 255)}


def _render(job: MailJob, subject: str, template: str, context: dict[str, Any]) -> Letter:
    context = {
        **context,
        "subject": one_line(subject),
        "recipient_name": one_line(job.recipient.get_full_name()),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "language": translation.get_language(),
    }
    return Letter(
        context["subject"],
        render_to_string(f"workflow/mail/{template}.txt", context).strip() + "\n",
        render_to_string(f"workflow/mail/{template}.html", context),
    )


def _draft(job: MailJob) -> _Draft:
    decision = Decision.objects.filter(pk=job.decision_id).first() if job.decision_id else None
    request = (
        ReviewRequest.objects.filter(task_state=job.task_state_id).first() if job.task_state_id else None
    )
    wording = WORDINGS[job.notice]
    title = one_line(job.page_title, 255)
    act = act_behind(decision) if decision else None
    draft = _Draft(wording, {"title": title, "person": person_of(act) if act else _("The portal")})
    draft.facts.append((_("Account") if job.notice == Notice.APPROVER_ACCOUNT else _("Title"), title))
    if decision:
        draft.facts += facts_of(decision, job.notice)
    if job.notice in (Notice.SUBMITTED, Notice.BEFORE_DUE, Notice.AFTER_DUE):
        draft.quote = request.note if request else ""
        if request and request.urgent and job.notice == Notice.SUBMITTED:
            draft.wording = replace(wording, subject=_("Urgent, for approval: %(title)s"))
    elif act:
        draft.quote = act.comment
    draft.quote = vietnamese.normalise_lines(draft.quote)[:QUOTE_MAX_LENGTH]
    # The request may have changed since the mail was made: what was asked last counts.
    due_at = request.due_at if request and job.notice in ASKS else job.due_at
    if due_at and job.notice in _WITH_DUE:
        draft.facts.append((_("Due"), moment(due_at)))
    return draft


_WITH_DUE = (
    *ASKS,
    Notice.URGENT,
    Notice.REVIEW_BEFORE_DUE,
    Notice.REVIEW_AFTER_DUE,
)


def _write_digest(job: MailJob) -> Letter | None:
    now = timezone.now()
    rows = [
        {
            "title": one_line(item.title, 255),
            "submitter": one_line(item.submitter_name),
            "due": moment(item.due_at),
            "overdue": item.due_at <= now,
            "to_review": item.to_review,
            "link": review_link(item.page_id),
        }
        for item in waiting.for_person(job.recipient)
    ]
    # What asked for an act stands among the rows as long as it does.
    news = [
        {
            "headline": headline(item),
            "link": review_link(item.page_id),
        }
        for item in job.items.exclude(notice__in=ASKS).exclude(status=MailJob.Status.DROPPED)
    ]
    if not rows and not news:
        return None
    subject = _("Pages waiting for you on %(date)s: %(count)s") % {
        "date": vietnamese.short_date(timezone.localdate()),
        "count": len(rows),
    }
    context = {"rows": rows, "news": news, "link": review_link(None), "why": WHY.get(job.why, "")}
    return _render(job, subject, "digest", context)
