"""Mail servers for the tests: on the loopback interface, each with a fault of its own."""

import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as MemoryBackend

BACKENDS = "cms.workflow.tests.mail_servers."


class UnknownHost(BaseEmailBackend):
    """The server's name cannot be resolved."""

    def send_messages(self, email_messages):
        raise socket.gaierror(-2, "Name or service not known")


class Disconnecting(BaseEmailBackend):
    """The server hangs up in the middle."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


class UnknownMailbox(BaseEmailBackend):
    """The server knows no such mailbox."""

    def send_messages(self, email_messages):
        address = email_messages[0].to[0]
        raise smtplib.SMTPRecipientsRefused({address: (550, b"5.1.1 User unknown")})


class GreyListing(BaseEmailBackend):
    """The server wants to be asked again later."""

    def send_messages(self, email_messages):
        address = email_messages[0].to[0]
        raise smtplib.SMTPRecipientsRefused({address: (450, b"4.2.0 Greylisted")})


class Leisurely(MemoryBackend):
    """The server accepts everything, after a while: two runs at once overlap."""

    def send_messages(self, messages):
        time.sleep(0.2)
        return super().send_messages(messages)


def refused_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def smtp(*, silent: bool = False) -> Iterator[int]:
    """Run an SMTP server that refuses every login, or ("silent") never says a word. Yields its port."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    connections: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            connections.append(connection)
            if not silent:
                threading.Thread(target=_refuse_login, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        for connection in connections:
            connection.close()


def _refuse_login(connection: socket.socket) -> None:
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 mail.example ESMTP\r\n")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"EHLO":
                connection.sendall(b"250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n")
            elif verb == b"AUTH":
                connection.sendall(b"535 5.7.8 Authentication credentials invalid\r\n")
            elif verb == b"QUIT":
                connection.sendall(b"221 Bye\r\n")
                return
            else:
                connection.sendall(b"502 Not here\r\n")
