"""What people typed stays text, wherever it is said: one portal in which every field holds an attack.

The texts of full_portal.py, stored and signed, are read at every public address (public_surface.py), in the files
that the newsroom takes away, and in its mails. Each kind of answer is read by a parser, as its readers read it.
"""

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cms.spreadsheets import FORMULA_STARTS
from cms.workflow import triggers
from cms.workflow.mail import delivery
from cms.workflow.models import MailJob
from home.models import StandardPage
from news.models import StoryPage
from news.statistics.sheets import SHEETS

from . import public_surface as surface
from .full_portal import FullPortal

# A formula, a line of its own, a text turned round, and the ways out of an attribute, a picture and a script. Short:
# fields are cut, and nothing of it may be.
TEXT = "=1+1\r\nX:1\u202e\"'><img src=x onerror=a()></script><script>"
LINK = "javascript:alert(1)//"
VIDEO = "https://video.example/"
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
# An iCalendar line begins with one of these or, folded, with a space.
ICALENDAR = re.compile(
    r"(BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|NAME|X-WR-CALNAME|X-WR-TIMEZONE|X-PUBLISHED-TTL|REFRESH-INTERVAL"
    r"|UID|DTSTAMP|DTSTART|DTEND|LAST-MODIFIED|CREATED|SEQUENCE|STATUS|SUMMARY|DESCRIPTION|LOCATION|ORGANIZER"
    r"|URL|CATEGORIES|TRANSP|CLASS)[;:]"
)

pytestmark = pytest.mark.once


class Reading(HTMLParser):
    """A page as a browser takes it: ``wrong`` are the elements that no template wrote."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.data: list[str] = []
        self.script = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.script = (said.get("type") or "script") if tag == "script" and not said.get("src") else ""
        if self.script:
            self.data.append("")
        inline = self.script and self.script not in ("application/ld+json", "application/json")
        addresses = [
            said.get(name) or "" for name in ("src", "href", "action", "formaction", "srcset", "data")
        ]
        if (
            inline
            or any(name.startswith("on") for name in said)
            or "x" in addresses
            or any(re.sub(r"[\s\x00-\x1f]", "", each).lower().startswith("javascript:") for each in addresses)
        ):
            self.wrong.append(self.get_starttag_text() or tag)

    def handle_endtag(self, tag: str) -> None:
        self.script = "" if tag == "script" else self.script

    def handle_data(self, data: str) -> None:
        if self.script:
            self.data[-1] += data


def wrong_with(kind: str, text: str) -> list[str]:
    """Return what is wrong with an answer of that content type, if anything."""
    if "html" in kind:
        page = Reading(text)
        for data in page.data:
            json.loads(data)
        return page.wrong
    wrong: list[str] = []
    if "json" in kind:
        json.loads(text)
    elif "xml" in kind:
        ElementTree.fromstring(text)
    elif "calendar" in kind:
        lines = text.replace("\r\n ", "").split("\r\n")
        wrong += [line for line in lines if (line and not ICALENDAR.match(line)) or TURNED.search(line)]
    elif "plain" in kind:
        wrong += [line for line in text.splitlines() if line.startswith(("X:", "=", "<"))]
    return wrong


def questions() -> list[str]:
    """Return addresses that repeat what was asked, and what is stored, in other words."""
    typed = {"q": TEXT, "nguoi-phat-bieu": TEXT}
    asked = [f"/tim-kiem/?{urlencode({name: value})}" for name, value in typed.items()]
    asked += [f"/tim-kiem/goi-y/?{urlencode({'q': value})}" for value in (TEXT, "report", "onerror")]
    return [*asked, "/tim-kiem/?q=report", "/tim-kiem/?q=onerror", "/api/v2/trang/?fields=*&limit=20"]


@pytest.fixture
def full(
    portal, make_story, publish, reporter, chief, administrator, django_capture_on_commit_callbacks
) -> FullPortal:
    with django_capture_on_commit_callbacks(execute=True):
        full = FullPortal(portal, make_story, publish, [reporter, chief, administrator], LINK)
        full.say(TEXT)
    # Past the checks that refuse it, as in a database that was changed by hand.
    triggers.remove(connection)
    StoryPage.objects.update(source_url=LINK)
    with connection.cursor() as cursor:
        for table in (StoryPage._meta.db_table, StandardPage._meta.db_table):
            cursor.execute(f"UPDATE {table} SET body = replace(body, %s, %s)", [VIDEO, LINK])
            assert cursor.rowcount
    return full


def test_what_people_typed_stays_text_everywhere(full, mailoutbox):
    read_by_the_public()
    taken_away(full.chief)
    sent(mailoutbox)


def read_by_the_public() -> None:
    client = Client()
    wrong: dict[str, Any] = {}
    read = {}
    for address in ("/", *surface.addresses(), *questions()):
        answer = client.get(address)
        kind = answer.headers.get("Content-Type", "")
        if answer.streaming or not re.search("html|json|xml|calendar|plain", kind) or not answer.content:
            continue
        text = answer.content.decode()
        read.setdefault(kind.split(";")[0], set()).add(address)
        try:
            found = wrong_with(kind, text)
        except (ValueError, ElementTree.ParseError) as error:
            found = [repr(error)]
        if found:
            wrong[address[:150]] = found
    assert wrong == {}
    assert {"text/html", "application/json", "text/calendar", "text/plain", "application/xml"} <= set(read)


def taken_away(chief: Any) -> None:
    client = Client()
    client.force_login(chief)
    register = reverse("workflow:register")
    rows = [
        row
        for query in (f"{register}?export=csv", *(f"{reverse('statistics')}?tep={name}" for name in SHEETS))
        for row in csv.reader(io.StringIO(body_of(client.get(query)).decode("utf-8-sig"), newline=""))
    ]
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)] == []
    assert [cell for row in rows for cell in row if "=1+1" in cell], "the attack was not in the files"
    book = load_workbook(io.BytesIO(body_of(client.get(f"{register}?export=xlsx"))))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if str(cell.value).startswith("=1+1")]


def body_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def sent(outbox: list[Any]) -> None:
    for job in MailJob.objects.all():
        delivery.send(job.pk)
    assert {"=1+1" in message.subject for message in outbox} == {True}
    for message in outbox:
        written = message.message()
        for name, value in written.items():
            assert "\n" not in str(value).replace("\n ", ""), name
        assert "X" not in written
        for part in (message.body, *(alternative.content for alternative in message.alternatives)):
            assert not TURNED.search(part)
        for alternative in message.alternatives:
            assert Reading(alternative.content).wrong == []
