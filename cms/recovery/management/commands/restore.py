"""Restore a backup of the portal, or only check it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.recovery.progress import Progress
from cms.recovery.refusal import Refused
from cms.recovery.restoring import Source, Unfinished, check, restore

# The portal is the backup's, but the register does not bear out what is public, or that is not known yet.
DOUBTFUL = 4


class Command(BaseCommand):
    help = (
        "Restores a backup into an empty database and an empty media folder, compares each table with the backup "
        "and verifies the register. Everything is checked before anything is touched. Exit status: 0 restored; "
        "1 refused, the portal is as it was; 4 restored, but the register has findings, or what follows the "
        "restoring failed (migrations, verifying): do not start the portal."
    )
    # The database is empty.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", help="the backup")
        parser.add_argument(
            "--identity", default="", metavar="FILE", help="the private key of an encrypted backup"
        )
        parser.add_argument(
            "--check", action="store_true", help="only read all of it and compare every checksum"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="replace the portal that is there; stop its processes first",
        )
        parser.add_argument("--quiet", action="store_true", help="no progress on standard error")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(self.stderr._out, silent=options["quiet"])
        try:
            source = Source(options["file"], options["identity"])
            if options["check"]:
                head, manifest = check(source, progress)
                self._tell(head.made_at, len(manifest.parts), manifest.missing)
                return
            found = restore(source, replace=options["replace"], progress=progress)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except Unfinished as unfinished:
            raise CommandError(str(unfinished), returncode=DOUBTFUL) from unfinished
        for finding in found:
            self.stdout.write(str(finding))
        if faults := [finding for finding in found if finding.is_fault]:
            raise CommandError(
                _("Restored, but the register has findings: %(count)s.") % {"count": len(faults)},
                returncode=DOUBTFUL,
            )
        self.stdout.write(self.style.SUCCESS(_("Restored. What is public is what was signed.")))

    def _tell(self, made_at: str, parts: int, missing: list[str]) -> None:
        self.stdout.write(
            self.style.SUCCESS(
                _("The backup of %(made_at)s is whole: %(parts)s parts.")
                % {"made_at": made_at, "parts": parts}
            )
        )
        for name in missing:
            self.stdout.write(_("Missing from the storage: %(name)s") % {"name": name})
