"""Who may do what, and which names in bylines are whose."""

from typing import Any

from django.contrib.auth import get_user_model

from cms.workflow import people

from . import rules
from .models import PenName


def may_set(user: Any) -> bool:
    """Tell whether that account sets coefficients: approvers in their own right, superusers not exempt."""
    return user.is_active and people.holds_role(user, None)


def may_pay(user: Any) -> bool:
    """Tell whether that account marks what is paid."""
    return user.is_active and user.has_perm("royalties.pay_royalty")


def may_read_all(user: Any) -> bool:
    """Tell whether that account sees everybody's royalties; everybody else sees their own."""
    return user.is_active and (user.has_perm("royalties.view_royalty") or may_set(user) or may_pay(user))


def names_that_may_be(user: Any) -> frozenset[str]:
    """Return the keys of all names that may mean that account: whoever has one of them decides nothing on it."""
    pen_names = PenName.objects.filter(account=user).values_list("key", flat=True)
    return frozenset({rules.person_key(user.get_full_name()), *pen_names})


def own_names(user: Any) -> frozenset[str]:
    """Return the keys of the names that mean that account and no other: what stands under them it may see.

    Two queries. The full name counts unless another account bears it too or has it as a pen name; then an
    administrator says by a pen name whose it is.
    """
    owners = dict(PenName.objects.values_list("key", "account_id"))
    own = {key for key, account in owners.items() if account == user.pk}
    full = rules.person_key(user.get_full_name())
    accounts = get_user_model()._default_manager.only("username", "last_name", "first_name")
    shared = any(
        account.pk != user.pk and rules.person_key(account.get_full_name()) == full for account in accounts
    )
    return frozenset(own if shared or full in owners else own | {full})
