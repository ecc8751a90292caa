"""What nginx keeps, whom it counts, what it logs and where it sends a request: the real one, with an application
that answers what a test says."""

import os
import re
from time import monotonic, sleep

import pytest

from deploy.stack import nginx
from deploy.stack.processes import wait_until

from .nginx_alone import FOUND, NGINX, front, silent_address

pytestmark = pytest.mark.skipif(
    NGINX is None and os.environ.get("CI") != "true", reason="no nginx: apt-get install nginx-light"
)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with front(tmp_path_factory.mktemp("nginx")) as made:
        yield made


@pytest.fixture(autouse=True)
def _as_before(request):
    yield
    if "served" in request.fixturenames:
        served = request.getfixturevalue("served")
        served.answer_again()
        served.application.answers.clear()


# ---------------------------------------------------------------- what takes a place
def test_what_is_not_found_takes_no_place(served):
    before = served.kept()
    for number in range(5):
        assert served.ask(f"/nobody-wrote-this-{number}/").status == 404
    assert served.kept() == before
    served.application.answers["/a/"] = FOUND
    assert served.ask("/a/").status == 200
    assert wait_until(lambda: served.kept() == before + 1, 5)


@pytest.mark.parametrize(
    "path",
    ["//b/", "/b//", "/%62/", "/x/../b/", "/./b/", "/b/.", "/b/%2E/", "/b%2Fc/", "/b/007.ics", "/b/0000007/"],
)
def test_another_way_to_write_an_address_takes_no_place(served, path):
    before = served.kept()
    served.application.answers[path] = FOUND
    for _again in range(2):
        answer = served.ask(path)
        assert (answer.status, answer.one("X-Page-Cache")) == (200, "BYPASS")
    assert served.kept() == before


@pytest.mark.parametrize(
    "path", ["/.well-known/security.txt", "/tin-tuc/2026/05/", "/lich/10.ics", "/b/007-x/"]
)
def test_an_address_as_the_portal_writes_it_takes_one(served, path):
    served.application.answers[path] = FOUND
    served.ask(path)
    assert served.ask(path).one("X-Page-Cache") == "HIT"


def test_a_page_that_is_no_longer_there_does_not_come_back_with_an_outage(served):
    """What was kept under that address gives its place to the 404."""
    served.application.answers["/moved/"] = FOUND
    assert served.ask("/moved/").status == 200
    del served.application.answers["/moved/"]
    assert wait_until(lambda: served.ask("/moved/").status == 404, 10)
    served.hang(0)
    sleep(1.5)
    assert served.ask("/moved/").status == 404


def test_a_page_is_written_beside_the_others_and_moved(served):
    """nginx's own folder for what it is receiving may be memory, as in the containers: each page would be copied."""
    served.application.answers["/large/"] = (200, FOUND[1], b"x" * 300_000)
    before, memory = served.kept(), served.folder / "temp" / "proxy"
    memory.rename(memory.with_name("elsewhere"))
    try:
        assert served.ask("/large/").status == 200
        assert wait_until(lambda: served.kept() == before + 1, 5)
    finally:
        memory.with_name("elsewhere").rename(memory)
    # Not among the pages, which are deleted with their folder.
    assert (served.folder / "kept" / "pages-being-written").is_dir()


def test_pages_are_kept_again_after_they_were_thrown_away(served):
    for _again in range(2):
        assert served.ask("/pages/", "DELETE", port=served.purging).status == 204
        assert served.kept() == 0
        served.application.answers["/c/"] = FOUND
        assert served.ask("/c/").one("X-Page-Cache") == "MISS"
        assert wait_until(lambda: served.kept() == 1, 5)
        assert served.ask("/c/").one("X-Page-Cache") in ("HIT", "STALE")


# ---------------------------------------------------------------- what is built for a reader each time
def test_what_is_built_each_time_has_an_allowance(tmp_path):
    built = ("/?x={}", "/tin/?chuyen-muc=a&trang={}", "/tin//{}/")
    session = {"Cookie": "__Host-session=x"}
    # Ten a second, sixty at once: a slow machine would never get there.
    fewer = {
        "zone=built:4m rate=10r/s": "zone=built:4m rate=1r/m",
        "zone=built burst=60": "zone=built burst=3",
    }
    with front(tmp_path, replace=fewer) as made:
        made.application.answers |= {"/": FOUND, "/tin/": FOUND}
        for number, (path, headers) in enumerate([*((path, {}) for path in built), ("/tin/{}/", session)]):
            reader = f"203.0.113.{number}"
            answers = [made.ask(path.format(each), X_Comes_From=reader, **headers) for each in range(6)]
            limited = [answer.status == 429 for answer in answers]
            assert limited == [False] * 4 + [True] * 2, path
            assert "Bạn thao tác quá nhanh" in answers[-1].body.decode()
            # This one's pages that are kept are answered.
            assert made.ask("/", X_Comes_From=reader).status == 200
        assert made.ask("/?x=1", X_Comes_From="203.0.113.99").status == 200


def test_what_may_be_kept_meets_no_limit(served):
    kept = ("/?trang={}", "/?utm_source=zalo&p={}", "/tin/{}/")
    statuses = [
        served.ask(path.format(1 + number % 50), X_Comes_From="203.0.113.77").status
        for number in range(100)
        for path in kept
    ]
    assert 429 not in statuses
    # Nor what is sent: a view is counted by one request.
    assert {
        served.ask("/luot-xem/1", "POST", X_Comes_From="203.0.113.77").status for _each in range(150)
    } == {404}


# ---------------------------------------------------------------- whom a limit counts
HALVES = {
    "203.0.113.7": "203.0.113.7",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2",
    "2001:db8:1:2::": "2001:db8:1:2",
    "2001:db8:1:2::6": "2001:db8:1:2",
    "2001:db8:1:0:5::": "2001:db8:1:0",
    "2001:db8:1::6": "2001:db8:1:0",
    "2001:db8:1::": "2001:db8:1:0",
    "2001:db8::": "2001:db8:0:0",
    "2001:db8::1": "2001:db8:0:0",
    "2001:db8:0:0:1::": "2001:db8:0:0",
    "2001:db8::3:4:5:6": "2001:db8:0:0",
    "2001:0:0:7:1:2:3:4": "2001:0:0:7",
    "2001:0:0:7::1": "2001:0:0:7",
    "2001::7": "2001:0:0:0",
    "2001:0:0:0:1:2:3:4": "2001:0:0:0",
    "0:0:6:7:1:2:3:4": "0:0:6:7",
    "0:0:6:7::": "0:0:6:7",
    "0:0:0:7:1:2:3:4": "0:0:0:7",
    "::1": "0:0:0:0",
    "::": "0:0:0:0",
    "0:6::7": "0:6:0:0",
    "fe80::1": "fe80:0:0:0",
    "::ffff:203.0.113.7": "203.0.113.7",
}


@pytest.mark.parametrize("address", HALVES)
def test_of_an_ipv6_address_the_first_half_counts(served, address):
    answer = served.ask("/", port=served.addresses, X_Comes_From=address)
    assert answer.body.decode() == HALVES[address]


def test_a_network_has_one_allowance(served):
    def login(address: str) -> int:
        return served.ask("/quan-tri/login/", "POST", X_Comes_From=address).status

    answers = [login(f"2001:db8:9:9::{number:x}") for number in range(1, 30)]
    assert 429 in answers
    assert login("2001:db8:9:a::1") != 429


def test_every_limit_counts_by_that_address():
    text = (nginx.SOURCE / "portal.conf.template").read_text()
    assert "binary_remote_addr" not in text
    zones = {zone: key for key, zone in re.findall(r"limit_(?:req|conn)_zone (\S+) zone=(\w+):", text)}
    assert zones == {
        "login": "$portal_login_of",
        "uploads": "$portal_upload_of",
        "search": "$portal_address",
        "built": "$portal_built_for",
        "connections": "$portal_address",
    }
    assert re.findall(r"POST (\S+);", text) == ["$portal_address"] * 2
    assert re.search(r"\$portal_built_for {\s+default \$portal_address;", text)


@pytest.mark.parametrize("listed", ["", "allow 10.20.0.0/16;"])
def test_who_is_not_listed_does_not_reach_the_newsroom(tmp_path, listed):
    doors = ("", "login/", "password_reset/confirm/MQ/x/", "images/")
    with front(tmp_path, PORTAL_ADMIN_ACCESS=listed) as made:
        for door in doors:
            answer = made.ask(f"/quan-tri/{door}")
            assert answer.status == 403
            assert "chỉ dành cho mạng nội bộ" in answer.body.decode()
            from_there = made.ask(f"/quan-tri/{door}", X_Comes_From="10.20.1.1").status
            assert from_there == (404 if listed else 403)
        assert made.ask("/").status == 404
        assert [path for _port, path, _headers in made.applications[1].asked] == [
            f"/quan-tri/{door}" for door in doors if listed
        ]


# ---------------------------------------------------------------- what is logged
def test_what_readers_search_for_is_in_no_log(served):
    searched = ("/tim-kiem/?q=bi-mat", "/tim-kiem/goi-y/?q=bi-mat", "/tim-kiem?q=bi-mat")
    limited = [
        served.ask(path, Referer="https://localhost/tim-kiem/?q=bi-mat-truoc").status
        for _again in range(25)
        for path in searched
    ]
    assert 429 in limited
    served.hang(0)
    sleep(3)
    for path in searched:
        assert served.ask(path, X_Comes_From="203.0.113.9").status in (301, 503)
    # The log is written, of other things.
    assert served.ask("/quan-tri/some-fault/").status == 503
    assert wait_until(lambda: "some-fault" in served.log(), 5)
    accesses = served.folder / "access.log"
    assert wait_until(lambda: "some-fault" in accesses.read_text(), 5), "after a second"
    assert "bi-mat" not in served.log() + accesses.read_text()


# ---------------------------------------------------------------- what the portal is told with a picture
def test_a_picture_is_asked_for_like_a_page(served):
    sent = {"X_Forwarded_Host": "evil.example", "Forwarded": "for=evil", "Proxy": "http://evil.example"}
    served.application.asked.clear()
    for path in ("/media/a.jpg", "/media/b.jpg", "/tai-lieu/1/c.pdf", "/x/"):
        served.ask(path, X_Request_ID="0" * 32, X_Forwarded_For="10.9.9.9", **sent)
    assert [path for _port, path, _headers in served.application.asked][-1] == "/x/"
    for _port, path, headers in served.application.asked:
        assert not {"x-forwarded-host", "forwarded", "proxy", "connection"} & set(headers), path
        assert headers["x-forwarded-for"] == "10.9.9.9, 127.0.0.1"
        assert headers["x-forwarded-proto"] == "https"
        assert headers["host"] == "localhost"
        assert headers["x-request-id"] != "0" * 32
    # Not a connection for each.
    assert len({port for port, _path, _headers in served.application.asked}) == 1


# ---------------------------------------------------------------- where a request is sent
@pytest.mark.parametrize("seconds", [1.3, 4.0])  # the application's own supervisor ends it; nginx does
def test_a_request_that_hangs_does_not_hang_the_other_application(tmp_path, seconds):
    times = {
        "proxy_next_upstream_timeout 5s": "proxy_next_upstream_timeout 1s",
        "proxy_read_timeout 60s": "proxy_read_timeout 2s",
    }
    with front(tmp_path, replace=times) as made:
        made.application.hangs = seconds
        assert made.ask("/slow/?x=1").status == 503
        assert [len(application.asked) for application in made.applications] == [1, 0]


def test_whoever_fails_at_once_is_passed_over(tmp_path):
    with front(tmp_path) as made:
        made.application.hangs = 0
        made.applications[1].answers["/b/"] = FOUND
        assert made.ask("/b/").status == 200
        assert [len(application.asked) for application in made.applications] == [1, 1]


def test_a_machine_that_is_off_is_passed_over(tmp_path):
    with silent_address() as silent, front(tmp_path, first=silent) as made:
        made.applications[1].answers["/b/"] = FOUND
        began = monotonic()
        assert made.ask("/b/").status == 200
        assert monotonic() - began > 1.5, "it was asked first"
