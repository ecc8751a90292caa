"""PostgreSQL: pg_dump out of one snapshot, pg_restore into one transaction.

The dump carries triggers and functions; pg_restore makes the triggers after it has laid down the rows, so the
review's guard refuses nothing and stands afterwards. The custom format, and never psql: a dump as a script could
hold commands for the shell.
"""

import logging
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.db import DatabaseError, connection, connections, transaction
from django.utils.translation import gettext as _

from cms.recovery.contents import stored_files
from cms.recovery.refusal import Refused, disk_trouble

logger = logging.getLogger(__name__)

# The libpq's names of what stands in DATABASES and its OPTIONS. The password is in no command line.
_ENVIRONMENT = {
    "HOST": "PGHOST",
    "PORT": "PGPORT",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "NAME": "PGDATABASE",
}
_OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
_OPTIONS |= {"service": "PGSERVICE", "passfile": "PGPASSFILE", "connect_timeout": "PGCONNECT_TIMEOUT"}


class Snapshot:
    """The state of one moment: a transaction that other connections may join by its number."""

    def __init__(self, own: Any, number: str) -> None:
        self._own, self._number = own, number

    def tables(self) -> dict[str, tuple[int, str]]:
        """Return [rows, fingerprint] of each table."""
        with self._own.cursor() as cursor:
            return tables_of(cursor)

    def files(self) -> list[str]:
        """Return the names of the files that the database names."""
        with self._own.cursor() as cursor:
            return stored_files(cursor)

    def migrations(self) -> list[str]:
        """Return the migrations that were applied, as "app.name"."""
        with self._own.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return [f"{app}.{name}" for app, name in cursor.fetchall()]

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """Give pg_dump's output. Raises Refused if it failed, with its own last line."""
        command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public"]
        with _running([*command, f"--snapshot={self._number}"], stdout=subprocess.PIPE) as process:
            yield process.stdout


@contextmanager
def snapshot(work: Path) -> Iterator[Snapshot]:
    """Give the state of this moment; nobody is held back by it."""
    own = connection.copy()
    try:
        with _transaction(own), own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield Snapshot(own, cursor.fetchone()[0])
    finally:
        own.close()


@contextmanager
def _transaction(own: Any) -> Iterator[None]:
    """A transaction on a connection that Django does not know by name."""
    own.set_autocommit(False)
    try:
        yield
    finally:
        own.rollback()


def tables_of(cursor: Any) -> dict[str, tuple[int, str]]:
    """Return [rows, fingerprint] of each table. The server adds up, so no row travels."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    found = {}
    # How a moment is written depends on the connection; md5 tells rows apart and is no protection here.
    for (name,) in cursor.fetchall():
        mark = "coalesce(sum(('x' || md5(t::text))::bit(64)::bigint::numeric), 0)"
        cursor.execute(f'SELECT count(*), {mark} FROM public."{name}" t')
        count, total = cursor.fetchone()
        found[name] = (count, str(total))
    return found


def versions() -> dict[str, str]:
    """Return the versions that matter for a dump."""
    return {"postgresql": str(connection.cursor().connection.server_version)}


def is_empty() -> bool:
    """Tell whether the portal's database has no table yet."""
    return not connection.introspection.table_names()


@contextmanager
def laid_down(pieces: Any, stamp: str, *, replace: bool) -> Iterator[Any]:
    """Lay the database down and give a function that reads its tables; after the block it is the portal's.

    Args:
        pieces: a stream of what ``Snapshot.stream`` gave.
        stamp: tells this restore from others.
        replace: whether there may be an old portal. It stands aside in a schema of its own, and goes at the end.

    If the block raises, the portal's database is as it was.
    """
    aside = f"before_{stamp.replace('-', '_')}" if replace else ""
    quote = connection.ops.quote_name
    if aside:
        _execute(f"ALTER SCHEMA public RENAME TO {quote(aside)}", "CREATE SCHEMA public")
    connections.close_all()
    laid = False
    try:
        _restore(pieces)
        laid = True
        with connection.cursor() as cursor:
            yield lambda: tables_of(cursor)
    except BaseException:
        connections.close_all()
        if laid or aside:
            _execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        if aside:
            _execute("DROP SCHEMA public", f"ALTER SCHEMA {quote(aside)} RENAME TO public")
        raise
    if aside:
        _tidy(
            f"DROP SCHEMA {quote(aside)} CASCADE",
            f"The old portal's tables stay in the schema {aside}: drop it by hand",
        )
    # Without statistics the planner reads whole tables, and a search of 100,000 stories takes seconds.
    _tidy("ANALYZE", "The statistics are not gathered: run ANALYZE by hand")


def _tidy(statement: str, otherwise: str) -> None:
    """Do what the new portal can stand without: it is in its place by now, so a failure is told, and ends nothing."""
    try:
        _execute(statement)
    except DatabaseError:
        logger.exception(otherwise)


def _restore(pieces: Any) -> None:
    """Let pg_restore lay down a dump, all of it or nothing. Raises Refused."""
    command = ["pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    with tempfile.NamedTemporaryFile() as dump, tempfile.NamedTemporaryFile("w", suffix=".toc") as chosen:
        with disk_trouble(tempfile.gettempdir()):
            while data := pieces.read(1024 * 1024):
                dump.write(data)
            dump.flush()
        # A dump of one schema would make it, and it is there.
        chosen.write(_without_schema(dump.name))
        chosen.flush()
        database = f"--dbname={connection.settings_dict['NAME']}"
        with _running([*command, f"--use-list={chosen.name}", database, dump.name]):
            pass


def _without_schema(dump: str) -> str:
    with _running(["pg_restore", "--list", dump], stdout=subprocess.PIPE) as process:
        lines = process.stdout.read().decode().split("\n")
    return "\n".join(line for line in lines if " SCHEMA - " not in line)


def _execute(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _running(command: list[str], stdout: int | None = subprocess.DEVNULL) -> Iterator[Any]:
    """Run a program of PostgreSQL's. Raises Refused, with its last line, if it is not there or fails."""
    settings = connection.settings_dict
    environment = {**os.environ, "LC_MESSAGES": "C", "PGTZ": "UTC"}
    environment |= {to: str(settings[name]) for name, to in _ENVIRONMENT.items() if settings.get(name)}
    options = settings.get("OPTIONS", {})
    environment |= {to: str(options[name]) for name, to in _OPTIONS.items() if options.get(name)}
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=said, env=environment
            )
        except FileNotFoundError as error:
            raise Refused(
                _("%(program)s is not installed. It comes with the package postgresql-client.")
                % {"program": command[0]}
            ) from error
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            if process.stdout:
                process.stdout.close()
            status = process.wait()
        if status:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().split("\n")
            wrong = next((line for line in lines if "error:" in line), lines[-1])
            raise Refused(_("%(program)s failed: %(problem)s") % {"program": command[0], "problem": wrong})
