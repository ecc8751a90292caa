"""A database that is away is told as that; everything else that fails is not."""

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from psycopg2 import errors

from cms import failing

with override("vi"):
    AWAY = gettext(
        "The portal's database does not answer at the moment. Nothing that was saved before is lost. Please try again "
        "in a few minutes; if it goes on, tell whoever looks after the portal."
    )


def caused_by(cause: BaseException, error: BaseException) -> BaseException:
    error.__cause__ = cause
    return error


class WithCode(Exception):
    def __init__(self, code: str | None) -> None:
        self.pgcode = code


class OfSQLite(Exception):
    def __init__(self, name: str) -> None:
        self.sqlite_errorname = name


@pytest.mark.parametrize(
    ("error", "away"),
    [
        # psycopg2 has no code where there is no connection.
        (caused_by(errors.OperationalError("connection refused"), OperationalError()), True),
        (caused_by(WithCode("57P01"), OperationalError("terminating connection")), True),
        (caused_by(WithCode("53300"), OperationalError("too many clients")), True),
        (InterfaceError("connection already closed"), True),
        (caused_by(WithCode("57014"), OperationalError("statement timeout")), False),
        (caused_by(WithCode("55P03"), OperationalError("lock timeout")), False),
        (caused_by(OfSQLite("SQLITE_CANTOPEN"), OperationalError("unable to open")), True),
        (caused_by(OfSQLite("SQLITE_BUSY_SNAPSHOT"), OperationalError("database is locked")), False),
        (IntegrityError("duplicate key"), False),
        (ZeroDivisionError(), False),
        (None, False),
    ],
    ids=repr,
)
def test_what_counts_as_away(error, away):
    assert failing.is_away(error) is away


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("server closed the connection"), 503), (ZeroDivisionError(), 500)]
)
def test_the_newsroom_is_told(portal, monkeypatch, error, status):
    def fails(request: HttpRequest) -> None:
        raise error

    monkeypatch.setattr(
        "cms.accounts.signing_in.SignInView.dispatch", lambda self, request, **kwargs: fails(request)
    )
    answer = Client(raise_request_exception=False).get(reverse("wagtailadmin_login"))
    html = answer.content.decode()
    assert answer.status_code == status
    assert str(status) in html
    assert (AWAY in html) is (status == 503)
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)
    assert "server closed" not in html
