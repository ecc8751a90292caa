"""Following the admin's links, forms and scripts as far as they lead, nobody finds a word of another author's draft.

tests/test_admin_surface.py asks every address there is about things that it names. Here the admin itself says where
to go on, with its own query strings: tabs, filters, orders, pages of lists, choosers, histories, comparisons. Besides,
all that searches is asked for words of the draft.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from django.test import Client
from openpyxl import load_workbook

from cms.workflow.tests.desk import as_user

from .admin_surface import things
from .public_surface import ADMIN
from .test_leaks import said_by

# Minutes of requests; who may read what is the same on every database.
pytestmark = pytest.mark.once

OTHER = f"{things.MARK}phongvien2"
OWN = {"reporter": f"{things.MARK}phongvien", "collaborator": f"{things.MARK}congtacvien"}
HERE = f"/{ADMIN}"
# A word of the titles of both authors' drafts (tests/admin_surface/things.py).
IN_TITLES = "waiting"
# What the admin's own pages say in attributes that scripts read: data-…-url, data-…-value, action, formaction.
LINK = re.compile(r"""(?<![\w-])(?:href|action)=["']([^"'#]*)""")
ADDRESS = re.compile(rf"(?:https?://testserver)?({HERE}[^\s\"'<>\\]*)")
# Where a walk ends: out of the session, and what only shows a fault.
NOT_FOLLOWED = (f"{HERE}logout/", f"{HERE}failwhale/", f"{HERE}test404/", f"{HERE}jsi18n/", f"{HERE}sprite/")
# What says nothing of its own: where to go afterwards, how a list is cut.
SAYS_NOTHING = {"next", "_w_filter_fragment", "csrfmiddlewaretoken"}
# Of addresses that differ in their numbers alone so many, of those that differ in what they are asked besides.
MOST_ALIKE = 2
MOST_QUESTIONS = 3
MOST = 300
# Screens of one thing, that search nothing.
OF_ONE_THING = re.compile(r"/\d+/(?:edit|usage|history|copy|delete|move|privacy|view_draft|revisions|phieu)/")
# Some of the screens to which the walk must come.
REACHED = (
    *(
        "pages/#/",
        "pages/#/edit/",
        "pages/#/history/",
        "pages/#/usage/",
        "pages/#/revisions/#/view/",
        "duyet/#/",
    ),
    *(
        "api/main/pages/",
        "choose-page/",
        "choose-page/#/",
        "images/",
        "images/usage/#/",
        "documents/",
        "bai-cua-toi/",
    ),
    *(
        "tin-hoi-nghi/",
        "tin-hoi-nghi/nguoi-phat-bieu/",
        "nhap-word/",
        "nhuan-but/",
        "thong-ke/",
        "tag-autocomplete/",
    ),
)
# How everything that searches, chooses or suggests is asked, by whatever name.
ASKED = (
    "q",
    "search",
    "query",
    "term",
    "name",
    "title",
    "speaker",
    "user",
    "uploaded_by",
    "owner",
    "edit_handler",
)


@pytest.fixture
def newsroom(portal, make_story, publish, reporter, collaborator, other_reporter, chief, deputy):
    made = SimpleNamespace(portal=portal, make_story=make_story, publish=publish, chief=chief, deputy=deputy)
    things.of_portal(made)
    others = things.of_author(other_reporter, made)
    people = {"reporter": reporter, "collaborator": collaborator}
    return SimpleNamespace(people=people, others=others, own=lambda who: things.of_author(people[who], made))


def addresses_in(text: str, where: str) -> Iterator[str]:
    """Yield the admin's addresses that an answer names – links, forms, scripts, data – with their query strings."""
    text = text.replace("\\/", "/").replace("\\u0026", "&").replace('\\"', '"')
    for link in LINK.findall(text) + ADDRESS.findall(text):
        parts = urlsplit(urljoin(f"http://testserver{where}", link.strip()))
        if parts.hostname == "testserver" and parts.path.startswith(HERE):
            query = [pair for pair in parse_qsl(parts.query) if pair[0] not in SAYS_NOTHING]
            yield parts.path + (f"?{urlencode(query)}" if query else "")


def read(response: Any) -> str:
    """Return what an answer says; of a workbook what stands in its cells."""
    kind = response.headers.get("Content-Type", "")
    if "spreadsheet" in kind:
        body = b"".join(response.streaming_content) if response.streaming else response.content
        sheets = load_workbook(io.BytesIO(body), read_only=True).worksheets
        return str([row for sheet in sheets for row in sheet.iter_rows(values_only=True)])
    return said_by(response) if kind.startswith("text/") or "json" in kind or "xml" in kind else ""


def kind_of(address: str) -> str:
    """Return what is alike of addresses that differ in their numbers and in what they are asked."""
    parts = urlsplit(address)
    names = "&".join(sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}))
    return re.sub(r"\d+|[0-9a-f-]{36}", "#", parts.path) + "?" + names


def walk(client: Client, start: list[str]) -> dict[str, tuple[int, str]]:
    """Ask for the addresses and for all to which the answers lead, of many that are alike the first ones."""
    answers: dict[str, tuple[int, str]] = {}
    waiting, alike = list(start), Counter[str]()
    known = set(waiting)
    while waiting:
        address = waiting.pop(0)
        response = client.get(address)
        text = read(response)
        answers[address] = (response.status_code, text)
        for link in addresses_in(text, address):
            kind = kind_of(link)
            path = kind.partition("?")[0]
            if link in known or link.startswith(NOT_FOLLOWED):
                continue
            if alike[kind] >= MOST_ALIKE or (alike[kind] == 0 and alike[path] >= MOST_QUESTIONS):
                continue
            known.add(link)
            alike[path] += alike[kind] == 0
            alike[kind] += 1
            waiting.append(link)
        assert len(answers) < MOST
    return answers


def questions(answers: dict[str, tuple[int, str]]) -> Iterator[str]:
    """Yield each list, chooser and suggestion to which the walk came, asked for a word of the drafts."""
    for path in sorted(
        {urlsplit(address).path for address, (status, _text) in answers.items() if status == 200}
    ):
        if not OF_ONE_THING.search(path):
            yield f"{path}?{urlencode(dict.fromkeys(ASKED, IN_TITLES))}"


@pytest.mark.parametrize("who", OWN)
def test_no_way_through_the_admin_leads_to_anothers_draft(who, newsroom):
    newsroom.own(who)
    client = as_user(newsroom.people[who], raise_request_exception=False)
    answers = walk(client, [HERE])
    said = {address: text for address, (_status, text) in answers.items()}
    said |= {address: read(client.get(address)) for address in questions(answers)}
    told = {
        address: text[max(0, at - 80) : at + 40]
        for address, text in said.items()
        if (at := text.find(OTHER)) >= 0
    }
    assert told == {}
    # And the walk was one: the own draft is found, and every kind of screen was opened.
    opened = {kind_of(address) for address, (status, _text) in answers.items() if status == 200}
    own = re.compile(rf"{OWN[who]}(?!\d)")
    assert own.search(said[HERE])
    found = [address for address, text in said.items() if f"q={IN_TITLES}" in address and own.search(text)]
    assert len(found) > 3, found
    assert {f"{HERE}{rest}" for rest in REACHED} <= {kind.partition("?")[0] for kind in opened}
    assert len([kind for kind in opened if not kind.endswith("?")]) > 20
