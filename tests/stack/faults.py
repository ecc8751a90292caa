"""What the fault tests break from inside the newsroom (newsroom.py): processes in the middle of a decision, tables."""

import os
import signal
import sys
import threading
import time
from typing import Any

import psycopg2
import time_machine
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms.workflow import service
from cms.workflow.acts import rounds
from cms.workflow.models import Approval, Decision, MailJob, SchedulerRun
from cms.workflow.scheduling import schedule
from news.models import StoryPage
from search.models import SearchEntry

from .newsroom import _user, publish_later, sign

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


def publish_later_by_a_clock(title: str, seconds: int, moved: int) -> dict[str, Any]:
    """As ``publish_later``, by people whose machine's clock is so many seconds wrong."""
    wrong = timezone.now() + timezone.timedelta(seconds=moved)
    with time_machine.travel(wrong, tick=True):
        return publish_later(title, seconds)


def scheduler_is_behind() -> bool:
    """Tell whether the scheduler ran last by a clock that is more than an hour slow."""
    return SchedulerRun.objects.filter(ran_at__lt=timezone.now() - timezone.timedelta(hours=1)).exists()


def scheduler_is_ahead() -> bool:
    """Tell whether the scheduler ran last by a clock that is fast."""
    return SchedulerRun.objects.filter(ran_at__gt=timezone.now() + timezone.timedelta(minutes=30)).exists()


def titles_that_wait() -> list[str]:
    """Return what the administrators are told to be due while nobody publishes it."""
    return schedule.health().waiting


def comment_of_the_last_decision(page_id: int) -> str:
    return Decision.objects.filter(page_id=page_id).latest("id").comment


def row(query: str, page_id: int) -> list[Any]:
    """Return what a query that ends with its table finds of one story."""
    with connection.cursor() as cursor:
        cursor.execute(f"{query} WHERE page_ptr_id = %s", [page_id])
        return list(cursor.fetchone())


def write(statement: str, page_id: int) -> None:
    """Change one story's row by SQL, as a process does whose release knows more columns."""
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE page_ptr_id = %s", [page_id])


def lose_renditions(page_id: int) -> None:
    """Let a story's picture be as it is before the worker has made its sizes."""
    for rendition in StoryPage.objects.get(pk=page_id).lead_image.renditions.all():
        rendition.delete()


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


def sessions_of(name: str) -> int:
    """Return how many sessions a database of this server has: a killed process's ends when the server sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name])
        return int(cursor.fetchone()[0])


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
