"""Whatever an address says, the portal answers with a page or a sentence, never with a fault of its own.

Every address that the public has (public_surface.py) is asked for with hostile parts and with every parameter
that any of them reads. Host names that a request claims to have come by are repeated nowhere.
"""

import time
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.caching import rules
from news.sharing import api
from news.sharing.api import StoriesAPIViewSet

from . import public_surface as surface
from .pace import slowness

# As they are written in an address.
HOSTILE = (
    "",
    "abc",
    "-1",
    "0",
    "1.5",
    "99999999999",
    "9" * 40,
    "%00",
    "%ff%fe",
    "%F0%9F%98%80",
    quote("٣"),
    quote("²"),
    quote("e\u0302\u0301\u202e\u200b"),
    quote("'\" OR 1=1 -- * AND ( NEAR"),
    quote("<script>alert(1)</script>"),
    "%0d%0aSet-Cookie:%20a=b",
    "..%2f..%2fetc%2fpasswd",
    "//evil.example",
    "a" * 20_000,
)
# The same for a part of a path; what no pattern takes leads to the page tree, which has to bear it as well.
PARTS = (
    *("abc", "-1", "0", "99999999999", "9" * 40, "%00", "%ff%fe", quote("٣"), quote("đ\u202e"), "%0d%0aA:b"),
    *(quote("<img src=x onerror=alert(1)>"), "..%2f..%2fetc%2fpasswd", "%5c%5cevil.example", "a" * 9_000),
)
# No page of the portal asks for more, whatever the address says.
MOST_QUERIES = 30
# Nor takes longer: seconds of the processor, by the reference of pace.py.
LONGEST = 0.3
SENTENCE = "Không tìm thấy"
FINE = {200, 204, 301, 302, 304, 400, 404, 405, 410, 429}


@pytest.fixture
def story(make_story, publish, reporter, chief) -> Any:
    """A public report, so that lists are not empty and addresses of stories lead somewhere."""
    from news.models import Speech

    report = make_story(reporter, conference=True)
    report.speeches.add(Speech(speaker="Lê Mai", text="<p>Lời.</p>"))
    report.tags.add("cải cách")
    report.save()
    report.save_revision(user=reporter)
    return publish(report, reporter, chief)


@pytest.fixture
def reader() -> Client:
    """A reader whose answer is a status even where the portal fails."""
    return Client(raise_request_exception=False)


def found_addresses() -> list[str]:
    """Return one address of each kind that leads somewhere, and the pages of the tree."""
    asked = [(name, values()) for (name, _pattern), values in surface.PARTS.items()]
    found = [reverse(name, args=parts[0]) for name, parts in asked if parts]
    pages = [address for address in surface.tree_addresses() if "/anh/" not in address]
    return [*dict.fromkeys([*found, *pages])]


@pytest.fixture
def read_by(story, reader, monkeypatch) -> dict[str, set[str]]:
    """The parameters that each address reads, taken down while it answers."""
    read: dict[str, set[str]] = {}
    take, take_all = QueryDict.__getitem__, QueryDict.getlist
    asked = ""

    def noted(self, key):
        read[asked].add(key)
        return take(self, key)

    def noted_all(self, key, default=None):
        read[asked].add(key)
        return take_all(self, key, default)

    with monkeypatch.context() as patched:
        patched.setattr(QueryDict, "__getitem__", noted)
        patched.setattr(QueryDict, "getlist", noted_all)
        for asked in found_addresses():
            read[asked] = set()
            # Bare as well: the API refuses what it does not know before it reads what it knows.
            for query in ("", "?q=abc&trang=2"):
                reader.get(asked + query)
    return {address: names for address, names in read.items() if names}


def _again(client: Client, address: str) -> float:
    """Return what an address costs once its templates are there and the collector has been round, in seconds."""
    began = time.process_time()
    client.get(address)
    return time.process_time() - began


def faults(client: Client, addresses: list[str]) -> dict[str, Any]:
    """Ask for the addresses; return what was answered wrongly."""
    wrong = {}
    longest = LONGEST * slowness()
    for address in addresses:
        began = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        taken = time.process_time() - began
        body = b"" if response.streaming else response.content
        if response.status_code not in FINE:
            wrong[address[:120]] = response.status_code
        elif len(queries) > MOST_QUERIES:
            wrong[address[:120]] = f"{len(queries)} queries"
        elif taken > longest and _again(client, address) > max(longest, LONGEST * slowness()):
            wrong[address[:120]] = f"{taken:.1f} s"
        elif b"alert(1)<" in body or b"<img src=x" in body or "\n" in "".join(response.headers.values()):
            wrong[address[:120]] = "repeated as it came"
        elif "evil.example" in response.headers.get("Location", "").split("?")[0].split("/")[2:3]:
            wrong[address[:120]] = "leads away"
        elif (
            response.status_code == 404
            and is_for_people(response)
            and SENTENCE not in unescape(body.decode())
        ):
            wrong[address[:120]] = body.decode()[:200]
    return wrong


def is_for_people(response: Any) -> bool:
    """Tell whether somebody reads the answer: programs get JSON, and pictures that are missing nothing."""
    return response.headers.get("Content-Type", "").startswith("text/html") and bool(response.content)


def test_the_parameters_are_all_that_the_public_addresses_read(read_by):
    """Who lets an address read one more lists it in public_surface.py, so that it is tried."""
    assert set().union(*read_by.values()) <= set(surface.PARAMETERS)
    assert {"q", "trang", "nam", "p"} <= set().union(*read_by.values())
    # And the API's own were tried with every value, too.
    assert StoriesAPIViewSet.known_query_parameters <= read_by[reverse("api:trang:listing")]


def test_the_page_cache_knows_which_pages_read_what_it_keeps_by(read_by, reader):
    """A page that is kept by what it does not read has a thousand places among the kept; nginx may know less."""
    wrong = {}
    for address in found_addresses():
        if address.startswith(tuple(settings.PAGE_CACHE_NEVER)):
            continue
        known = set(rules.parameters_of(address, settings.PAGE_CACHE_READ_BY, settings.PAGE_CACHE_PARAMETERS))
        read = read_by.get(address, set()) & set(settings.PAGE_CACHE_PARAMETERS)
        # What is not found was not read to its end.
        if read - known or (known - read and reader.get(address).status_code == 200):
            wrong[address] = (known, read)
    assert wrong == {}


def hostile_queries(address: str, names: set[str]) -> list[str]:
    """Return queries that give each parameter of an address each hostile value.

    Pages read all they were given, so there the values go round. The API refuses a request at the first value that
    it does not like, before it reads the others, so there each value is the only one that is wrong.
    """
    if address.startswith("/api/"):
        return [f"{name}={value}" for name in sorted(names) for value in HOSTILE]
    return [
        "&".join(
            f"{name}={HOSTILE[(shift + place) % len(HOSTILE)]}" for place, name in enumerate(sorted(names))
        )
        for shift in range(len(HOSTILE))
    ]


def test_every_value_of_every_parameter_is_borne(read_by, reader, monkeypatch):
    # Whoever asks so often is refused before the values are read.
    monkeypatch.setattr(api, "MOST_A_MINUTE", 100_000)
    asked = [
        f"{address}?{query}"
        for address, names in read_by.items()
        for query in hostile_queries(address, names)
    ]
    # What an address does not read, it does not mind.
    asked += [f"{address}?{quote('x' * 9_000)}&q=%00&a[]=%ff&=&%00=1" for address in found_addresses()]
    assert faults(reader, asked) == {}


def test_the_api_names_the_parameter_that_it_refuses(reader, story):
    """So each was read: one that is wrong is not hidden by another."""
    listing = reverse("api:trang:listing")
    for name in sorted(StoriesAPIViewSet.known_query_parameters):
        answer = reader.get(f"{listing}?{name}=khong-co")
        assert answer.status_code == 400, name
        assert name in answer.json()["message"]


def test_every_part_of_every_path_is_borne(story, reader):
    asked = []
    for _name, pattern in surface.PARTS:
        fixed, opening, rest = pattern.replace("^", "").replace("$", "").partition("<")
        if "(" in fixed:
            fixed, opening, rest = fixed.partition("(")
        if opening:
            ending = ".ics" if rest.endswith(".ics") else ".xml" if rest.endswith(".xml") else "/"
            asked += [f"/{fixed}{part}{ending}" for part in PARTS]
    asked += [
        f"{address}{part}/" for address in ("/", "/tin-tuc-su-kien/", story.get_url()) for part in PARTS
    ]
    asked += [f"{story.get_url()}anh/{part}/" for part in PARTS]
    assert faults(reader, list(dict.fromkeys(asked))) == {}


SPOOFED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "6666",
    "X-Forwarded-For": "1.2.3.4, evil.example",
    "X-Original-URL": "/quan-tri/",
    "X-Rewrite-URL": "/quan-tri/",
    "X-HTTP-Method-Override": "DELETE",
    "Forwarded": "host=evil.example;proto=https",
    "Referer": "https://evil.example/",
    "Origin": "https://evil.example",
    "Accept-Language": "en,fr",
}


# Supervisors ask each process by its number: these answer whatever the host is called (docs/monitoring.md).
PROBES = {"healthz", "readyz"}


def test_a_host_that_a_request_claims_is_repeated_nowhere(story, reader):
    wrong = []
    for address in found_addresses():
        answer = reader.get(address, headers=SPOOFED)
        plain = reader.get(address)
        said = str(dict(answer.headers)) + (
            "" if answer.streaming else answer.content.decode(errors="replace")
        )
        if "evil.example" in said or ":6666" in said or answer.status_code != plain.status_code:
            wrong.append(address)
        if address.strip("/") in PROBES:
            continue
        refused = reader.get(address, headers={"host": "evil.example"})
        if refused.status_code != 400 or b"evil.example" in refused.content:
            wrong.append(f"{address} by another host: {refused.status_code}")
    assert wrong == []


@pytest.mark.parametrize(
    "away", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_login_leads_nobody_away(away, reporter):
    answer = Client().post(
        f"/quan-tri/login/?next={quote(away)}",
        {"username": "phongvien", "password": "mat-khau-thu-nghiem", "next": away},
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/quan-tri/")
    for sent in (answer, Client().get(f"/quan-tri/login/?next={quote(away)}")):
        assert f'href="{away}"' not in sent.content.decode()


def test_other_methods_are_refused_and_change_nothing(story, reader):
    wrong = {}
    for address in found_addresses():
        for method in ("put", "delete", "patch", "trace"):
            status = getattr(reader, method)(address).status_code
            if status not in (400, 403, 404, 405):
                wrong[f"{method} {address}"] = status
            # The API's framework marks the transaction of a test as broken; its view has none in life.
            connection.set_rollback(False)
    assert wrong == {}
