"""Which public addresses are slowest: each kind once, plain and with hostile parameters (tests/public_surface.py).

The aim is under 300 ms and never a fault of the portal's own, however many stories there are. On a machine that
does something else besides, only the order says something; so this prints and fails nothing.
"""

import json
import time
from collections.abc import Callable
from http.client import HTTPConnection
from statistics import median
from typing import Any
from urllib.parse import quote, urlsplit

SLOWEST = 5
# More than twice the workers: what each of them does only once is no median.
ROUNDS = 5
# One at a time: a page number far behind the last, words that are a search engine's own, a year that none was.
HOSTILE = ("trang=99999999999", f"q={quote(chr(39) + ' OR 1=1 -- * AND ( NEAR')}", "nam=-1")
BROKEN = 500


def measure(origin: str, size: int, in_portal: Callable[[str], str]) -> dict[str, Any]:
    """Return the slowest addresses of a portal that is served, and those that it failed at.

    Args:
        origin: where it is served, without its page cache.
        size: how many stories it has.
        in_portal: runs Python in that portal's settings, and returns what it printed.
    """
    printed = in_portal("import json; from bench import slowest; print(json.dumps(slowest.one_of_each()))")
    asked = [
        address + query
        for address in json.loads(printed.splitlines()[-1])
        for query in ("", *(f"?{one}" for one in HOSTILE))
    ]
    answers = {address: _asked(origin, address) for address in asked}
    order = sorted(answers, key=lambda address: answers[address][1], reverse=True)
    title = f"{len(asked)} public addresses, {size} stories"
    return {
        f"{title}: the slowest, in milliseconds": {one: answers[one][1] for one in order[:SLOWEST]},
        f"{title}: faults": [one for one in asked if answers[one][0] >= BROKEN],
    }


def one_of_each() -> list[str]:
    """Return one address of each kind that a stored thing has. Runs inside the portal's settings."""
    from django.urls import reverse
    from wagtail.models import Page

    from tests import public_surface as surface

    found = []
    for (name, _pattern), values in surface.PARTS.items():
        found += [reverse(name, args=parts) for parts in values()[:1]]
    models: set[Any] = surface.page_types()
    for model in models:
        page: Page | None = model.objects.live().order_by("-pk").first()
        if page is not None:
            found.append(page.get_url_parts()[2])
    return list(dict.fromkeys(found))


def _asked(origin: str, address: str) -> tuple[int, int]:
    """Return the worst status, and the median of the rounds in milliseconds."""
    took, statuses = [], []
    for _round in range(ROUNDS):
        connection = HTTPConnection(urlsplit(origin).netloc, timeout=120)
        began = time.monotonic()
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        took.append(time.monotonic() - began)
        statuses.append(answer.status)
        connection.close()
    return max(statuses), round(1000 * median(took))
