"""Mails to the office: each letter of the contact form, and once a day how many letters are new.

A courtesy: the inbox is the truth. A request only queues; nothing of it waits for a mail server, or fails
with it. Every step is one conditional UPDATE, so a worker and the scheduler never both send a mail.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task, task_backends
from wagtail.models import Site

from cms import vietnamese
from cms.workflow import people
from cms.workflow.mail.delivery import BACKEND, SERVER_FAILS, diagnose
from cms.workflow.mail.hours import is_open
from cms.workflow.mail.messages import absolute
from cms.workflow.models import ReviewTask
from cms.workflow.scheduling import holidays
from home.models import PortalSettings

from .models import DailyMail, Letter

logger = logging.getLogger(__name__)

# A mail server that was down for some days finds the letters waiting.
AGAIN_AFTER = timedelta(minutes=15)
MAX_ATTEMPTS = 300


class NoRecipient(Exception):
    """Neither the portal's settings nor an approver has an e-mail address."""


@task(backend=BACKEND)
def deliver(letter_id: int) -> None:
    """Send a letter to the office. Run by a worker."""
    send(letter_id)


def enqueue(letter: Letter) -> None:
    """Hand a letter to the workers. Whatever fails here, the scheduler finds the letter without the queue."""
    try:
        # A backend without a queue would send now, inside the reader's request.
        if task_backends[BACKEND].supports_defer:
            deliver.enqueue(letter.pk)
    except Exception:
        logger.exception("Letter %s could not be queued", letter.pk)


def waiting(now: datetime) -> QuerySet[Letter]:
    """Return the letters that may be sent to the office now."""
    return Letter.objects.filter(
        Q(mail_tried_at=None) | Q(mail_tried_at__lt=now - AGAIN_AFTER),
        kind=Letter.Kind.CONTACT,
        mailed_at=None,
        mail_refused=False,
        mail_attempts__lt=MAX_ATTEMPTS,
    )


def send(letter_id: int) -> bool:
    """Try once to send a letter, if it is still to be sent. What is refused for good is not tried again.

    Returns:
        False if the next letter would fail alike: the mail server fails, or there is nobody to write to.
    """
    now = timezone.now()
    won = waiting(now).filter(pk=letter_id).update(mail_tried_at=now, mail_attempts=F("mail_attempts") + 1)
    if not won:
        return True
    try:
        write(Letter.objects.get(pk=letter_id)).send()
    except Exception as error:  # whatever fails, the letter stands in the inbox
        trouble, final = diagnose(error)
        Letter.objects.filter(pk=letter_id).update(mail_refused=final)
        logger.warning(
            "Letter %s could not be mailed, %s: %s: %s",
            letter_id,
            "given up" if final else "tried again",
            type(error).__name__,
            error,
        )
        return trouble not in SERVER_FAILS and not isinstance(error, NoRecipient)
    Letter.objects.filter(pk=letter_id).update(mailed_at=timezone.now())
    return True


def write(letter: Letter) -> EmailMessage:
    """Return the mail about a letter: plain text, answered to the reader if it left an address.

    Raises:
        NoRecipient: there is nobody to send it to.
    """
    with translation.override(settings.LANGUAGE_CODE), timezone.override(settings.TIME_ZONE):
        writer = letter.name or _("a reader without a name")
        lines = [
            _("Letter of %(writer)s, received %(time)s:")
            % {"writer": writer, "time": vietnamese.long_datetime(timezone.localtime(letter.received_at))},
            "",
            letter.text,
            "",
            _("E-mail: %(address)s") % {"address": letter.email or _("not given")},
            _("In the inbox: %(address)s") % {"address": absolute(reverse("letters:edit", args=[letter.pk]))},
        ]
        return _mail(
            _("Letter from a reader: %(subject)s") % {"subject": vietnamese.normalise(letter.subject)},
            lines,
            to=office_addresses(),
            reply_to=[letter.email] if letter.email else None,
        )


def send_summary(now: datetime) -> bool:
    """Tell the approvers how many letters are new: once a working day, in office hours, if there are any."""
    new = Letter.objects.unread().count()
    addresses = approver_addresses()
    if not new or not addresses or not is_open(now, holidays.office_calendar()):
        return False
    day, created = DailyMail.objects.get_or_create(day=timezone.localdate(now))
    if not created:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        subject = ngettext("%(count)s new letter of readers", "%(count)s new letters of readers", new)
        subject %= {"count": new}
        lines = [
            subject,
            "",
            _("In the inbox: %(address)s") % {"address": absolute(reverse("letters:index"))},
        ]
        try:
            _mail(subject, lines, bcc=addresses).send()
        except Exception as error:
            logger.warning("The daily mail about letters failed: %s: %s", type(error).__name__, error)
            day.delete()  # the next run tries again
            return False
    return True


def office_addresses() -> list[str]:
    """Return where letters go: the office's address in the footer, else the approvers'.

    Raises:
        NoRecipient: there is neither.
    """
    site = Site.objects.filter(is_default_site=True).first()
    office = PortalSettings.for_site(site).email if site else ""
    found = [office] if office else approver_addresses()
    if not found:
        raise NoRecipient("neither the portal nor an approver has an e-mail address")
    return found


def approver_addresses() -> list[str]:
    """Return the addresses of those who approve today and may read letters, each once.

    Whoever stands in for an approver is told as well, unless the account's own role reads no letters.
    """
    found = {person for task in ReviewTask.objects.filter(active=True) for person in people.approvers(task)}
    return sorted(
        {person.email for person in found if person.email and person.has_perm("feedback.view_letter")}
    )


def _mail(subject: str, lines: list[str], **addresses) -> EmailMessage:
    return EmailMessage(
        subject=subject,
        body="\n".join(lines) + "\n",
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        **addresses,
    )
