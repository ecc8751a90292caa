"""Delete imports that nobody accepted in time, with their pictures."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from news.importing.models import PendingImport


class Command(BaseCommand):
    help = "Deletes waiting imports from Word that are older than 48 hours. Run it daily; twice does no harm."

    def handle(self, *args, **options) -> None:
        number = PendingImport.objects.expired().count()
        PendingImport.objects.expired().delete()
        self.stdout.write(_("Waiting imports deleted: %(number)s.") % {"number": number})
