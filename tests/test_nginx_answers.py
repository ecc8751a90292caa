"""What nginx says itself has the headers that the portal's own answers have; what it hands on has none twice."""

import http.client
import os
import re
import shutil
import subprocess

import pytest
from django.conf import settings
from django.test import Client

from deploy.stack import nginx

from .nginx_alone import NGINX, NOT_FOUND, front

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
TEMPLATE = (nginx.SOURCE / "portal.conf.template").read_text()
GUNICORN = nginx.DEPLOY / "gunicorn.conf.py"
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
        found = {**PORTALS, "Cache-Control": "public, max-age=60"}
        lost = {**found, "Content-Type": "application/pdf"}
        none = {**PORTALS, "Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8"}
        made.application.answers |= {
            "/": (200, page, b"a page"),
            "/tim-kiem/": (200, PORTALS, b"what was found"),
            "/media/a.jpg": (200, {**found, "X-Accel-Redirect": "/_files/a.jpg"}, b""),
            "/media/lost.jpg": (200, {**lost, "X-Accel-Redirect": "/_files/lost.jpg"}, b""),
            "/media/closed": (200, {**lost, "X-Accel-Redirect": "/_files/closed/"}, b""),
            "/tai-lieu/1/lost.pdf": (200, {**lost, "X-Accel-Redirect": "/_files/lost.pdf"}, b""),
            "/media/-/": (404, none, NOT_FOUND[2]),
            "/media/nobodys.jpg": (404, PORTALS, b"not found"),
        }
        made.applications[1].answers["/quan-tri/"] = (200, PORTALS, b"the newsroom")
        yield made


MISSING, BAD = "Không tìm thấy trang", "Máy chủ không đọc được yêu cầu này"
# What nginx says: status, how it is asked for, who may embed it, a sentence of it.
OWN = {
    "a file": (200, {"path": "/static/css/plain.css"}, "cross-origin", ""),
    "a file under its hash": (200, {"path": f"/static/{HASHED}"}, "cross-origin", ""),
    "no such file": (404, {"path": "/static/css/none.css"}, "cross-origin", MISSING),
    "no such file under a hash": (
        404,
        {"path": "/static/css/none.0123456789ab.css"},
        "cross-origin",
        MISSING,
    ),
    "a folder of files": (404, {"path": "/static/css/"}, "cross-origin", MISSING),
    "only if a file were another": (
        412,
        {"path": "/static/css/plain.css", "If_Match": '"another"'},
        "cross-origin",
        BAD,
    ),
    "something sent to a file": (
        405,
        {"path": "/static/css/plain.css", "method": "POST"},
        "cross-origin",
        BAD,
    ),
    "nginx's own pages": (404, {"path": "/_errors/down.html"}, "same-origin", MISSING),
    "a stranger in the newsroom": (
        403,
        {"path": "/quan-tri/", "X_Comes_From": "10.1.1.1"},
        "same-origin",
        "chỉ dành cho mạng nội bộ",
    ),
    "a slash that is missing": (301, {"path": "/tim-kiem"}, "same-origin", ""),
    "a method that nobody has": (405, {"path": "/", "method": "TRACE"}, "same-origin", BAD),
    "a way of sending that nobody has": (
        501,
        {"path": "/", "method": "POST", "Transfer_Encoding": "gzip"},
        "same-origin",
        BAD,
    ),
    "an address that is too long": (414, {"path": "/" + "x" * 20_000}, "same-origin", BAD),
    "a header that is too long": (400, {"path": "/", "Cookie": "a=" + "x" * 40_000}, "same-origin", BAD),
    "too large": (
        413,
        {"path": "/", "method": "POST", "Content_Length": "99999999"},
        "same-origin",
        "Dữ liệu gửi lên quá lớn",
    ),
    "no name": (400, {"path": "/", "Host": ""}, "same-origin", BAD),
}


@pytest.mark.parametrize("kind", OWN)
def test_what_nginx_says_itself_has_every_header_once_and_is_vietnamese(served, kind):
    status, asked, embedded, sentence = OWN[kind]
    answer = served.ask(**asked)
    assert answer.status == status
    assert {name: answer.one(name) for name in HEADERS} == {
        **HEADERS,
        "Cross-Origin-Resource-Policy": embedded,
    }
    assert "default-src 'none'" in answer.one("Content-Security-Policy")
    assert "frame-ancestors 'self'" in answer.one("Content-Security-Policy")
    assert "camera=()" in answer.one("Permissions-Policy")
    assert sentence in answer.body.decode()
    if status >= 400:
        assert sentence
        assert answer.one("Content-Type") == "text/html; charset=utf-8"
        assert answer.one("Cache-Control") == "no-store"
        assert answer.one("Retry-After") == ""
        assert re.fullmatch("[0-9a-f]{32}", answer.one("X-Request-ID"))


@pytest.mark.parametrize("path", ["/", "/tim-kiem/", "/quan-tri/", "/healthz", "/media/a.jpg"])
def test_a_disk_that_is_full_is_told_in_vietnamese(served, path):
    """nginx keeps what is sent in a file first."""
    bodies = served.folder / "temp" / "body"
    bodies.rename(bodies.with_name("elsewhere"))
    try:
        answer = served.ask(path, "POST", body=b"x" * 100_000)
    finally:
        bodies.with_name("elsewhere").rename(bodies)
    assert answer.status == 500
    assert "tạm thời gián đoạn" in answer.body.decode()
    assert answer.one("Retry-After") == "60"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"path": "/", "method": "TRACE"}, 405),
        ({"path": "/" + "x" * 40_000}, 414),
        ({"path": "/.well-known/acme-challenge/none"}, 404),
        ({"path": "/" + "x" * 40_000, "Host": "evil.example"}, 414),
        ({"path": "/", "Host": "evil/example"}, 400),
    ],
)
def test_so_is_what_is_said_at_the_plain_door(served, asked, status):
    answer = served.ask(port=served.http, **asked)
    assert answer.status == status
    assert (MISSING if status == 404 else BAD) in answer.body.decode()
    assert answer.one("X-Content-Type-Options") == "nosniff"


def test_tls_that_is_forgotten_is_told_in_vietnamese(served):
    answer = served.ask("/", port=served.https)
    assert answer.status == 400
    assert BAD in answer.body.decode()


def test_names_that_are_not_the_portals_get_no_answer(served):
    for port in (served.http, 0):
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            served.ask("/", port=port, Host="evil.example")


def test_an_address_that_nginx_hands_on_is_one_that_the_application_takes(served):
    """What gunicorn says of a longer one is English."""
    lines = re.search(r"^limit_request_line = ([0-9_]+)$", GUNICORN.read_text(), re.MULTILINE)
    assert lines
    served.application.asked.clear()
    answers = {
        length: served.ask("/" + "x" * (length - 1)).status
        for length in (4_000, 4_200, 8_000, 8_001, 20_000, 40_000)
    }
    assert answers == {4_000: 404, 4_200: 404, 8_000: 404, 8_001: 414, 20_000: 414, 40_000: 414}
    longest = max(len(path) for _port, path, _headers in served.application.asked)
    assert len("PROPFIND  HTTP/1.1") + longest <= int(lines[1]) <= 8190
    # A line of a header, as HTTP/2 may have packed it: five bits a letter.
    assert served.ask("/", Cookie="a=" + "x" * 30_000).status == 200
    fields = re.search(r"^limit_request_field_size = ([0-9_]+)$", GUNICORN.read_text(), re.MULTILINE)
    assert fields
    assert int(fields[1]) > 32 * 1024 * 8 / 5
    assert TEMPLATE.count("large_client_header_buffers 4 32k;") == 3


@pytest.mark.skipif(shutil.which("curl") is None and os.environ.get("CI") != "true", reason="no curl")
@pytest.mark.parametrize(("length", "status"), [(7_900, "404"), (9_000, "414"), (20_000, "414")])
def test_so_it_is_by_http2(served, length, status):
    """There nginx measures an address as it comes, packed."""
    address = f"https://localhost:{served.https}/{'x' * length}"
    curl = ["curl", "-sk", "--http2", "-w", "\n%{http_version} %{http_code}", "--resolve"]
    done = subprocess.run(
        [*curl, f"localhost:{served.https}:127.0.0.1", address], capture_output=True, text=True
    )
    body, _line, told = done.stdout.rpartition("\n")
    assert told == f"2 {status}"
    assert (BAD in body) is (status == "414")


def test_a_long_redirect_is_no_fault_of_the_application(served):
    path = "/" + "x" * 7_000
    there = f"https://localhost/{'%E1%BB%9B' * 2_500}/"
    served.application.answers[path] = (301, {**PORTALS, "Location": there}, b"")
    for _again in range(3):
        answer = served.ask(path)
        assert (answer.status, answer.one("Location")) == (301, there)
    assert not served.applications[1].asked or served.applications[1].asked[-1][1] != path


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


def test_a_picture_has_what_the_portal_said_of_it(served):
    answer = served.ask("/media/a.jpg")
    assert answer.status == 200
    assert {name: answer.one(name) for name in PORTALS} == {**PORTALS, "X-Content-Type-Options": "nosniff"}
    assert answer.one("Cache-Control") == "public, max-age=60"


@pytest.mark.parametrize("path", ["/media/lost.jpg", "/media/closed", "/tai-lieu/1/lost.pdf"])
def test_instead_of_a_file_that_is_lost_the_portal_says_that_there_is_none(served, path):
    """As of any other address; kept by nobody, for the file may come back."""
    answer = served.ask(path, If_None_Match='"x"', Range="bytes=0-")
    assert (answer.status, answer.body) == (404, NOT_FOUND[2])
    assert {name: answer.one(name) for name in PORTALS} == PORTALS
    # nginx cannot be told to forget what the portal said of the file; the stricter one counts (RFC 9111, 4.2.1).
    assert "no-store" in answer.all("Cache-Control")
    assert answer.one("Content-Type") == "text/html; charset=utf-8"
    assert re.fullmatch("[0-9a-f]{32}", answer.one("X-Request-ID"))


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
