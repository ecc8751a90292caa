"""Who may change whose account: plain rules, asked by every screen that changes one."""

from typing import Any


def may_change(actor: Any, account: Any) -> bool:
    """Tell whether somebody who administers accounts may change that one.

    A superuser's account belongs to superusers: whoever could set its password, or the address to which a new
    one is sent, would be one.
    """
    return actor.is_superuser or not account.is_superuser


def may_give_roles(actor: Any, account: Any) -> bool:
    """Tell whether somebody who administers accounts may give that one a role.

    Nobody gives themselves one: an administrator runs the portal and signs nothing (roles.py).
    """
    return actor.is_superuser or (may_change(actor, account) and actor.pk != account.pk)
