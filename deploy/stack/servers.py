"""The servers that a portal needs beside itself: PostgreSQL and Redis of one's own, on loopback."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from .processes import NotStarted, Service, free_port, wait_until


def program(name: str) -> str:
    """Return the path of a server's program, also where Debian keeps it out of PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    where = os.pathsep.join(
        [os.environ.get("PATH", ""), "/usr/sbin", *(str(path) for path in versions[::-1])]
    )
    found = shutil.which(name, path=where)
    if found is None:
        raise NotStarted(f"{name} is missing: apt-get install nginx-light postgresql redis-server")
    return found


def account(name: str) -> str | None:
    """Return the account that a server runs as: its own when root starts it, else whoever does."""
    return name if os.geteuid() == 0 else None


def postgres(folder: Path, environment: dict[str, str]) -> Service:
    """Make a cluster with a database ``portal`` and return its server; it is running."""
    data, sockets = folder / "postgres", folder / "sockets"
    for path in (data, sockets):
        path.mkdir()
        if account("postgres"):
            shutil.chown(path, "postgres")
    subprocess.run(
        [program("initdb"), "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
        check=True, capture_output=True, user=account("postgres"), cwd="/",
    )  # fmt: skip
    port = free_port()
    server = Service(
        "postgres",
        [program("postgres"), "-D", str(data), "-p", str(port), "-c", "listen_addresses=127.0.0.1",
         "-c", f"unix_socket_directories={sockets}", "-c", "max_connections=60"],
        log=folder / "log" / "postgres.log",
        environment=environment,
        folder=Path("/"),
        port=port,
        account=account("postgres"),
        stop_signal=signal.SIGINT,  # "fast": sessions are ended
    )  # fmt: skip
    server.start()
    create = [program("createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "portal", "portal"]
    if not wait_until(lambda: subprocess.run(create, capture_output=True).returncode == 0, 20):
        raise NotStarted(f"PostgreSQL makes no database:\n{server.log.read_text()[-2000:]}")
    return server


def redis(folder: Path, environment: dict[str, str]) -> Service:
    """Return a Redis that keeps nothing on disk: the portal loses nothing with it."""
    port = free_port()
    return Service(
        "redis",
        [program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
         "--dir", str(folder), "--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru"],
        log=folder / "log" / "redis.log",
        environment=environment,
        folder=folder,
        port=port,
    )  # fmt: skip
