"""What a supervisor asks: does the process live (``/healthz``), and should readers be sent to it (``/readyz``)?

Live asks nothing of anybody but this process: a database that is down is no reason to restart the portal, which
goes on showing the pages that it kept. Ready names the part that fails. A cache that is away is reported and is
no reason to send nobody here: the portal builds its pages without it.
"""

import logging
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.cache import caches
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

logger = logging.getLogger(__name__)

# A part that has not answered by then counts as failing, in seconds.
PATIENCE = 2.0
# Whoever asks more often than this is told the same again: probes cannot be used to load the portal.
REMEMBERED = 2.0
# Without these nothing useful can be answered; without the others the portal is only slower.
NEEDED = ("database", "migrations", "media")


@dataclass(frozen=True)
class Readiness:
    """Which parts answer. A part is "ok", or a word for what is wrong with it; never an error's own text."""

    parts: dict[str, str] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        return all(self.parts.get(name) == "ok" for name in NEEDED)

    @property
    def failing(self) -> list[str]:
        return [name for name, state in self.parts.items() if state != "ok"]

    @property
    def status(self) -> str:
        if not self.ready:
            return "unavailable"
        return "degraded" if self.failing else "ready"


def _database() -> str:
    with patient():
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    global _migrated
    if not _migrated:
        with patient():
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if _migrated else "pending"


def _cache() -> str:
    # Not the cache that forgives (cms/caching/backends.py): here an error must be seen.
    cache, said = caches["readers"], uuid.uuid4().hex
    cache.set("monitoring:probe", said, 10)
    return "ok" if cache.get("monitoring:probe") else "failing"


def _media() -> str:
    storage: Any = default_storage
    if isinstance(storage, FileSystemStorage):
        folder = Path(storage.location)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as written:  # has no name, so nothing can be left behind
            written.write(b"x" * 4096)
            written.flush()
        return "ok"
    storage.exists("monitoring/probe")  # raises if the bucket does not answer or refuses
    return "ok"


# By the name that is told. The database's two use this thread's connection; the others may hang, so they get
# a thread of their own.
_PARTS: dict[str, tuple[Callable[[], str], bool]] = {
    "database": (_database, False),
    "migrations": (_migrations, False),
    "cache": (_cache, True),
    "media": (_media, True),
}
_migrated = False
_known: tuple[float, Readiness] | None = None
_asking = threading.Lock()
_hanging: dict[str, threading.Thread] = {}


def readiness() -> Readiness:
    """Ask every part, or say again what was found out less than two seconds ago."""
    global _known
    with _asking:
        if _known is None or time.monotonic() - _known[0] >= REMEMBERED:
            parts: dict[str, str] = {}
            for name, (ask, apart) in _PARTS.items():
                if name == "migrations" and parts["database"] != "ok":
                    parts[name] = "unknown"
                else:
                    parts[name] = _in_time(name, ask) if apart else _answer(name, ask)
            _known = (time.monotonic(), Readiness(parts))
        return _known[1]


def forget() -> None:
    """Ask every part anew at the next probe."""
    global _known, _migrated
    _known, _migrated = None, False


def _answer(name: str, ask: Callable[[], str]) -> str:
    try:
        return ask()
    except Exception as error:
        logger.warning("Not ready: %s (%s: %s)", name, type(error).__name__, error)
        return "failing"


def _in_time(name: str, ask: Callable[[], str]) -> str:
    """Return the part's answer, or "timeout". A part that hangs is not asked again before it lets go."""
    if (hanging := _hanging.get(name)) is not None and hanging.is_alive():
        return "timeout"
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(_answer(name, ask)), daemon=True)
    _hanging[name] = thread
    thread.start()
    thread.join(PATIENCE)
    return answers[0] if answers else "timeout"


@contextmanager
def patient() -> Iterator[None]:
    """Ask the database for at most ``PATIENCE`` seconds a statement (PostgreSQL; SQLite's readers never wait)."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{int(PATIENCE * 1000)}ms'")
        yield
        with connection.cursor() as cursor:  # should somebody's transaction go on around this one
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
