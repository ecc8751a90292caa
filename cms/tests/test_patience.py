"""Nothing of the web waits for the database without end; whoever waited is told in Vietnamese and may try again."""

import ast
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.patience import bounded
from cms.workflow import service

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = {"statement_timeout": 55, "lock_timeout": 20, "idle_in_transaction_session_timeout": 60}
POSTGRES = {"ENGINE": "django.db.backends.postgresql"}
SAID = "-c statement_timeout=55000 -c lock_timeout=20000 -c idle_in_transaction_session_timeout=60000"


def test_postgresql_is_told_with_the_connection():
    options = bounded({**POSTGRES, "OPTIONS": {"connect_timeout": 5}}, SECONDS)
    assert options == {"connect_timeout": 5, "options": SAID}


def test_what_the_address_of_the_database_says_wins():
    options = bounded({**POSTGRES, "OPTIONS": {"options": "-c lock_timeout=1s"}}, SECONDS)
    assert options["options"] == f"{SAID} -c lock_timeout=1s"


def test_sqlite_has_its_own_patience():
    assert bounded({"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {"timeout": 20}}, SECONDS) == {
        "timeout": 20
    }


ASKED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.production"
{start}
from django.db import connection
print(connection.settings_dict["OPTIONS"].get("options", "none"))
"""


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("import cms.wsgi", SAID.replace("lock_timeout=20000", "lock_timeout=7000")),
        # migrate, backup, restore, the workers, the scheduler.
        ("import django; django.setup()", "none"),
    ],
)
def test_the_web_alone_is_in_a_hurry(start, said):
    environment = {
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "portal.example",
        "DATABASE_URL": "postgres://u:p@127.0.0.1:1/portal",
        "BASE_URL": "https://portal.example",
        "EMAIL_URL": "smtp+tls://u:p@mail.portal.example:587",
        "DEFAULT_FROM_EMAIL": "toasoan@portal.example",
        "REDIS_URL": "none",
        "AUDIT_LOG": "none",
        "WEB_LOCK_SECONDS": "7",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKED.format(start=start)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == said, done.stderr


def test_nothing_but_the_web_asks_for_it():
    """A command that imported it would be ended in the midst of a migration or a backup."""
    asking = [
        path.relative_to(ROOT).as_posix()
        for room in ("cms", "home", "news", "search", "deploy")
        for path in (ROOT / room).rglob("*.py")
        if "tests" not in path.parts
        and any(
            isinstance(node, ast.ImportFrom) and node.module in ("cms.patience", "cms.wsgi")
            for node in ast.walk(ast.parse(path.read_text()))
        )
    ]
    assert asking == ["cms/wsgi.py"]


@pytest.fixture
def in_a_hurry(transactional_db):
    """The suite's connection as a web process has it, but with less patience."""
    own = connection.settings_dict
    before = own.get("OPTIONS", {})

    def hurry(**seconds: float) -> None:
        connection.close()
        own["OPTIONS"] = bounded(own, seconds)
        if connection.vendor == "sqlite":
            own["OPTIONS"] = {**before, "timeout": min(seconds.values())}

    yield hurry
    connection.close()
    own["OPTIONS"] = before


class Held:
    """A row that another connection has locked: a process that hangs in the midst of its transaction."""

    def __init__(self, page) -> None:
        self._page, self._held, self._let_go = page, threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold, daemon=True)

    def _hold(self) -> None:
        try:
            # The database may have ended it meanwhile.
            with suppress(DatabaseError), transaction.atomic():
                Page.objects.select_for_update().get(pk=self._page.pk)
                self._held.set()
                self._let_go.wait(30)
        finally:
            connections.close_all()

    def __enter__(self) -> None:
        self._thread.start()
        assert self._held.wait(20)

    def __exit__(self, *_thrown: object) -> None:
        self._let_go.set()
        self._thread.join(20)


def test_who_waits_for_a_row_is_told_in_vietnamese_and_can_do_it_again(
    in_a_hurry, make_story, reporter, chief
):
    story = make_story(reporter, title="Bài có người khác đang giữ")
    service.submit(story, reporter)
    client = Client(raise_request_exception=False)
    client.force_login(chief)
    address = reverse("workflow:review", args=[story.pk])
    typed = {"act": "sign", "token": client.get(address).context["token"], "sign-text": "Tốt."}
    in_a_hurry(lock_timeout=0.5, statement_timeout=55)
    with Held(story):
        began = time.monotonic()
        answer = client.post(address, typed)
        assert time.monotonic() - began < 15
    assert answer.status_code == 500
    assert "Xin vui lòng thử lại sau ít phút." in answer.content.decode()
    assert not Page.objects.get(pk=story.pk).live
    # The browser's Back button, and the form once more.
    assert client.post(address, typed).status_code == 302
    assert Page.objects.get(pk=story.pk).live


ENDLESS = {
    "postgresql": "SELECT pg_sleep(30)",
    # Nothing ends it there: no other process reads the file so long.
    "sqlite": "SELECT 1",
}


def test_a_statement_without_end_is_ended(in_a_hurry):
    in_a_hurry(statement_timeout=0.5)
    began = time.monotonic()
    ended = False
    with connection.cursor() as cursor:
        try:
            cursor.execute(ENDLESS[connection.vendor])
        except OperationalError:
            ended = True
    assert ended is (connection.vendor == "postgresql")
    assert time.monotonic() - began < 15
    # The connection is as good as before.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_a_transaction_that_nobody_goes_on_with_holds_no_row(in_a_hurry, make_story, reporter):
    story = make_story(reporter)
    in_a_hurry(idle_in_transaction_session_timeout=0.5, lock_timeout=10)
    had = False
    with Held(story):
        try:
            with transaction.atomic():
                had = Page.objects.select_for_update().filter(pk=story.pk).exists()
        except OperationalError:
            pass
    # SQLite ends nobody's transaction: who waits is told.
    assert had is (connection.vendor == "postgresql")
