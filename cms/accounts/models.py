"""The staff account: an official with a name, a position and roles."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An official. Vietnamese names are written family name first and sorted by the given name."""

    position = models.CharField(
        _("position"),
        max_length=160,
        blank=True,
        help_text=_("As it is printed in bylines and in the approval register."),
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def get_full_name(self) -> str:
        """Return the name as it is written in Vietnam: family and middle names, then the given name."""
        return f"{self.last_name} {self.first_name}".strip() or self.username

    def get_short_name(self) -> str:
        """Return the given name."""
        return self.first_name or self.username

    def __str__(self) -> str:
        return self.get_full_name()
