"""A Redis that hangs: it takes the connection and says nothing, as behind a network that drops packets."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.conf import settings
from redis.exceptions import ConnectionError as Gone
from redis.exceptions import TimeoutError as Hangs

from cms.caching import backends
from cms.caching.backends import ForgivingRedisCache, StrictRedisCache

PATIENCE = 0.2
OPTIONS = {"OPTIONS": {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}}
ASKED: dict[str, Callable] = {
    "get": lambda cache: cache.get("a"),
    "get_many": lambda cache: cache.get_many(["a"]),
    "add": lambda cache: cache.add("a", 1),
    "set": lambda cache: cache.set("a", 1),
    "set_many": lambda cache: cache.set_many({"a": 1}),
    "touch": lambda cache: cache.touch("a"),
    "incr": lambda cache: cache.incr("a"),
    "decr": lambda cache: cache.decr("a"),
    "delete": lambda cache: cache.delete("a"),
    "delete_many": lambda cache: cache.delete_many(["a"]),
    "has_key": lambda cache: cache.has_key("a"),
    "get_or_set": lambda cache: cache.get_or_set("a", 1),
}


@pytest.fixture
def silent(monkeypatch) -> Iterator[socket.socket]:
    monkeypatch.setattr(backends, "_left_alone_until", {})
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def address_of(server: socket.socket) -> str:
    return f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def times_asked(server: socket.socket) -> int:
    asked = 0
    server.settimeout(0.1)
    with suppress(TimeoutError):
        while True:
            server.accept()[0].close()
            asked += 1
    return asked


def test_who_counts_by_it_is_told_and_told_at_once_from_then_on(silent):
    cache = StrictRedisCache(address_of(silent), OPTIONS)
    with pytest.raises(Hangs):
        cache.add("a", 1)
    began = time.monotonic()
    for ask in ASKED.values():
        with pytest.raises(Hangs):
            ask(cache)
    assert time.monotonic() - began < PATIENCE
    assert times_asked(silent) == 1


@pytest.mark.parametrize("name", ASKED)
def test_whatever_is_asked_finds_out_that_it_hangs(silent, name):
    with pytest.raises(Hangs):
        ASKED[name](StrictRedisCache(address_of(silent), OPTIONS))
    assert list(backends._left_alone_until) == [(address_of(silent),)]


def test_what_one_cache_found_out_the_other_need_not(silent):
    assert ForgivingRedisCache(address_of(silent), OPTIONS).get("a", "otherwise") == "otherwise"
    with pytest.raises(Hangs):
        StrictRedisCache(address_of(silent), OPTIONS).add("a", 1)
    assert times_asked(silent) == 1


def test_it_is_asked_again_after_a_while(silent, monkeypatch):
    cache = StrictRedisCache(address_of(silent), OPTIONS)
    monkeypatch.setattr(backends, "_LEFT_ALONE", 0.0)
    for _time in range(2):
        with pytest.raises(Hangs):
            cache.get("a")
    assert times_asked(silent) == 2


def test_one_that_is_gone_says_so_at_once_and_is_asked_each_time(monkeypatch):
    monkeypatch.setattr(backends, "_left_alone_until", {})
    cache = StrictRedisCache("redis://127.0.0.1:1/0", OPTIONS)
    for _time in range(2):
        with pytest.raises(Gone):
            cache.incr("a")
    assert backends._left_alone_until == {}


def test_the_readers_cache_is_the_strict_one():
    source = (settings.BASE_DIR / "cms" / "settings" / "base.py").read_text()
    assert source.count("cms.caching.backends.StrictRedisCache") == 1
    assert "django.core.cache.backends.redis" not in source
