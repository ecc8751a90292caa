"""Make a backup of the portal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.recovery.backing_up import back_up
from cms.recovery.last import remember
from cms.recovery.progress import Progress
from cms.recovery.refusal import Refused
from cms.settings.environment import env

# Made, but files are missing that the database names.
INCOMPLETE = 3


class Command(BaseCommand):
    help = (
        "Writes one file with the database, as it is at this moment, and the pictures and documents that it names. "
        "Keys and passwords are not in it: keep .env apart. Nobody is held back meanwhile. Exit status: 0 made; "
        "1 nothing was made; 3 made, but files are missing from the storage that the database names."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", help="where the backup is put; its name says when it was made")
        parser.add_argument(
            "--encrypt-to",
            action="append",
            default=[],
            metavar="age1…",
            help="a public key of age (BACKUP_RECIPIENTS if not given); may be said more than once",
        )
        parser.add_argument("--quiet", action="store_true", help="no progress on standard error")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = options["encrypt_to"] or env.list("BACKUP_RECIPIENTS", default=[])
        progress = Progress(self.stderr._out, silent=options["quiet"])
        began = timezone.now()
        try:
            made = back_up(options["folder"], encrypt_to=keys, progress=progress)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        remember(began, len(made.manifest.missing))
        self.stdout.write(str(made.path))
        if not made.encrypted:
            self.stderr.write(_("It is not encrypted: whoever has the file reads drafts and addresses."))
        self.stderr.write(
            _("Not in it, keep them apart: %(names)s.") % {"names": ", ".join(made.manifest.keys) or "–"}
        )
        if missing := made.manifest.missing:
            for name in missing:
                self.stderr.write(_("Missing from the storage: %(name)s") % {"name": name})
            raise CommandError(
                _("The backup was made without %(count)s files that the storage has lost.")
                % {"count": len(missing)},
                returncode=INCOMPLETE,
            )
