"""What stands in a database: its files by name, and a fingerprint of each table. For any DB-API cursor."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

# Rows are added up, so that their order does not matter; two equal rows do not cancel out.
_MODULUS = 1 << 256


def file_columns() -> Iterator[tuple[str, str]]:
    """Yield (table, column) of every field that names a file in the storage."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField) and model._meta.managed:
                yield model._meta.db_table, str(field.column)


def stored_files(cursor: Any) -> list[str]:
    """Return the names of all files that the database names, in order."""
    found: set[str] = set()
    for table, column in sorted(set(file_columns())):
        cursor.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')
        found.update(name for (name,) in cursor.fetchall())
    return sorted(found)


def fingerprint(rows: Iterable[tuple], text: Callable[[tuple], str] = repr) -> tuple[int, str]:
    """Return how many rows there are and a mark of all that they say."""
    count, total = 0, 0
    for row in rows:
        count += 1
        total += int.from_bytes(hashlib.sha256(text(row).encode(errors="surrogatepass")).digest(), "big")
    return count, f"{total % _MODULUS:064x}"
