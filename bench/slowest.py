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
# One at a time: the last page of a list, a page number that is none, words that are a search engine's own, a year that
# none was.
HOSTILE = ("trang=999999", "trang=99999999999", f"q={quote(chr(39) + ' OR 1=1 -- * AND ( NEAR')}", "nam=-1")
BROKEN = 500


def measure(origin: str, size: int, in_portal: Callable[[str], str]) -> dict[str, Any]:
    """Return the slowest addresses of a portal that is served, and those that it failed at.

    Args:
        origin: where it is served, without its page cache.
        size: how many stories it has.
        in_portal: runs Python in that portal's settings, and returns what it printed.
    """
    printed = in_portal("import json; from bench import slowest; print(json.dumps(slowest.addresses()))")
    found = json.loads(printed.splitlines()[-1])
    asked = [
        *(address + query for address in found["each"] for query in ("", *(f"?{one}" for one in HOSTILE))),
        *found["deepest"],
    ]
    answers = {address: _asked(origin, address) for address in asked}
    order = sorted(answers, key=lambda address: answers[address][1], reverse=True)
    title = f"{len(asked)} public addresses, {size} stories"
    return {
        f"{title}: the slowest, in milliseconds": {one: answers[one][1] for one in order[:SLOWEST]},
        f"{title}: faults": [one for one in asked if answers[one][0] >= BROKEN],
    }


def addresses() -> dict[str, list[str]]:
    """Return what is asked for. Runs inside the portal's settings."""
    return {"each": one_of_each(), "deepest": deepest()}


def deepest() -> list[str]:
    """Return the last part of what programs read to its end: those name it by other parameters than lists do."""
    from django.conf import settings
    from django.urls import reverse

    from news.models import StoryPage
    from news.sharing.sitemaps import SECTIONS, Stories

    (section,) = (name for name, kind in SECTIONS.items() if kind is Stories)
    stories, most = StoryPage.objects.visible().count(), settings.WAGTAILAPI_LIMIT_MAX
    return [
        f"{reverse('sitemap', args=[section])}?p={max(1, -(-stories // Stories.limit))}",
        f"{reverse('api:trang:listing')}?limit={most}&offset={max(0, stories - most)}",
    ]


def one_of_each() -> list[str]:
    """Return one address of each kind that a stored thing has."""
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
