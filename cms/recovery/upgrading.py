"""Which migrations the release before them survives: for an upgrade during which readers are served throughout.

While an upgrade goes on, processes of the old release read and write the new tables. So a migration may only add
what the old code does not miss ("expand"); what takes away ("contract") comes with a later release, when no old
code runs. Pure functions over operations; ``manage.py check_migrations`` asks.

A migration that takes away and is meant to says so: ``contracts = True`` in its class, with a line why. What changes of
a column is in narrowing.py.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.state import ProjectState
from django.db.models.fields import NOT_PROVIDED

from . import narrowing

MARK = "contracts"


def breaking(migration: Migration, before: ProjectState) -> list[str]:
    """Return what the old release would not survive, a line each; nothing if the migration is marked.

    Args:
        migration: what is to come.
        before: the models as they are until then.
    """
    if getattr(migration, MARK, False):
        return []
    return list(_of_all(migration.operations, migration.app_label, before.clone(), set()))


def contracts(migration: Migration) -> bool:
    """Tell whether a migration takes something away, knowingly."""
    return bool(getattr(migration, MARK, False))


def _of_all(changes: Any, app: str, state: ProjectState, made: set[str]) -> Iterator[str]:
    """Yield what is wrong with operations that follow each other; ``state`` goes along."""
    for operation in changes:
        yield from _of(operation, app, state, made)
        operation.state_forwards(app, state)


def _of(operation: Any, app: str, state: ProjectState, made: set[str]) -> Iterator[str]:
    """Yield what is wrong with an operation. ``made`` are the tables that this very migration makes."""
    # AlterUniqueTogether and its like have the model's name under "name".
    model = str(getattr(operation, "model_name", getattr(operation, "name", ""))).lower()
    if isinstance(operation, operations.CreateModel):
        made.add(operation.name.lower())
    elif isinstance(operation, operations.SeparateDatabaseAndState):
        yield from _of_all(operation.database_operations, app, state.clone(), made)
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
        yield from narrowing.of_field(operation, app, state)
    elif isinstance(operation, operations.AlterUniqueTogether):
        had = state.models[app, model].options.get("unique_together") or ()
        if not set(operation.option_value or ()) <= {tuple(names) for names in had}:
            yield f"makes {operation.name} unique together, which rows of the old release may break"
    elif isinstance(operation, operations.AlterOrderWithRespectTo):
        if operation.order_with_respect_to:
            yield f"adds {operation.name}._order as NOT NULL without db_default"
    elif isinstance(operation, operations.AddConstraint):
        yield f"adds {operation.constraint.name}, which rows of the old release may break"


def _added(operation: Any) -> Iterator[str]:
    field = operation.field
    # Django drops a column's default again: only db_default stays for rows that the old release writes.
    if not _has_column(field) or field.null or field.db_default is not NOT_PROVIDED:
        return
    yield f"adds {operation.model_name}.{operation.name} as NOT NULL without db_default"


def _has_column(field: Any) -> bool:
    return not isinstance(field, models.ManyToManyField)
