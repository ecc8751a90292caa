"""A migration that is killed between its change and its record."""

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import Migration, operations

from cms.recovery.whole import WholeExecutor

TABLE = "caching_half"


class Killed(BaseException):
    """What ends a process: nothing catches it."""


class Half(Migration):
    # Constraints of foreign keys are added last: then Django records after the transaction.
    operations = [
        operations.CreateModel(
            "Half",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("kind", models.ForeignKey("contenttypes.contenttype", on_delete=models.CASCADE)),
            ],
        )
    ]


@pytest.mark.django_db(transaction=True)
def test_a_change_and_its_record_are_stored_together(monkeypatch):
    executor = WholeExecutor(connection)
    monkeypatch.setattr(executor, "record_migration", lambda migration: (_ for _ in ()).throw(Killed))
    try:
        with pytest.raises(Killed):
            executor.apply_migration(executor.loader.project_state(), Half("9000_half", "caching"))
        # SQLite cannot: there the newsroom is stopped for an upgrade, and has a backup (docs/upgrading.md).
        there = TABLE in connection.introspection.table_names()
        assert there is (connection.vendor == "sqlite")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


@pytest.mark.django_db
def test_migrate_uses_it(monkeypatch):
    asked = []
    plan = WholeExecutor.migration_plan
    monkeypatch.setattr(
        WholeExecutor, "migration_plan", lambda self, *args, **kw: asked.append(1) or plan(self, *args, **kw)
    )
    call_command("migrate", "--plan", verbosity=0)
    assert asked
