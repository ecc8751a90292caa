"""The portal through nginx when everything is well."""

import re
import socket
import subprocess

import pytest
import requests

from .newsroom import PASSWORD


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
    assert kept.headers["Cache-Control"] == "public, max-age=2, stale-while-revalidate=2"
    assert "Set-Cookie" not in kept.headers
    # From where a reader came says nothing of the page.
    assert get("/?utm_source=zalo&fbclid=abc").headers["X-Page-Cache"] != "BYPASS"
    for path in ("/?x=1", "/?trang=2&trang=1", "/?Trang=2"):
        assert get(path).headers["X-Page-Cache"] == "BYPASS", path
    cookies = newsroom.session("phongvien")
    assert get("/", cookies=cookies).headers["X-Page-Cache"] == "BYPASS"
    assert "X-Page-Cache" not in get("/quan-tri/", cookies=cookies).headers


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
