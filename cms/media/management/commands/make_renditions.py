"""``manage.py make_renditions``: make what is missing of the pictures of every live page, and of the logo.

After an upgrade that changes the sizes, and after a restore. Interrupted, it goes on where it stopped.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Exists, OuterRef

from cms.media import renditions
from cms.media.models import PortalImage, PublicUse
from cms.media.public_use import is_public
from cms.media.refusal import NotReady


class Command(BaseCommand):
    help = "Make the missing renditions of all public pictures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--verify", action="store_true", help="Make anew what is lost from the storage, too."
        )

    def handle(self, *args: Any, verify: bool = False, **options: Any) -> None:
        uses = PublicUse.objects.filter(picture=OuterRef("pk"))
        pictures = (
            PortalImage.objects.filter(is_public("picture"))
            .annotate(in_pages=Exists(uses.exclude(page=None)), in_settings=Exists(uses.filter(page=None)))
            .order_by("pk")
        )
        total, made, failed = pictures.count(), 0, 0
        for number, picture in enumerate(pictures.iterator(chunk_size=100), start=1):
            try:
                if verify:
                    renditions.drop_lost(picture)
                count = renditions.make(picture) if picture.in_pages else 0
                if picture.in_settings:
                    count += renditions.make_for_settings(picture)
            except NotReady as error:
                failed += 1
                self.stderr.write(str(error))
                continue
            made += count
            if count:
                self.stdout.write(f"[{number}/{total}] {picture.title}: {count}")
        self.stdout.write(f"{total} pictures, {made} renditions made.")
        if failed:
            raise CommandError(f"{failed} pictures cannot be shown; each is named above.")
