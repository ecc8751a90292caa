"""Large files reach the portal wherever it takes files, and nothing else does."""

import re

import pytest
import requests

pytestmark = pytest.mark.stack_short

# More than any other request may have (client_max_body_size), less than the portal's own limit of 25 MB.
LARGE = b"x" * (13 * 1024 * 1024)
# Where files are sent, and with which status the portal itself refuses one that is neither picture nor document.
UPLOADS = {
    "/quan-tri/nhap-word/": 422,
    "/quan-tri/thu-vien-anh/tai-len/": 422,
    "/quan-tri/images/multiple/add/": 200,
    "/quan-tri/images/chooser/create/": 200,
    "/quan-tri/documents/multiple/add/": 200,
    "/quan-tri/documents/chooser/create/": 200,
}


@pytest.fixture(scope="module")
def send(stack, newsroom):
    """``send("/quan-tri/…", file)``: post a file as a reporter does; returns the answer."""
    browser = requests.Session()
    browser.trust_env = False
    browser.verify = str(stack.certificate)
    browser.cookies.update(newsroom.session("phongvien"))
    page = browser.get(f"{stack.address}/quan-tri/nhap-word/", timeout=60)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token, page.status_code

    def post(path: str, file: bytes) -> requests.Response:
        return browser.post(
            stack.address + path,
            files=_fields(path, file),
            headers={
                "Referer": page.url,
                "X-CSRFToken": token[1],
                "X-Requested-With": "XMLHttpRequest",
            },
            timeout=120,
            allow_redirects=False,
        )

    return post


def _fields(path: str, file: bytes) -> dict[str, tuple[str, bytes]]:
    """Return the file under the name that the form of that address gives it."""
    if path.endswith("/multiple/add/"):
        return {"files[]": ("lon.bin", file)}
    if path.endswith("/images/chooser/create/"):
        return {"image-chooser-upload-file": ("lon.bin", file)}
    if path.endswith("/documents/chooser/create/"):
        return {"document-chooser-upload-file": ("lon.bin", file)}
    return {"file": ("lon.bin", file)}


@pytest.mark.parametrize("path", UPLOADS)
def test_a_large_file_is_judged_by_the_portal_and_not_by_nginx(send, path):
    answer = send(path, LARGE)
    assert answer.status_code == UPLOADS[path], answer.text[:300]


def test_more_than_that_is_nginxs_to_refuse(send):
    for path in UPLOADS:
        answer = send(path, b"x" * (31 * 1024 * 1024))
        assert answer.status_code == 413
        assert "Dữ liệu gửi lên quá lớn" in answer.text
