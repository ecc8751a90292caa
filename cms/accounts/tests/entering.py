"""Signing in as a browser does: what several tests here share."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "mat-khau-thu-nghiem"


def give_password(client: Client, username: str, password: str = PASSWORD, **environ: Any) -> Any:
    """Send the login form."""
    return client.post(reverse("wagtailadmin_login"), {"username": username, "password": password}, **environ)


def with_device(account: Any) -> TOTPDevice:
    """Give an account an authenticator."""
    return TOTPDevice.objects.create(user=account, name="authenticator")


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    """Return what an authenticator shows now, or so many half minutes later."""
    return f"{totp(device.bin_key, step=device.step, t0=device.t0 - steps * device.step):06d}"


def is_in(client: Client) -> bool:
    """Tell whether the newsroom lets this browser in."""
    return client.get(reverse("wagtailadmin_home")).status_code == 200


def sign_in(client: Client, account: Any, device: TOTPDevice) -> Any:
    """Give the password and the code."""
    give_password(client, account.username)
    return client.post(reverse("second_factor"), {"code": code_of(device)})
