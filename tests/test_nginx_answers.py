"""What nginx says itself has the headers that the portal's own answers have; what it hands on has none twice."""

import os
import re

import pytest
from django.conf import settings
from django.test import Client

from deploy.stack import nginx

from .nginx_alone import NGINX, front

pytestmark = pytest.mark.skipif(
    NGINX is None and os.environ.get("CI") != "true", reason="no nginx: apt-get install nginx-light"
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
# As of an application that says other things than nginx would.
PORTALS = {
    **dict.fromkeys(HEADERS, "the portal's"),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'",
    "Permissions-Policy": "camera=()",
}
HASHED = "css/plain.0123456789ab.css"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    access = "deny 10.0.0.0/8; allow all;"
    with front(folder, PORTAL_ADMIN_ACCESS=access) as made:
        (made.static / "css").mkdir()
        for name in ("css/plain.css", HASHED):
            (made.static / name).write_text("body {}")
        (made.media / "a.jpg").write_bytes(b"a picture")
        (made.media / "closed").mkdir()
        page = {"Cache-Control": "public, max-age=1", **PORTALS}
        made.application.answers |= {
            "/": (200, page, b"a page"),
            "/tim-kiem/": (200, PORTALS, b"what was found"),
            "/media/a.jpg": (200, {**PORTALS, "X-Accel-Redirect": "/_files/a.jpg"}, b""),
            "/media/lost.jpg": (200, {**PORTALS, "X-Accel-Redirect": "/_files/lost.jpg"}, b""),
            "/media/closed": (200, {**PORTALS, "X-Accel-Redirect": "/_files/closed/"}, b""),
            "/media/nobodys.jpg": (404, PORTALS, b"not found"),
        }
        made.applications[1].answers["/quan-tri/"] = (200, PORTALS, b"the newsroom")
        yield made


# What nginx says: status, how it is asked for, who may embed it.
OWN = {
    "a file": (200, {"path": "/static/css/plain.css"}, "cross-origin"),
    "a file under its hash": (200, {"path": f"/static/{HASHED}"}, "cross-origin"),
    "no such file": (404, {"path": "/static/css/none.css"}, "cross-origin"),
    "no such file under a hash": (404, {"path": "/static/css/none.0123456789ab.css"}, "cross-origin"),
    "a folder of files": (403, {"path": "/static/css/"}, "same-origin"),
    "a stranger in the newsroom": (403, {"path": "/quan-tri/", "X_Comes_From": "10.1.1.1"}, "same-origin"),
    "a slash that is missing": (301, {"path": "/tim-kiem"}, "same-origin"),
    "a method that nobody has": (405, {"path": "/", "method": "TRACE"}, "same-origin"),
    "an address that is too long": (414, {"path": "/" + "x" * 17000}, "same-origin"),
    "too large": (413, {"path": "/", "method": "POST", "Content_Length": "99999999"}, "same-origin"),
    "no name": (400, {"path": "/", "Host": ""}, "same-origin"),
}


@pytest.mark.parametrize("kind", OWN)
def test_what_nginx_says_itself_has_every_header_once(served, kind):
    status, asked, embedded = OWN[kind]
    answer = served.ask(**asked)
    assert answer.status == status
    assert {name: answer.one(name) for name in HEADERS} == {
        **HEADERS,
        "Cross-Origin-Resource-Policy": embedded,
    }
    assert "default-src 'none'" in answer.one("Content-Security-Policy")
    assert "frame-ancestors 'self'" in answer.one("Content-Security-Policy")
    assert "camera=()" in answer.one("Permissions-Policy")
    if status > 400 and "/static/" in asked["path"]:
        assert "immutable" not in answer.one("Cache-Control")


def test_so_has_the_page_for_an_outage(served):
    served.hang(0)
    try:
        answer = served.ask("/quan-tri/")
    finally:
        served.answer_again()
    assert answer.status == 503
    assert {name: answer.one(name) for name in HEADERS} == HEADERS
    assert "style-src 'self'" in answer.one("Content-Security-Policy")
    assert answer.one("Permissions-Policy")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/tim-kiem/", 200), ("/quan-tri/", 200), ("/media/nobodys.jpg", 404)],
)
def test_what_the_portal_says_is_handed_on_once(served, path, status):
    for _again in range(2):  # the page, and the page as it was kept
        answer = served.ask(path)
        assert answer.status == status
        assert {name: answer.one(name) for name in PORTALS} == PORTALS


@pytest.mark.parametrize(
    ("path", "status"), [("/media/a.jpg", 200), ("/media/lost.jpg", 404), ("/media/closed", 404)]
)
def test_a_picture_has_what_the_portal_said_of_it(served, path, status):
    answer = served.ask(path)
    assert answer.status == status
    assert {name: answer.one(name) for name in PORTALS} == {**PORTALS, "X-Content-Type-Options": "nosniff"}
    assert (answer.one("Cache-Control") == "no-store") is (status == 404)


def test_without_tls_nothing_is_said_of_tls(served):
    answer = served.ask("/tin/", port=served.http)
    assert answer.status == 301
    assert answer.one("Strict-Transport-Security") == ""
    assert answer.one("X-Content-Type-Options") == "nosniff"


@pytest.mark.parametrize(("seconds", "said"), [("0", ""), ("60", "max-age=60; includeSubDomains; preload")])
def test_for_how_long_tls_is_insisted_on_is_said_by_the_settings(tmp_path, seconds, said):
    with front(tmp_path, PORTAL_HSTS_SECONDS=seconds) as made:
        assert made.ask("/static/none.css").one("Strict-Transport-Security") == said


@pytest.mark.django_db
def test_nginx_and_the_portal_say_the_same(portal):
    """The values that stand in both, compared."""
    answer = Client().get("/", secure=True)
    text = (nginx.SOURCE / "maps.conf").read_text()
    for name in ("Permissions-Policy", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options"):
        source = f"$upstream_http_{name.lower().replace('-', '_')}"
        (said,) = re.findall(rf'^map {re.escape(source)} \$\w+ \{{ "" "?([^"]+?)"?; \}}$', text, re.MULTILINE)
        assert said == answer.headers[name]
    assert settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
    assert settings.SECURE_HSTS_PRELOAD
