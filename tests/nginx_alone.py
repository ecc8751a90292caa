"""A real nginx with the configuration of ``deploy/nginx``, before an application that answers what a test says."""

import http.client
import shutil
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import Any

from deploy.stack import nginx
from deploy.stack.processes import Service, free_port
from deploy.stack.servers import account, program

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
FOUND = (200, {"Cache-Control": "public, max-age=1"}, b"a page")
# Until nginx gives an application that failed another chance: more than fail_timeout, in whole seconds.
PASSED_OVER = 3.2
NOT_FOUND = (404, {"Cache-Control": "public, max-age=1"}, b"not found")


class Application(ThreadingHTTPServer):
    """What stands behind nginx: ``answers`` by path, with status, headers, body; ``asked`` has what came.

    Each request is (port of the other side, path with its query, headers).
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[int, str, dict[str, str]]] = []
        # Seconds until a request's connection is closed without an answer.
        self.hangs: float | None = None

    def handle_error(self, *arguments: Any) -> None:
        """Say nothing of connections that nginx closed."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Application

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = self.requestline.split()[1]  # self.path has no "//"
        self.server.asked.append((self.client_address[1], path, headers))
        self.rfile.read(int(headers.get("content-length", 0)))
        if self.server.hangs is not None:
            sleep(self.server.hangs)
            self.close_connection = True
            return
        status, told, body = self.server.answers.get(path.partition("?")[0], NOT_FOUND)
        self.send_response_only(status)
        for name, value in {**told, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@dataclass
class Answer:
    """What a reader got; ``headers`` as they came, with what is there twice."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Return each value of a header."""
        return [value for told, value in self.headers if told.lower() == name.lower()]

    def one(self, name: str) -> str:
        """Return the value of a header that is there once, "" if it is not there."""
        values = self.all(name)
        assert len(values) < 2, (name, values)
        return "".join(values)


@dataclass
class Front:
    """nginx while it runs, and the two applications behind it: the readers' first."""

    folder: Path
    applications: list[Application]
    https: int
    http: int
    addresses: int
    purging: int
    static: Path = field(init=False)
    media: Path = field(init=False)

    def __post_init__(self) -> None:
        self.static, self.media = self.folder / "static", self.folder / "media"

    @property
    def application(self) -> Application:
        """The one that readers are given first."""
        return self.applications[0]

    def ask(
        self, path: str, method: str = "GET", port: int = 0, body: bytes | None = None, **headers: str
    ) -> Answer:
        """Ask as a reader, by TLS or at the plain port; the path is sent as it stands."""
        if port:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        else:
            anybody = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection("127.0.0.1", self.https, timeout=20, context=anybody)
        sent = {"Host": "localhost", **{name.replace("_", "-"): value for name, value in headers.items()}}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        told = Answer(answer.status, answer.getheaders(), answer.read())
        connection.close()
        return told

    def hang(self, seconds: float) -> None:
        """Let both applications close each connection after so long, without an answer."""
        for application in self.applications:
            application.hangs = seconds

    def answer_again(self) -> None:
        """Let both answer, and return when nginx knows."""
        if any(application.hangs is not None for application in self.applications):
            for application in self.applications:
                application.hangs = None
            sleep(PASSED_OVER)

    def log(self) -> str:
        """Return nginx's error log."""
        return (self.folder / "nginx-error.log").read_text()

    def kept(self) -> int:
        """Return how many pages nginx keeps."""
        return sum(1 for path in (self.folder / "kept").rglob("*") if len(path.name) == 32)


@contextmanager
def front(
    folder: Path, *, first: str = "", replace: dict[str, str] | None = None, **values: str
) -> Iterator[Front]:
    """Run nginx before two applications.

    Args:
        folder: an empty folder.
        first: an address that readers are given before the second application, instead of the first.
        replace: pieces of the filled-in configuration, and what stands in their place: shorter times.
        values: ``PORTAL_…`` that differ.
    """
    applications = [Application(), Application()]
    made = Front(folder, applications, free_port(), free_port(), free_port(), free_port())
    for path in (made.static, made.media, folder / "kept"):
        path.mkdir()
    service = _service(made, first, replace or {}, values)
    try:
        for application in applications:
            threading.Thread(target=application.serve_forever, args=(0.05,), daemon=True).start()
        service.start()
        yield made
    finally:
        service.stop()
        for application in applications:
            application.shutdown()
            application.server_close()


def _service(made: Front, address: str, replace: dict[str, str], values: dict[str, str]) -> Service:
    folder = made.folder
    certificate, key = nginx.certificate(folder)
    addresses = [f"127.0.0.1:{application.server_port}" for application in made.applications]
    first, second = (
        f"server {given} max_fails=1 fail_timeout=2s" for given in (address or addresses[0], addresses[1])
    )
    given = {
        "PORTAL_NAMES": "localhost",
        "PORTAL_IPV4": "127.0.0.1",
        "PORTAL_IPV6": "[::1]",
        "PORTAL_HTTP_PORT": str(made.http),
        "PORTAL_HTTPS_PORT": str(made.https),
        "PORTAL_HTTPS_SUFFIX": f":{made.https}",
        "PORTAL_HSTS_SECONDS": "31536000",
        "PORTAL_CERTIFICATE": str(certificate),
        "PORTAL_CERTIFICATE_KEY": str(key),
        "PORTAL_ACME": str(folder / "acme"),
        "PORTAL_UPSTREAM": f"{first}; {second} backup;",
        "PORTAL_UPSTREAM_NEWSROOM": f"{second}; {first} backup;",
        "PORTAL_ADMIN_ACCESS": "allow all;",
        "PORTAL_WATCHERS": "",
        "PORTAL_PURGE_LISTEN": f"127.0.0.1:{made.purging}",
        "PORTAL_PURGE_ACCESS": "allow 127.0.0.1;",
        "PORTAL_ACCESS_LOG": str(folder / "access.log"),
        "PORTAL_CACHE": str(folder / "kept" / "pages"),
        "PORTAL_STATIC": str(made.static),
        "PORTAL_MEDIA": str(made.media),
        "PORTAL_NGINX": str(folder / "nginx"),
        **values,
    }
    main = nginx.configure(folder, given, user=account("root") or "", workers=1)
    text = (folder / "portal.conf").read_text()
    for piece, other in replace.items():
        assert piece in text, piece
        text = text.replace(piece, other)
    # A test says from where a request comes; another port tells by which name nginx counts that address.
    text += "set_real_ip_from 127.0.0.1; real_ip_header X-Comes-From;\n"
    text += f'server {{ listen 127.0.0.1:{made.addresses}; return 200 "$portal_address"; }}\n'
    (folder / "portal.conf").write_text(text)
    return Service(
        "nginx",
        [program("nginx"), "-c", str(main), "-p", str(folder)],
        log=folder / "nginx.log",
        environment={},
        folder=folder,
        port=made.https,
    )


@contextmanager
def silent_address() -> Iterator[str]:
    """Give an address that answers no request for a connection, as of a machine that is off."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        callers = [socket.socket() for _caller in range(3)]
        for caller in callers:
            caller.setblocking(False)
            caller.connect_ex(full.getsockname())
        try:
            yield f"127.0.0.1:{full.getsockname()[1]}"
        finally:
            for caller in callers:
                caller.close()
