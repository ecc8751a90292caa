"""What the fault tests break from inside the newsroom (newsroom.py): processes in the middle of a decision, tables."""

import os
import signal
import sys
import threading
import time
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms.workflow import rounds, service
from cms.workflow.models import Approval, MailJob
from news.models import StoryPage
from search.models import SearchEntry

from .newsroom import _user, sign

_held: list[Any] = []


def retry_mails_now() -> None:
    """Let what waits for its next attempt be tried at once, as if the time were over."""
    MailJob.objects.filter(sent_at=None).update(next_attempt_at=timezone.now())


def mail_states() -> list[tuple[str, ...]]:
    return [
        tuple(map(str, row))
        for row in MailJob.objects.values_list("status", "trouble", "notice", "last_error")
    ]


def publications(page_id: int) -> int:
    """Return how often a page was made public, by Wagtail's log."""
    return PageLogEntry.objects.filter(
        page_id=page_id, action__in=["wagtail.publish", "wagtail.publish.scheduled"]
    ).count()


def slowness() -> float:
    """Return the seconds that this machine takes for a plain query twenty times over: a measure of its load."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        for _time in range(20):
            cursor.execute("SELECT 1")
    return 10 * (time.monotonic() - began)


def sign_while(page_id: int, kill: list[int]) -> None:
    """Sign, and have processes killed (0: this one) when the signature is written and the page is not live yet."""

    def end(**kwargs: Any) -> None:
        for pid in kill:
            if pid:
                os.killpg(pid, signal.SIGKILL)
            else:
                os.kill(os.getpid(), signal.SIGKILL)

    post_save.connect(end, sender=Approval, weak=False, dispatch_uid="fault")
    try:
        sign(page_id)
    finally:
        post_save.disconnect(sender=Approval, dispatch_uid="fault")


def sign_twice_at_once(page_id: int) -> int:
    """Let the chief sign in two windows at once; returns how often it was accepted."""
    page = Page.objects.get(pk=page_id)
    token, task, chief = (
        rounds.shown_now(page_id).mint(),
        page.current_workflow_task_state.pk,
        _user("chanhvanphong"),
    )
    together, accepted = threading.Barrier(2), []

    def window() -> None:
        together.wait()
        try:
            service.sign(task, chief, token)
            accepted.append(True)
        except Exception as error:
            sys.stderr.write(f"refused: {error}\n")
        finally:
            connection.close()

    windows = [threading.Thread(target=window) for _number in range(2)]
    for thread in windows:
        thread.start()
    for thread in windows:
        thread.join()
    return len(accepted)


def original(page_id: int) -> str:

    return str(StoryPage.objects.get(pk=page_id).lead_image.file.name)


def lose_search_index() -> None:

    SearchEntry.objects.all().delete()


def make_database(name: str) -> None:

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")


def tables_of(database: str) -> int:
    """Return how many tables a database has."""
    return len(_asked(database, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'"))


def is_migrated(database: str) -> bool:
    """Tell whether the database has every migration of this one."""
    every = "SELECT app, name FROM django_migrations"
    with connection.cursor() as cursor:
        cursor.execute(every)
        wanted = set(cursor.fetchall())
    return wanted == set(_asked(database, every))


def _asked(database: str, query: str) -> list[tuple]:

    connection = psycopg2.connect(database.replace("postgres://", "postgresql://", 1))
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()
    except psycopg2.errors.UndefinedTable:
        return []
    finally:
        connection.close()


def take_every_connection() -> int:
    """Open connections until the database has none left for the portal; returns how many."""
    database = settings.DATABASES["default"]
    while len(_held) < 200:
        try:
            _held.append(
                psycopg2.connect(
                    host=database["HOST"],
                    port=database["PORT"],
                    user=database["USER"],
                    dbname=database["NAME"],
                )
            )
        except psycopg2.OperationalError:
            break
    return len(_held)


def give_connections_back() -> None:
    while _held:
        _held.pop().close()
