"""What people are shown when a request fails: that the database is away, or that something went wrong here.

``handler500`` of cms/urls.py.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.views import defaults

# Seconds after which a client may ask again: a restart of PostgreSQL takes less.
ASK_AGAIN = 60
# PostgreSQL's classes of errors for what is no fault of the statement: no connection, no room for one, shutting down.
# 57014 and 55P03, a statement or a lock that took too long (cms/patience.py), are not among them.
_AWAY = ("08", "53", "57P")
# Not SQLITE_BUSY: somebody else is writing.
_SQLITE_AWAY = ("SQLITE_CANTOPEN", "SQLITE_IOERR")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed. Called by Django while the exception is being handled."""
    if not is_away(sys.exc_info()[1]):
        return defaults.server_error(request)
    html = get_template(defaults.ERROR_500_TEMPLATE_NAME).render({"database_is_away": True})
    return HttpResponse(html, status=503, headers={"Retry-After": str(ASK_AGAIN)})


def is_away(error: BaseException | None) -> bool:
    """Tell whether a request failed because the database did not answer, and not at what it answered."""
    if isinstance(error, InterfaceError):  # the connection is gone already
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if name := getattr(cause, "sqlite_errorname", ""):
        return name.startswith(_SQLITE_AWAY)
    code = getattr(cause, "pgcode", None)
    return code is None or code.startswith(_AWAY)
