"""Emptying the page caches of the proxies in front (nginx) when the public site has changed.

While the portal answers, a proxy asks again after two seconds, and nothing here is needed. But a proxy shows what
it keeps while the portal is *down* – and must then not show what was taken down before. So each change of the
generation empties every proxy named in ``PAGE_CACHE_PURGE_URLS``: by the process that made it, at once and without
waiting; and by ``manage.py purge_page_cache --every 1``, which goes by the number in the database and so also makes
up for whatever failed.
"""

import http.client
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)

# How long a proxy may take to answer, in seconds.
_TIMEOUT = 2
# A page that was being built when the change came may be kept after the purge: so it is emptied again.
AGAIN_AFTER = (
    5.0,
    65.0,
)  # seconds; the second is longer than nginx waits for the portal (proxy_read_timeout)
# An empty cache has no folder.
_DONE = (200, 204, 404)


def empty(address: str) -> str:
    """Empty one proxy's page cache.

    Args:
        address: ``http://127.0.0.1:8090/pages/``, of nginx as in ``deploy/nginx/portal.conf.template``.

    Returns:
        "" if it is empty now, else what went wrong.
    """
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=_TIMEOUT)
    try:
        connection.request("DELETE", parts.path, headers={"Depth": "infinity"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()
    return "" if status in _DONE else f"answer {status}"


def empty_soon() -> None:
    """Empty all proxies from a thread of its own: whoever publishes does not wait for them."""
    if settings.PAGE_CACHE_PURGE_URLS:
        threading.Thread(target=_empty_all, daemon=True).start()


def _empty_all() -> None:
    for address in settings.PAGE_CACHE_PURGE_URLS:
        empty(address)  # what fails is made up for, and told, by the command


@dataclass
class Proxy:
    """One proxy, the generation that it was emptied for, and when it is to be emptied again."""

    address: str
    emptied_for: int | None = None
    again_at: list[float] = field(default_factory=list)
    fails: bool = False


class Purger:
    """Keeps proxies as empty as the generation asks; remembers for each what is done and what is not."""

    def __init__(self, addresses: Sequence[str], empty: Callable[[str], str] = empty) -> None:
        self.proxies = [Proxy(address) for address in addresses]
        self._empty = empty

    def run(self, number: int, now: float) -> bool:
        """Empty whatever was not emptied for this generation.

        Args:
            number: the generation that the database names.
            now: seconds of a clock that is never set back.

        Returns:
            Whether nothing is left to be retried.
        """
        for proxy in self.proxies:
            changed = proxy.emptied_for != number
            if changed or (proxy.again_at and proxy.again_at[0] <= now):
                self._try(proxy, number, now, changed)
        return not any(proxy.fails for proxy in self.proxies)

    def _try(self, proxy: Proxy, number: int, now: float, changed: bool) -> None:
        trouble = self._empty(proxy.address)
        if trouble:
            if not proxy.fails:
                logger.error("The page cache %s cannot be emptied, tried again: %s", proxy.address, trouble)
            proxy.fails = True
            return
        if proxy.fails:
            logger.warning("The page cache %s is emptied after all", proxy.address)
        proxy.fails = False
        proxy.emptied_for = number
        if changed:
            proxy.again_at = [now + seconds for seconds in AGAIN_AFTER]
        else:
            proxy.again_at = [at for at in proxy.again_at if at > now]
