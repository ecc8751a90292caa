"""Every address of the admin, for every role, reading and sending: let in or refused as the allow table says.

The addresses come from the URL conf; one that is not in the table fails. Whoever is refused stores nothing and is
told nothing of a draft; whoever only reads stores nothing either. What a request stores is seen by its SQL.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.messages import ERROR, get_messages
from django.db import connection, transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from cms.workflow.models import Holiday
from cms.workflow.tests.desk import as_user
from news.models import Category

from .admin_surface import addresses, forms, table, things
from .test_leaks import said_by

# Minutes of requests, of which none asks the database for more than rights. What it refuses by itself – the
# triggers – is tried on both (cms/workflow/tests/).
pytestmark = pytest.mark.once

TABLE = table.lines()
# Who is tested, by the letters that are theirs.
LETTERS = {
    name: [letter for letter, who in table.SUBJECTS.items() if who == name]
    for name in table.SUBJECTS.values()
}
AUTHORS = ("reporter", "collaborator")
# What nobody of these may be told, wherever they ask. All others of the newsroom may read all.
OF_ANOTHER = re.compile(f"{things.MARK}phongvien2")
SECRETS = {
    **dict.fromkeys(AUTHORS, OF_ANOTHER),
    "anonymous": re.compile(f"{things.MARK}|{things.FILE_MARK}"),
}
REFUSED = {400, 401, 403, 404, 405, 410}
WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+[\"`]?(\w+)", re.IGNORECASE)
SAVEPOINT = re.compile(r'SAVEPOINT "?(\w+)')
TAKEN_BACK = re.compile(r'ROLLBACK TO SAVEPOINT "?(\w+)')
# What a request may leave behind although nothing was done: who is logged in and looking, sizes of pictures.
BOOKKEEPING = {
    *("django_session", "wagtailadmin_editingsession", "media_portalrendition", "wagtailusers_userprofile"),
    "wagtailcore_pagesubscription",
}
# What is stored by reading: a reader's letter counts as read once it was opened.
READING_STORES = {"thu-ban-doc/edit/<int:pk>/": {"feedback_letter"}}
# Wagtail's own page that shows how a fault looks.
FAILS = {"failwhale/"}

EMPTY = patch.object(SimpleTemplateResponse, "rendered_content", "")


def test_every_address_of_the_admin_is_in_the_table():
    known = {line.address for line in TABLE}
    missing = [
        f"tests/admin_surface/{table.file_for(route, TABLE)}: {route}  THING  WHO-MAY-READ  WHO-MAY-SEND"
        for route in sorted(addresses.routes() - known)
    ]
    assert missing == [], "add a line for each to the allow table (its letters: tests/admin_surface/table.py)"
    assert sorted(known - addresses.routes()) == [], "take these out of the table: there is no such address"


@pytest.fixture
def newsroom(
    portal,
    make_story,
    publish,
    reporter,
    collaborator,
    other_reporter,
    chief,
    deputy,
    administrator,
    superuser,
) -> SimpleNamespace:
    """The things of two authors, those of the portal, and everybody."""
    made = SimpleNamespace(portal=portal, make_story=make_story, publish=publish, chief=chief, deputy=deputy)
    people = {
        "reporter": reporter,
        "collaborator": collaborator,
        "chief": chief,
        "deputy": deputy,
        "administrator": administrator,
        "superuser": superuser,
    }
    common = things.of_portal(made) | {"superuser": {"pk": superuser.pk, "query": f"?id={superuser.pk}"}}
    return SimpleNamespace(
        people=people,
        common=common,
        others=things.of_author(other_reporter, made),
        own=lambda author: things.of_author(author, made),
    )


@contextmanager
def writes() -> Iterator[list[str]]:
    """Note the tables in which something is stored inside; afterwards it is as if nothing had happened.

    What was taken back inside – a decision that was refused half way – does not count.
    """
    noted: list[str] = []
    savepoints: dict[str, int] = {}

    def look(execute, sql, params, many, context):
        if found := SAVEPOINT.match(sql):
            savepoints[found[1]] = len(noted)
        elif found := TAKEN_BACK.match(sql):
            del noted[savepoints.get(found[1], 0) :]
        elif (found := WRITES.match(sql)) and found[1] not in BOOKKEEPING:
            noted.append(found[1])
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(look):
            yield noted
        transaction.set_rollback(True)


def is_refused(response: Any) -> bool:
    """Tell whether an answer turns somebody away: by its status, to the login, or elsewhere with a word of it."""
    if response.status_code in REFUSED:
        return True
    if response.status_code != 302:
        return False
    where = response.headers["Location"].split("?")
    if where[0] == reverse("wagtailadmin_login"):
        return len(where) > 1
    return ERROR in [message.level for message in get_messages(response.wsgi_request)]


@dataclass(frozen=True)
class Answer:
    """What came of a request."""

    let_in: bool
    status: int
    stored: frozenset[str]
    said: str


def ask(client: Client, method: str, address: str, values: dict[str, Any], *, drawn: bool) -> Answer:
    """Send one request about the thing of those values.

    Args:
        drawn: whether what is said matters; if not, the templates of pages are left out, which take the longest.
    """
    form = [forms.form_for(address, values)] if method == "post" else []
    # Whoever is logged out by one request is logged in for the next.
    cookies = client.cookies.copy()
    with writes() as stored, nullcontext() if drawn else EMPTY:
        response = getattr(client, method)(addresses.filled(address, values), *form)
        said = said_by(response) + "".join(map(str, get_messages(response.wsgi_request)))
    client.cookies = cookies
    let_in = bool(stored) if form and forms.does_at_once(address) else not is_refused(response)
    return Answer(let_in, response.status_code, frozenset(stored), said)


def test_what_is_looked_for_can_be_found(newsroom, reporter):
    """What is not drawn, or taken back, is not seen; everything else is."""
    client, own = as_user(reporter), newsroom.own(reporter)
    editor = "pages/<int:page_id>/edit/"
    mark = f"{things.MARK}{reporter.username}"
    assert mark in ask(client, "get", editor, own["draft"], drawn=True).said
    assert mark not in ask(client, "get", editor, own["draft"], drawn=False).said
    assert "wagtailcore_revision" in ask(client, "post", editor, own["draft"], drawn=False).stored
    assert ask(client, "post", editor, own["waiting"], drawn=False).stored == frozenset()
    with writes() as stored:
        Holiday.objects.create(name="Một", first_day=date(2026, 1, 2))
        with transaction.atomic():
            Category.objects.create(name="Hai", slug="hai")
            transaction.set_rollback(True)
    assert stored == ["workflow_holiday"]
    assert not Holiday.objects.filter(name="Một").exists()


@pytest.mark.parametrize("who", LETTERS)
def test_who_is_let_in(who, newsroom):
    client = Client() if who == "anonymous" else as_user(newsroom.people[who])
    client.raise_request_exception = False
    secret = SECRETS.get(who)
    own = newsroom.own(newsroom.people[who]) if who in AUTHORS else {}
    assert {line.thing for line in TABLE} <= set(newsroom.others | newsroom.common), "no such thing"
    of_nobody = [line for line in TABLE if line.thing not in newsroom.others]
    assert not [line for line in of_nobody if set(line.reading + line.sending) & set("rc")], "never one's own"
    wrong = []
    for line, letter, method in product(TABLE, LETTERS[who], ("get", "post")):
        values = (own if letter.islower() else newsroom.others | newsroom.common).get(line.thing)
        if values is None:
            continue
        # What stands on one's own thing, and what is said to those who may read all, tells nothing new.
        drawn = secret is not None and not letter.islower()
        answer = ask(client, method, line.address, values, drawn=drawn)
        found = []
        if answer.let_in != line.lets_in(letter, method):
            found.append(f"is {'let in' if answer.let_in else 'refused'} ({answer.status})")
        may_store = READING_STORES.get(line.address, set()) if method == "get" else answer.stored
        if answer.stored - (may_store if answer.let_in else set()):
            found.append(f"stores {set(answer.stored)}")
        if secret and (told := secret.search(answer.said)):
            found.append(f"is told {told[0]}")
        if method == "get" and answer.status >= 500 and line.address not in FAILS:
            found.append(f"fails ({answer.status})")
        wrong += [f"{line.file}: {line.address} {line.thing}: {letter} {method} {what}" for what in found]
    assert wrong == [], "the allow table says otherwise"
