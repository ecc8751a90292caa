"""What a password may not be: expected. Length counts, composition does not (OWASP ASVS 5.0.0, 6.2.1, 6.2.5)."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from cms import vietnamese

from .roles import ROLES

# What people here begin with when they must think of one; without marks and spaces.
EXPECTED_WORDS = (
    "matkhau",
    "password",
    "passwd",
    "admin",
    "administrator",
    "quantri",
    "quantrivien",
    "anhyeuem",
    "emyeuanh",
    "yeuem",
    "yeuanh",
    "iloveyou",
    "khongbiet",
    "khongco",
    "hanoi",
    "saigon",
    "hochiminh",
    "vietnam",
    "vietnamvodich",
    "xinchao",
    "sonoivu",
    "noivu",
    "vanphong",
    "coquan",
    "toasoan",
    "congthongtin",
    "dangnhap",
    "taikhoan",
    "qwerty",
    "qwertyuiop",
    "asdfgh",
    "zxcvbn",
    "abc",
)
# Letters of one's own that make an expected word harmless: “mat khau cua co giao cu”.
OWN_LETTERS = 6
DIFFERENT_SIGNS = 5
_RUNS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz" * 2, "qwertyuiopasdfghjklzxcvbnm")


def is_expected(password: str, words: Iterable[str]) -> bool:
    """Tell whether a password is made of expected words, a run of the keyboard or a few signs.

    Args:
        password: as it was typed.
        words: expected words, folded, without spaces.
    """
    folded = vietnamese.fold(password)
    if len(set(folded)) < DIFFERENT_SIGNS:
        return True
    plain = "".join(sign for sign in folded if sign.isalnum())
    if any(plain in run or plain in run[::-1] for run in _RUNS):
        return True
    letters = "".join(sign for sign in plain if sign.isalpha())
    rest = letters
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return rest != letters and len(rest.replace(" ", "")) < OWN_LETTERS


def office_words() -> set[str]:
    """Return the words that name this office: its site, its address and its roles."""
    named = [role.name for role in ROLES]
    for site in Site.objects.all():
        named += [site.site_name, *re.split(r"[.\-]", site.hostname)]
    folded = {"".join(vietnamese.fold(name).split()) for name in named}
    return {word for word in folded if len(word) >= 4}


class ExpectedPasswordValidator:
    """Refuses what a stranger who knows the office would try first."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError, with the sentence for the person."""
        if is_expected(password, {*EXPECTED_WORDS, *office_words()}):
            raise ValidationError(
                _("This password is easy to guess. Take a sentence of your own of a few words."),
                code="password_expected",
            )

    def get_help_text(self) -> str:
        """Return the rule, as the form prints it."""
        return _("Your password can’t be made of common words or of the office’s name.")


class MaximumLengthValidator:
    """Refuses what nobody types."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError if the password is longer."""
        if len(password) > self.max_length:
            raise ValidationError(
                ngettext(
                    "This password is too long. It may have at most %(most)d character.",
                    "This password is too long. It may have at most %(most)d characters.",
                    self.max_length,
                ),
                code="password_too_long",
                params={"most": self.max_length},
            )

    def get_help_text(self) -> str:
        """Return the rule, as the form prints it."""
        return _("Your password may have up to %(most)d characters, spaces too.") % {"most": self.max_length}
