"""What is heard about accounts, whatever changed them: the audit log, and the end of sessions."""

from collections.abc import Iterable
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.workflow import service

from . import audit, sessions, waiting
from .lockout import plain_name

_WATCHED = {"password", "is_active", "is_superuser", "email", "username"}


def connect() -> None:
    """Listen. Called once, by AccountsConfig."""
    user_model = get_user_model()
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="accounts.failed")
    user_locked_out.connect(_locked_out, dispatch_uid="accounts.locked_out")
    pre_save.connect(_before_save, sender=user_model, dispatch_uid="accounts.before_save")
    post_save.connect(_after_save, sender=user_model, dispatch_uid="accounts.after_save")
    pre_delete.connect(_before_delete, sender=user_model, dispatch_uid="accounts.before_delete")
    post_delete.connect(_deleted, sender=user_model, dispatch_uid="accounts.deleted")
    m2m_changed.connect(_roles, sender=user_model.groups.through, dispatch_uid="accounts.roles")
    m2m_changed.connect(
        _roles, sender=user_model.user_permissions.through, dispatch_uid="accounts.permissions"
    )
    pre_delete.connect(_before_role_deleted, sender=Group, dispatch_uid="accounts.before_role_deleted")
    post_delete.connect(_role_deleted, sender=Group, dispatch_uid="accounts.role_deleted")
    pre_save.connect(_before_role_saved, sender=Group, dispatch_uid="accounts.before_role_saved")
    post_save.connect(_role_saved, sender=Group, dispatch_uid="accounts.role_saved")
    m2m_changed.connect(_rights, sender=Group.permissions.through, dispatch_uid="accounts.rights")
    for model in (GroupPagePermission, GroupCollectionPermission):
        post_save.connect(_place_given, sender=model, dispatch_uid=f"accounts.{model.__name__}")
        post_delete.connect(_place_taken, sender=model, dispatch_uid=f"accounts.{model.__name__}")


def state_changed(account: Any, active: bool) -> None:
    """Record that an account was activated or deactivated, and what follows: its sessions end.

    Called by :func:`_after_save`, and by whoever updates accounts without saving them.
    """
    audit.record("account_activated" if active else "account_deactivated", whom=account)
    if active:
        get_user_model()._default_manager.filter(pk=account.pk).update(
            active_since=timezone.now(), rested_at=None
        )
    sessions.end_all(account)


def _signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    sessions.begin(request, user)
    device = getattr(user, "otp_device", None)
    audit.record("login", who=user, second_factor=type(device).__name__ if device else "")


def _signed_out(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        audit.record("logout", who=user)


def _failed(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    audit.record("login", who=plain_name(str(credentials.get("username") or "")), outcome="refused")


def _locked_out(sender: Any, username: str, **kwargs: Any) -> None:
    audit.record("lockout", who=username or "", outcome="refused")


def _before_save(
    sender: Any, instance: Any, update_fields: Any = None, raw: bool = False, **kwargs: Any
) -> None:
    instance._stored = None
    if raw or instance.pk is None or (update_fields is not None and not _WATCHED & set(update_fields)):
        return
    stored = sender._default_manager.filter(pk=instance.pk).values(*_WATCHED, "session_generation").first()
    if stored:
        # Whoever read the account before its sessions were ended must not bring them back by saving it.
        instance.session_generation = stored["session_generation"]
    instance._stored = stored


def _after_save(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        audit.record("account_made", whom=instance, superuser=instance.is_superuser)
    before = instance.__dict__.pop("_stored", None)
    if not before:
        return
    if before["password"] != instance.password:
        audit.record("password_changed", whom=instance)
        waiting.forget(instance)
    if before["is_active"] != instance.is_active:
        state_changed(instance, instance.is_active)
    if before["is_superuser"] != instance.is_superuser:
        audit.record("roles", whom=instance, superuser=instance.is_superuser)
        sessions.end_all(instance)
    for name in ("email", "username"):
        if before[name] != getattr(instance, name):
            audit.record(f"{name}_changed", whom=instance)


def _before_delete(sender: Any, instance: Any, **kwargs: Any) -> None:
    # While its roles are still there: whoever deletes an approver's account, the register says so.
    service.record_deletion(instance, get_active_log_context().user)


def _deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    audit.record("account_deleted", whom=instance)


def _roles(sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """Record an account's new roles and end its sessions; of a new account there are none."""
    if reverse and action == "pre_clear":
        instance._members = list(instance.user_set.all())  # afterwards nobody knows
    if action not in ("post_add", "post_remove", "post_clear") or pk_set == set():
        return
    if not reverse:
        _roles_changed([instance])
    elif action == "post_clear":
        _roles_changed(instance.__dict__.pop("_members", ()))
    else:
        _roles_changed(get_user_model()._default_manager.filter(pk__in=pk_set))


def _roles_changed(accounts: Iterable[Any]) -> None:
    for account in accounts:
        audit.record("roles", whom=account, roles=[group.name for group in account.groups.all()])
        sessions.end_all(account)


def _before_role_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    # Of what a deletion takes along Django sends no m2m_changed.
    instance._members = list(instance.user_set.all())


def _role_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    audit.record("role_deleted", whom=instance.name)
    _roles_changed(instance.__dict__.pop("_members", ()))


def _before_role_saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    stored = None if raw else sender._default_manager.filter(pk=instance.pk).first()
    instance._stored_name = stored.name if stored else instance.name


def _role_saved(sender: Any, instance: Any, **kwargs: Any) -> None:
    # Approvers are known by their role's name.
    if (before := instance.__dict__.pop("_stored_name", instance.name)) != instance.name:
        audit.record("role_renamed", whom=before, name=instance.name)


def _rights(sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    # An empty set: the role had all of them already.
    if action not in ("post_add", "post_remove", "post_clear") or reverse or pk_set == set():
        return
    of = Permission.objects.filter(pk__in=pk_set or ())
    names = [f"{app}.{name}" for app, name in of.values_list("content_type__app_label", "codename")]
    # "clear" takes all, and does not say which.
    changed: dict[str, Any] = {
        "given" if action == "post_add" else "taken": sorted(names) if pk_set else ["*"]
    }
    audit.record("rights", whom=instance.name, **changed)


def _place_given(sender: Any, instance: Any, **kwargs: Any) -> None:
    audit.record("rights", whom=instance.group.name, given=[instance.permission.codename])


def _place_taken(sender: Any, instance: Any, **kwargs: Any) -> None:
    audit.record("rights", whom=instance.group.name, taken=[instance.permission.codename])
