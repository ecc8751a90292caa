"""SQLite: SQLite's online copy out, a file that takes the place of another in.

The copy is one read transaction: whoever works meanwhile is not held back, and it is the state of one moment.
Triggers and the search's index come with it, and no row is inserted, so the review's guard has nothing to refuse.
"""

import gzip
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection, connections

from cms.recovery.contents import fingerprint, stored_files
from cms.recovery.refusal import damaged, disk_trouble, not_empty

BLOCK = 1024 * 1024
_BESIDES = ("", "-wal", "-shm", "-journal")


class Snapshot:
    """The state of one moment, as a file that nobody else sees."""

    def __init__(self, path: str) -> None:
        self.path = path

    def tables(self) -> dict[str, tuple[int, str]]:
        """Return [rows, fingerprint] of each table."""
        return tables_of(self.path)

    def files(self) -> list[str]:
        """Return the names of the files that the database names."""
        with closing(sqlite3.connect(self.path)) as copy:
            return stored_files(copy.cursor())

    def migrations(self) -> list[str]:
        """Return the migrations that were applied, as "app.name"."""
        with closing(sqlite3.connect(self.path)) as copy:
            return [f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations")]

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """Give the copy, packed."""
        with tempfile.TemporaryFile(dir=os.path.dirname(self.path)) as packed:
            with (
                open(self.path, "rb") as plain,
                gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=5) as to,
            ):
                while data := plain.read(BLOCK):
                    to.write(data)
            packed.seek(0)
            yield packed


@contextmanager
def snapshot(work: Path) -> Iterator[Snapshot]:
    """Copy the database into ``work``, which needs room for it, and give the copy. Raises OSError."""
    if connection.in_atomic_block:
        # SQLite would wait for its end, which comes after the backup.
        raise RuntimeError("a backup is no part of a transaction")
    connection.ensure_connection()
    path = str(work / "database")
    try:
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise OSError(0, str(error)) from error
    yield Snapshot(path)


def tables_of(path: str) -> dict[str, tuple[int, str]]:
    """Return [rows, fingerprint] of each table of a database file."""
    with closing(sqlite3.connect(path)) as copy:
        found = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {name: fingerprint(copy.execute(f'SELECT * FROM "{name}"')) for (name,) in found}


def versions() -> dict[str, str]:
    """Return the versions that matter for a copy."""
    return {"sqlite": sqlite3.sqlite_version}


def is_empty() -> bool:
    """Tell whether the portal's database has no table yet."""
    path = Path(connection.settings_dict["NAME"])
    return not path.exists() or not path.stat().st_size or not connection.introspection.table_names()


@contextmanager
def laid_down(pieces: Any, stamp: str, *, replace: bool) -> Iterator[Any]:
    """Lay the database down and give a function that reads its tables; after the block it is the portal's.

    Args:
        pieces: a stream of what ``Snapshot.stream`` gave.
        stamp: what the old file's name is given, if there is one; it is kept.
        replace: whether there may be an old one.

    If the block raises, the portal's database is as it was.
    """
    target = Path(connection.settings_dict["NAME"])
    part = target.with_name(target.name + ".part")
    try:
        with disk_trouble(str(part)):
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(part, "wb") as file:
                _unpack(pieces, file)
                os.fsync(file.fileno())
        with closing(sqlite3.connect(part)) as copy:
            if copy.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
                raise damaged()
        yield lambda: tables_of(str(part))
        if not replace and not is_empty():  # somebody was quicker
            raise not_empty()
        connections.close_all()
        for besides in _BESIDES:
            old = target.with_name(target.name + besides)
            # The log of changes belongs to the old file and would ruin the new one. An empty file is no portal.
            if old.exists() and (replace or besides):
                os.replace(old, target.with_name(f"{target.name}.before-{stamp}{besides}"))
        os.replace(part, target)
    except (EOFError, gzip.BadGzipFile, sqlite3.DatabaseError) as error:
        raise damaged() from error
    finally:
        part.unlink(missing_ok=True)


def _unpack(pieces: Any, file: BinaryIO) -> None:
    with gzip.GzipFile(fileobj=pieces, mode="rb") as plain:
        while data := plain.read(BLOCK):
            file.write(data)
