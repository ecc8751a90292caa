"""``manage.py make_filler --stories 100000 --seed 1``: a portal of the size that is to be measured."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.caching import generation
from news.filler import stories
from news.models import NewsIndexPage, StoryPage


class Command(BaseCommand):
    """Fills a portal for measuring, never one that readers use."""

    help = "Add public stories of no meaning, for measuring. Not for a portal that readers use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stories", type=int, default=1_000, help="How many; 1,000 if not given.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed gives the same texts.")
        parser.add_argument("--no-index", action="store_true", help="Leave the search index as it is.")
        parser.add_argument(
            "--among-real-stories",
            action="store_true",
            help="Fill although there are stories that somebody signed. They cannot be taken apart again.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        index = NewsIndexPage.objects.first()
        if index is None:
            raise CommandError("Run setup_portal first.")
        if options["stories"] < 1:
            raise CommandError("--stories must be at least 1.")
        real = StoryPage.objects.filter(owner__isnull=False).exists()
        if real and not options["among_real_stories"]:
            raise CommandError(
                "This portal has stories of its own; what is public can never be deleted. "
                "Use an empty database, or say --among-real-stories."
            )
        for made in stories.fill(index, options["stories"], options["seed"]):
            self.stdout.write(f"{made} / {options['stories']}")
        generation.advance()
        if not options["no_index"]:
            call_command("rebuild_search_index", stdout=self.stdout)
