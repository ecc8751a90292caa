"""Who the people of a review are: accounts turned into the plain values that the rules ask for."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from .models import Delegation, ReviewTask
from .rules import Person

# Who holds it could give an approver's role or password to anybody: that, and signing in a name, are two duties.
ADMINISTERS = "accounts.change_user"


def is_approver(user: Any, task: ReviewTask | None = None) -> bool:
    """Tell whether that account may approve today, in its own right or as somebody's deputy.

    Superusers are not exempt: the right comes from the approvers' groups alone.
    """
    return bool(user and user.is_active and (holds_role(user, task) or principals(user, task)))


def holds_role(user: Any, task: ReviewTask | None) -> bool:
    """Tell whether that account is in one of the approvers' groups."""
    if task is None:
        return user.groups.filter(reviewtask__active=True).exists()
    return task._user_in_groups(user)


def administers(user: Any) -> bool:
    """Tell whether that account looks after the accounts, superusers included: it signs for nobody else."""
    return user.has_perm(ADMINISTERS)


def administrators() -> QuerySet:
    """Return the active accounts that look after the accounts."""
    accounts = get_user_model()._default_manager
    return accounts.with_perm(ADMINISTERS, backend="django.contrib.auth.backends.ModelBackend")


def principals(user: Any, task: ReviewTask | None = None) -> list:
    """Return the approvers for whom that account stands in today; an administrator stands in for nobody."""
    approvers = [
        delegation.approver
        for delegation in Delegation.objects.in_force().filter(deputy=user).select_related("approver")
    ]
    if approvers and administers(user):
        return []
    return [approver for approver in approvers if holds_role(approver, task)]


def lending(delegations: QuerySet[Delegation]) -> set[int]:
    """Return which of those delegations lend a signature now: what :func:`principals` asks, of many at once."""
    in_force = delegations.filter(pk__in=Delegation.objects.in_force().values("pk"))
    by_approvers = in_force.filter(approver__groups__reviewtask__active=True)
    return set(by_approvers.exclude(deputy__in=administrators()).values_list("pk", flat=True))


def approvers(task: ReviewTask) -> list:
    """Return the active accounts that may approve today, deputies included."""
    users = get_user_model()._default_manager.filter(is_active=True)
    holders = list(users.filter(groups__in=task.groups.all()).distinct())
    ids = {user.pk for user in holders}
    deputies = users.filter(
        delegations_held__in=Delegation.objects.in_force().filter(approver__in=ids)
    ).exclude(Q(pk__in=ids) | Q(pk__in=administrators().values("pk")))
    return [*holders, *deputies.distinct()]


def role_holders() -> list:
    """Return the active accounts in any of the approvers' groups."""
    users = get_user_model()._default_manager.filter(is_active=True, groups__reviewtask__active=True)
    return list(users.distinct())


def as_person(user: Any, page: Any, task: ReviewTask | None) -> Person:
    """Return what the rules need to know of that account on that page."""
    own_right = holds_role(user, task)
    stands_for = frozenset(principal.pk for principal in principals(user, task))
    return Person(
        id=user.pk,
        active=user.is_active,
        approver=user.is_active and (own_right or bool(stands_for)),
        may_edit=page.permissions_for_user(user).holds_edit_right(),
        stands_for=stands_for,
        own_right=own_right,
    )


def is_active(user_id: int | None) -> bool:
    """Tell whether that account exists and is active."""
    if user_id is None:
        return False
    return get_user_model()._default_manager.filter(pk=user_id, is_active=True).exists()
