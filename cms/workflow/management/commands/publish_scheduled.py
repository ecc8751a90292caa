"""Run by the scheduler every minute: what is due becomes public, what has expired leaves the public."""

import logging
import time
from typing import Any

from django.db import connections
from wagtail.management.commands import publish_scheduled

from cms.workflow.scheduling import schedule

logger = logging.getLogger(__name__)


class Command(publish_scheduled.Command):
    """Takes the place of Wagtail's command of that name: ``cms.workflow`` stands before ``wagtail`` in the apps.

    So whoever knows Wagtail finds the command under its name, and under its older one
    (``publish_scheduled_pages``), and no command of Wagtail's publishes in its way. Only ``--dryrun`` is still
    Wagtail's own.
    """

    help = (
        "Publishes the approved pages whose hour has come and takes expired ones from the public, each page for"
        " itself. Run it every minute, or once with --every 60. It may run twice at once."
    )

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="Go on for ever, with a run every so many seconds: 60, when a minute begins, as an hour does.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
        elif options["every"]:
            self._go_on(options["every"])
        else:
            self._tell(schedule.run())

    def _go_on(self, every: int) -> None:
        """Run until the process is ended. A database that is gone for a while is logged once and waited for."""
        well = True
        try:
            while True:
                try:
                    self._tell(schedule.run())
                    well = True
                except Exception:
                    if well:
                        logger.exception("The scheduler could not run; it goes on trying")
                    well = False
                    connections.close_all()
                # By the clock and not from this run's start: an hour is kept when it begins, not half a minute later.
                time.sleep(max(1.0, every - time.time() % every))
        except KeyboardInterrupt:
            return

    def _tell(self, changed: int) -> None:
        if changed:
            self.stdout.write(f"Pages published or taken from the public: {changed}")
