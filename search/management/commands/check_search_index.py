"""Say whether the search index has drifted from what the public may see."""

from django.core.management.base import BaseCommand, CommandError

from search.maintenance import drift

_NAMED = 20


class Command(BaseCommand):
    help = "Compare the search index with what the public may see. Exits with 1 if anything differs."

    def handle(self, *args, **options):
        found = drift()
        for name, ids in (
            ("public pages that are not in the index", found.missing),
            ("entries of pages that are not public", found.hidden),
            ("entries that say something else than their page", found.outdated),
        ):
            if ids:
                listed = ", ".join(map(str, ids[:_NAMED])) + (", …" if len(ids) > _NAMED else "")
                self.stdout.write(f"{len(ids)} {name}: {listed}")
        if found.without_tokens:
            self.stdout.write(f"{found.without_tokens} entries differ from the table of tokens")
        if found:
            raise CommandError("The index has drifted: run rebuild_search_index.", returncode=1)
        self.stdout.write("The index is in step.")
