"""Sending: the task that a worker runs for each mail, and what becomes of a mail that cannot be sent."""

import logging
import smtplib
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task, task_backends

from cms.workflow.models import MailJob

from . import messages, queue

logger = logging.getLogger(__name__)

# Seconds to wait for each answer of the mail server, if EMAIL_TIMEOUT says nothing. Django itself would wait
# for ever.
TIMEOUT = 20
# With these the next mail would fail alike.
SERVER_FAILS = (MailJob.Trouble.UNREACHABLE, MailJob.Trouble.LOGIN)
# The mail's own queue, so that a slow mail server holds up nothing else; a deployment may have a single one.
BACKEND = "mail" if "mail" in getattr(settings, "TASKS", {}) else DEFAULT_TASK_BACKEND_ALIAS


@task(backend=BACKEND)
def deliver(job_id: int) -> None:
    """Send a mail if it is still to be sent; plan the next attempt if that fails. Run by a worker."""
    send(job_id)


def enqueue(job: MailJob, *, at: datetime | None = None) -> None:
    """Hand a mail to the workers; to be sent from ``at`` on.

    A backend without a queue would run the task here and now, inside the request that must not wait: then
    the mail is left to ``send_review_mail``, and so is what the queue refuses.
    """
    if not task_backends[BACKEND].supports_defer:
        return
    (deliver.using(run_after=at) if at else deliver).enqueue(job.pk)


def send(job_id: int) -> bool:
    """Try to send a mail, once.

    Returns:
        False if the mail server itself fails: then it is no use to try the next mail at once.
    """
    job = queue.claim(job_id, timezone.now())
    if job is None:
        return True
    if job.attempts > queue.MAX_ATTEMPTS:
        queue.failed(job, job.trouble or MailJob.Trouble.OTHER, job.last_error, final=True)
        return True
    try:
        validate_email(job.recipient.email)
        letter = messages.write(job) if job.recipient.is_active else None
        if letter is None:
            queue.dropped(job)
            return True
        _hand_over(job, letter)
    except Exception as error:  # whatever fails, the mail is kept and the administrators see it
        return _note_failure(job, error)
    queue.sent(job)
    return True


def _hand_over(job: MailJob, letter: messages.Letter) -> None:
    connection = get_connection(timeout=getattr(settings, "EMAIL_TIMEOUT", None) or TIMEOUT)
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[job.recipient.email],
        headers={
            "Message-ID": f"<review-{job.pk}-{job.created_at:%Y%m%d%H%M%S}@{host}>",
            # No answers from absent colleagues' mail boxes.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
        connection=connection,
    )
    message.attach_alternative(letter.html, "text/html")
    try:
        message.send()
    finally:
        # Django leaves the connection open when the login fails.
        with suppress(Exception):
            connection.close()


def _note_failure(job: MailJob, error: Exception) -> bool:
    trouble, final = diagnose(error)
    if isinstance(error, ValidationError):
        text = str(error.messages[0]) if job.recipient.email else ""
    else:
        text = f"{type(error).__name__}: {error}"
    again = queue.failed(job, trouble, text, final=final)
    logger.warning(
        "Mail %s (%s) could not be sent, attempt %s, %s: %s",
        job.pk,
        job.notice,
        job.attempts,
        f"next at {again:%H:%M}" if again else "given up",
        text or trouble,
        exc_info=trouble == MailJob.Trouble.OTHER,
    )
    if again:
        try:
            enqueue(job, at=again)
        except Exception:  # send_review_mail finds the mail without the queue
            logger.exception("Mail %s could not be queued again", job.pk)
    return trouble not in SERVER_FAILS


def diagnose(error: Exception) -> tuple[str, bool]:
    """Return what kind of trouble that is (``MailJob.Trouble``), and whether trying again is useless."""
    if isinstance(error, ValidationError | BadHeaderError):
        return MailJob.Trouble.ADDRESS, True
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [answer[0] for answer in error.recipients.values()]
        return MailJob.Trouble.ADDRESS, all(code >= 500 for code in codes)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return MailJob.Trouble.LOGIN, False
    if isinstance(error, smtplib.SMTPResponseException) and not isinstance(error, smtplib.SMTPConnectError):
        return MailJob.Trouble.OTHER, False
    if isinstance(error, OSError):  # refused, no such host, timed out, TLS; smtplib's errors are OSErrors too
        return MailJob.Trouble.UNREACHABLE, False
    return MailJob.Trouble.OTHER, False
