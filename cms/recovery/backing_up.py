"""Making a backup: one file that holds all of the portal but its keys, or no file at all.

The database is copied as it is at one moment. Files in the storage never change (cms/media/fields.py), so those
that this copy names are copied afterwards, at leisure. The archive grows under another name and takes its own
when it is whole and on the disk.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import wagtail
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import gettext as _

from cms.settings.variables import secret_names

from . import databases, encryption, names
from .archive import Writer
from .manifest import FORMAT, Head, Manifest
from .progress import Progress
from .refusal import Refused, disk_trouble


@dataclass(frozen=True)
class Made:
    """A backup that was made."""

    path: Path
    size: int
    manifest: Manifest
    encrypted: bool


def back_up(folder: str, *, encrypt_to: list[str], progress: Progress) -> Made:
    """Make a backup.

    Args:
        folder: where it is put; its name says when it was made.
        encrypt_to: public keys of age; none leaves it readable for whoever has the file.
        progress: what is told on the way.

    Raises:
        Refused: with the sentence; no file is left.
    """
    to = encryption.recipients(encrypt_to)
    target = Path(folder)
    made_at = datetime.now(UTC)
    name = f"portal-{made_at:%Y%m%d-%H%M%S}.tar"
    path = target / (f"{name}.age" if to else name)
    with disk_trouble(str(path)):
        target.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise Refused(_("%(file)s exists already.") % {"file": path})
        with _new_file(path) as file:
            if to:
                with encryption.encrypted(file, to) as stream:
                    manifest = _write(stream, target, made_at, progress)
            else:
                manifest = _write(file, target, made_at, progress)
        return Made(path, path.stat().st_size, manifest, bool(to))


@contextmanager
def _new_file(path: Path) -> Iterator[Any]:
    """Give a file that has its name when it is whole; nothing of it stays if the block raises."""
    part = path.with_name(path.name + ".part")
    try:
        # Nobody else reads it: it holds addresses and drafts.
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.rename(part, path)
        folder = os.open(path.parent, os.O_RDONLY)
        with suppress(OSError):  # some file systems cannot
            os.fsync(folder)
        os.close(folder)
    finally:
        part.unlink(missing_ok=True)


def _write(stream: Any, folder: Path, made_at: datetime, progress: Progress) -> Manifest:
    database = databases.of_this_portal()
    with ExitStack() as whole:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as work:
            progress.begin(_("Database"))
            with database.snapshot(Path(work)) as snapshot:
                versions, migrations = _versions(database), snapshot.migrations()
                head = Head(FORMAT, made_at.isoformat(), connection.vendor, versions, migrations)
                writer = whole.enter_context(Writer(stream, head))
                writer.manifest.keys = secret_names()
                with snapshot.stream() as dump:
                    for size in writer.add_database(dump):
                        progress.advance(size)
                writer.manifest.tables = snapshot.tables()
                files = snapshot.files()
            progress.end()
        _add_files(writer, files, progress)
    return writer.manifest


def _add_files(writer: Writer, files: list[str], progress: Progress) -> None:
    progress.begin(_("Files"), of=len(files))
    for stored in files:
        if not names.is_safe_file(stored):
            raise Refused(
                _("The database names a file “%(name)s”, which no backup may hold.") % {"name": stored}
            )
        try:
            file = default_storage.open(stored, "rb")
            size = file.size
        except FileNotFoundError:
            writer.manifest.missing.append(stored)
            continue
        with file:
            writer.add_file(stored, file, size)
        progress.advance(size)
    progress.end()


def _versions(database: Any) -> dict[str, str]:
    return {"django": django.get_version(), "wagtail": wagtail.__version__, **database.versions()}
