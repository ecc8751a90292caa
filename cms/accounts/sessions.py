"""When a session ends: rules on plain values, and what they are read from.

Settings: ``SESSION_ENDS``. Source: OWASP ASVS 5.0, 7.3; TCVN 14423 level 2 (15 minutes, administrators 5).
"""

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import audit, waiting

BEGAN, ACTED, KIND = "session_began", "session_acted", "session_kind"
# Acts are written down this often at most, so that not every click writes to the database.
WRITTEN_EVERY = 15
IDLE, LATEST, UNVERIFIED = "idle", "latest", "unverified"


@dataclass(frozen=True)
class Ends:
    """After how many seconds a session ends, without acts and in any case; None: never."""

    idle: int | None = None
    latest: int | None = None

    def left(self, began: float, acted: float, now: float) -> tuple[int | None, str]:
        """Return the seconds that are left and what will end the session; None if nothing will.

        Args:
            began, acted: when the person signed in and acted last, in seconds of the epoch.
            now: the present, likewise.
        """
        ends = [
            (since + seconds - now, why)
            for since, seconds, why in ((acted, self.idle, IDLE), (began, self.latest, LATEST))
            if seconds is not None
        ]
        if not ends:
            return None, ""
        left, why = min(ends)
        return int(max(0, left)), why


def kind_of(user: Any) -> str:
    """Tell whose limits count: administrators', who can change accounts, or everybody's."""
    return "administrator" if user.has_perm("accounts.change_user") else "staff"


def begin(request: HttpRequest, user: Any) -> None:
    """Note in a new session when it began, and whose limits count: a change of roles ends it anyway."""
    now = int(time.time())
    request.session.update({BEGAN: now, ACTED: now, KIND: kind_of(user)})


def left(request: HttpRequest, user: Any) -> tuple[int | None, str]:
    """Return the seconds that this session has left, and what will end it (:class:`Ends`)."""
    if not settings.SESSION_ENDS:
        return None, ""
    if BEGAN not in request.session:  # begun before there were limits
        begin(request, user)
    ends = Ends(**settings.SESSION_ENDS[request.session[KIND]])
    return ends.left(request.session[BEGAN], request.session[ACTED], time.time())


def act(request: HttpRequest) -> None:
    """Note that the person acted."""
    now = int(time.time())
    if settings.SESSION_ENDS and now - request.session.get(ACTED, 0) >= WRITTEN_EVERY:
        request.session[ACTED] = now


def end_all(account: Any, *, but: HttpRequest | None = None) -> None:
    """End every session of an account, on whatever machine; what was being set up in one of them is void.

    Args:
        account: whose.
        but: the request whose own session stays.
    """
    accounts = get_user_model()._default_manager
    accounts.filter(pk=account.pk).update(session_generation=F("session_generation") + 1)
    account.refresh_from_db(fields=["session_generation"])
    waiting.forget(account)
    if but is not None:
        update_session_auth_hash(but, account)
    audit.record("sessions_ended", whom=account)


def over_sentence(why: str, kind: str = "staff") -> str:
    """Say why somebody must sign in again."""
    if why == IDLE:
        minutes = (settings.SESSION_ENDS.get(kind, {}).get("idle") or 0) // 60
        return ngettext(
            "You did nothing for %(minutes)d minute, so your session was ended. Please sign in again.",
            "You did nothing for %(minutes)d minutes, so your session was ended. Please sign in again.",
            minutes,
        ) % {"minutes": minutes}
    return _("Your session has ended. Please sign in again.")
