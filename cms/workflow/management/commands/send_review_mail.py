"""Run by the scheduler every few minutes: reminders, digests, and whatever mail is still to be sent."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.workflow import notices
from cms.workflow.mail import delivery, digest, queue, reminders


class Command(BaseCommand):
    """Idempotent, and safe to run twice at once: every mail is made once and claimed by one run."""

    help = "Make the reminders and digests that are due, and send the review's waiting mails."

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        missed = notices.announce_missed()
        reminded = len(reminders.run(now))
        digests = len(digest.run(now))
        sent = self._send()
        if options["verbosity"] > 1 or missed or reminded or digests or sent:
            self.stdout.write(
                f"Decisions announced late: {missed}; reminders: {reminded}; digests: {digests};"
                f" mails tried: {sent}"
            )

    def _send(self) -> int:
        """Send what may be sent now, until the mail server itself fails: the rest waits for the next run."""
        tried = 0
        for job_id in queue.due(timezone.now()):
            tried += 1
            if not delivery.send(job_id):
                break
        return tried
