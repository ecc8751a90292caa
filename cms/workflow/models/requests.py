"""What the people of a review ask of each other. No evidence: these rows may change."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReviewRequest(models.Model):
    """What the reporter says to the approver when submitting, and when an answer is due."""

    task_state = models.OneToOneField(
        "wagtailcore.TaskState", on_delete=models.CASCADE, primary_key=True, related_name="review_request"
    )
    urgent = models.BooleanField(_("urgent"), default=False)
    note = models.CharField(_("note to the approver"), max_length=500, blank=True)
    due_at = models.DateTimeField(_("due"), db_index=True)

    class Meta:
        verbose_name = _("review request")
        verbose_name_plural = _("review requests")

    def __str__(self) -> str:
        return str(self.task_state_id)


class DelegationQuerySet(models.QuerySet):
    """Delegations by time."""

    def in_force(self, at=None):
        """Return the delegations in force at that time (now if not given), of active people."""
        at = at or timezone.now()
        return self.filter(
            starts_at__lte=at, ends_at__gt=at, approver__is_active=True, deputy__is_active=True
        )


class Delegation(models.Model):
    """Ủy quyền duyệt: an approver names a deputy for a period."""

    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="delegations_given",
        verbose_name=_("approver"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="delegations_held",
        verbose_name=_("deputy"),
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return f"{self.approver} → {self.deputy}"

    def clean(self) -> None:
        super().clean()
        if self.approver_id and self.approver_id == self.deputy_id:
            raise ValidationError({"deputy": _("Name somebody else as your deputy.")})
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The period ends before it begins.")})
