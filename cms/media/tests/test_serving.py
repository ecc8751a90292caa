"""Documents reach readers as downloads: never shown by the browser in the portal's name."""

import urllib.parse

import pytest

from cms.media.intake import store_document

from . import made

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (made.pdf("<script>alert(1)</script>"), "Kế hoạch số 42.pdf"),
        (made.office("docx"), "bao-cao.docx"),
        (made.package({"a.txt": "x"}), "phu-luc.zip"),
    ],
)
def test_headers(client, data, name):
    document = store_document(data, name, title=name, user=None)
    response = client.get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == data
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert document.filename in urllib.parse.unquote(response.headers["Content-Disposition"])
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert "html" not in response.headers["Content-Type"]


def test_the_address_is_no_use_without_the_name(client):
    document = store_document(made.pdf(), "ke-hoach.pdf", title="a", user=None)
    assert client.get(document.url.replace(document.filename, "ke-hoach.pdf")).status_code == 404
