"""Who may approve, and through which account: what is changed about that stands in the register.

Whoever administers the accounts can give somebody an approver's role, or set an approver's password, and then
sign with that account. An office cannot do without such a person; so nobody does it unseen: each change is a line
that nobody can delete, and the approvers are mailed.

Part of the review's one door: everybody calls these through ``cms.workflow.service``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.office import office

from ..models import Decision, ReviewTask
from . import register


@dataclass(frozen=True)
class Access:
    """Through what somebody approves: the approver's roles of an account, and what opens it.

    ``password`` is the stored hash: only whether it differs is ever said. ``second_factor`` names devices.
    """

    roles: frozenset[str] = frozenset()
    active: bool = True
    name: str = ""
    username: str = ""
    email: str = ""
    password: str = ""
    second_factor: frozenset[int] = frozenset()


def access_of(account_id: int | None) -> Access | None:
    """Return an account's access as it is stored; None if it has no number yet."""
    if account_id is None:
        return None
    account = get_user_model()._default_manager.get(pk=account_id)
    steps = ReviewTask.objects.filter(active=True)
    roles = account.groups.filter(reviewtask__in=steps).values_list("name", flat=True)
    return Access(
        frozenset(roles),
        account.is_active,
        account.get_full_name(),
        account.username,
        account.email,
        account.password,
        frozenset(TOTPDevice.objects.filter(user=account, confirmed=True).values_list("pk", flat=True)),
    )


def changes(before: Access | None, after: Access) -> Iterator[str]:
    """Yield what changed about who approves through an account, a sentence each; nothing of other accounts.

    Args:
        before: None if the account is new.
        after: as it is now.
    """
    had = before.roles if before else frozenset()
    if not had | after.roles:
        return
    for role in sorted(after.roles - had):
        yield _("Role given: %(role)s.") % {"role": role}
    for role in sorted(had - after.roles):
        yield _("Role taken away: %(role)s.") % {"role": role}
    if before is None:
        yield _("The account is new.")
        return
    if before.active != after.active:
        yield _("The account was activated.") if after.active else _("The account was deactivated.")
    if before.password != after.password:
        yield _("A new password was set.")
    if before.second_factor - after.second_factor:
        yield _("The second factor was reset: the next sign-in sets a new one up.")
    for label, old, new in (
        (_("Full name"), before.name, after.name),
        (_("Username"), before.username, after.username),
        (_("Email"), before.email, after.email),
    ):
        if old != new:
            yield _("%(field)s changed from “%(old)s” to “%(new)s”.") % {
                "field": label,
                "old": old,
                "new": new,
            }


def record_access(account_id: int, actor: Any, before: Access | None) -> Decision | None:
    """Write the register's line on what was changed about an approver's account; the approvers are mailed.

    Args:
        account_id: the account, stored as it is now.
        actor: who changed it; None if a command on the server did.
        before: what :func:`access_of` returned before.

    Returns:
        The line, or None if nothing concerns the review.
    """
    account = get_user_model()._default_manager.get(pk=account_id)
    after = access_of(account_id) or Access()
    with office():
        comment = "\n".join(changes(before, after))
    return register.appoint(account, actor, comment) if comment else None


def record_deletion(account: Any, actor: Any) -> Decision | None:
    """Write the register's line on an approver's account that is about to be deleted; the approvers are mailed.

    Args:
        account: still stored, with its roles.
        actor: who deletes it; None if a command on the server does.

    Returns:
        The line, or None if nobody approves through that account.
    """
    had = access_of(account.pk) or Access()
    if not had.roles:
        return None
    with office():
        said = [_("Role taken away: %(role)s.") % {"role": role} for role in sorted(had.roles)]
        said.append(_("The account “%(username)s” was deleted.") % {"username": had.username})
    return register.appoint(account, actor, "\n".join(said))
