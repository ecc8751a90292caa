"""Run by the scheduler every few minutes: reminders, digests, whatever mail is still to be sent; old ones go."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.workflow.acts import notices
from cms.workflow.mail import delivery, digest, queue, reminders


class Command(BaseCommand):
    """Idempotent, and safe to run twice at once: every mail is made once and claimed by one run."""

    help = (
        "Make the reminders and digests that are due, send the review's waiting mails, and delete those that "
        "were sent a year ago."
    )

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        missed = notices.announce_missed()
        reminded = len(reminders.run(now))
        digests = len(digest.run(now))
        sent = self._send()
        pruned = queue.prune(now)
        if options["verbosity"] > 1 or missed or reminded or digests or sent or pruned:
            self.stdout.write(
                f"Decisions announced late: {missed}; reminders: {reminded}; digests: {digests};"
                f" mails tried: {sent}; old mails deleted: {pruned}"
            )

    def _send(self) -> int:
        """Send what may be sent now, until the mail server itself fails: the rest waits for the next run."""
        tried = 0
        for job_id in queue.due(timezone.now()):
            tried += 1
            if not delivery.send(job_id):
                break
        return tried
