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


def one_line(text: str) -> str:
    """Return the text with all that could begin a line, or steer a terminal, written as it is in Python."""
    return _BREAKS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class RequestNumber(logging.Filter):
    """Adds the request's number to each record; "-" outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = number.get() or "-"
        return True


class LineFormatter(logging.Formatter):
    """A line for people. The message is one line whatever is in it; a traceback follows as always."""

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
            if isinstance(said, str) and name != "exc_info":
                log_data[name] = one_line(said)
        log_data.pop("request", None)
        log_data.pop("server_time", None)
