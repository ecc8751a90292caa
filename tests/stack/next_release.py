"""A next release of the portal, for tests: the same code, with migrations that this release does not know."""

import shutil
from pathlib import Path

from deploy.stack.portal import ROOT

# Where the rooms' migrations are.
ROOMS = {"news": "news", "workflow": "cms/workflow"}
NAME = "9000_of_the_next_release"

# What docs/upgrading.md allows a release to do while processes of the one before run: one kind of each.
EXPANDS = {
    "news": """
        migrations.AddField("storypage", "next_note", models.TextField(null=True)),
        migrations.AddField("storypage", "next_rank", models.IntegerField(db_default=7)),
        migrations.CreateModel("NextThing", [
            ("id", models.BigAutoField(primary_key=True)),
            ("story", models.ForeignKey("news.storypage", on_delete=models.CASCADE, related_name="+")),
        ]),
        migrations.AddIndex("storypage", models.Index(fields=["next_rank"], name="next_rank")),
    """,
    "workflow": """
        migrations.AddField("decision", "next_note", models.TextField(null=True)),
        migrations.AddField("mailjob", "next_note", models.TextField(db_default="")),
    """,
}
# What no old process survives: a column that it does not fill and the database neither.
BREAKS = {"workflow": """migrations.AddField("decision", "next_wrong", models.TextField(default="")),"""}


class NextRelease:
    """Its settings and migrations, in a folder; ``environment`` makes a process one of that release.

    Args:
        folder: an empty folder.
        environment: of the running release.
        operations: the new migrations' operations as code, by room.
    """

    def __init__(self, folder: Path, environment: dict[str, str], operations: dict[str, str]) -> None:
        self.rooms = tuple(operations)
        # The last migration of each room that this release has.
        self.before: dict[str, str] = {}
        modules = {}
        for room, code in operations.items():
            source, package = ROOT / ROOMS[room] / "migrations", f"next_{room}_migrations"
            shutil.copytree(source, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
            self.before[room] = max(path.stem for path in source.glob("[0-9]*.py"))
            (folder / package / f"{NAME}.py").write_text(
                "from django.db import migrations, models\n\n\n"
                "class Migration(migrations.Migration):\n"
                f"    dependencies = [({room!r}, {self.before[room]!r})]\n"
                f"    operations = [{code}]\n"
            )
            modules[room] = package
        (folder / "next_settings.py").write_text(
            f"from cms.settings.production import *\n\nMIGRATION_MODULES = {modules!r}\n"
        )
        self.environment = {
            **environment,
            "DJANGO_SETTINGS_MODULE": "next_settings",
            "PYTHONPATH": str(folder),
        }
