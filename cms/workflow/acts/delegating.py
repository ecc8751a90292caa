"""Ủy quyền duyệt: an approver names a deputy for a period, and ends it. Both stand in the register.

Part of the review's one door: everybody calls these through ``cms.workflow.service``.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import vietnamese
from cms.office import office

from .. import people
from ..models import Decision, Delegation
from . import register
from .rounds import Refused


def name_deputy(
    approver: Any, deputy: Any, *, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> Delegation:
    """Let a deputy approve in the approver's name for a period, and write it into the register.

    Raises:
        Refused: the approver holds no approver's role (what is lent cannot be lent on), the deputy is not
            active or an administrator, or the period makes no sense.
    """
    with transaction.atomic():
        accounts = get_user_model()._default_manager.select_for_update().in_bulk([approver.pk, deputy.pk])
        approver, deputy = accounts.get(approver.pk), accounts.get(deputy.pk)
        if approver is None or not approver.is_active or not people.holds_role(approver, None):
            raise Refused(_("Only an approver can name a deputy."))
        if deputy is None or not deputy.is_active:
            raise Refused(_("That account is not active: name somebody else as your deputy."))
        if people.administers(deputy):
            raise Refused(_("An administrator signs nothing: name somebody else as your deputy."))
        if ends_at <= timezone.now():
            raise Refused(_("The period is over already."))
        delegation = Delegation(
            approver=approver, deputy=deputy, starts_at=starts_at, ends_at=ends_at, reason=reason
        )
        try:
            delegation.full_clean()
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        delegation.save()
        with office():
            period = _("From %(start)s to %(end)s.") % {
                "start": vietnamese.long_datetime(starts_at),
                "end": vietnamese.long_datetime(ends_at),
            }
        register.delegate(delegation, Decision.Kind.DELEGATED, f"{period}\n{reason}".strip())
        return delegation


def end_delegation(number: int, user: Any) -> Delegation | None:
    """End an own delegation at once; one that has not begun disappears. The register keeps both.

    Returns:
        The delegation, or None if it was over already: then nothing is written.

    Raises:
        Refused: there is none of that number that this person gave.
    """
    with transaction.atomic():
        rows = Delegation.objects.select_for_update(of=("self",)).select_related("approver", "deputy")
        delegation = rows.filter(pk=number, approver=user).first()
        if delegation is None:
            raise Refused(_("There is no such delegation of yours any more."))
        now = timezone.now()
        if delegation.ends_at <= now:
            return None
        with office():
            comment = _("It was to last until %(end)s.") % {
                "end": vietnamese.long_datetime(delegation.ends_at)
            }
        register.delegate(delegation, Decision.Kind.DELEGATION_ENDED, comment)
        if delegation.starts_at > now:
            delegation.delete()
        else:
            delegation.ends_at = now
            delegation.save(update_fields=["ends_at"])
        return delegation
