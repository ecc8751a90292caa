"""``python -m bench.lighthouse``: Lighthouse over the deployed portal with the demo, as a phone and as a desk.

Needs Node and Chromium (``make lighthouse`` installs Lighthouse). Runs against the whole stack on loopback. Lighthouse
computes the times of a slow phone on a slow network from what it saw; the other marks do not depend on the machine.
Exits 1 if a page is below an aim.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

import requests

from deploy.stack.portal import ROOT, Stack

LIGHTHOUSE = ROOT / "var" / "npm" / "node_modules" / ".bin" / "lighthouse"
BROWSER_FLAGS = "--headless=new --no-sandbox --disable-gpu --ignore-certificate-errors"
# Of 100.
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LAYOUT_SHIFT = 0.02
# Kept out of search engines on purpose: its results are other pages.
NOT_INDEXED = ("search",)
PROFILES = {"phone": [], "desk": ["--preset=desktop"]}
# Seconds for one page.
_PATIENCE = 180


def main() -> int:
    """Ask Lighthouse about every kind of page, print a table, and return the exit status."""
    with tempfile.TemporaryDirectory(prefix="portal-lighthouse-") as folder:
        stack = Stack(Path(folder))
        stack.start()
        try:
            stack.manage("load_demo")
            low = []
            for (name, path), (profile, flags) in product(addresses(stack).items(), PROFILES.items()):
                marks = marks_of(stack.address + path, flags)
                line = "  ".join(f"{what} {mark}" for what, mark in marks.items())
                print(f"{name}, {profile}".ljust(18), line, flush=True)
                faults = below({**marks, "seo": 100, "faults": []} if name in NOT_INDEXED else marks)
                low += [f"{name}, {profile}: {fault}" for fault in faults]
        finally:
            stack.stop()
    print("Below the aim:\n" + "\n".join(low) if low else "Every page reaches the aims.")
    return 1 if low else 0


def addresses(stack: Stack) -> dict[str, str]:
    """Return a path of each kind of page: home, the newest story, its list, a search, the albums."""
    feed = requests.get(stack.address + "/rss/", verify=stack.certificate, timeout=10)
    story = re.findall(r"<link>https?://[^/]+(/tin-tuc-su-kien/[^<]+/)</link>", feed.text)
    return {
        "home": "/",
        "story": story[0],
        "list": "/tin-tuc-su-kien/",
        "search": "/tim-kiem/?q=hoi+nghi",
        "albums": "/thu-vien-anh/",
    }


def marks_of(address: str, flags: list[str]) -> dict[str, Any]:
    """Return Lighthouse's marks of one page (0 to 100), its layout shift and its weight in KB.

    Raises:
        RuntimeError: Lighthouse could not load the page.
    """
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    done = subprocess.run(
        [
            str(LIGHTHOUSE), address, *flags, "--quiet", "--output=json",
            f"--only-categories={','.join(AIMS)}", f"--chrome-flags={BROWSER_FLAGS}",
        ],
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"Lighthouse and {address}: {done.stderr[-2000:]}")
    report = json.loads(done.stdout)
    audits = report["audits"]
    return {
        **{name: round(100 * category["score"]) for name, category in report["categories"].items()},
        "layout shift": round(audits["cumulative-layout-shift"]["numericValue"], 3),
        "largest paint, s": round(audits["largest-contentful-paint"]["numericValue"] / 1000, 1),
        "KB": round(audits["total-byte-weight"]["numericValue"] / 1024),
        "faults": [
            audits[reference["id"]]["title"]
            for name, category in report["categories"].items()
            if name != "performance"
            for reference in category["auditRefs"]
            if reference["weight"] and (audits[reference["id"]]["score"] or 0) < 1
            and audits[reference["id"]]["scoreDisplayMode"] == "binary"
        ],
    }  # fmt: skip


def below(marks: dict[str, Any]) -> list[str]:
    """Return what is below an aim, a line each."""
    lines = [f"{name} {marks[name]} < {aim}" for name, aim in AIMS.items() if marks[name] < aim]
    if marks["layout shift"] > LAYOUT_SHIFT:
        lines.append(f"layout shift {marks['layout shift']} > {LAYOUT_SHIFT}")
    return lines + marks["faults"]


if __name__ == "__main__":
    # Whoever ends this ends the stack, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
