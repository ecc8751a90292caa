"""A container's healthcheck: ``python deploy/healthy.py PART …`` asks an application how these parts fare.

For processes that nobody can ask themselves: the scheduler, the purger, and the workers by the queues that they empty.
Exit status 0 if all of them are well (docs/monitoring.md); a part that the applications do not tell of is not in use.
"""

import json
import sys
from collections.abc import Sequence
from urllib.request import urlopen

APPLICATIONS = ("http://web1:8000/healthz", "http://web2:8000/healthz")


def wrong(parts: Sequence[str], addresses: Sequence[str] = APPLICATIONS) -> str:
    """Return what is wrong with the parts, as the first application that answers tells; "" if nothing is."""
    for address in addresses:
        try:
            with urlopen(address, timeout=4) as answer:
                told = json.load(answer)
        except (OSError, ValueError):
            continue
        states = {part: told[part]["state"] for part in parts if part in told}
        return ", ".join(f"{part}: {state}" for part, state in states.items() if state != "ok")
    return "no application answers"


if __name__ == "__main__":
    sys.exit(wrong(sys.argv[1:]) or None)
