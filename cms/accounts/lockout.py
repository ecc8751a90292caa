"""Whoever fails too often to sign in waits: five times for one account from one address (django-axes).

By account *and* address, so that a stranger who tries the chief's name locks the stranger out. One address that
tries many accounts is stopped by its own limit. Counted in the database: all processes share it.

A browser in which that very account was signed in before has five failures of its own (known_browsers.py): neither
limit counts there, or whoever sits in the same office could keep everybody out.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cms.client_address import client_address

from . import audit, known_browsers


def address_of(request: HttpRequest) -> str | None:
    """Return what counts as one address; None of what is none, which no database could keep."""
    address = client_address(request)
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def username_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return what counts as one name: neither case nor spaces make another."""
    typed = (credentials or {}).get("username") or ""
    return plain_name(str(typed))


def plain_name(username: str) -> str:
    """Return a user name as failures are counted by it."""
    return username.replace("\x00", "").strip().lower()[:150]


def answer(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Let the login page stand, whose form says how long to wait (signing_in_forms.py); as status 429."""
    response = response or HttpResponse()
    response.status_code = 429
    return response


class LoginFailures(AxesDatabaseHandler):
    """Axes' own counting, a limit of an address over all accounts, for which axes has no number, and known browsers."""

    def filter_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> list[QuerySet[AccessAttempt]]:
        """Return what counts of earlier failures, and is forgotten by signing in."""
        if known := _known(request, credentials):
            return [AccessAttempt.objects.filter(user_agent=known)]
        return super().filter_user_attempts(request, credentials)

    def user_login_failed(self, sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> None:
        """Write a failure down. What a known browser calls itself has the place of what others call themselves."""
        if request is not None and (known := _known(request, credentials)):
            request.axes_user_agent = known
        super().user_login_failed(sender, credentials, request, **kwargs)

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return the failures that count against the limit."""
        failures = super().get_failures(request, credentials)
        if _known(request, credentials):
            return failures
        total = _sum(_recent().filter(ip_address=request.axes_ip_address))  # type: ignore[attr-defined]
        if total >= settings.LOGIN_FAILURES_OF_AN_ADDRESS:
            return max(failures, settings.AXES_FAILURE_LIMIT)
        return failures


def _known(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    return known_browsers.mark(request, username_of(request, credentials))


def minutes_left(request: HttpRequest, username: str) -> int:
    """Return for how many minutes more this name from this address, or the address itself, is refused."""
    if known := known_browsers.mark(request, plain_name(username)):
        asked = _recent().filter(user_agent=known)
    else:
        ours = _recent().filter(ip_address=address_of(request))
        pair = ours.filter(username=plain_name(username))
        asked = pair if _sum(pair) >= settings.AXES_FAILURE_LIMIT else ours
    last: datetime = asked.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    seconds = (last + settings.AXES_COOLOFF_TIME - timezone.now()).total_seconds()
    return max(1, -int(-seconds // 60))


def locked() -> list[dict[str, Any]]:
    """Return what is locked: ``username`` (empty: the address for all), ``ip_address`` and ``until``."""
    pairs = (
        _recent()
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .order_by("-last")
    )
    addresses = (
        _recent()
        .values("ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .order_by("-last")
    )
    found = [
        *pairs.filter(failures__gte=settings.AXES_FAILURE_LIMIT),
        *addresses.filter(failures__gte=settings.LOGIN_FAILURES_OF_AN_ADDRESS),
    ]
    return [
        {
            "username": row.get("username", ""),
            "ip_address": row["ip_address"],
            "until": row["last"] + settings.AXES_COOLOFF_TIME,
        }
        for row in found
    ]


def unlock(username: str, address: str | None) -> int:
    """Forget the failures of a name from an address, or all of an address if the name is empty.

    Returns:
        how many rows were forgotten.
    """
    attempts = AccessAttempt.objects.filter(ip_address=address)
    if username:
        attempts = attempts.filter(username=plain_name(username))
    count, _rows = attempts.delete()
    audit.record("unlock", whom=username, of_address=address or "")
    return count


def _recent() -> QuerySet[AccessAttempt]:
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    return AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - cool_off)


def _sum(attempts: QuerySet[AccessAttempt]) -> int:
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
