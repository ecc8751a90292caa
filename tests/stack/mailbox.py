"""A mail server on loopback for the tests: keeps what it gets, or refuses it, or says nothing."""

import socketserver
import threading
import time
from types import TracebackType


class _Talk(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        if self.server.mood == "silent":
            time.sleep(30)
            return
        self._say("220 mailbox")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                if self.server.mood == "refusing":
                    self._say("451 try later")
                    continue
                self._say("354 go on")
                content = b""
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    content += part
                self.server.letters.append(content)
            elif word == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    mood = "kind"
    letters: list[bytes]


class Mailbox:
    """``mailbox.mood`` is "kind", "refusing" or "silent"; ``letters`` is what came."""

    def __enter__(self) -> "Mailbox":
        self._server = _Server(("127.0.0.1", 0), _Talk)
        self._server.letters = []
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def letters(self) -> list[bytes]:
        return self._server.letters

    @property
    def mood(self) -> str:
        return self._server.mood

    @mood.setter
    def mood(self, mood: str) -> None:
        self._server.mood = mood
