"""Say whether the portal may be upgraded while readers are served."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from cms.recovery import upgrading

BASELINE = Path(__file__).resolve().parent.parent.parent / "baseline.txt"
ROOMS = ("cms", "home", "news", "search")


class Command(BaseCommand):
    help = (
        "Looks for migrations that processes of the release before would not survive. Without an option: all of the "
        "portal's own since the baseline, for the release's makers. With --pending: those that this database still "
        "waits for, for the administrator before an upgrade. Exit status 1 if there is any."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--pending", action="store_true", help="only those that this database waits for")
        parser.add_argument(
            "--make-baseline", action="store_true", help="with a release: what is there now is what it had"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["make_baseline"]:
            BASELINE.write_text("".join(f"{app}.{name}\n" for app, name in _own()))
            return
        asked = _pending() if options["pending"] else _since_the_baseline()
        wrong = 0
        for name, migration, before in asked:
            found = upgrading.breaking(migration, before)
            if options["pending"] and upgrading.contracts(migration):
                found = ["takes something away: stop all processes of the old release first"]
            for said in found:
                wrong += 1
                self.stdout.write(f"{name} {said}")
        if wrong:
            raise CommandError("An old process would not survive this (docs/upgrading.md).")
        self.stdout.write(self.style.SUCCESS(f"Old processes survive these migrations: {len(asked)}."))


# A migration's full name, the migration, and the models as they are before it.
Asked = tuple[str, Migration, ProjectState]


def _pending() -> list[Asked]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [
        _asked(executor.loader, migration.app_label, migration.name, migration)
        for migration, _backwards in plan
    ]


def _asked(loader: MigrationLoader, app: str, name: str, migration: Migration) -> Asked:
    return f"{app}.{name}", migration, loader.project_state((app, name), at_end=False)


def _own() -> list[tuple[str, str]]:
    """Return (app, name) of the portal's own migrations, in order."""
    own = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in ROOMS}
    return sorted(key for key in MigrationLoader(None).disk_migrations if key[0] in own)


def _since_the_baseline() -> list[Asked]:
    """Return the portal's own migrations that no release has had yet; an app that is new altogether has none."""
    had = {tuple(line.split(".", 1)) for line in BASELINE.read_text().split()}
    known = {app for app, _name in had}
    loader = MigrationLoader(None)
    return [
        _asked(loader, app, name, loader.disk_migrations[app, name])
        for app, name in _own()
        if app in known and (app, name) not in had
    ]
