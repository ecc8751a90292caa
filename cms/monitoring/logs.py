"""How a line of the log looks: for people, or as JSON for a collector. Whatever a stranger sends stays one line.

A request's number is the one that nginx gave it (``X-Request-ID``), so that one number finds a request in both
logs, in the error report, and on the screen of whoever complains.
"""

import logging
import re
import uuid
from contextvars import ContextVar

from pythonjsonlogger.json import JsonFormatter as _JsonFormatter

NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
number: ContextVar[str] = ContextVar("request_number", default="")
# What begins a new line for somebody: a log must not hold lines that nobody wrote.
_BREAKS = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")


def accepted(sent: str) -> str:
    """Return the number that a proxy gave to the request, or a new one if it is none."""
    return sent if NUMBER.fullmatch(sent) else uuid.uuid4().hex


# An address that is a key: the link in the mail that lets somebody choose a new password. nginx's log has the same
# rule (deploy/nginx/portal.conf.template, $portal_logged_path).
_KEYS = re.compile(r"(/password_reset/confirm/)[^\s?#\"']+")


def without_keys(text: str) -> str:
    """Return the text without what, in an address, opens an account."""
    return _KEYS.sub(r"\1***", text)


def one_line(text: str) -> str:
    """Return the text with all that could begin a line, or steer a terminal, written as it is in Python."""
    return _BREAKS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class RequestNumber(logging.Filter):
    """Adds the request's number to each record; "-" outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django writes of answers from 400 on when the middleware has ended, and adds the request.
        of_request = getattr(getattr(record, "request", None), "number", "")
        record.request_id = number.get() or of_request or "-"
        return True


class LineFormatter(logging.Formatter):
    """A line for people. The message is one line whatever is in it; a traceback follows, each of its lines set in.

    An error's text may be anybody's: no line of it begins like an event.
    """

    def format(self, record: logging.LogRecord) -> str:
        message, *traceback = without_keys(super().format(record)).split("\n")
        return "\n    ".join([message, *map(one_line, traceback)])

    def formatMessage(self, record: logging.LogRecord) -> str:
        return one_line(super().formatMessage(record))


class JsonFormatter(_JsonFormatter):
    """A JSON object a line: time, level, logger, request_id, message, and what the record says besides.

    ``request`` and ``server_time`` that Django adds to its records are left out: the former holds everything that
    somebody sent.
    """

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
            datefmt="%Y-%m-%dT%H:%M:%S%z",
        )

    def add_fields(self, log_data, record, message_dict) -> None:
        super().add_fields(log_data, record, message_dict)
        for name, said in log_data.items():
            if isinstance(said, str):
                said = without_keys(said)
                lines = said.split("\n") if name == "exc_info" else [said]
                log_data[name] = "\n".join(map(one_line, lines))
        log_data.pop("request", None)
        log_data.pop("server_time", None)
