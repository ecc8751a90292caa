"""The evidence: who signed what, who decided what, why something was allowed to be public.

Plain values and no foreign keys: the record survives the deletion of accounts and pages. Append-only:
refused here, and by the database itself (triggers.py).
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_CONCERNS_NO_PAGE = ["delegated", "delegation_ended", "approver_account"]


class Immutable(TypeError):
    """Raised when somebody tries to change or delete a record of the review."""


class EvidenceQuerySet(models.QuerySet):
    """Evidence is read and appended to."""

    def update(self, **kwargs):
        raise Immutable("Records of the review cannot be changed.")

    def delete(self):
        raise Immutable("Records of the review cannot be deleted.")

    def bulk_update(self, *args, **kwargs):
        raise Immutable("Records of the review cannot be changed.")


class Evidence(models.Model):
    """A fact about a page's content, by a person, at a time."""

    page_id = models.PositiveBigIntegerField(_("page number"), db_index=True)
    page_title = models.CharField(_("title"), max_length=255)
    revision_id = models.PositiveBigIntegerField(_("revision number"), null=True)
    content_hash = models.CharField(_("content (sha256)"), max_length=64, blank=True)
    task_state_id = models.PositiveBigIntegerField(_("round"), null=True, db_index=True)
    person_id = models.PositiveBigIntegerField(_("person number"), null=True, db_index=True)
    person_name = models.CharField(_("person"), max_length=160, blank=True)
    person_position = models.CharField(_("position"), max_length=160, blank=True)
    on_behalf_of_id = models.PositiveBigIntegerField(null=True)
    on_behalf_of_name = models.CharField(_("on behalf of"), max_length=160, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    made_at = models.DateTimeField(_("time"), db_index=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["id"]

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise Immutable("Records of the review cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Immutable("Records of the review cannot be deleted.")


class Signature(Evidence):
    """One person's signature on one content."""

    capacity = models.CharField(
        _("capacity"), max_length=10, choices=[("author", _("author")), ("approver", _("approver"))]
    )

    class Meta(Evidence.Meta):
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self) -> str:
        return f"{self.person_name} ({self.capacity}) {self.content_hash[:12]}"


class Decision(Evidence):
    """An act of the review: a line of the register (Sổ duyệt tin)."""

    class Kind(models.TextChoices):
        FOUNDED = "founded", _("Set up")
        SUBMITTED = "submitted", pgettext_lazy("decision", "Submitted")
        SIGNED = "signed", pgettext_lazy("decision", "Approved")
        CORRECTED = "corrected", _("Corrected and approved")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Correction refused")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        PUBLISHED = "published", _("Published")
        SCHEDULED = "scheduled", _("Scheduled")
        SCHEDULE_CANCELLED = "schedule_cancelled", _("Schedule cancelled")
        PUBLISHED_LATE = "published_late", _("Published late")
        URGENT = "urgent", _("Published urgently")
        REVIEWED_AFTERWARDS = "reviewed_afterwards", _("Reviewed afterwards")
        TAKEN_DOWN = "taken_down", _("Taken down")
        EXPIRED = "expired", pgettext_lazy("decision", "Expired")
        DELEGATED = "delegated", _("Deputy named")
        DELEGATION_ENDED = "delegation_ended", _("Delegation ended")
        APPROVER_ACCOUNT = "approver_account", _("Approver's account changed")

    # A round ends once, however many people press a button in the same second.
    ENDS_ROUND = (Kind.RETURNED, Kind.WITHDRAWN, Kind.PUBLISHED, Kind.SCHEDULED, Kind.URGENT)

    ENDS_ALL_APPROVALS = (Kind.TAKEN_DOWN, Kind.EXPIRED)

    # Who may sign, and in whose name, concerns no page. Beside the person who said so stands the one whom it
    # concerns: the deputy, or whose account it is.
    DELEGATIONS = (Kind.DELEGATED, Kind.DELEGATION_ENDED)
    CONCERNS_NO_PAGE = (*DELEGATIONS, Kind.APPROVER_ACCOUNT)

    page_id: Any = models.PositiveBigIntegerField(_("page number"), null=True, db_index=True)
    kind = models.CharField(_("decision"), max_length=20, choices=Kind, db_index=True)
    page_type = models.CharField(_("kind of page"), max_length=100, blank=True)
    owner_id = models.PositiveBigIntegerField(null=True, db_index=True)
    owner_name = models.CharField(_("owner"), max_length=160, blank=True)
    category = models.CharField(_("category"), max_length=80, blank=True)
    deputy_id = models.PositiveBigIntegerField(null=True, db_index=True)
    deputy_name = models.CharField(_("deputy"), max_length=160, blank=True)

    class Meta(Evidence.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["task_state_id"],
                condition=models.Q(kind__in=["returned", "withdrawn", "published", "scheduled", "urgent"]),
                name="one_decision_ends_a_round",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=_CONCERNS_NO_PAGE, page_id__isnull=True)
                | models.Q(page_id__isnull=False) & ~models.Q(kind__in=_CONCERNS_NO_PAGE),
                name="only_lines_on_people_have_no_page",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page_title or self.deputy_name}"

    def ends(self, approval: "Approval") -> bool:
        """Tell whether this decision, if it is later than that approval, ended it (as gate.py asks in SQL)."""
        cancelled = self.kind == self.Kind.SCHEDULE_CANCELLED and self.revision_id == approval.revision_id
        return cancelled or self.kind in self.ENDS_ALL_APPROVALS


class Approval(Evidence):
    """Why a content may be public: two signatures, an urgent publication, or the portal's foundation.

    The database's trigger lets a page go live only on one of these that is newer than the page's last
    take-down.
    """

    class Basis(models.TextChoices):
        TWO_SIGNATURES = "two_signatures", _("Two signatures")
        URGENT = "urgent", _("Urgent publication")
        FOUNDING = "founding", _("Set up with the portal")

    basis = models.CharField(_("basis"), max_length=20, choices=Basis)
    # The register's last line on the page when this was made. A later line that ends approvals – a take-down,
    # a cancelled schedule – has a higher number, whatever the clock says.
    decision_id = models.PositiveBigIntegerField()
    first_signature_id = models.PositiveBigIntegerField(null=True)
    second_signature_id = models.PositiveBigIntegerField(null=True)

    class Meta(Evidence.Meta):
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes = [models.Index(fields=["page_id", "revision_id"], name="approval_page_revision")]

    def __str__(self) -> str:
        return f"{self.get_basis_display()}: {self.page_title}"


class UrgentPublication(Evidence):
    """Đăng khẩn: published on one approver's signature; another must review it by ``due_at``."""

    due_at = models.DateTimeField(_("to be reviewed by"))

    class Meta(Evidence.Meta):
        verbose_name = _("urgent publication")
        verbose_name_plural = _("urgent publications")

    def __str__(self) -> str:
        return self.page_title


class TakeDown(Evidence):
    """Gỡ bài: what the public is told in place of the page. ``comment`` is the reason, which is public."""

    class Kind(models.TextChoices):
        MISTAKE = "mistake", _("Published by mistake")
        MERGED = "merged", _("Merged into another page")
        WITHDRAWN = "withdrawn", _("Withdrawn, with its text still readable")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    target_page_id = models.PositiveBigIntegerField(_("merged into"), null=True)

    class Meta(Evidence.Meta):
        verbose_name = _("take-down")
        verbose_name_plural = _("take-downs")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page_title}"
