"""What a column no longer takes, or where it no longer is, after a migration changes a field.

Compared as the database sees it, by the field's type there: a label or a list of choices changes nothing. One that is
no longer null is not named: that is the second step of docs/upgrading.md, and whether the release before fills it in
every row cannot be told from a migration.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.migrations.operations import AlterField
from django.db.migrations.state import ProjectState
from django.db.models.fields import NOT_PROVIDED

# Each holds whatever those before it hold. SQLite writes "unsigned" for what PostgreSQL has a check for.
_WHOLE_NUMBERS = ("smallint", "integer", "bigint")


def of_field(operation: AlterField, app: str, before: ProjectState) -> Iterator[str]:
    """Yield what an old process would not survive of a field's change."""
    after = before.clone()
    operation.state_forwards(app, after)
    old, new = (
        state.apps.get_model(app, operation.model_name)._meta.get_field(operation.name)
        for state in (before, after)
    )
    name = f"{operation.model_name}.{operation.name}"
    if _place(old) != _place(new):
        yield f"moves {name} from {_place(old)} to {_place(new)}"
    if old.many_to_many or new.many_to_many:
        return
    if new.unique and not old.unique:
        yield f"makes {name} unique, which rows of the old release may break"
    if _target(new) not in (None, _target(old)):
        yield f"lets {name} refer to {_target(new)} only"
    if _loses_its_default(old, new):
        yield f"takes the db_default from {name}, which is NOT NULL"
    held, holds = (field.db_parameters(connection) for field in (old, new))
    if not _holds(held["type"], holds["type"]) or _decimals(old, new):
        yield f"changes {name} from {_said(old, held)} to {_said(new, holds)}"
    elif holds["check"] not in (None, held["check"]):
        yield f"lets the database check {name}: {holds['check']}"


def _place(field: Any) -> str:
    """Return the column, or the table of a field that has none."""
    return field.m2m_db_table() if field.many_to_many else field.column


def _target(field: Any) -> str | None:
    """Return the model in which the database looks for what a field refers to."""
    refers = field.is_relation and getattr(field, "db_constraint", False)
    return field.related_model._meta.db_table if refers else None


def _loses_its_default(old: Any, new: Any) -> bool:
    # An old process leaves the value to the database: it says DEFAULT.
    return old.db_default is not NOT_PROVIDED and new.db_default is NOT_PROVIDED and not new.null


def _holds(old: str, new: str) -> bool:
    """Tell whether a column of the new type takes, and gives back as they were, all values of the old one."""
    if old == new or (new == "text" and old.startswith("varchar")):
        return True
    lengths = [re.fullmatch(r"varchar(?:\((\d+)\))?", kind) for kind in (old, new)]
    if all(lengths):
        had, has = (match[1] for match in lengths if match)
        return has is None or (had is not None and int(had) <= int(has))
    plain = [kind.removesuffix(" unsigned") for kind in (old, new)]
    if set(plain) <= set(_WHOLE_NUMBERS):
        return _WHOLE_NUMBERS.index(plain[0]) <= _WHOLE_NUMBERS.index(plain[1])
    # Digits are compared below: SQLite does not write them.
    return all(kind.startswith(("numeric", "decimal")) for kind in (old, new))


def _decimals(old: Any, new: Any) -> bool:
    """Tell whether a number loses digits before or behind the comma."""
    if not (hasattr(old, "max_digits") and hasattr(new, "max_digits")):
        return False
    before = [field.max_digits - field.decimal_places for field in (old, new)]
    return new.decimal_places < old.decimal_places or before[1] < before[0]


def _said(field: Any, parameters: dict[str, Any]) -> str:
    return f"{type(field).__name__} ({parameters['type']})"
