"""Run by the scheduler every quarter of an hour: what was not mailed yet, the daily mail, what is too old."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from home.feedback import mailing, retention
from home.feedback.models import Letter


class Command(BaseCommand):
    """Idempotent, and safe to run twice at once."""

    help = (
        "Mail readers' letters that are still to be mailed, tell the approvers once a working day how many are "
        "new, and delete letters that are older than twelve months."
    )

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        pruned = retention.prune(now)
        letters = list(mailing.waiting(now).order_by("pk").values_list("pk", flat=True))
        for letter_id in letters:
            if not mailing.send(letter_id):
                break  # the mail server itself fails: the rest waits for the next run
        sent = Letter.objects.filter(pk__in=letters).exclude(mailed_at=None).count()
        summary = mailing.send_summary(now)
        if options["verbosity"] > 1 or pruned or sent or summary:
            self.stdout.write(
                f"Letters mailed: {sent}; daily mail: {'sent' if summary else 'none'}; old letters deleted: {pruned}"
            )
