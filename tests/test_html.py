"""Every page of the public is valid HTML: the Nu Html Checker (the one of validator.w3.org) finds no error.

A portal that is full to the last field (full_portal.py) is asked for every public address (public_surface.py), for
the searches, lists' second pages and refused forms; the answers lie in one folder, which one run of the checker
reads. It needs Java and ``make html-checker``; without them nobody is stopped but CI.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.utils import timezone
from django.views import defaults
from wagtail.models import Page

from . import public_surface as surface
from .full_portal import FullPortal
from .public_templates import ROOT, public_templates

JAR = Path(__file__).parent.parent / "var/npm/node_modules/vnu-jar/build/dist/vnu.jar"
# With what a template must escape; one word of it is searched.
TEXT = "Sơ kết A & B “thử” \"C\" 'D'"
WORD = "Sơ kết"
EMPTY = ("/", "/tin-tuc-su-kien/", "/thu-vien-anh/", "/tin-tuc-su-kien/nguoi-phat-bieu/", "/kenh-rss/")
NOWHERE = "/khong-co-trang-nay/"
# They come from Django's views themselves (refused): only a client notes which templates an answer is made of.
BY_NO_CLIENT = {"403.html", "500.html"}
# The checker asks for the room on the stack; the rest lets a short run begin sooner.
JAVA = ("java", "-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar")
# Seconds; the checker takes about five.
PATIENCE = 120
# A page that is wrong on purpose: whoever does not find it did not look.
WRONG = b'<!DOCTYPE html><html lang="vi"><head><title>x</title></head><body><p>x<div></p></body></html>'
MISSING = not JAR.exists() or shutil.which("java") is None
NEEDED = "Java and `make html-checker` are needed"

pytestmark = [
    pytest.mark.skipif(MISSING and os.environ.get("CI") != "true", reason=NEEDED),
    pytest.mark.once,
]


def checked(pages: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Run the checker once over all pages; return what it says of those that are wrong, by their addresses."""
    addresses = {}
    for number, (address, page) in enumerate(pages.items()):
        written = folder / f"{number}.html"
        written.write_bytes(page)
        addresses[written.as_uri().replace("file:///", "file:/")] = address
    given = ["--errors-only", "--format", "json", *map(str, folder.glob("*.html"))]
    ended = subprocess.run(
        [*JAVA, str(JAR), *given], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    said: dict[str, list[str]] = {}
    for message in json.loads(ended.stderr)["messages"]:
        place = f"line {message.get('lastLine')}: {message['message']} – {message.get('extract')!r}"
        said.setdefault(addresses[message["url"]], []).append(place)
    return said


def is_page(answer: Any) -> bool:
    """Tell whether it is a page to check. Those that lie nowhere all look alike: questions() asks for one."""
    is_one = answer.headers.get("Content-Type", "").startswith("text/html") and bool(answer.content)
    return is_one and (answer.status_code != 404 or answer.request["PATH_INFO"] == NOWHERE)


def questions(full: FullPortal) -> list[str]:
    """Return addresses that say more with a query than without."""
    year = timezone.localdate().year
    asked = [
        f"/tim-kiem/?{urlencode(query)}"
        for query in (
            {"q": WORD},
            {"q": WORD, "trang": 2},
            {"q": WORD, "loai": "conference", "nam": year},
            {"q": 'không "có & gì <b>'},
            {"nguoi-phat-bieu": WORD},
        )
    ]
    news = "/tin-tuc-su-kien/"
    lists = (news, f"{news}{year}/", "/thu-vien-anh/", f"/bao-loi/{full.report.pk}/")
    asked += [f"{address}?trang=2&nam={year}&p=1" for address in lists]
    return [*asked, NOWHERE]


def refused(full: FullPortal) -> dict[str, Any]:
    """Return the answers to forms that are wrong, and what Django answers when something is amiss."""
    request = RequestFactory().get("/")
    client = Client()
    wrong = {"text": "", "email": 'a "b" <c>', "name": TEXT}
    return {
        "POST contact": client.post("/lien-he/gui/", wrong),
        "POST report an error": client.post(f"/bao-loi/{full.report.pk}/", wrong),
        "400": client.get("/", headers={"host": "evil.example"}),
        "403": defaults.permission_denied(request, PermissionDenied()),
        "403 without a token": Client(enforce_csrf_checks=True).post("/lien-he/gui/", wrong),
        "500": defaults.server_error(request),
    }


def of_public_pages() -> set[str]:
    """Return the names of the templates of which public pages are put together."""
    found = {str(path.relative_to(ROOT)) for path in public_templates()} - BY_NO_CLIENT
    return {name for name in found if "preview" not in name}


def test_every_public_page_is_valid_html(
    portal, make_story, publish, reporter, chief, administrator, tmp_path
):
    client = Client()
    # As the portal is founded: empty lists, no logo.
    answers = {f"empty {address}": client.get(address) for address in EMPTY}
    full = FullPortal(portal, make_story, publish, [reporter, chief, administrator])
    full.say(TEXT)
    addresses = ["/", *surface.addresses()]
    full.lengthen_the_lists()
    answers |= {address: client.get(address) for address in (*addresses, *questions(full))} | refused(full)
    pages = {address: answer.content for address, answer in answers.items() if is_page(answer)}
    pages["on purpose"] = WRONG

    errors = checked(pages, tmp_path)
    assert errors.pop("on purpose", None), "the checker looked at nothing"
    assert errors == {}
    # And every kind of page was among them.
    read = {type(page) for page in Page.objects.live().specific() if page.get_url() in pages}
    assert surface.page_types() <= read
    used = {each.name for answer in answers.values() for each in getattr(answer, "templates", [])}
    assert of_public_pages() - used == set()
