"""Who loads the portal: readers (wrk), reporters who save and submit, chiefs who sign."""

import random
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

from deploy.stack import servers
from deploy.stack.portal import Stack

_LUA = """
local paths = {{ {paths} }}
local number = 0
request = function()
  number = number % #paths + 1
  return wrk.format("GET", paths[number])
end
wrk.headers["Accept-Encoding"] = "gzip"
"""
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_SHOWN = re.compile(r'name="token"[^>]*value="([^"]+)"')
# Saves after which a reporter submits.
_SAVES = 4


def wrk(addresses: list[str], seconds: int, connections: int) -> tuple[float, list[str]]:
    """Ask for the addresses in turn, all of one host; returns the answers a second, and what went wrong."""
    origin = "/".join(addresses[0].split("/")[:3])
    paths = ", ".join(f'"{address.removeprefix(origin)}"' for address in addresses)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_LUA.format(paths=paths))
        script.flush()
        report = subprocess.run(
            [servers.program("wrk"), "-t2", f"-c{connections}", f"-d{seconds}s", "-s", script.name, origin],
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
    return float(rate[1]), wrong


class _Person(threading.Thread):
    """Somebody at a desk. Whatever goes wrong is in ``errors``, never thrown."""

    def __init__(
        self, stack: Stack, cookies: Mapping[str, str], waiting: list[int], ended: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self._origin, self._waiting, self._ended = stack.address, waiting, ended
        self._browser = requests.Session()
        self._browser.trust_env = False
        self._browser.verify = str(stack.certificate)
        self._browser.cookies.update(cookies)
        self._browser.headers.update({"Accept": "text/html", "Sec-Fetch-Dest": "document"})
        self.errors: list[str] = []

    def run(self) -> None:
        while not self._ended.wait(random.uniform(1, 3)):
            try:
                self.work()
            except (requests.RequestException, AssertionError) as error:
                self.errors.append(f"{type(self).__name__}: {error}"[:300])

    def work(self) -> None:
        raise NotImplementedError

    def ask(self, path: str, **options: Any) -> requests.Response:
        answer = self._browser.get(self._origin + path, timeout=60, **options)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer

    def post(self, path: str, data: Mapping[str, str], page: str) -> requests.Response:
        token = _TOKEN.search(page)
        assert token, f"{path}: the page has no form"
        posted = {**data, "csrfmiddlewaretoken": token[1]}
        return self._browser.post(
            self._origin + path,
            posted,
            headers={"Referer": self._origin + path},
            timeout=60,
            allow_redirects=False,
        )


class Reporter(_Person):
    """Opens the editor, saves a few times, submits once; afterwards looks after the own stories."""

    def __init__(
        self, stack: Stack, cookies: Mapping[str, str], page_id: int, form: Mapping[str, str], waiting: list[int],
        ended: threading.Event,
    ) -> None:  # fmt: skip
        super().__init__(stack, cookies, waiting, ended)
        self.page_id, self._form = page_id, dict(form)
        self.saved, self.saves, self.submissions = "", 0, 0
        self.took: list[float] = []

    def work(self) -> None:
        if self.submissions:
            self.ask("/quan-tri/bai-cua-toi/")
            return
        path = f"/quan-tri/pages/{self.page_id}/edit/"
        page = self.ask(path).text
        lead = f"Lời dẫn lần {self.saves + 1} của bài {self.page_id}."
        data = {**self._form, "title": f"Bài {self.page_id}", "slug": f"bai-{self.page_id}", "lead": lead}
        submitting = self.saves >= _SAVES
        if submitting:
            data["action-submit"] = "1"
        began = time.monotonic()
        answer = self.post(path, data, page)
        self.took.append(time.monotonic() - began)
        assert answer.status_code == 302, f"save: {answer.status_code} {_sentence(answer.text)}"
        self.saved, self.saves = lead, self.saves + 1
        if submitting:
            self.submissions += 1
            self._waiting.append(self.page_id)


class Chief(_Person):
    """Looks at the queue, reads what waits and signs it."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.signed = 0

    def work(self) -> None:
        self.ask("/quan-tri/duyet/")
        try:
            page_id = self._waiting.pop(0)
        except IndexError:
            return
        path = f"/quan-tri/duyet/{page_id}/"
        page = self.ask(path).text
        shown = _SHOWN.search(page)
        assert shown, f"{path}: nothing to sign: {_sentence(page)}"
        answer = self.post(path, {"act": "sign", "token": shown[1]}, page)
        assert answer.status_code == 302, f"sign: {answer.status_code} {_sentence(answer.text)}"
        self.signed += 1


def _sentence(page: str) -> str:
    """Return what a page says in its messages, for the report."""
    said = re.findall(r'class="[^"]*(?:error|messages|help-block)[^"]*"[^>]*>(.{0,400})', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>|\s+", " ", " ".join(said)).split())[:200]


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
