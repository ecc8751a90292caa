"""An S3-compatible storage: private objects, reached for seconds by whoever the portal lets through."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError
from django.core.files.storage import default_storage
from django.test import Client

from cms.media import renditions
from cms.media.intake import store_document, store_picture
from cms.media.specs import LARGEST_JPEG, PICTURE_SPECS
from cms.media.storage import PrivateS3Storage
from cms.workflow import service
from news.models import Attachment

from . import made
from .s3 import storages

pytestmark = pytest.mark.django_db

SECONDS = 30


@pytest.fixture
def bucket(s3_server, settings):
    """The portal with its files in a bucket, as the environment's variables set it up."""
    settings.STORAGES = storages(settings, s3_server, "tin-bai", querystring_expire=SECONDS)
    urllib.request.urlopen(urllib.request.Request(f"{s3_server}/moto-api/reset", method="POST"))
    default_storage.connection.create_bucket(Bucket="tin-bai")
    assert isinstance(default_storage._wrapped, PrivateS3Storage)
    return default_storage


def _lower(headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def fetch(url: str) -> tuple[int, dict, bytes]:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, _lower(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, _lower(error.headers), error.read()


@pytest.fixture
def picture(bucket, collection):
    return store_picture(made.jpeg(), "hop.jpg", title="Quang cảnh", user=None, collection=collection)


@pytest.fixture
def document(bucket, collection):
    return store_document(made.pdf(), "ke-hoach.pdf", title="Kế hoạch", user=None, collection=collection)


def test_published_and_taken_down(published, chief, picture, document):
    story = published(
        lead_image=picture, lead_image_alt="Hội trường", attachments=[Attachment(document=document)]
    )
    assert picture.renditions.count() == len(PICTURE_SPECS)
    rendition = picture.renditions.get(filter_spec=LARGEST_JPEG)
    # Pages print the portal's own address, never the storage's.
    assert rendition.url == f"/media/{rendition.file.name}"
    assert rendition.url in Client().get(story.url).content.decode()
    for url, name, kind in (
        (rendition.url, rendition.file.name, "image/jpeg"),
        (document.url, document.file.name, "application/pdf"),
    ):
        answer = Client().get(url)
        assert answer.status_code == 302
        assert answer.headers["Cache-Control"] == "no-store"
        link = answer.headers["Location"]
        assert parse_qs(urlsplit(link).query)["X-Amz-Expires"] == [str(SECONDS)]
        status, headers, data = fetch(link)
        assert (status, headers["content-type"]) == (200, kind)
        with default_storage.open(name) as stored:
            assert data == stored.read()
    assert headers["content-disposition"].startswith("attachment;")
    service.take_down(story.pk, chief, "mistake", "Đăng nhầm.")
    for url in (rendition.url, document.url):
        answer = Client().get(url)
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Location" not in answer.headers


def test_drafts(client, picture, document, reporter):
    renditions.make(picture)
    rendition = picture.renditions.first()
    for url in (rendition.url, document.url):
        assert client.get(url).status_code == 404
    client.force_login(reporter)
    for url in (rendition.url, document.url):
        answer = client.get(url)
        assert answer.status_code == 302
        assert fetch(answer.headers["Location"])[0] == 200


def test_objects_are_private(s3_server, picture, document):
    renditions.make(picture)
    for file in (picture.file, document.file, picture.renditions.first().file):
        assert file.storage.exists(file.name)
        status, _headers, data = fetch(f"{s3_server}/tin-bai/{file.name}")
        assert status == 403
        assert len(data) < 1000


def test_a_link_is_for_one_file_and_cannot_be_changed(client, picture, document, chief):
    client.force_login(chief)
    link = client.get(document.url).headers["Location"]
    assert fetch(link)[0] == 200
    unsigned = link.partition("?")[0]
    assert fetch(unsigned)[0] == 403


def test_the_environment_sets_it_up():
    """The settings read in a process of their own, as a server reads them."""
    asked = (
        "from django.conf import settings as s; o = s.STORAGES['default']['OPTIONS'];"
        "print(s.STORAGES['default']['BACKEND'], o['bucket_name'], o['endpoint_url'], o['querystring_expire'],"
        " o['default_acl'], s.MEDIA_ORIGIN)"
    )
    variables = {
        "MEDIA_S3_BUCKET": "tin-bai",
        "MEDIA_S3_ENDPOINT": "https://s3.example",
        "MEDIA_S3_LINK_SECONDS": "20",
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
    }
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.split() == [
        "cms.media.storage.PrivateS3Storage",
        "tin-bai",
        "https://s3.example",
        "20",
        "None",
        "https://s3.example",
    ]


def test_a_storage_that_hangs_is_waited_for_with_an_end(monkeypatch):
    where = {"bucket_name": "tin-bai", "access_key": "a", "secret_key": "b", "region_name": "us-east-1"}
    usual = PrivateS3Storage(**where, addressing_style="path").client_config
    assert (usual.read_timeout, usual.s3["addressing_style"]) == (15, "path")
    assert usual.retries["total_max_attempts"] * (usual.connect_timeout + usual.read_timeout) < 60

    short = Config(connect_timeout=0.2, read_timeout=0.2, retries={"total_max_attempts": 2})
    monkeypatch.setattr("cms.media.storage.PATIENCE", short)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        storage = PrivateS3Storage(**where, endpoint_url=f"http://127.0.0.1:{deaf.getsockname()[1]}")
        with pytest.raises(ReadTimeoutError):
            storage.exists("hop.jpg")
