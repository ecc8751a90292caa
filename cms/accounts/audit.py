"""The audit log: who did what to which account, from where, when, with what outcome. One line of JSON an event.

Lines go to the logger ``audit`` (settings; docs/accounts.md says how long they are kept). They hold no secret and
no text of a story.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from cms.client_address import client_address

logger = logging.getLogger("audit")
_request: ContextVar[HttpRequest | None] = ContextVar("audit_request", default=None)
# The event whose lines are held back, and what was recorded of it, by whom it was done to.
_gathering: ContextVar[tuple[str, dict[str, dict[str, Any]]] | None] = ContextVar(
    "audit_gathering", default=None
)
_VALUE_MAX = 200
# What ends a line, or turns it round, for one program or another; JSON itself escapes CR, LF and the like.
_CONFUSING = {
    ord(sign): " " for sign in "\x7f\x85\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
}


@contextmanager
def during(request: HttpRequest) -> Iterator[None]:
    """Let what is recorded meanwhile name this request's address and person."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


@contextmanager
def gathered(event: str) -> Iterator[None]:
    """Write what is recorded of that event meanwhile when the block ends: one line for each account or role.

    Its facts are lists, and are joined. Nothing is written if the block raises: then what it did is undone.
    """
    held: dict[str, dict[str, Any]] = {}
    token = _gathering.set((event, held))
    try:
        yield
    finally:
        _gathering.reset(token)
    for whom, facts in held.items():
        record(event, whom=whom, **facts)


def record(
    event: str,
    *,
    who: Any = None,
    whom: Any = None,
    outcome: str = "done",
    **facts: str | int | list[str] | None,
) -> None:
    """Write a line.

    Args:
        event: what happened: ``login``, ``lockout``, ``roles`` … (docs/accounts.md lists them).
        who: the account, or the name that was typed; whoever sends the present request if not given.
        whom: the account that it was done to, if it was another.
        outcome: ``done`` or ``refused``.
        facts: more, as plain values. Never a password, a code or a key.
    """
    gathering = _gathering.get()
    if gathering and gathering[0] == event:
        joined = gathering[1].setdefault(_named(whom), {})
        for name, value in facts.items():
            joined.setdefault(name, []).extend(value if isinstance(value, list) else [str(value)])
        return
    request = _request.get()
    logger.info(
        event,
        extra={
            "audit": {
                "event": event,
                "who": _named(who or _present_person()),
                "whom": _named(whom),
                "address": client_address(request) if request else "",
                "outcome": outcome,
                **{name: _cut(value) for name, value in facts.items()},
            }
        },
    )


def _present_person() -> Any:
    """Return who acts: Wagtail knows it inside of its admin; a command on the server is nobody."""
    return get_active_log_context().user


def _named(account: Any) -> str:
    return _cut(account if isinstance(account, str) else account.get_username() if account else "")


def _cut(value: Any) -> Any:
    if isinstance(value, list):
        return [_cut(part) for part in value]
    return value.translate(_CONFUSING)[:_VALUE_MAX] if isinstance(value, str) else value


class LineFormatter(logging.Formatter):
    """One line of JSON an event, the time in ISO 8601 with its zone."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; of a record that did not come from here, its message."""
        at = timezone.localtime(datetime.fromtimestamp(record.created, tz=timezone.get_current_timezone()))
        facts = getattr(record, "audit", None) or {"event": _cut(record.getMessage())}
        return json.dumps({"time": at.isoformat(timespec="milliseconds"), **facts}, ensure_ascii=False)
