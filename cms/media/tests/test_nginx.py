"""A real nginx with deploy/nginx/media.conf: it sends the bytes, and only those that the portal allows."""

import http.client
import os
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings as conf
from django.core.wsgi import get_wsgi_application
from django.db import connections

from cms.media import renditions
from cms.media.intake import store_document, store_picture
from cms.media.specs import LARGEST_JPEG
from cms.workflow import service
from news.models import Attachment

from . import made

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
SNIPPET = conf.BASE_DIR / "deploy" / "nginx" / "media.conf"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        NGINX is None and os.environ.get("CI") != "true", reason="no nginx: apt-get install nginx-light"
    ),
]

FRAME = """
daemon off; master_process off; worker_processes 1;
pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    upstream portal {{ server 127.0.0.1:{portal}; }}
    server {{
        listen 127.0.0.1:{port};
        set $portal_media {media};
        include {snippet};
        location / {{ proxy_pass http://portal; proxy_set_header Host $host; }}
    }}
}}
"""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        """Say nothing."""


@pytest.fixture
def portal_server(settings):
    """The portal itself, as gunicorn would run it, with what it sent: [(path, bytes)]."""
    settings.MEDIA_ACCEL_REDIRECT_PREFIX = "/_files/"
    application, sent = get_wsgi_application(), []

    def counted(environ, start_response):
        answer = application(environ, start_response)
        try:
            body = b"".join(answer)
        finally:
            answer.close()
            connections.close_all()
        sent.append((environ["PATH_INFO"], len(body)))
        return [body]

    server = make_server("127.0.0.1", 0, counted, handler_class=_Quiet)
    server.sent = sent
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def get(portal_server, settings, tmp_path):
    """Ask nginx: ``get("/media/…")`` gives (status, headers, body)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "nginx.conf"
    config.write_text(
        FRAME.format(
            folder=tmp_path,
            media=settings.MEDIA_ROOT,
            snippet=SNIPPET,
            portal=portal_server.server_port,
            port=port,
        )
    )
    process = subprocess.Popen([NGINX, "-c", str(config)], stderr=subprocess.PIPE)
    try:
        _wait_for(port, process, tmp_path / "error.log")
        yield lambda path, **headers: _ask(port, path, headers)
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    for _attempt in range(100):
        assert process.poll() is None, log.read_text() if log.exists() else process.stderr.read()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def _ask(port: int, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": "localhost", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_from_publication_to_take_down(get, portal, published, chief, portal_server, settings):
    picture = store_picture(
        made.jpeg(), "hop.jpg", title="Quang cảnh", user=None, collection=portal.collection
    )
    document = store_document(
        made.pdf(), "ke-hoach.pdf", title="Kế hoạch", user=None, collection=portal.collection
    )
    renditions.make(picture)
    rendition = picture.renditions.get(filter_spec=LARGEST_JPEG)
    stored = {rendition.url: rendition.file, document.url: document.file}

    for url in stored:
        status, headers, body = get(url)
        assert (status, headers["cache-control"]) == (404, "no-store")
        assert b"%PDF" not in body

    story = published(
        lead_image=picture, lead_image_alt="Hội trường", attachments=[Attachment(document=document)]
    )
    portal_server.sent.clear()
    for url, file in stored.items():
        status, headers, body = get(url)
        with file.open() as content:
            assert body == content.read()
        assert status == 200
        assert headers["cache-control"].startswith("public")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "default-src 'none'"
        assert "x-accel-redirect" not in headers
        # nginx takes these off an X-Accel-Redirect; they are put on again, as the portal said them.
        assert headers["referrer-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert "camera=()" in headers["permissions-policy"]
        embedded = "cross-origin" if url.startswith(settings.MEDIA_URL) else "same-origin"
        assert headers["cross-origin-resource-policy"] == embedded
        # Who has it already is not sent it again; nginx itself says so.
        assert get(url, **{"If-None-Match": headers["etag"]})[0] == 304
    assert headers["content-disposition"].startswith("attachment;")
    assert headers["content-type"] == "application/pdf"
    # Not a byte of them went through Python.
    assert {size for _path, size in portal_server.sent} == {0}

    # No way round the portal: not the folder, not its address, not an original.
    for path in (
        f"/_files/{rendition.file.name}",
        f"/_files/{picture.file.name}",
        f"/media/{picture.file.name}",
    ):
        assert get(path)[0] == 404
    assert get("/media/x.jpg", **{"X-Accel-Redirect": f"/_files/{picture.file.name}"})[0] == 404

    service.take_down(story.pk, chief, "mistake", "Đăng nhầm.")
    for url in stored:
        status, headers, _body = get(url)
        assert (status, headers["cache-control"]) == (404, "no-store")


def test_a_lost_file_is_kept_by_nobody(get, portal, published):
    picture = store_picture(
        made.jpeg(), "hop.jpg", title="Quang cảnh", user=None, collection=portal.collection
    )
    published(lead_image=picture, lead_image_alt="Hội trường")
    rendition = picture.renditions.get(filter_spec=LARGEST_JPEG)
    rendition.file.storage.delete(rendition.file.name)
    status, headers, _body = get(rendition.url)
    assert status == 404
    assert headers["cache-control"] == "no-store"
