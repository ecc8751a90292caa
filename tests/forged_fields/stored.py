"""What is stored – every column of every row, every key of every version – and what differs between two times."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

# Who is logged in and looking, sizes of pictures, and what is computed of what is stored. The last two are constant.
LEFT_OUT = {
    *("django_session", "wagtailadmin_editingsession", "wagtailadmin_formstate", "media_portalrendition"),
    *("caching_generation", "wagtailcore_referenceindex"),
    *("wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"),
    *("auth_permission", "django_content_type"),
}
VERSION = "wagtailcore_revision"

# By table and number: column → value.
Rows = dict[tuple[str, Any], dict[str, Any]]


@cache
def tables() -> dict[str, type]:
    """Return the model of every table that is looked at, by the table's name."""
    models = apps.get_models(include_auto_created=True)
    stored = set(connection.introspection.table_names())
    return {
        model._meta.db_table: model
        for model in models
        if model._meta.db_table in stored - LEFT_OUT and not model._meta.proxy
    }


def rows() -> Rows:
    """Read everything. Columns are called as in the allow table: "news.storypage.lead", "version.lead"."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table, model in tables().items():
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [each[0] for each in cursor.description]
            key = columns.index(model._meta.pk.column)
            for row in cursor.fetchall():
                values = {
                    f"{model._meta.label_lower}.{column}": value
                    for column, value in zip(columns, row, strict=True)
                }
                if table == VERSION:
                    content = json.loads(values.pop(f"{model._meta.label_lower}.content"))
                    values.update(of_version(content))
                found[table, row[key]] = values
    return found


def of_version(content: dict[str, Any]) -> dict[str, Any]:
    """Return what a version stores, by "version.lead", and for its rows "version.gallery_images.caption"."""
    values: dict[str, Any] = {}
    for name, value in content.items():
        if not (isinstance(value, list) and any(isinstance(row, dict) for row in value)):
            values[f"version.{name}"] = [] if value is None else value
            continue
        for row in value:
            for column, inner in row.items():
                values.setdefault(f"version.{name}.{column}", []).append(inner)
    return values


def differences(one: Rows, other: Rows) -> set[str]:
    """Return the columns that differ; of a row that is there but once, all that it says."""
    found = set()
    for key in one.keys() | other.keys():
        here, there = one.get(key, {}), other.get(key, {})
        found |= {column for column in here.keys() | there.keys() if here.get(column) != there.get(column)}
    return found


@contextmanager
def undone() -> Iterator[None]:
    """Let what happens inside leave no trace, and let chance give the same numbers every time."""
    root = Path(settings.MEDIA_ROOT)
    before = set(root.rglob("*"))
    chance = random.Random(7).randbytes
    with transaction.atomic(), patch("os.urandom", chance), patch("random._urandom", chance):
        yield
        transaction.set_rollback(True)
    for path in set(root.rglob("*")) - before:
        if path.is_file():
            path.unlink()
