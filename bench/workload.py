"""Who loads the portal: readers (wrk), reporters who save and submit, chiefs who sign."""

import random
import re
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from deploy.stack import servers
from deploy.stack.portal import Stack
from tests.stack.browser import Browser, editor, review, sentence

_LUA = """
local paths = {{ {paths} }}
local number = 0
request = function()
  number = number % #paths + 1
  return wrk.format("GET", paths[number])
end
wrk.headers["Accept-Encoding"] = "gzip"
"""
_ADD = "/quan-tri/pages/add/news/newsarticlepage/"
# A reader who waits longer than this counts as an error, in seconds.
READER_WAITS = 10


@dataclass(frozen=True)
class Readers:
    """What wrk measured: answers a second, what went wrong, and by when so many of a hundred were answered."""

    rate: float
    errors: list[str]
    latency: dict[str, str]


def wrk(addresses: list[str], seconds: int, connections: int) -> Readers:
    """Ask for the addresses in turn, all of one host, each connection as fast as it is answered."""
    origin = "/".join(addresses[0].split("/")[:3])
    paths = ", ".join(f'"{address.removeprefix(origin)}"' for address in addresses)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_LUA.format(paths=paths))
        script.flush()
        report = subprocess.run(
            [servers.program("wrk"), "-t2", f"-c{connections}", f"-d{seconds}s", "--latency",
             f"--timeout={READER_WAITS}s", "-s", script.name, origin],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    wrong = re.findall(r"(?:Non-2xx or 3xx responses: .*|Socket errors: .*)", report)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", report)
    assert rate, report
    # A connection that nginx had just closed is no error of the portal's: wrk counts it as "read" and goes on.
    wrong = [
        line
        for line in wrong
        if not re.fullmatch(r"Socket errors: connect 0, read \d+, write 0, timeout 0", line)
    ]
    longest = re.search(r"Latency\s+\S+\s+\S+\s+(\S+)", report)
    latency = dict(re.findall(r"^\s+(50|90|99)%\s+(\S+)", report, re.MULTILINE))
    return Readers(float(rate[1]), wrong, {**latency, "longest": longest[1] if longest else "?"})


class _Person(threading.Thread):
    """Somebody at a desk. Whatever goes wrong is in ``errors``, never thrown.

    Args:
        browser: with that person's session.
        waiting: numbers of stories that are submitted and that no chief has taken yet; shared by all.
        ended: set when everybody goes home.
        pace: seconds between two pieces of work, on average; between half and one and a half of it.
    """

    def __init__(self, browser: Browser, waiting: list[int], ended: threading.Event, pace: float) -> None:
        super().__init__(daemon=True)
        self._browser, self._waiting, self._ended, self._pace = browser, waiting, ended, pace
        self.errors: list[str] = []

    def run(self) -> None:
        while not self._ended.wait(random.uniform(0.5, 1.5) * self._pace):
            try:
                self.work()
            except (requests.RequestException, AssertionError) as error:
                self.errors.append(f"{type(self).__name__}: {error}"[:300])

    def work(self) -> None:
        raise NotImplementedError


class Reporter(_Person):
    """Begins a story in the editor, saves it a few times, submits it, and begins the next.

    Args:
        form: what the editor posts for an article.
        name: stands in the titles, so that no two reporters write the same.
        index: the page under which stories are written.
        saves: after so many saves a story is submitted. Fewer of the first one: not everybody begins at once.
    """

    def __init__(self, *args: Any, form: Mapping[str, str], name: str, index: int, saves: int) -> None:
        super().__init__(*args)
        self._form, self._name, self._index, self._saves = dict(form), name, index, saves
        self._page_id, self._times = 0, 0
        self._wanted = random.randint(1, saves)
        # What each story's lead must be: as the portal last said that it had saved it.
        self.leads: dict[int, str] = {}
        # When each save was posted, and the seconds that it took.
        self.took: list[tuple[float, float]] = []
        self.submissions = 0

    def work(self) -> None:
        path = editor(self._page_id) if self._page_id else f"{_ADD}{self._index}/"
        page = self._browser.ask(path)
        number = len(self.leads) + (not self._page_id)
        lead = f"Lời dẫn lần {self._times + 1} của bài {number}, {self._name}."
        data = {
            **self._form,
            "title": f"Bài {number} của {self._name}",
            "slug": f"bai-{number}-{self._name}",
            "lead": lead,
        }
        submitting = self._times >= self._wanted
        if submitting:
            data["action-submit"] = "1"
        began = time.monotonic()
        answer = self._browser.post(path, data, page)
        self.took.append((began, time.monotonic() - began))
        assert answer.status_code == 302, f"save: {answer.status_code} {sentence(answer.text)}"
        if not self._page_id:
            made = re.search(r"/pages/(\d+)/edit/", answer.headers["Location"])
            assert made, f"a new story leads to {answer.headers['Location']}"
            self._page_id = int(made[1])
        self.leads[self._page_id], self._times = lead, self._times + 1
        if submitting:
            self.submissions += 1
            self._waiting.append(self._page_id)
            self._page_id, self._times, self._wanted = 0, 0, self._saves
            self._browser.ask("/quan-tri/bai-cua-toi/")


class Chief(_Person):
    """Looks at the queue, reads what waits and signs it."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.signed: list[int] = []

    def work(self) -> None:
        self._browser.ask("/quan-tri/duyet/")
        try:
            page_id = self._waiting.pop(0)
        except IndexError:
            return
        answer = self._browser.sign(page_id, self._browser.ask(review(page_id)))
        assert answer.status_code == 302, f"sign: {answer.status_code} {sentence(answer.text)}"
        self.signed.append(page_id)


class Scales(threading.Thread):
    """Weighs the portal's processes every ``every`` seconds until it is told to end."""

    def __init__(self, stack: Stack, every: float) -> None:
        super().__init__(daemon=True)
        self._stack, self._every, self._ended = stack, every, threading.Event()
        self.weighed: list[dict[str, int]] = []

    def run(self) -> None:
        while not self._ended.wait(self._every):
            self.weighed.append(memory(self._stack))

    def end(self) -> dict[str, list[int]]:
        """Return for each process the middle of the first and of the last quarter of what was weighed, in MB."""
        self._ended.set()
        self.join()
        part = max(1, len(self.weighed) // 4)
        return {
            name: [
                round(statistics.median(one[name] for one in some))
                for some in (self.weighed[:part], self.weighed[-part:])
            ]
            for name in self.weighed[0]
        }


def memory(stack: Stack) -> dict[str, int]:
    """Return the memory of each of the portal's services and its children, in MB (proportional share)."""
    result = {}
    for name, service in stack.services.items():
        if name not in ("postgres", "redis"):
            pids = [service.pid, *_children(service.pid)]
            result[name] = round(sum(_share(pid) for pid in pids) / 1024)
    return result


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    direct = [int(child) for path in tasks.glob("*/children") for child in path.read_text().split()]
    return direct + [further for child in direct for further in _children(child)]


def _share(pid: int) -> int:
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0
