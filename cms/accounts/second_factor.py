"""The second factor: a code of the authenticator on one's phone, or one of ten codes on paper.

django-otp keeps the devices, checks the codes, takes each once and slows guessing down. Of the codes on paper it
gets a keyed hash in the place of the code, so that who reads the database cannot use them.
"""

import secrets
from base64 import b32encode
from typing import Any

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from . import audit, sessions

CODES = 10
# No 0, 1, i, l, o: they are read from paper. 31^10 codes, about 49 bits.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 10


def is_required() -> bool:
    """Tell whether everybody who signs in needs one."""
    return settings.SECOND_FACTOR_REQUIRED


def is_lacking(user: Any) -> bool:
    """Tell whether a signed-in person was let in without it although it is required."""
    return is_required() and not user.is_verified()


def device_of(user: Any) -> TOTPDevice | None:
    """Return the authenticator that an account uses, None if it has none yet."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk").last()


def wait_for(device: TOTPDevice | StaticDevice | None) -> int:
    """Return the seconds until a device listens again after wrong codes; 0 if it does now."""
    if device is None:
        return 0
    allowed, why = device.verify_is_allowed()
    if allowed or not why or not why.get("locked_until"):
        return 0
    return max(1, int((why["locked_until"] - timezone.now()).total_seconds()) + 1)


def take(user: Any, code: str) -> Any:
    """Return the device that a code belongs to, None if the code is wrong, used, or comes too soon.

    Args:
        user: who signs in.
        code: six digits of the authenticator, or a code on paper; spaces and hyphens do not matter.
    """
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    digits = plain.isascii() and plain.isdigit() and len(plain) == 6
    device = device_of(user) if digits else StaticDevice.objects.filter(user=user, confirmed=True).first()
    if device is None:
        return None
    verified = verify_token(user, device.persistent_id, plain if digits else _kept(user, plain))
    if verified and not digits:
        audit.record("recovery_code", who=user, left=codes_left(user))
    if not verified:
        audit.record("second_factor", who=user, outcome="refused")
    return verified


@transaction.atomic
def confirm(user: Any, device: TOTPDevice, code: str) -> bool:
    """Make a new authenticator the account's only one, if it shows the right code.

    Returns:
        whether it does.
    """
    plain = "".join(sign for sign in code if sign.isalnum())
    if not verify_token(user, device.persistent_id, plain):
        audit.record("second_factor_set", who=user, outcome="refused")
        return False
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.refresh_from_db()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    audit.record("second_factor_set", who=user)
    return True


def codes_left(user: Any) -> int:
    """Return how many codes on paper an account has left."""
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


@transaction.atomic
def make_codes(user: Any) -> list[str]:
    """Return ten new codes on paper; all older ones are void. They can be read nowhere again."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="paper")
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    for code in codes:
        device.token_set.create(token=_kept(user, code))
    audit.record("recovery_codes_made", who=user)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def reset(account: Any) -> bool:
    """Take an account's second factor away; the next sign-in sets a new one up. Its sessions end.

    Called by screens and commands that write the register's line (``service.record_access``).

    Returns:
        whether it had one.
    """
    had = [
        *TOTPDevice.objects.filter(user=account, confirmed=True),
        *StaticDevice.objects.filter(user=account),
    ]
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()
    audit.record("second_factor_reset", whom=account)
    sessions.end_all(account)
    return bool(had)


def picture(device: TOTPDevice) -> str:
    """Return the QR code that an authenticator reads, as SVG without any style."""
    return segno.make(device.config_url, error="m").svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )


def spelled_key(device: TOTPDevice) -> str:
    """Return the key as a person types it, in groups of four."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def _kept(user: Any, code: str) -> str:
    """Return what is stored of a code: 64 bits of a keyed hash, of which the library keeps 16 signs."""
    return salted_hmac(f"cms.accounts.recovery:{user.pk}", code, algorithm="sha256").hexdigest()[:16]
