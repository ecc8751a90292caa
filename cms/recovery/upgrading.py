"""Which migrations the release before them survives: for an upgrade during which readers are served throughout.

While an upgrade goes on, processes of the old release read and write the new tables. So a migration may only add
what the old code does not miss ("expand"); what takes away ("contract") comes with a later release, when no old
code runs. Pure functions over operations; ``manage.py check_migrations`` asks.

A migration that takes away and is meant to says so: ``contracts = True`` in its class, with a line why.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.migrations import Migration, operations
from django.db.models.fields import NOT_PROVIDED

MARK = "contracts"


def breaking(migration: Migration) -> list[str]:
    """Return what the old release would not survive, a line each; nothing if the migration is marked."""
    if getattr(migration, MARK, False):
        return []
    made: set[str] = set()
    return [said for operation in migration.operations for said in _of(operation, made)]


def contracts(migration: Migration) -> bool:
    """Tell whether a migration takes something away, knowingly."""
    return bool(getattr(migration, MARK, False))


def _of(operation: Any, made: set[str]) -> Iterator[str]:
    """Yield what is wrong with an operation. ``made`` are the tables that this very migration makes."""
    model = str(getattr(operation, "model_name", "")).lower()
    if isinstance(operation, operations.CreateModel):
        made.add(operation.name.lower())
    elif isinstance(operation, operations.SeparateDatabaseAndState):
        for inner in operation.database_operations:
            yield from _of(inner, made)
    elif isinstance(operation, operations.DeleteModel):
        yield f"drops the table of {operation.name}"
    elif isinstance(operation, operations.RenameModel):
        yield f"renames {operation.old_name} to {operation.new_name}"
    elif isinstance(operation, operations.AlterModelTable):
        yield f"gives the table of {operation.name} another name"
    elif isinstance(operation, operations.RunSQL):
        yield "runs SQL, which nothing here can judge"
    elif model in made:
        return
    elif isinstance(operation, operations.RemoveField):
        yield f"drops {operation.model_name}.{operation.name}"
    elif isinstance(operation, operations.RenameField):
        yield f"renames {operation.model_name}.{operation.old_name}"
    elif isinstance(operation, operations.AddField):
        yield from _added(operation)
    elif isinstance(operation, operations.AlterField):
        yield from _altered(operation)
    elif isinstance(operation, operations.AddConstraint):
        yield f"adds {operation.constraint.name}, which rows of the old release may break"


def _added(operation: Any) -> Iterator[str]:
    field = operation.field
    # Django drops a column's default again: only db_default stays for rows that the old release writes.
    if not _has_column(field) or field.null or field.db_default is not NOT_PROVIDED:
        return
    yield f"adds {operation.model_name}.{operation.name} as NOT NULL without db_default"


def _altered(operation: Any) -> Iterator[str]:
    """A field that is unique is named; what it was before is not known here.

    One that is no longer null is not: that is the second step of docs/upgrading.md, and whether the release before
    fills it in every row cannot be told from a migration.
    """
    if operation.field.unique and not operation.field.primary_key:
        yield f"changes {operation.model_name}.{operation.name}, which is unique: was it before?"


def _has_column(field: Any) -> bool:
    return not isinstance(field, models.ManyToManyField)
