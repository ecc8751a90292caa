"""The portal through nginx when everything is well."""

import json
import re
import socket
import subprocess

import pytest
import requests

from deploy.stack.processes import wait_until

from .newsroom import PASSWORD

pytestmark = pytest.mark.stack_short


def test_a_story_is_published_read_and_taken_down(newsroom, get, becomes):
    story = newsroom.publish("Khai mạc hội nghị sơ kết", picture=True)
    assert becomes(story["path"], 200, within=10)
    # Whoever looked before saw the lists without it, for two seconds at the most.
    lists = ("/", "/tin-tuc-su-kien/", "/rss/", "/atom/", "/sitemap-tin-moi.xml")
    for path in lists:
        assert any("khai-mac-hoi-nghi-so-ket" in get(path).text for _try in range(60)), path
    pictures = story["pictures"]
    answer = get(pictures[0])
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("image/")
    assert "X-Accel-Redirect" not in answer.headers

    newsroom.take_down(story["id"])
    assert becomes(story["path"], 410, within=10)
    assert becomes(lists[0], 200, within=10)
    for path in lists:
        assert "khai-mac-hoi-nghi-so-ket" not in get(path).text, path
    assert get(pictures[0]).status_code == 404


def test_pages_are_kept_for_readers_and_not_for_the_newsroom(newsroom, get, stack):
    get("/")
    kept = get("/")
    assert kept.headers["X-Page-Cache"] in ("HIT", "STALE", "UPDATING", "EXPIRED")
    assert kept.headers["Cache-Control"] == "public, max-age=2, stale-while-revalidate=2, stale-if-error=2"
    assert "Set-Cookie" not in kept.headers
    # From where a reader came says nothing of the page.
    assert get("/?utm_source=zalo&fbclid=abc").headers["X-Page-Cache"] != "BYPASS"
    for path in ("/?x=1", "/?trang=2&trang=1", "/?Trang=2"):
        assert get(path).headers["X-Page-Cache"] == "BYPASS", path
    cookies = newsroom.session("phongvien")
    assert get("/", cookies=cookies).headers["X-Page-Cache"] == "BYPASS"
    assert "X-Page-Cache" not in get("/quan-tri/", cookies=cookies).headers


def test_what_is_said_of_safety_is_said_once_by_nginx_or_by_the_portal(get):
    page = get("/").text
    hashed = re.search(r'"(/static/[^"]+\.css)"', page)
    assert hashed
    kinds = (
        "/",
        "/tim-kiem/?q=x",
        "/quan-tri/login/",
        "/khong-co/",
        "/media/khong-co.jpg",
        "/rss",
        hashed[1],
    )
    for path in kinds:
        said = get(path).raw.headers
        for name in (
            *("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy"),
            *("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"),
            "Strict-Transport-Security",
        ):
            assert len(said.getlist(name)) == 1, (path, name)
        assert said["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        shared = path.startswith(("/media/", "/static/"))
        assert said["Cross-Origin-Resource-Policy"] == ("cross-origin" if shared else "same-origin"), path


def _line_with(number: str, *logs) -> str:
    """Return the line of one of the logs that holds a request's number, once it is written; "" if none does."""

    def found() -> list[str]:
        return [line for log in logs for line in log.read_text().splitlines() if number in line]

    wait_until(lambda: bool(found()), 10)
    return "".join(found()[:1])


def test_each_request_has_a_number_of_its_own_in_both_logs(stack, newsroom, get):
    get("/gioi-thieu/")
    strangers = "0123456789abcdef0123456789abcdef"
    answers = [get("/gioi-thieu/", headers={"X-Request-ID": strangers}) for _again in range(3)]
    # Of a kept page, too: not the number of whoever was there first, and never one that somebody sends.
    assert {answer.headers["X-Page-Cache"] for answer in answers} & {"HIT", "STALE", "UPDATING"}
    numbers = {answer.headers["X-Request-ID"] for answer in answers}
    assert len(numbers) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", number) for number in numbers)
    assert strangers not in numbers
    logs = stack.folder / "log"
    for path in ("/khong-co-trang-nay/?q=bi-mat", "/media/khong-co.jpg"):
        number = get(path, headers={"X-Request-ID": strangers}).headers["X-Request-ID"]
        seen = _line_with(number, logs / "nginx-access.log")
        assert f'"GET {path.split("?")[0]} HTTP/1.1" 404' in seen
        assert "bi-mat" not in seen
        assert path.split("?")[0] in _line_with(number, logs / "web1.log", logs / "web2.log")
    for path in ("/static/css/plain.css", "/quan-tri/login/"):
        assert re.fullmatch("[0-9a-f]{32}", get(path).headers["X-Request-ID"])
    assert strangers not in (logs / "nginx-access.log").read_text()


def test_a_link_that_sets_a_password_is_in_no_log(stack, get):
    key = "cx1k2p-0123456789abcdef0123456789abcdef"
    answer = get(f"/quan-tri/password_reset/confirm/MQ/{key}/")
    assert answer.status_code == 200
    seen = _line_with(answer.headers["X-Request-ID"], stack.folder / "log" / "nginx-access.log")
    assert '"GET /quan-tri/password_reset/confirm/*** HTTP/1.1" 200' in seen
    for log in (*(stack.folder / "log").iterdir(), stack.folder / "nginx-error.log"):
        assert key not in log.read_text(), log


def _asked_from(stack, source: str, path: str) -> tuple[str, str]:
    """Ask from one of this machine's own addresses; returns status and body."""
    curl = ["curl", "-s", "-w", "\n%{http_code}", "--cacert", str(stack.certificate), "--interface", source]
    done = subprocess.run(
        [*curl, f"https://127.0.0.1:{stack.https}{path}"], capture_output=True, text=True, check=True
    )
    body, _line, status = done.stdout.rpartition("\n")
    return status, body


def test_what_fails_is_told_to_those_who_watch_alone(stack):
    for path in ("/healthz", "/readyz"):
        status, told = _asked_from(stack, "127.0.0.1", path)
        assert (status, "status" in json.loads(told)) == ("200", True)
        status, told = _asked_from(stack, "127.0.0.2", path)
        assert status == "404"
        assert "database" not in told
        assert "</html>" in told  # as of any other address that is not there
    stack.write_nginx(PORTAL_WATCHERS="allow 127.0.0.2;")
    stack.services["nginx"].restart()
    try:
        assert _asked_from(stack, "127.0.0.2", "/readyz")[0] == "200"
        assert _asked_from(stack, "127.0.0.3", "/readyz")[0] == "404"
    finally:
        stack.write_nginx()
        stack.services["nginx"].restart()


def test_prometheus_is_told_of_all_applications_on_a_port_of_its_own(stack, get):
    address = f"http://127.0.0.1:{stack.metrics}/metrics"

    def logins() -> float:
        told = requests.get(address, timeout=10).text
        line = r'portal_request_seconds_count{method="GET",status="200",view="wagtailadmin_login"} ([0-9.]+)'
        found = re.search(line, told)
        return float(found[1]) if found else 0.0

    assert wait_until(lambda: "portal_database_up 1.0" in requests.get(address, timeout=10).text, 30)
    before = logins()
    for _each in range(6):  # nginx takes the applications in turns
        assert get("/quan-tri/login/").status_code == 200
    assert logins() == before + 6
    assert get("/metrics/").status_code == 404


@pytest.mark.parametrize("packed", ["gzip", "identity"])
def test_every_browser_can_read_the_one_copy(get, packed):
    answers = [get("/", headers={"Accept-Encoding": packed}) for _again in range(2)]
    assert all("</html>" in answer.text for answer in answers)
    assert (answers[1].headers.get("Content-Encoding") == "gzip") is (packed == "gzip")


def test_the_login_form_works(stack, newsroom):
    with requests.Session() as browser:
        browser.trust_env = False
        browser.verify = str(stack.certificate)
        form = browser.get(f"{stack.address}/quan-tri/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
        assert token
        # By what name the form calls the account is the form's affair.
        name = re.search(r'<input[^>]* name="((?:auth-)?username)"', form.text)
        assert name
        prefix = name[1].removesuffix("username")
        posted = {
            "csrfmiddlewaretoken": token[1],
            f"{prefix}username": "phongvien",
            f"{prefix}password": PASSWORD,
        }
        answer = browser.post(form.url, posted, headers={"Referer": form.url}, allow_redirects=False)
        assert answer.status_code == 302, answer.text[:500]


def test_static_files_are_packed_and_never_asked_for_again(get):
    page = get("/").text
    hashed = re.search(r'"(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert hashed
    answer = get(hashed[1])
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"


def test_tls_http2_and_ipv6(stack):
    curl = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_version} %{http_code}", "--cacert",
            str(stack.certificate)]  # fmt: skip
    for host in ("localhost", "127.0.0.1"):
        done = subprocess.run([*curl, f"https://{host}:{stack.https}/"], capture_output=True, text=True)
        assert done.stdout == "2 200"
    with socket.create_connection(("::1", stack.https), timeout=5):
        pass
    plain = requests.get(f"http://127.0.0.1:{stack.http}/rss/?p=2", allow_redirects=False, timeout=10)
    assert plain.status_code == 301
    assert plain.headers["Location"] == f"https://127.0.0.1:{stack.https}/rss/?p=2"


def test_names_that_are_not_the_portals_get_no_page(stack):
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{stack.http}/", headers={"Host": "evil.example"}, timeout=10)


def test_the_page_cache_is_emptied_by_delete_alone(stack):
    address = stack.environment["PAGE_CACHE_PURGE_URLS"]
    assert requests.get(address, timeout=10).status_code == 403
    assert requests.delete(address.replace("/pages/", "/"), timeout=10).status_code == 404
    assert requests.delete(address, timeout=10).status_code in (204, 404)


def test_logins_are_limited_by_address_with_a_sentence(stack, newsroom):
    answers = [
        requests.post(
            f"{stack.address}/quan-tri/login/",
            data={"username": "x"},
            verify=str(stack.certificate),
            timeout=30,
        )
        for _attempt in range(30)
    ]
    limited = [
        answer for answer in answers if answer.status_code == 429 and "Bạn thao tác quá nhanh" in answer.text
    ]
    assert limited


def test_the_newsroom_for_the_offices_network_alone(stack, get):
    stack.write_nginx(PORTAL_ADMIN_ACCESS="allow 10.20.0.0/16; deny all;")
    stack.services["nginx"].restart()
    try:
        for path in ("/quan-tri/", "/quan-tri/login/", "/quan-tri/images/"):
            answer = get(path)
            assert answer.status_code == 403
            assert "chỉ dành cho mạng nội bộ" in answer.text
        assert get("/").status_code == 200
    finally:
        stack.write_nginx()
        stack.services["nginx"].restart()


def test_what_is_too_large_is_refused_with_a_sentence(get, stack):
    answer = requests.post(
        f"{stack.address}/lien-he/gui/",
        data=b"x" * (13 * 1024 * 1024),
        verify=str(stack.certificate),
        timeout=60,
    )
    assert answer.status_code == 413
    assert "Dữ liệu gửi lên quá lớn" in answer.text
