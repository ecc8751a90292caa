"""Proxies are emptied for each generation, and again until it has worked. (On a real nginx: tests/stack.)"""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cms.caching import generation, purging
from cms.caching.purging import AGAIN_AFTER, Purger


class Proxies:
    """Stands for two proxies that may fail: what they were asked, in order."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken: set[str] = set()

    def empty(self, address: str) -> str:
        self.asked.append(address)
        return "ConnectionRefusedError: refused" if address in self.broken else ""


@pytest.fixture
def proxies():
    return Proxies()


def test_each_generation_once_and_again_for_what_was_being_built(proxies):
    purger = Purger(["a"], proxies.empty)
    assert purger.run(7, now=100)
    assert purger.run(7, now=101)
    assert proxies.asked == ["a"]
    for seconds in AGAIN_AFTER:
        purger.run(7, now=100 + seconds)
        purger.run(7, now=100 + seconds + 0.5)
    assert proxies.asked == ["a"] * 3
    purger.run(8, now=300)
    assert proxies.asked == ["a"] * 4


def test_a_proxy_that_fails_is_tried_again_and_told_once(proxies, caplog):
    purger = Purger(["a", "b"], proxies.empty)
    proxies.broken = {"b"}
    assert not purger.run(7, now=1)
    assert not purger.run(7, now=2)
    assert proxies.asked == ["a", "b", "b"]
    proxies.broken = set()
    assert purger.run(7, now=3)
    assert proxies.asked == ["a", "b", "b", "b"]
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_a_repetition_that_fails_is_made_up_for(proxies):
    purger = Purger(["a"], proxies.empty)
    purger.run(7, now=0)
    proxies.broken = {"a"}
    assert not purger.run(7, now=AGAIN_AFTER[0])
    proxies.broken = set()
    assert purger.run(7, now=AGAIN_AFTER[0] + 1)
    assert proxies.asked == ["a"] * 3


@pytest.fixture
def proxy(settings):
    """A proxy on loopback: ``proxy.status`` is what it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_DELETE(self) -> None:
            server.asked.append(self.path)
            self.send_response(server.status)
            self.end_headers()
            server.came.set()

        def log_message(self, *args) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.status, server.came = [], 204, threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.PAGE_CACHE_PURGE_URLS = [f"http://127.0.0.1:{server.server_port}/pages/"]
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "trouble"), [(204, ""), (404, ""), (403, "answer 403"), (500, "answer 500")]
)
def test_what_counts_as_emptied(proxy, settings, status, trouble):
    proxy.status = status
    assert purging.empty(settings.PAGE_CACHE_PURGE_URLS[0]) == trouble


def test_nobody_listens():
    assert "Refused" in purging.empty("http://127.0.0.1:9/pages/")


@pytest.mark.django_db
def test_a_change_empties_after_its_commit(proxy, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        generation.advance()
        assert proxy.asked == []
    assert proxy.came.wait(5)
    assert proxy.asked == ["/pages/"]


@transaction.atomic
def _advance_and_fail() -> None:
    generation.advance()
    raise ZeroDivisionError


@pytest.mark.django_db
def test_what_was_rolled_back_empties_nothing(proxy, django_capture_on_commit_callbacks):
    with (
        pytest.raises(ZeroDivisionError),
        django_capture_on_commit_callbacks(execute=True),
    ):
        _advance_and_fail()
    assert not proxy.came.wait(0.2)
    assert proxy.asked == []


@pytest.mark.django_db
def test_the_command_says_whether_it_worked(proxy):
    call_command("purge_page_cache")
    proxy.status = 500
    with pytest.raises(CommandError):
        call_command("purge_page_cache")
