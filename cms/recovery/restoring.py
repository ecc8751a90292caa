"""Restoring a backup: everything is checked before anything is touched, and a restore that fails leaves no portal.

Three readings of the file: the first compares every byte with the manifest; the second stores the files; the last
lays the database down, compares each table and makes it the portal's. So until then there is a portal as
it was before, or none. What fails afterwards – migrating to this release, verifying – has a sentence of its own
(:class:`Unfinished`): the portal is the backup's.
"""

import hashlib
import io
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.caching import generation
from cms.workflow.verification import Finding, findings

from . import archive, databases, encryption, names
from .manifest import Head, Manifest, differing, why_not
from .progress import Progress
from .refusal import Refused, damaged, disk_trouble, not_empty

logger = logging.getLogger(__name__)

_IN_MEMORY = 8 * 1024 * 1024


class Unfinished(Exception):
    """The portal is the backup's, but not ready to be started. The text says what happened and what to do."""


class Source:
    """A backup's file, plain or encrypted, that can be read from its beginning more than once."""

    def __init__(self, path: str, identity: str = "") -> None:
        self.path = path
        try:
            self.size = Path(path).stat().st_size
            self.encrypted = encryption.is_encrypted(path)
        except OSError as error:
            raise Refused(
                _("%(file)s cannot be read: %(problem)s.") % {"file": path, "problem": error.strerror}
            ) from error
        if self.encrypted and not identity:
            raise Refused(_("The backup is encrypted. Give the file with its private key: --identity FILE."))
        self._keys = encryption.identities(identity) if self.encrypted else []

    @contextmanager
    def open(self) -> Iterator[Any]:
        """Give the archive from its beginning."""
        if self.encrypted:
            with encryption.decrypted(self.path, self._keys) as stream:
                yield stream
        else:
            with open(self.path, "rb") as stream:
                yield stream


def check(source: Source, progress: Progress) -> tuple[Head, Manifest]:
    """Read all of a backup and compare it with its manifest. Raises Refused."""
    with source.open() as stream:
        head = archive.head_of(stream)
    progress.begin(_("Checking"))
    manifest = Manifest()
    with source.open() as stream:
        for size, whole in archive.checked(stream):
            progress.advance(size)
            manifest = whole or manifest
    progress.end()
    return head, manifest


def restore(source: Source, *, replace: bool, progress: Progress) -> list[Finding]:
    """Restore a backup into this portal.

    Args:
        source: the backup.
        replace: whether a portal that is there may be replaced. Its processes must have been stopped.
        progress: what is told on the way.

    Returns:
        What the register's verification finds in the restored portal.

    Raises:
        Refused: with the sentence; the portal is as it was, or empty.
        Unfinished: with the sentence; the portal is the backup's by then.
    """
    database = databases.of_this_portal()
    if not replace and not (database.is_empty() and _no_files()):
        raise not_empty()
    with source.open() as stream:
        head = archive.head_of(stream)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if reason := why_not(head, connection.vendor, known):
        raise Refused(reason)
    _head, manifest = check(source, progress)
    replacing = replace and not database.is_empty()
    stored = _store_files(source, manifest, progress)
    try:
        progress.begin(_("Database"))
        stamp = timezone.now().strftime("%Y%m%d-%H%M%S")
        with (
            source.open() as stream,
            database.laid_down(_Pieces(stream, progress), stamp, replace=replacing) as now,
        ):
            if differing(manifest.tables, now()):
                raise damaged()
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise
    return _wake(progress)


def _wake(progress: Progress) -> list[Finding]:
    """Bring the restored portal to this release, end all sessions, forget what was cached of another, and verify the
    register.

    Raises Unfinished: the swap is done, and on PostgreSQL the old portal is gone.
    """
    with _unfinished(
        _(
            "The backup is laid down, but it could not be brought to this release: %(problem)s. Do not start the "
            "portal. Mend the cause and restore once more with --replace, or do so with the release that made the "
            "backup."
        )
    ):
        progress.end()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        # Whoever was signed in when the backup was made may have been signed out, or deactivated, since.
        Session.objects.all().delete()
        for name in ("default", "pages"):
            try:
                caches[name].clear()
            except Exception as error:  # the portal is restored; a cache that is away holds nothing for long
                logger.warning(
                    "The cache %s could not be emptied; empty it before the portal starts: %s", name, error
                )
        generation.advance()
    with _unfinished(
        _(
            "Restored, but the register could not be verified: %(problem)s. Do not start the portal. Mend the cause "
            "and say verify_register."
        )
    ):
        progress.begin(_("Register"))
        found = list(findings())
        progress.end()
    return found


@contextmanager
def _unfinished(sentence: str) -> Iterator[None]:
    """Turn whatever fails into that sentence, with the failure in one line."""
    try:
        yield
    except Exception as error:
        problem = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".")
        raise Unfinished(sentence % {"problem": problem}) from error


def _no_files() -> bool:
    """Tell whether the media folder is empty. A bucket may hold other things; names that are taken are refused."""
    storage: Any = default_storage
    if not isinstance(storage, FileSystemStorage):
        return True
    folder = Path(storage.location)
    return not folder.is_dir() or not any(path.is_file() for path in folder.rglob("*"))


def _store_files(source: Source, manifest: Manifest, progress: Progress) -> list[str]:
    """Store the files; returns the names of those that were not there. Raises Refused, and then none stays."""
    stored: list[str] = []
    progress.begin(_("Files"), of=sum(name.startswith(names.MEDIA) for name in manifest.parts))
    try:
        with disk_trouble(_("The media folder")), source.open() as stream:
            for member, size, content in archive.members(stream):
                if member.startswith(names.MEDIA):
                    if _store(names.stored_name(member), content, size, manifest.parts[member][1]):
                        stored.append(names.stored_name(member))
                    progress.advance(size)
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise
    progress.end()
    return stored


def _store(name: str, content: Any, size: int, digest: str) -> bool:
    """Store a file under exactly its name; tell whether it was not there. Raises Refused if another one is."""
    if default_storage.exists(name):
        with default_storage.open(name, "rb") as there:
            if hashlib.file_digest(there, "sha256").hexdigest() == digest:
                return False
        raise _taken(name)
    # A storage may want to go back in what it is given; a stream cannot.
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
        shutil.copyfileobj(content, spooled, archive.BLOCK)
        spooled.seek(0)
        if (taken := default_storage.save(name, File(spooled, name))) != name:
            default_storage.delete(taken)
            raise _taken(name)
    return True


def _taken(name: str) -> Refused:
    return Refused(
        _("The storage holds another file under the name %(name)s. Restore into an empty one.")
        % {"name": name}
    )


class _Pieces(io.RawIOBase):
    """The database as one stream, out of its pieces, which come first in the archive."""

    def __init__(self, stream: Any, progress: Progress) -> None:
        self._members = archive.members(stream)
        self._piece: Any = None
        self._progress = progress

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            data = self._piece.read(len(buffer)) if self._piece else b""
            if data:
                buffer[: len(data)] = data
                return len(data)
            if not self._next():
                return 0

    def _next(self) -> bool:
        for name, size, content in self._members:
            if name.startswith(names.DATABASE):
                self._piece = content
                self._progress.advance(size)
                return True
            if name != names.HEAD:
                break
        self._piece, self._members = None, iter(())
        return False
