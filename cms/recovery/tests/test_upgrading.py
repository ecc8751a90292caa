"""Which migrations an old process survives, as a table."""

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.db.migrations import Migration, operations

from cms.recovery import upgrading
from cms.recovery.management.commands import check_migrations

NEW = operations.CreateModel("Story", [("id", models.BigAutoField(primary_key=True))])


def migration(*changes, **fields) -> Migration:
    return type("Migration", (Migration,), {"operations": list(changes), **fields})("0002_more", "news")


@pytest.mark.parametrize(
    ("change", "survived"),
    [
        (NEW, True),
        (operations.AddField("story", "note", models.TextField(null=True)), True),
        (operations.AddField("story", "note", models.TextField(db_default="")), True),
        (operations.AddField("story", "tags", models.ManyToManyField("news.tag")), True),
        (operations.AddField("story", "note", models.TextField(default="")), False),
        (operations.AddField("story", "note", models.TextField()), False),
        (operations.RemoveField("story", "note"), False),
        (operations.RenameField("story", "note", "notes"), False),
        (operations.RenameModel("Story", "Text"), False),
        (operations.DeleteModel("Story"), False),
        (operations.AlterModelTable("story", "texts"), False),
        (operations.RunSQL("DROP TABLE news_story"), False),
        (operations.SeparateDatabaseAndState([operations.DeleteModel("Story")]), False),
        (operations.SeparateDatabaseAndState(state_operations=[operations.DeleteModel("Story")]), True),
        (operations.AlterField("story", "slug", models.SlugField(unique=True)), False),
        (operations.AlterField("story", "note", models.TextField()), True),
        (operations.AddIndex("story", models.Index(fields=["note"], name="n")), True),
        (operations.AddConstraint("story", models.UniqueConstraint(fields=["note"], name="u")), False),
        (operations.AlterModelOptions("story", {}), True),
    ],
    ids=lambda value: type(value).__name__ if hasattr(value, "reduce") else "",
)
def test_what_an_old_process_survives(change, survived):
    assert (upgrading.breaking(migration(change)) == []) is survived


def test_a_table_that_is_new_itself_may_be_changed():
    assert upgrading.breaking(migration(NEW, operations.AddField("story", "note", models.TextField()))) == []


def test_what_is_marked_is_meant():
    marked = migration(operations.DeleteModel("Story"), contracts=True)
    assert upgrading.breaking(marked) == []
    assert upgrading.contracts(marked)


def test_no_new_migration_takes_anything_away():
    call_command("check_migrations")


def test_one_that_does_is_named(monkeypatch, capsys):
    wrong = [("news.0999_wrong", migration(operations.RemoveField("story", "note")))]
    monkeypatch.setattr(check_migrations, "_since_the_baseline", lambda: wrong)
    with pytest.raises(CommandError):
        call_command("check_migrations")
    assert "news.0999_wrong drops story.note" in capsys.readouterr().out
