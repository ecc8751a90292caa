"""Prove that what is live is what was signed, and list what is not."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.monitoring.models import remember
from cms.workflow.verification import findings


class Command(BaseCommand):
    help = (
        "Compares every live page with the signatures in the register, and lists what was changed behind the "
        "review's back, overdue reviews of urgent publications and missing triggers. Exit status 1 if there "
        "is any. Run it every night: the administrators see when it last ran, and what it found."
    )

    def handle(self, *args, **options) -> None:
        began, faults = timezone.now(), 0
        for finding in findings():
            faults += finding.is_fault
            self.stdout.write(self.style.ERROR(str(finding)) if finding.is_fault else str(finding))
        remember(began, faults)
        if faults:
            raise CommandError(
                ngettext("%(count)s finding.", "%(count)s findings.", faults) % {"count": faults}
            )
        self.stdout.write(self.style.SUCCESS(_("What is public is what was signed.")))
