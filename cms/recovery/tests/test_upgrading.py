"""Which migrations an old process survives, as a table."""

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from cms.recovery import upgrading
from cms.recovery.management.commands import check_migrations

NEW = operations.CreateModel("Story", [("id", models.BigAutoField(primary_key=True))])


def migration(*changes, **fields) -> Migration:
    return type("Migration", (Migration,), {"operations": list(changes), **fields})("0002_more", "news")


def before() -> ProjectState:
    """The models of the old release."""
    state = ProjectState()
    for operation in (
        operations.CreateModel("Tag", [("id", models.BigAutoField(primary_key=True))]),
        operations.CreateModel(
            "Text",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("slug", models.SlugField()),
                ("code", models.CharField(max_length=20, unique=True)),
                ("note", models.TextField(null=True)),
                ("hits", models.IntegerField(db_default=0)),
                ("price", models.DecimalField(max_digits=6, decimal_places=2)),
                ("at", models.DateField()),
                ("tag", models.ForeignKey("news.Tag", models.CASCADE)),
                ("tags", models.ManyToManyField("news.Tag", related_name="+")),
            ],
            options={"unique_together": {("slug", "note")}},
        ),
    ):
        operation.state_forwards("news", state)
    return state


def breaking(*changes, **fields) -> list[str]:
    return upgrading.breaking(migration(*changes, **fields), before())


@pytest.mark.parametrize(
    ("change", "survived"),
    [
        (NEW, True),
        (operations.AddField("text", "more", models.TextField(null=True)), True),
        (operations.AddField("text", "more", models.TextField(db_default="")), True),
        (operations.AddField("text", "marks", models.ManyToManyField("news.tag")), True),
        (operations.AddField("text", "more", models.TextField(default="")), False),
        (operations.AddField("text", "more", models.TextField()), False),
        (operations.RemoveField("text", "note"), False),
        (operations.RenameField("text", "note", "notes"), False),
        (operations.RenameModel("Text", "Story"), False),
        (operations.DeleteModel("Text"), False),
        (operations.AlterModelTable("text", "texts"), False),
        (operations.RunSQL("DROP TABLE news_story"), False),
        (operations.SeparateDatabaseAndState([operations.DeleteModel("Text")]), False),
        (operations.SeparateDatabaseAndState(state_operations=[operations.DeleteModel("Text")]), True),
        (operations.AlterField("text", "slug", models.SlugField(unique=True)), False),
        (operations.AlterField("text", "note", models.TextField()), True),
        (operations.AddIndex("text", models.Index(fields=["note"], name="n")), True),
        (operations.AddConstraint("text", models.UniqueConstraint(fields=["note"], name="u")), False),
        (operations.AlterUniqueTogether("text", {("slug", "note"), ("slug", "at")}), False),
        (operations.AlterUniqueTogether("text", set()), True),
        (operations.AlterOrderWithRespectTo("text", "tag"), False),
        (operations.AlterModelOptions("text", {}), True),
    ],
    ids=lambda value: type(value).__name__ if hasattr(value, "reduce") else "",
)
def test_what_an_old_process_survives(change, survived):
    assert (breaking(change) == []) is survived


@pytest.mark.parametrize(
    ("name", "field", "survived"),
    [
        # What the database does not see.
        ("code", models.CharField("a code", max_length=20, unique=True, blank=True), True),
        ("code", models.CharField(max_length=30, unique=True), True),
        ("code", models.TextField(unique=True), True),
        ("code", models.CharField(max_length=20), True),
        ("code", models.CharField(max_length=19, unique=True), False),
        ("code", models.CharField(max_length=20, unique=True, db_column="number"), False),
        ("code", models.IntegerField(unique=True), False),
        ("note", models.CharField(max_length=200, null=True), False),
        ("note", models.JSONField(null=True), False),
        ("hits", models.BigIntegerField(db_default=0), True),
        ("hits", models.SmallIntegerField(db_default=0), False),
        ("hits", models.PositiveIntegerField(db_default=0), False),
        ("hits", models.IntegerField(default=0), False),
        ("hits", models.IntegerField(null=True), True),
        ("price", models.DecimalField(max_digits=8, decimal_places=3), True),
        ("price", models.DecimalField(max_digits=6, decimal_places=3), False),
        ("price", models.DecimalField(max_digits=6, decimal_places=1), False),
        ("price", models.FloatField(), False),
        ("at", models.DateTimeField(), False),
        ("tag", models.ForeignKey("news.Tag", models.PROTECT, null=True), True),
        ("tag", models.ForeignKey("news.Text", models.CASCADE, related_name="+"), False),
        ("tag", models.ForeignKey("news.Tag", models.CASCADE, db_constraint=False), True),
        ("tag", models.OneToOneField("news.Tag", models.CASCADE), False),
        ("tags", models.ManyToManyField("news.Tag", blank=True, related_name="+"), True),
        ("tags", models.ManyToManyField("news.Tag", db_table="marks", related_name="+"), False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, models.Field) else "",
)
def test_what_a_column_may_become(name, field, survived):
    assert (breaking(operations.AlterField("text", name, field)) == []) is survived


def test_fields_are_compared_with_what_the_migration_made_of_them_before():
    longer = operations.AlterField("text", "code", models.CharField(max_length=60, unique=True))
    shorter = operations.AlterField("text", "code", models.CharField(max_length=30, unique=True))
    assert breaking(shorter) == []
    assert "text.code" in breaking(longer, shorter)[0]
    assert breaking(operations.SeparateDatabaseAndState(database_operations=[longer, shorter])) != []


def test_the_portals_own_fields_may_be_what_they_became():
    """A list of choices or a block that is new, a longer text: none of the migrations so far narrowed a column."""
    loader = MigrationLoader(None)
    own = {key: loader.disk_migrations[key] for key in check_migrations._own()}
    asked = [
        key
        for key, one in own.items()
        if any(isinstance(done, operations.AlterField) for done in one.operations)
    ]
    assert asked
    said = [upgrading.breaking(own[key], loader.project_state(key, at_end=False)) for key in asked]
    assert [line for lines in said for line in lines if line.startswith("changes ")] == []


def test_a_table_that_is_new_itself_may_be_changed():
    assert breaking(NEW, operations.AddField("story", "note", models.TextField())) == []


def test_what_is_marked_is_meant():
    marked = migration(operations.DeleteModel("Text"), contracts=True)
    assert upgrading.breaking(marked, before()) == []
    assert upgrading.contracts(marked)


def test_no_new_migration_takes_anything_away():
    call_command("check_migrations")


def test_one_that_does_is_named(monkeypatch, capsys):
    wrong = [("news.0999_wrong", migration(operations.RemoveField("text", "note")), before())]
    monkeypatch.setattr(check_migrations, "_since_the_baseline", lambda: wrong)
    with pytest.raises(CommandError):
        call_command("check_migrations")
    assert "news.0999_wrong drops text.note" in capsys.readouterr().out
