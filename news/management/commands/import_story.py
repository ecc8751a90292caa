"""Make a draft of a text file, and say what was recognised, cleaned, left out and still to be decided."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from cms import vietnamese
from news.importing.draft import make_draft
from news.importing.reading import read_text_file
from news.importing.recogniser import recognise
from news.importing.refusal import ImportRefused
from news.models import NewsIndexPage

HEADINGS = (
    ("recognised", gettext_lazy("Recognised")),
    ("cleaned", gettext_lazy("Cleaned")),
    ("left_out", gettext_lazy("Left out")),
    ("to_decide", gettext_lazy("Still to be decided by a person")),
)


class Command(BaseCommand):
    help = (
        "Reads a story from a text file and stores it as a draft of the given reporter. Nothing is published. "
        "A file that is no text, is empty or has no title is refused, and nothing is stored."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="the text file (UTF-8 or UTF-16)")
        parser.add_argument("--owner", required=True, help="user name of the reporter whose draft it becomes")

    def handle(self, *args, **options) -> None:
        owner = get_user_model().objects.filter(username=options["owner"], is_active=True).first()
        if owner is None:
            raise CommandError(_("There is no active account “%(name)s”.") % {"name": options["owner"]})
        site = Site.objects.filter(is_default_site=True).first()
        index = NewsIndexPage.objects.descendant_of(site.root_page).first() if site else None
        if index is None:
            raise CommandError(_("The portal is not set up: run “manage.py setup_portal” first."))
        try:
            recognised = recognise(read_text_file(options["file"]))
            page = make_draft(recognised, owner, index)
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        self._report(recognised, page)

    def _report(self, recognised, page) -> None:
        for kind, heading in HEADINGS:
            notes = recognised.notes_of(kind)
            if notes:
                self.stdout.write(self.style.MIGRATE_HEADING(str(heading)))
            for note in notes:
                words = f" “{vietnamese.abbreviate(note.text, 20)}”" if note.text else ""
                self.stdout.write(f"  [{note.field}] {note.message}{words}")
        self.stdout.write(
            self.style.SUCCESS(_("Draft %(number)s: %(title)s") % {"number": page.pk, "title": page.title})
        )
        self.stdout.write("  " + reverse("wagtailadmin_pages:edit", args=[page.pk]))
