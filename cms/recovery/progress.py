"""What a backup or restore tells on the way, on standard error: a line that is written over, or one now and then."""

import sys
import time
from typing import Any

_EVERY_ON_A_TERMINAL = 0.2
_EVERY_IN_A_LOG = 15.0


class Progress:
    """Counts what was done of a step, and tells it."""

    def __init__(self, stream: Any = None, *, silent: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._silent = silent
        self._over = bool(getattr(self._stream, "isatty", lambda: False)())
        self._step, self._told, self._bytes, self._number = "", 0.0, 0, 0
        self._of: int | None = None

    def begin(self, step: str, of: int | None = None) -> None:
        """Begin a step, of so many things if that is known."""
        self._step, self._of, self._bytes, self._number, self._told = step, of, 0, 0, 0.0
        self._tell()

    def advance(self, size: int) -> None:
        """Say that one more thing of so many bytes was done."""
        self._number += 1
        self._bytes += size
        every = _EVERY_ON_A_TERMINAL if self._over else _EVERY_IN_A_LOG
        if time.monotonic() - self._told >= every:
            self._tell()

    def end(self) -> None:
        """End a step and leave its line."""
        self._tell(last=True)

    def _tell(self, last: bool = False) -> None:
        self._told = time.monotonic()
        if self._silent:
            return
        count = f"{self._number}/{self._of}, " if self._of is not None else ""
        line = f"{self._step}: {count}{self._bytes / 1_000_000:.1f} MB"
        before, after = ("\r\033[K", "\n" if last else "") if self._over else ("", "\n")
        self._stream.write(f"{before}{line}{after}")
        self._stream.flush()
