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
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
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


def measure(database: str, stories: list[int], seconds: int) -> list[dict[str, Any]]:
    """Return a row of figures for each size of portal, smallest first.

    Args:
        database: the address of an empty database of one's own (``sqlite:///…``, ``postgres://…``).
        stories: how many stories the portal holds at each measurement.
        seconds: how long each page is asked for.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environment = _environment(database, Path(folder))
        for command in (["migrate", "-v", "0"], ["setup_portal"]):
            _manage(environment, *command)
        rows, there = [], 0
        for size in stories:
            _manage(environment, "make_filler", "--stories", str(size - there), "--seed", str(size))
            there = size
            rows.append({"stories": size, **_rates(environment, Path(folder), seconds)})
        return rows


def _rates(environment: dict[str, str], folder: Path, seconds: int) -> dict[str, Any]:
    with _gunicorn({**environment, "PAGE_CACHE_SECONDS": "0"}) as origin:
        pages = _addresses(origin)
        empty = _rate(f"{origin}/bench/empty/", seconds)
        uncached = {name: _rate(origin + path, seconds) for name, path in pages.items()}
        searching = _percentiles([f"{origin}/tim-kiem/?q={quote(words)}" for words in QUERIES], seconds)
        page = urllib.request.urlopen(origin + pages["story"], timeout=30).read()
    with _gunicorn({**environment, "PAGE_CACHE_SECONDS": "60"}) as origin:
        cached = {name: _rate(origin + path, seconds) for name, path in pages.items()}
    result: dict[str, Any] = {"empty view, requests a second": round(empty)}
    for name in pages:
        result[f"{name}: uncached / empty view"] = round(uncached[name] / empty, 3)
        result[f"{name}: cached / empty view"] = round(cached[name] / empty, 3)
    with _nginx(folder, page) as static:
        if static:
            result["story: cached / nginx static"] = round(cached["story"] / _rate(static, seconds), 3)
    result["search, p95 in milliseconds, one reader"] = searching
    return result


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


def _rate(address: str, seconds: int) -> float:
    """Return the answers a second to ``CONNECTIONS`` readers at once."""
    urllib.request.urlopen(address, timeout=120).read()
    wrk = shutil.which("wrk")
    if wrk is None:
        raise RuntimeError("wrk is missing: apt-get install wrk")
    report = subprocess.run(
        [wrk, "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", address], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in report:
        raise RuntimeError(f"{address} failed under load:\n{report}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1])  # type: ignore[index]


def _percentiles(addresses: list[str], seconds: int) -> int:
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


def _manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def fresh_postgres(address: str) -> Iterator[str]:
    """Make a database of the bench's own on that server, and drop it afterwards."""
    import psycopg2
    from psycopg2 import sql

    name = f"bench_{os.getpid()}"
    connection = psycopg2.connect(address.replace("postgres://", "postgresql://", 1))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    finally:
        connection.close()
