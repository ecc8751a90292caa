"""A browser in which somebody signed in completely: a cookie of its own, with which no stranger locks that person out.

Everybody of an office may come from one address, and whoever sits there can use up that address's failures with names
that nobody has. The cookie is good for this alone: it names the account, lets nobody in, and is set by signing in and
by nothing else: a reader never has one. It goes along to every page, for ``__Host-`` asks for the path "/"; only
signing in reads it.
"""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpRequest, HttpResponse

_PURPOSE = "cms.accounts.known_browsers"
LASTS = 90 * 24 * 60 * 60


def cookie_name() -> str:
    """Return the cookie's name. Browsers take the prefix over TLS alone."""
    return "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"


def known(response: HttpResponse, account: Any) -> HttpResponse:
    """Return the answer to a complete sign-in with the cookie, a new one each time."""
    value = signing.dumps([account.pk, secrets.token_urlsafe(16)], salt=_PURPOSE)
    response.set_cookie(
        cookie_name(), value, LASTS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


def mark(request: HttpRequest, username: str) -> str:
    """Return what this browser's failures are counted by if that account was signed in in it, otherwise nothing.

    Args:
        request: with the cookie.
        username: as failures are counted by it (``lockout.plain_name``).
    """
    try:
        number, browser = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_PURPOSE, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    known = get_user_model()._default_manager.filter(pk=number, username__iexact=username).exists()
    return f"known:{browser}" if known else ""
