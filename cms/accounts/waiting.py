"""An authenticator that waits for its first code. Its key is shown in one sitting alone, and forgotten with it.

Whoever saw a key holds the second factor that it becomes: whoever knew the password first, or sat at the computer.
"""

from typing import Any

from django_otp.plugins.otp_totp.models import TOTPDevice

WAITING = "second_factor_waiting"


def device(user: Any, session: Any) -> TOTPDevice | None:
    """Return the one that was shown in this sitting; None if none was, or if it was forgotten since."""
    return TOTPDevice.objects.filter(user=user, confirmed=False, pk=session.get(WAITING)).first()


def begun(user: Any, session: Any) -> TOTPDevice:
    """Return the one of this sitting, a new one if there is none; asked again, the same: a reload changes no key."""
    waiting = device(user, session)
    if waiting is None:
        waiting = TOTPDevice.objects.create(user=user, confirmed=False, name="authenticator")
        session[WAITING] = waiting.pk
    return waiting


def forget(user: Any) -> None:
    """Void the keys that were shown and never proved, in whatever sitting.

    Called when a password is given or changed, and when sessions end.
    """
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
