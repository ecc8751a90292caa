"""``python -m bench.load [--quick] [--seconds N]``: readers at the limit while 20 reporters and 3 chiefs work.

Runs against the whole stack (``deploy/stack``): loopback only, bounded in time, ended by process id. Exits 1 if any
answer was an error, a story is not what was saved, what is public is not what was signed, nobody submitted or signed,
or memory grew. Figures are of this machine and whatever else it did; quote the ratios.
"""

import argparse
import gzip
import json
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import requests

from bench.workload import Chief, Reporter, Scales, wrk
from deploy.stack.portal import Stack
from deploy.stack.processes import wait_until
from tests.stack.browser import Browser
from tests.stack.desk import Newsroom

REPORTERS, CHIEFS, CONNECTIONS = 20, 3, 16
# Of the last quarter to the first. What is below is caches filling and the allocator's own rounding.
GROWTH, ROUNDING = 1.25, 16
# Of the figures: each is empty if all is well.
FAULTS = ("errors", "lost", "public and not signed", "memory grew", "nobody")


@dataclass(frozen=True)
class Extent:
    """How much is measured: stories on the portal, saves of each story, seconds between two saves, and seconds.

    single: for each kind of page alone. alone: the newsroom without readers. warm: everybody, not counted.
    seconds: everybody, counted.
    """

    stories: int
    saves: int
    pace: float
    single: int
    alone: int
    warm: int
    seconds: int


# A reporter saves every half minute and submits every half hour; a chief looks in every half minute. QUICK is as fast
# as it gets. FULL is three times as fast, so that ten minutes of it are half an hour's work of twenty reporters.
QUICK = Extent(stories=60, saves=1, pace=2, single=2, alone=8, warm=6, seconds=20)
FULL = Extent(stories=2_000, saves=60, pace=10, single=10, alone=60, warm=120, seconds=1_800)


def main() -> int:
    """Measure, print a JSON object, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="60 stories, some seconds each: for CI.")
    parser.add_argument("--seconds", type=int, help="how long everybody is at work (1800; --quick: 20)")
    options = parser.parse_args()
    extent = QUICK if options.quick else FULL
    if options.seconds:
        extent = replace(extent, seconds=options.seconds)
    with tempfile.TemporaryDirectory(prefix="portal-load-") as folder:
        stack = Stack(Path(folder))
        stack.start()
        room = Newsroom(stack)
        try:
            stack.manage("make_filler", "--stories", str(extent.stories), "--seed", "1")
            figures = {"machine, load before": os.getloadavg()[0], **measure(stack, room, extent)}
        finally:
            room.close()
            stack.stop()
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    failed = [name for name in FAULTS if figures[name]]
    print("Failed: " + ", ".join(failed) if failed else "No error, nothing lost, memory flat.")
    return 1 if failed else 0


def measure(stack: Stack, room: Newsroom, extent: Extent) -> dict[str, Any]:
    """Return the figures: each page alone, then the newsroom alone, then everybody."""
    pages = addresses(stack)
    same = stack.static / _name_of_a_file(pages[0])
    same.write_bytes(_get(stack, pages[0]).content)
    same.with_name(f"{same.name}.gz").write_bytes(gzip.compress(same.read_bytes(), 6))
    limit, kept, built = (
        wrk([stack.address + path], extent.single, CONNECTIONS)
        for path in (f"/static/{same.name}", pages[0], "/quan-tri/login/")
    )
    reporters, chiefs, ended = newsroom_of(stack, room, extent)
    began = time.monotonic()
    for person in (*reporters, *chiefs):
        person.start()
    ended.wait(extent.alone)
    everything, busy = [stack.address + page for page in pages], time.monotonic()
    warm = wrk(everything, extent.warm, CONNECTIONS)
    counted = time.monotonic()
    scales = Scales(stack, every=1 if extent.seconds < 120 else 5)
    scales.start()
    read = wrk(everything, extent.seconds, CONNECTIONS)
    memory = scales.end()
    # A machine that is slow may need longer until the first has written, submitted, read and signed.
    wait_until(lambda: any(chief.signed for chief in chiefs), 60)
    ended.set()
    for person in (*reporters, *chiefs):
        person.join(150)
    signed = [page_id for chief in chiefs for page_id in chief.signed]
    took = [save for reporter in reporters for save in reporter.took]
    done = {
        "stories begun": sum(len(reporter.leads) for reporter in reporters),
        "drafts saved": len(took),
        "stories submitted": sum(reporter.submissions for reporter in reporters),
        "stories signed and public": len(signed),
    }
    errors = [*limit.errors, *kept.errors, *built.errors, *warm.errors, *read.errors]
    return {
        "static file of the story's size, requests/s": round(limit.rate),
        "story through nginx, requests/s": round(kept.rate),
        "story / static file": round(kept.rate / limit.rate, 2),
        "a page that Django builds each time, requests/s": round(built.rate),
        "mixed readers beside the newsroom, requests/s": round(read.rate),
        "mixed readers / static file": round(read.rate / limit.rate, 2),
        "mixed readers, answered by": read.latency,
        **done,
        "publications a minute": round(60 * len(signed) / (time.monotonic() - began), 1),
        "a save without readers, seconds (half, p95)": _half_and_p95(took, 0, busy),
        "a save beside readers, seconds (half, p95)": _half_and_p95(took, counted, float("inf")),
        "memory, MB, first and last quarter": memory,
        "errors": times(errors + [error for person in (*reporters, *chiefs) for error in person.errors]),
        "lost": lost(room, reporters),
        "public and not signed": room.not_as_signed(signed),
        "memory grew": [name for name, (first, last) in memory.items() if last > GROWTH * first + ROUNDING],
        "nobody": [name for name, number in done.items() if not number]
        + [str(person) for person in (*reporters, *chiefs) if person.is_alive()],
    }


def newsroom_of(
    stack: Stack, room: Newsroom, extent: Extent
) -> tuple[list[Reporter], list[Chief], threading.Event]:
    """Return the people, not yet at work, and the event that sends them home."""
    people, form, index = room.staff(REPORTERS, CHIEFS), room.form(), room.index()
    waiting: list[int] = []
    ended = threading.Event()
    shared = (waiting, ended, extent.pace)
    writing = {"form": form, "index": index, "saves": extent.saves}
    reporters = [
        Reporter(Browser(stack, person["cookies"]), *shared, name=person["name"], **writing)
        for person in people["reporters"]
    ]
    chiefs = [Chief(Browser(stack, person["cookies"]), *shared) for person in people["chiefs"]]
    return reporters, chiefs, ended


def times(errors: list[str]) -> dict[str, int]:
    """Return how often each error came."""
    return dict(Counter(errors))


def lost(room: Newsroom, reporters: list[Reporter]) -> list[int]:
    """Return the numbers of the stories whose latest version is not what their reporter saved last."""
    saved = {page_id: lead for reporter in reporters for page_id, lead in reporter.leads.items()}
    stored = room.leads(list(saved))
    return [page_id for page_id, lead in saved.items() if stored.get(str(page_id)) != lead]


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


def _name_of_a_file(page: str) -> str:
    """Return a name with which a static file's address is as long as the page's: nginx reads and logs each letter."""
    return ".html".rjust(len(page) - len("/static/"), "m")


def _get(stack: Stack, path: str) -> requests.Response:
    answer = requests.get(stack.address + path, verify=str(stack.certificate), timeout=120)
    answer.raise_for_status()
    return answer


def _half_and_p95(saves: list[tuple[float, float]], since: float, until: float) -> list[float]:
    """Return what half of the saves posted in that time took at the most, and 95 of a hundred, in seconds."""
    seconds = sorted(took for posted, took in saves if since <= posted < until)
    return [round(seconds[int(part * (len(seconds) - 1))], 2) for part in (0.5, 0.95)] if seconds else []


if __name__ == "__main__":
    began = time.monotonic()
    status = main()
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(status)
