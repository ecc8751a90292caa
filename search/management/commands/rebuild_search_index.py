"""Bring the search index into step with what the public may see."""

from django.core.management.base import BaseCommand

from search.maintenance import rebuild


class Command(BaseCommand):
    help = (
        "Bring the search index into step with what the public may see. Readers can search all the while; "
        "it can be stopped and started again at any time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="store every page again, not only what changed"
        )

    def handle(self, *args, **options):
        stored, removed = rebuild(everything=options["all"])
        self.stdout.write(f"{stored} stored, {removed} taken out.")
