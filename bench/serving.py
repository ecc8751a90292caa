"""How fast pages are served, as ratios of one run: to an empty view, and to nginx serving a file.

Everything runs on loopback and is ended by its process id. Requests a second are of this machine and whatever
else it did; only the ratios say something of the portal.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from bench import slowest

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
# How often each page is asked for, in turn with the others.
ROUNDS = 3
CONNECTIONS = 16
QUERIES = [
    "so noi vu",
    "Sở Nội vụ",
    "cải cách hành chính",
    "tinh gian bien che",
    "hội nghị quý I",
    "42/2022/NĐ-CP",
]

NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}; default_type text/html; }} }}
"""


def measure(databases: dict[int, str], seconds: int) -> dict[str, Any]:
    """Return the figures of portals of several sizes, asked in turn, so that noise falls on all alike.

    Args:
        databases: for each number of stories the address of a database (``sqlite:///…``, ``postgres://…``);
            an empty one is filled, one that holds so many stories is taken as it is.
        seconds: how long each page is asked for.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        environments = {size: _environment(address, folder) for size, address in databases.items()}
        for size, environment in environments.items():
            _fill(environment, size)
        figures: dict[str, Any] = {}
        with ExitStack() as running:
            origins = {
                size: running.enter_context(_gunicorn({**environment, "PAGE_CACHE_SECONDS": "0"}))
                for size, environment in environments.items()
            }
            figures |= _uncached(origins, seconds)
            largest = max(environments)
            in_portal = partial(_manage, environments[largest], "shell", "-v", "0", "-c")
            figures |= slowest.measure(origins[largest], largest, in_portal)
        with ExitStack() as running:
            origin = running.enter_context(_gunicorn({**environments[largest], "PAGE_CACHE_SECONDS": "60"}))
            figures |= _cached(origin, folder, seconds)
        return figures


def _uncached(origins: dict[int, str], seconds: int) -> dict[str, Any]:
    """Return what pages cost that are built each time, against an empty view, and against the smallest portal."""
    figures: dict[str, Any] = {}
    pages = {size: _addresses(origin) for size, origin in origins.items()}
    smallest = min(origins)
    for name in pages[smallest]:
        rates, empty = _in_turn({size: origins[size] + pages[size][name] for size in origins}, seconds)
        for size in origins:
            figures[f"{name}, {size} stories: uncached / empty view"] = round(rates[size] / empty, 3)
            if size != smallest:
                figures[f"{name}: time at {size} / time at {smallest}"] = round(
                    rates[smallest] / rates[size], 2
                )
    for size, origin in origins.items():
        addresses = [f"{origin}/tim-kiem/?q={quote(words)}" for words in QUERIES]
        figures[f"search, {size} stories, p95 in milliseconds, one reader"] = _percentile(addresses, seconds)
    return figures


def _in_turn(addresses: dict[int, str], seconds: int) -> tuple[dict[int, float], float]:
    """Return the answers a second of each address, and of an empty view beside them, over ``ROUNDS`` rounds."""
    rates, empty = dict.fromkeys(addresses, 0.0), 0.0
    for _round in range(ROUNDS):
        for size, address in addresses.items():
            rates[size] += _rate(address, seconds / ROUNDS) / ROUNDS
        empty += _rate("/".join([*address.split("/")[:3], "bench/empty/"]), seconds / ROUNDS) / ROUNDS
    return rates, empty


def _cached(origin: str, folder: Path, seconds: int) -> dict[str, Any]:
    """Return what pages cost that the portal's own cache holds, against an empty view and nginx with a file."""
    pages = _addresses(origin)
    empty = _rate(f"{origin}/bench/empty/", seconds)
    rates = {name: _rate(origin + path, seconds) for name, path in pages.items()}
    figures: dict[str, Any] = {"empty view, requests a second": round(empty)}
    figures |= {f"{name}: cached / empty view": round(rate / empty, 3) for name, rate in rates.items()}
    page = urllib.request.urlopen(origin + pages["story"], timeout=30).read()
    with _nginx(folder, page) as static:
        if static:
            figures["story: cached / nginx static"] = round(rates["story"] / _rate(static, seconds), 3)
    return figures


def _fill(environment: dict[str, str], size: int) -> None:
    """Make the portal, and as many stories as it lacks."""
    for command in (["migrate", "-v", "0"], ["setup_portal"]):
        _manage(environment, *command)
    count = "from news.models import StoryPage; print(StoryPage.objects.count())"
    there = int(_manage(environment, "shell", "-v", "0", "-c", count).split()[-1])
    if there < size:
        _manage(environment, "make_filler", "--stories", str(size - there), "--seed", str(size))


def _addresses(origin: str) -> dict[str, str]:
    home = urllib.request.urlopen(f"{origin}/", timeout=120).read().decode()
    story = re.search(r'href="(?:https?://[^/"]+)?(/tin-tuc-su-kien/[a-z0-9-]+-\d+/)"', home)
    if story is None:
        raise RuntimeError("The home page links no story.")
    return {
        "story": story[1],
        "home": "/",
        "list": "/tin-tuc-su-kien/",
        "search": f"/tim-kiem/?q={quote('cải cách hành chính')}",
    }


def _rate(address: str, seconds: float) -> float:
    """Return the answers a second to ``CONNECTIONS`` readers at once."""
    urllib.request.urlopen(address, timeout=120).read()
    wrk = shutil.which("wrk")
    if wrk is None:
        raise RuntimeError("wrk is missing: apt-get install wrk")
    report = subprocess.run(
        [wrk, "-t2", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", address],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in report:
        raise RuntimeError(f"{address} failed under load:\n{report}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1])  # type: ignore[index]


def _percentile(addresses: list[str], seconds: float) -> int:
    """Return the 95th percentile, in milliseconds, of one reader's searches one after another."""
    took = []
    until = time.monotonic() + seconds
    while time.monotonic() < until or len(took) < 2 * len(addresses):
        for address in addresses:
            began = time.monotonic()
            urllib.request.urlopen(address, timeout=120).read()
            took.append(time.monotonic() - began)
    return round(1000 * sorted(took[len(addresses) :])[int(0.95 * (len(took) - len(addresses)))])


@contextmanager
def _gunicorn(environment: dict[str, str]) -> Iterator[str]:
    port = _free_port()
    with _process(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "cms.wsgi",
            "-w",
            str(WORKERS),
            "-b",
            f"127.0.0.1:{port}",
            "--log-level",
            "error",
        ],
        environment,
        port,
    ):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _nginx(folder: Path, page: bytes) -> Iterator[str]:
    """Serve a file of the page's size; "" if there is no nginx."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        yield ""
        return
    port = _free_port()
    folder.chmod(0o755)
    (folder / "page.html").write_bytes(page)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    with _process([nginx, "-c", str(folder / "nginx.conf"), "-p", str(folder)], dict(os.environ), port):
        yield f"http://127.0.0.1:{port}/page.html"


@contextmanager
def _process(command: list[str], environment: dict[str, str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        for _attempt in range(300):
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended at once.")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _environment(database: str, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": database,
        "MEDIA_ROOT": str(folder / "media"),
        "LOG_LEVEL": "ERROR",
    }


def _manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a command of the portal's and return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def postgres(address: str, sizes: list[int], keep: bool) -> Iterator[dict[int, str]]:
    """Yield a database for each size on that server; one that is there is used, and dropped unless it is to be kept."""
    import psycopg2
    from psycopg2 import sql

    connection = psycopg2.connect(address.replace("postgres://", "postgresql://", 1))
    connection.autocommit = True
    names = {size: f"bench_{size}" if keep else f"bench_{os.getpid()}_{size}" for size in sizes}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database")
            there = {name for (name,) in cursor.fetchall()}
            for name in set(names.values()) - there:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            yield {
                size: urlunsplit(urlsplit(address)._replace(path=f"/{name}")) for size, name in names.items()
            }
    finally:
        with connection.cursor() as cursor:
            for name in () if keep else names.values():
                cursor.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )
        connection.close()


@contextmanager
def sqlite(folder: str, sizes: list[int]) -> Iterator[dict[int, str]]:
    """Yield a database file for each size: in that folder, which keeps them, or in one that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-db-") as passing:
        kept = Path(folder or passing).resolve()
        kept.mkdir(parents=True, exist_ok=True)
        yield {size: f"sqlite:///{kept}/bench-{size}.sqlite3" for size in sizes}
