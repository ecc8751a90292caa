"""``python -m bench.load [--quick]``: readers at the limit while 20 reporters and 3 chiefs work.

Runs against the whole stack (``deploy/stack``): loopback only, bounded in time, ended by process id. Exits 1 if any
answer was an error, a saved draft is not what was saved, or memory grew. Figures are of this machine and whatever
else it did; quote the ratios.
"""

import argparse
import json
import re
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import requests

from bench.workload import Chief, Reporter, memory, wrk
from deploy.stack.portal import Stack
from tests.stack.desk import Newsroom

REPORTERS, CHIEFS, CONNECTIONS = 20, 3, 16
# Between two measurements of memory. What is below is caches filling and the allocator's own rounding.
GROWTH = 1.25


def main() -> int:
    """Measure, print a JSON object, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="60 stories, some seconds each: for CI.")
    options = parser.parse_args()
    stories, single, mixed = (60, 3, 20) if options.quick else (2_000, 10, 300)
    with tempfile.TemporaryDirectory(prefix="portal-load-") as folder:
        stack = Stack(Path(folder))
        stack.start()
        room = Newsroom(stack)
        try:
            stack.manage("make_filler", "--stories", str(stories), "--seed", "1")
            figures = measure(stack, room, single, mixed)
        finally:
            room.close()
            stack.stop()
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    failed = [name for name in ("errors", "lost drafts", "memory grew") if figures[name]]
    print("Failed: " + ", ".join(failed) if failed else "No error, no lost draft, memory flat.")
    return 1 if failed else 0


def measure(stack: Stack, room: Newsroom, single: int, mixed: int) -> dict[str, Any]:
    """Return the figures: each page alone for ``single`` seconds, then everybody for ``mixed`` seconds."""
    pages = addresses(stack)
    result: dict[str, Any] = {}
    same = stack.static / "measured.html"
    same.write_bytes(_get(stack, pages[0]).content)
    (stack.static / "measured.html.gz").write_bytes(_packed(same.read_bytes()))
    limit, _errors = wrk([stack.address + "/static/measured.html"], single, CONNECTIONS)
    kept, errors = wrk([stack.address + pages[0]], single, CONNECTIONS)
    built, more = wrk([stack.address + "/quan-tri/login/"], single, CONNECTIONS)
    result |= {
        "static file of the story's size, requests/s": round(limit),
        "story through nginx, requests/s": round(kept),
        "story / static file": round(kept / limit, 2),
        "a page that Django builds each time, requests/s": round(built),
    }
    errors += more
    people = room.staff(REPORTERS, CHIEFS)
    drafts = room.drafts_of([person["name"] for person in people["reporters"]])
    form, waiting, ended = room.form(), [], threading.Event()
    reporters = [
        Reporter(stack, person["cookies"], drafts[person["name"]], form, waiting, ended)
        for person in people["reporters"]
    ]
    chiefs = [Chief(stack, person["cookies"], waiting, ended) for person in people["chiefs"]]
    for person in (*reporters, *chiefs):
        person.start()
    wrk([stack.address + page for page in pages], max(single, mixed // 4), CONNECTIONS)  # warm
    before = memory(stack)
    read, more = wrk([stack.address + page for page in pages], mixed, CONNECTIONS)
    after = memory(stack)
    ended.set()
    for person in (*reporters, *chiefs):
        person.join(90)
    stored = room.leads([reporter.page_id for reporter in reporters])
    lost = [reporter.page_id for reporter in reporters if stored[str(reporter.page_id)] != reporter.saved]
    return result | {
        "mixed readers beside the newsroom, requests/s": round(read),
        "mixed readers / static file": round(read / limit, 2),
        "drafts saved": sum(reporter.saves for reporter in reporters),
        "stories submitted": sum(reporter.submissions for reporter in reporters),
        "stories signed": sum(chief.signed for chief in chiefs),
        "save, slowest of twenty, seconds (p95)": _percentile([t for r in reporters for t in r.took], 0.95),
        "memory, MB, before and after": {name: [before[name], after[name]] for name in before},
        "errors": errors + more + [error for person in (*reporters, *chiefs) for error in person.errors],
        "lost drafts": lost,
        "memory grew": [name for name in before if after[name] > GROWTH * before[name] + 16],
    }


def addresses(stack: Stack) -> list[str]:
    """Return what readers ask for: a story first, then home, lists, feed, sitemap, more stories."""
    home = _get(stack, "/tin-tuc-su-kien/").text
    stories = list(
        dict.fromkeys(re.findall(r'href="(?:https?://[^/"]+)?(/tin-tuc-su-kien/[a-z0-9-]+-\d+/)"', home))
    )
    if not stories:
        raise RuntimeError("The list links no story.")
    return [
        stories[0],
        "/",
        "/tin-tuc-su-kien/",
        "/tin-tuc-su-kien/?trang=2",
        "/rss/",
        "/sitemap.xml",
        *stories[1:12],
    ]


def _get(stack: Stack, path: str) -> requests.Response:
    answer = requests.get(stack.address + path, verify=str(stack.certificate), timeout=120)
    answer.raise_for_status()
    return answer


def _packed(content: bytes) -> bytes:
    import gzip

    return gzip.compress(content, 6)


def _percentile(values: list[float], part: float) -> float | None:
    return round(sorted(values)[int(part * (len(values) - 1))], 2) if values else None


if __name__ == "__main__":
    began = time.monotonic()
    status = main()
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(status)
