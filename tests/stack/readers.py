"""A reader who goes on reading while something is broken."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle

import requests


@contextmanager
def reading(get: Callable[[str], requests.Response], *paths: str) -> Iterator[list[int]]:
    """Read those pages in turn, none of which a cache has, for as long as it lasts.

    Yields:
        The statuses other than 200; 0 for no answer. The list is whole when the block has ended.
    """
    wrong: list[int] = []
    ended = threading.Event()

    def read() -> None:
        for number, path in enumerate(cycle(paths)):
            # nginx lets a reader have ten such pages a second (deploy/nginx/portal.conf.template).
            if ended.wait(0.12):
                return
            try:
                status = get(f"{path}?x={number}").status_code
            except requests.RequestException:
                status = 0
            if status != 200:
                wrong.append(status)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield wrong
    finally:
        ended.set()
        reader.join()
