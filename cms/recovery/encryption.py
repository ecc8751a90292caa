"""Encryption of an archive with age (https://age-encryption.org), by the package pyrage.

age, because it streams, proves that nothing was changed, and encrypts to a public key: the machine that makes the
backups cannot read them. What is written is a plain age file; the tool ``age`` opens it without the portal.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
from django.utils.translation import gettext as _

from .refusal import Refused, damaged

_MAGIC = b"age-encryption.org/v1"


def recipients(keys: list[str]) -> list[Any]:
    """Return the public keys ("age1…"). Raises Refused."""
    found = []
    for key in keys:
        try:
            found.append(pyrage.x25519.Recipient.from_str(key.strip()))
        except pyrage.RecipientError as error:
            raise Refused(
                _("“%(key)s” is no public key of age; it begins with age1.") % {"key": key}
            ) from error
    return found


def identities(path: str) -> list[Any]:
    """Return the private keys of a file as age-keygen writes it. Raises Refused."""
    try:
        lines = Path(path).read_text().split("\n")
        found = [
            pyrage.x25519.Identity.from_str(line.strip())
            for line in lines
            if line.strip() and not line.startswith("#")
        ]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise Refused(_("%(file)s holds no private key of age that can be read.") % {"file": path}) from error
    if not found:
        raise Refused(_("%(file)s holds no private key of age that can be read.") % {"file": path})
    return found


def is_encrypted(path: str) -> bool:
    """Tell whether a file is an age file."""
    with open(path, "rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


@contextmanager
def encrypted(target: BinaryIO, to: list[Any]) -> Iterator[Any]:
    """Give a stream; what is written to it arrives encrypted in ``target``.

    pyrage reads its input, so a thread of its own stands between: the tar writes into a pipe.
    """
    reading, writing = os.pipe()
    failed: list[BaseException] = []
    remembering = _Remembering(target)

    def work() -> None:
        with os.fdopen(reading, "rb", buffering=0) as source:
            try:
                pyrage.encrypt_io(source, remembering, to)
            except BaseException as error:
                failed.append(remembering.error or error)

    thread = threading.Thread(target=work)
    thread.start()
    stream = os.fdopen(writing, "wb")
    try:
        with suppress(BrokenPipeError):  # the thread knows why
            yield stream
            stream.close()
    finally:
        with suppress(BrokenPipeError):
            stream.close()
        thread.join()
    if failed:
        raise failed[0]


class _Remembering:
    """A stream that keeps the system's own error, of which pyrage tells the text alone."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.error: OSError | None = None

    def write(self, data: Any) -> int:
        try:
            return self._target.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._target.flush()


@contextmanager
def decrypted(path: str, keys: list[Any]) -> Iterator[Any]:
    """Give the stream of what is in an age file. Raises Refused at a wrong key or a changed byte."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def work() -> None:
        # Whoever reads may have had enough: closing the pipe ends the thread.
        with suppress(BrokenPipeError), open(path, "rb") as source, os.fdopen(writing, "wb") as target:
            try:
                pyrage.decrypt_io(source, target, keys)
            except BaseException as error:
                failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    stream = os.fdopen(reading, "rb")
    try:
        yield _Whole(stream, thread, failed)
    finally:
        stream.close()
        thread.join()


class _Whole:
    """A stream whose end is told only if the decryption came to its end, too."""

    def __init__(self, stream: BinaryIO, thread: threading.Thread, failed: list[BaseException]) -> None:
        self._stream, self._thread, self._failed = stream, thread, failed

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if len(data) < size or size < 0:
            self._thread.join()
            if self._failed:
                text = str(self._failed[0])
                if "matching keys" in text or "No matching" in text:
                    raise Refused(_("This key does not open the backup: it was encrypted to another one."))
                raise damaged()
        return data
