"""What the addresses of files answer: to readers of what is public, by Django itself and behind nginx."""

import urllib.parse

import pytest
from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils.http import http_date

from cms.media import renditions
from cms.media.intake import store_document
from cms.media.models import PortalRendition
from cms.media.serving import serve_picture
from cms.media.specs import LARGEST_JPEG
from news.models import Attachment

from . import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def public_picture(published, picture):
    published(lead_image=picture, lead_image_alt="Hội trường")
    return picture.renditions.get(filter_spec=LARGEST_JPEG)


@pytest.fixture
def public_document(published, document):
    published(attachments=[Attachment(document=document)])
    return document


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (made.pdf("<script>alert(1)</script>"), "Kế hoạch số 42.pdf"),
        (made.office("docx"), "bao-cao.docx"),
        (made.package({"a.txt": "x"}), "phu-luc.zip"),
    ],
)
def test_a_document_is_a_download(client, published, data, name):
    document = store_document(data, name, title=name, user=None)
    published(attachments=[Attachment(document=document)])
    response = client.get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == data
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert document.filename in urllib.parse.unquote(response.headers["Content-Disposition"])
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert "html" not in response.headers["Content-Type"]


def test_the_address_is_no_use_without_the_name(client, public_document):
    assert client.get(public_document.url).status_code == 200
    assert (
        client.get(public_document.url.replace(public_document.filename, "ke-hoach.pdf")).status_code == 404
    )


def test_a_reader_who_follows_a_dead_link_gets_the_portals_page(client, document):
    answer = client.get(document.url)
    assert answer.status_code == 404
    assert "<main" in answer.content.decode()


def test_what_readers_get_may_be_kept_but_not_for_others(client, public_picture, public_document):
    for url, kind in ((public_picture.url, "image/jpeg"), (public_document.url, "application/pdf")):
        answer = client.get(url)
        assert answer.headers["Content-Type"] == kind
        kept = dict(part.strip().partition("=")[::2] for part in answer.headers["Cache-Control"].split(","))
        assert "public" in kept
        # A shared cache asks again after the ten seconds in which a page that is taken down must be gone.
        assert int(kept["s-maxage"]) <= 10
        assert int(kept["max-age"]) > 0
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert not answer.cookies
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert client.head(url).status_code == 200
        assert client.post(url).status_code == 405


def test_who_has_it_already_is_not_sent_it_again(client, public_picture, public_document):
    for url in (public_picture.url, public_document.url):
        answer = client.get(url)
        for asked in (
            {"If-None-Match": answer.headers["ETag"]},
            {"If-Modified-Since": answer.headers["Last-Modified"]},
        ):
            again = client.get(url, headers=asked)
            assert again.status_code == 304
            assert again.content == b""
            assert again.headers["Cache-Control"] == answer.headers["Cache-Control"]
        for asked in ({"If-None-Match": '"other"'}, {"If-Modified-Since": http_date(0)}):
            assert client.get(url, headers=asked).status_code == 200


def test_one_query(client, public_picture, public_document, django_assert_num_queries):
    for url in (public_picture.url, public_document.url):
        with django_assert_num_queries(1):
            answer = client.get(url)
        assert answer.status_code == 200


def test_the_query_grows_with_nothing(client, public_picture, django_assert_num_queries):
    """It is asked for every picture: neither all pages nor all files may be read for it."""
    with django_assert_num_queries(1) as asked:
        client.get(public_picture.url)
    # A list of all public pages inside the question would be read first (SQLite: SCAN wagtailcore_page).
    assert " IN (SELECT" not in asked.captured_queries[0]["sql"]
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, PortalRendition._meta.db_table)
    assert any(one["index"] and one["columns"] == ["file"] for one in known.values())


def test_what_is_no_picture_costs_no_query_and_opens_nothing(client, picture, rf, django_assert_num_queries):
    for name in (
        "../manage.py",
        "images/../original_images/x.jpg",
        "images/%00.jpg",
        f"images/{'a' * 20_000}.jpg",
        "images/x.html",
        picture.file.name,
        "avatar_images/x.jpg",
    ):
        with django_assert_num_queries(0):
            answer = serve_picture(rf.get("/media/x"), urllib.parse.unquote(name))
        assert answer.status_code == client.get(f"/media/{name}").status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/tai-lieu/99999999999999999999/a.pdf").status_code == 404


def test_nothing_makes_a_picture_of_any_size_on_request():
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["signature", 1, "width-10"])


def test_a_lost_file_is_not_there(client, public_picture, public_document, caplog):
    for file, url in (
        (public_picture.file, public_picture.url),
        (public_document.file, public_document.url),
    ):
        file.storage.delete(file.name)
        caplog.clear()
        answer = client.get(url)
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"
        assert [record.name for record in caplog.records if record.levelname == "ERROR"] == [
            "cms.media.delivery"
        ]


class TestBehindNginx:
    """Django decides; it sends no byte of a file."""

    @pytest.fixture(autouse=True)
    def _nginx(self, settings):
        settings.MEDIA_ACCEL_REDIRECT_PREFIX = "/_files/"

    def test_public(self, client, public_picture, public_document):
        for file, url in (
            (public_picture.file, public_picture.url),
            (public_document.file, public_document.url),
        ):
            answer = client.get(url)
            assert answer.status_code == 200
            assert answer.content == b""
            assert answer.headers["X-Accel-Redirect"] == f"/_files/{file.name}"
            assert answer.headers["Cache-Control"].startswith("public")
        assert answer.headers["Content-Disposition"].startswith("attachment;")

    def test_not_public(self, client, picture, document, chief):
        renditions.make(picture)
        urls = [picture.renditions.first().url, document.url]
        for url in urls:
            answer = client.get(url)
            assert answer.status_code == 404
            assert "X-Accel-Redirect" not in answer.headers
        client.force_login(chief)
        for url in urls:
            answer = client.get(url)
            assert answer.headers["X-Accel-Redirect"]
            assert answer.headers["Cache-Control"] == "private, no-store"
