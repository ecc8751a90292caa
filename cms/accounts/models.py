"""The staff account: an official with a name, a position and roles; and the count of what may not be repeated."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An official. Vietnamese names are written family name first and sorted by the given name."""

    position = models.CharField(
        _("position"),
        max_length=160,
        blank=True,
        help_text=_("As it is printed in bylines and in the approval register."),
    )
    # Part of what every session was signed with: one more, and all of the account's sessions are over.
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    # Since when the account is (again) in use, for the rule on idle accounts; None: since it was made.
    active_since = models.DateTimeField(null=True, editable=False)
    # When the rule on idle accounts deactivated it; None if somebody did, or nobody.
    rested_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def get_full_name(self) -> str:
        """Return the name as it is written in Vietnam: family and middle names, then the given name."""
        return f"{self.last_name} {self.first_name}".strip() or self.username

    def get_short_name(self) -> str:
        """Return the given name."""
        return self.first_name or self.username

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Return what a session is compared with at every request: Django's hash, and the generation.

        Replaces Django's, which knows the password alone; test: cms/accounts/tests/test_sessions.py.
        """
        return salted_hmac(
            "cms.accounts.session",
            f"{self.session_generation}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def __str__(self) -> str:
        return self.get_full_name()


class LimitedAct(models.Model):
    """Somebody did what may not be done too often (limits.py). In the database: all processes count together."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("key", "at"), name="limited_act_key_at"),)

    def __str__(self) -> str:
        return f"{self.key} {self.at:%Y-%m-%d %H:%M:%S}"
