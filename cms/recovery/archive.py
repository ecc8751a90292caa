"""The archive: a plain tar, written and read as a stream in memory that does not grow with the portal.

``head.json``, the database in pieces, the media files, ``manifest.json``: every system's tar can open it. Python's
extraction is never used; members are read by name and only names of ours are taken (names.py).
"""

import hashlib
import io
import tarfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from . import names
from .manifest import Head, Manifest, read_head, read_manifest, written
from .refusal import damaged

PIECE = 8 * 1024 * 1024
BLOCK = 256 * 1024
_LONGEST_JSON = 256 * 1024 * 1024


class Writer:
    """Writes an archive into a stream. The manifest grows with what is added and closes the archive."""

    def __init__(self, stream: Any, head: Head) -> None:
        self.manifest = Manifest()
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._put(names.HEAD, written(head))

    def add_database(self, stream: BinaryIO) -> Iterator[int]:
        """Add the database from a stream, in pieces; yields the bytes of each."""
        number = 0
        while data := _full(stream, PIECE):
            self._put(names.database_piece(number), data)
            number += 1
            yield len(data)

    def add_file(self, stored: str, stream: Any, size: int) -> None:
        """Add a stored file. Raises OSError if the stream ends before ``size`` bytes."""
        member, hashing = names.media_member(stored), _Hashing(stream)
        self._tar.addfile(_info(member, size), hashing)
        self.manifest.parts[member] = (size, hashing.digest.hexdigest())

    def close(self) -> None:
        """Write the manifest and the tar's end."""
        data = written(self.manifest)
        self._tar.addfile(_info(names.MANIFEST, len(data)), io.BytesIO(data))
        self._tar.close()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        """Close the archive, or give it up: tarfile would write the tar's end into a file that is gone."""
        if error is None:
            self.close()
        else:
            stream: Any = self._tar.fileobj
            stream.closed = True

    def _put(self, member: str, data: bytes) -> None:
        self._tar.addfile(_info(member, len(data)), io.BytesIO(data))
        self.manifest.parts[member] = (len(data), hashlib.sha256(data).hexdigest())


def _info(member: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(member)
    info.size, info.mode = size, 0o600
    return info


def _full(stream: BinaryIO, size: int) -> bytes:
    """Read ``size`` bytes; fewer only at the end. A pipe gives what it has."""
    read = bytearray()
    while len(read) < size and (data := stream.read(size - len(read))):
        read += data
    return bytes(read)


class _Hashing:
    """A stream that hashes what is read of it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.digest.update(data)
        return data


class _Member:
    """A member's content, read where nobody knows of tar: its errors become the refusal."""

    def __init__(self, content: Any) -> None:
        self._content = content

    def read(self, size: int = -1) -> bytes:
        try:
            return self._content.read(size)
        except tarfile.TarError as error:
            raise damaged() from error


def members(stream: Any) -> Iterator[tuple[str, int, Any]]:
    """Yield (name, size, stream) of each member. Raises Refused at what no backup of ours holds."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=BLOCK) as tar:
            for info in tar:
                if not info.isreg() or not names.is_safe(info.name):
                    raise damaged()
                yield info.name, info.size, _Member(tar.extractfile(info))
    except (tarfile.TarError, EOFError, UnicodeDecodeError) as error:
        raise damaged() from error


def head_of(stream: Any) -> Head:
    """Return the head of an archive, which comes first. Raises Refused."""
    for name, size, content in members(stream):
        if name != names.HEAD or size > _LONGEST_JSON:
            break
        return read_head(content.read())
    raise damaged()


def checked(stream: Any) -> Iterator[tuple[int, Manifest | None]]:
    """Read the whole archive and compare each member with the manifest.

    Yields:
        The bytes of each member with None, at the end 0 with the manifest. Raises Refused instead, if a member is
        missing, is there twice, is another or has changed.
    """
    found: dict[str, tuple[int, str]] = {}
    manifest = None
    for name, size, content in members(stream):
        if manifest is not None or name in found:
            raise damaged()
        if name == names.MANIFEST:
            if size > _LONGEST_JSON:
                raise damaged()
            manifest = read_manifest(content.read())
            continue
        digest = hashlib.sha256()
        while data := content.read(BLOCK):
            digest.update(data)
        found[name] = (size, digest.hexdigest())
        yield size, None
    if manifest is None or manifest.parts != found:
        raise damaged()
    yield 0, manifest
