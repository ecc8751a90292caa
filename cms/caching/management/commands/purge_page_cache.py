"""Run all the time beside the portal: empties the proxies' page caches whenever the public site has changed."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.utils import timezone

from cms.caching.models import Generation, PurgerRun
from cms.caching.purging import Purger

logger = logging.getLogger(__name__)
# Seconds between two signs of life in the database.
_SIGN_EVERY = 60


class Command(BaseCommand):
    help = (
        "Empties the page caches of the proxies in PAGE_CACHE_PURGE_URLS: once, or with --every SECONDS whenever "
        "the public site has changed, again and again until it has worked. It may run twice at once."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="Go on for ever.")

    def handle(self, *args: Any, **options: Any) -> None:
        purger = Purger(settings.PAGE_CACHE_PURGE_URLS)
        self._signed_at: float | None = None
        if not options["every"]:
            if not purger.run(self._number(), time.monotonic()):
                raise CommandError("A page cache could not be emptied.")
            self._sign()
            return
        well = True
        while True:
            try:
                if purger.run(self._number(), time.monotonic()):
                    self._sign()
                well = True
            except DatabaseError:
                # Nothing can be taken down meanwhile.
                if well:
                    logger.exception(
                        "The database does not answer: page caches are emptied when it does again"
                    )
                well = False
                connections.close_all()
            time.sleep(options["every"])

    def _sign(self) -> None:
        """Say in the database that all is empty that must be, once a minute."""
        now = time.monotonic()
        if self._signed_at is None or now - self._signed_at >= _SIGN_EVERY:
            PurgerRun.sign(timezone.now())
            self._signed_at = now

    @staticmethod
    def _number() -> int:
        return Generation.objects.values_list("number", flat=True).first() or 0
