"""Accounts that nobody uses are deactivated (TCVN 14423 level 2: after 45 days). An administrator wakes them."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from cms.workflow import service

from . import audit


def idle_accounts(now: datetime | None = None) -> QuerySet[Any]:
    """Return the active accounts that nobody used for ``IDLE_ACCOUNT_DAYS``, the longest idle first.

    Counted from the last sign-in, from when the account was made, or from when it was activated again,
    whichever is last. They carry it as ``used_at``.
    """
    limit = (now or timezone.now()) - timedelta(days=settings.IDLE_ACCOUNT_DAYS)
    used = Greatest(
        Coalesce("last_login", "date_joined"), "date_joined", Coalesce("active_since", "date_joined")
    )
    accounts = get_user_model()._default_manager.filter(is_active=True)
    return accounts.annotate(used_at=used).filter(used_at__lt=limit).order_by("used_at", "pk")


@transaction.atomic
def rest(*, dry_run: bool = False) -> tuple[list[Any], list[Any]]:
    """Deactivate idle accounts, but never the last active administrator.

    Args:
        dry_run: only say whom it would be.

    Returns:
        the accounts that are deactivated, and those that stay because nobody else administers.
    """
    idle = list(idle_accounts().select_for_update())
    numbers = {account.pk for account in idle}
    others = get_user_model()._default_manager.filter(is_active=True).exclude(pk__in=numbers)
    kept: list[Any] = []
    if not any(account.has_perm("accounts.change_user") for account in others):
        # The longest idle come first: the one who was there last stays.
        administrators = [account for account in idle if account.has_perm("accounts.change_user")]
        kept = administrators[-1:]
    rested = [account for account in idle if account not in kept]
    for account in () if dry_run else rested:
        before = service.access_of(account.pk)
        account.is_active = False
        account.rested_at = timezone.now()
        account.save(update_fields=["is_active", "rested_at"])
        audit.record("account_rested", whom=account)
        service.record_access(account.pk, None, before)
    return rested, kept
