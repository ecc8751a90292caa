"""Errors to Sentry, if ``SENTRY_DSN`` is given: where the code failed, and nothing of what anybody wrote.

The package is imported only then. What is sent: the exception's kind, its place in the code, the address without
its query, the request's number. Not sent: bodies, cookies, headers, users, the values of variables, queries of the
database, what was logged before, addresses of mail in an error's text.
"""

import re
from typing import Any

from . import logs

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# PostgreSQL repeats the row that it refused.
_DETAIL = re.compile(r"\n?DETAIL: .*", re.DOTALL)
_LONGEST = 300


def start(dsn: str, **options: Any) -> None:
    """Report errors from now on."""
    import sentry_sdk
    from sentry_sdk.integrations.django import DjangoIntegration

    sentry_sdk.init(
        dsn=dsn,
        integrations=[DjangoIntegration(middleware_spans=False, signals_spans=False)],
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,
        traces_sample_rate=0.0,
        auto_session_tracking=False,
        before_send=without_people,
        **options,
    )


def without_people(event: Any, hint: Any = None) -> Any:
    """Return the report without what says something about somebody. A pure function but for the request's number."""
    request = event.get("request", {})
    if request:
        event["request"] = {
            "method": request.get("method", ""),
            "url": logs.without_keys(str(request.get("url", "")).split("?")[0].split("#")[0]),
        }
    if "transaction" in event:  # the view's address as the URL conf has it, or the address itself
        event["transaction"] = logs.without_keys(str(event["transaction"]).split("?")[0])
    for name in ("user", "breadcrumbs", "extra"):
        event.pop(name, None)
    for thrown in event.get("exception", {}).get("values", []):
        thrown["value"] = _without_names(str(thrown.get("value", "")))
    entry = event.get("logentry", {})
    if entry:
        # The sentence as it stands in the code; what was put into it may be anything.
        event["logentry"] = {"message": _without_names(str(entry.get("message", "")))}
    if sent := logs.number.get():
        event.setdefault("tags", {})["request_id"] = sent
    return event


def _without_names(text: str) -> str:
    return logs.without_keys(_MAIL.sub("…@…", _DETAIL.sub("", text)))[:_LONGEST]
