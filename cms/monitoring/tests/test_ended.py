"""What processes counted that have ended: kept in one file of each kind, however many there were."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from prometheus_client.mmap_dict import MmapedDict, mmap_key

from cms.monitoring import ended, metrics
from deploy.stack.processes import free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent.parent
# No machine has a process of such a number.
DEAD = 5_000_000
HELP = "Time to answer"


def count(folder: Path, pid: int, requests: int) -> None:
    """Write what a process of that number counted."""
    files = {
        "counter": [("portal_page_cache", "portal_page_cache_total", ["answer"], ["hit"], requests)],
        "histogram": [
            ("portal_request_seconds", "portal_request_seconds_sum", ["view"], ["rss"], requests / 10),
            ("portal_request_seconds", "portal_request_seconds_bucket", ["view", "le"], ["rss", "0.5"], 1),
            (
                "portal_request_seconds",
                "portal_request_seconds_bucket",
                ["view", "le"],
                ["rss", "+Inf"],
                requests - 1,
            ),
        ],
    }
    for kind, samples in files.items():
        written = MmapedDict(str(folder / f"{kind}_{pid}.db"))
        for metric, name, labels, values, number in samples:
            written.write_value(mmap_key(metric, name, labels, values, HELP), number, 0)
        written.close()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = tmp_path / "metrics"
    made.mkdir()
    monkeypatch.setenv(metrics.FOLDER, str(made))
    return made


def told() -> list[str]:
    """What Prometheus is told of requests."""
    lines = generate_latest(metrics.registry()).decode().splitlines()
    return sorted(line for line in lines if line.startswith(("portal_page_cache", "portal_request_seconds")))


@pytest.mark.django_db
def test_of_many_that_ended_one_file_of_each_kind_is_left_and_no_count_is_lost(folder):
    for number in range(40):
        count(folder, DEAD + number, 10)
    count(folder, os.getpid(), 7)
    before = told()
    assert 'portal_page_cache_total{answer="hit"} 407.0' in before
    assert 'portal_request_seconds_count{view="rss"} 407.0' in before
    ended.gather(folder)
    own = {f"{kind}_{os.getpid()}.db" for kind in ("counter", "histogram")}
    assert {path.name for path in folder.iterdir()} == {"counter_ended.db", "histogram_ended.db"} | own
    assert told() == before
    # Those that end later are added.
    count(folder, DEAD, 3)
    ended.gather(folder)
    ended.gather(folder)
    assert len(list(folder.iterdir())) == 4
    assert 'portal_page_cache_total{answer="hit"} 410.0' in told()


def test_a_damaged_file_is_dropped_and_stops_nothing(folder):
    count(folder, DEAD, 10)
    (folder / f"counter_{DEAD + 1}.db").write_bytes(b"")
    (folder / f"histogram_{DEAD + 2}.db").write_bytes(b"\xff\xff\x00\x00" + b"\x01" * 40)
    ended.gather(folder)
    assert {path.name for path in folder.iterdir()} == {"counter_ended.db", "histogram_ended.db"}


def test_while_prometheus_asks_nothing_is_added_up(folder):
    """Else it would see a count twice, or a smaller one than before."""
    count(folder, DEAD, 10)
    with ended.undisturbed(folder):
        ended.gather(folder)
        assert (folder / f"counter_{DEAD}.db").exists()
    ended.gather(folder)
    assert not (folder / f"counter_{DEAD}.db").exists()


def test_without_a_folder_nothing_is_done(tmp_path):
    ended.gather("")
    ended.gather(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


COUNTS = """
from prometheus_client import Counter
pages = Counter("portal_page_cache_total", "Pages", ["answer"])

def application(environ, start_response):
    pages.labels("hit").inc()
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]
"""


def test_gunicorn_adds_up_what_its_workers_leave(folder, tmp_path):
    """A home that nobody can write to, as the service has it: nothing is said of it."""
    (tmp_path / "counts.py").write_text(COUNTS)
    count(folder, DEAD, 10)
    port = free_port()
    log = tmp_path / "log"
    command = ["gunicorn", "-c", "deploy/gunicorn.conf.py", "--pythonpath", str(tmp_path), "counts"]
    environment = {"PATH": os.environ["PATH"], "HOME": "/proc/nowhere", metrics.FOLDER: str(folder)}
    environment |= {"GUNICORN_BIND": f"127.0.0.1:{port}", "GUNICORN_WORKERS": "1", "GUNICORN_THREADS": "1"}
    with log.open("w") as written:
        master = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=written, stderr=written
        )

    def ask() -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read()
        except OSError:
            return False
        return True

    def workers() -> set[str]:
        return {path.name for path in folder.glob("counter_*.db")} - {"counter_ended.db"}

    try:
        assert wait_until(ask, 20), log.read_text()
        assert (folder / "counter_ended.db").exists(), "what was left by the last start"
        (first,) = workers()
        master.send_signal(signal.SIGHUP)
        assert wait_until(lambda: first not in workers(), 20), log.read_text()
        assert ask()
    finally:
        master.terminate()
        master.wait(20)
    ended.gather(folder)
    values = MmapedDict.read_all_values_from_file(str(folder / "counter_ended.db"))
    assert sum(value for _key, value, _timestamp, _place in values) == 10 + 2
    assert "ERROR" not in log.read_text()
