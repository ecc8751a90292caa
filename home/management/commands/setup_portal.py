"""Set the portal up: roles, review, collections, page tree."""

from django.core.management.base import BaseCommand

from home.setup import set_up


class Command(BaseCommand):
    help = (
        "Makes what a portal needs and does not have yet: roles with their rights, the review workflow, "
        "collections and the page tree. Run it as often as you like: it never deletes what people made."
    )

    def handle(self, *args, **options) -> None:
        def say(line: str) -> None:
            self.stdout.write(f"  {line}")

        set_up(say, say if options["verbosity"] > 1 else lambda line: None)
        self.stdout.write(self.style.SUCCESS("The portal is set up."))
