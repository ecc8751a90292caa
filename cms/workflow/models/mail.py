"""The review's mail: what is to be sent to whom, how that went, and who prefers a digest.

The queue of tasks only carries a number; these rows hold the state, so a mail survives a lost queue, is never
created twice and can be shown. They are no evidence: the register is (records.py).
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A mail that has waited longer than this although it could go out: nothing is working on the queue.
STALLED_AFTER = timedelta(minutes=15)


class MailJobQuerySet(models.QuerySet):
    """Mails by how they fare."""

    def in_trouble(self):
        """Return the mails that the administrators must see: given up, or failed and still tried again."""
        return self.filter(
            models.Q(status=MailJob.Status.FAILED)
            | models.Q(status__in=[MailJob.Status.QUEUED, MailJob.Status.SENDING]) & ~models.Q(trouble="")
        )

    def stalled(self):
        """Return the mails that have waited in vain for anybody to work on the queue."""
        return self.filter(
            status=MailJob.Status.QUEUED, attempts=0, next_attempt_at__lt=timezone.now() - STALLED_AFTER
        )


class MailJob(models.Model):
    """One mail to one person. ``key`` names its occasion: one occasion, one mail."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        HELD = "held", _("Kept for the digest")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")
        DROPPED = "dropped", _("No longer needed")

    class Trouble(models.TextChoices):
        UNREACHABLE = "unreachable", _("The mail server cannot be reached.")
        LOGIN = "login", _("The mail server refused the login.")
        ADDRESS = "address", _("The address is missing, wrong or refused.")
        OTHER = "other", _("The mail could not be sent.")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("recipient")
    )
    key = models.CharField(max_length=60)
    notice = models.CharField(_("kind of mail"), max_length=30)
    why = models.CharField(max_length=20, blank=True)
    decision_id = models.PositiveBigIntegerField(null=True, db_index=True)
    task_state_id = models.PositiveBigIntegerField(null=True, db_index=True)
    page_id = models.PositiveBigIntegerField(null=True)
    page_title = models.CharField(_("title"), max_length=255, blank=True)
    due_at = models.DateTimeField(_("due"), null=True)
    digest = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="items")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    trouble = models.CharField(_("problem"), max_length=15, choices=Trouble, blank=True)
    last_error = models.CharField(_("answer of the mail server"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = MailJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail of the review")
        verbose_name_plural = _("mails of the review")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="one_mail_per_occasion")]
        indexes = [models.Index(fields=["status", "next_attempt_at"], name="mail_by_status")]

    def __str__(self) -> str:
        return f"{self.notice}: {self.page_title}"


class Announced(models.Model):
    """A decision whose mails have been made. What is missing here was lost on the way and is made up for."""

    decision_id = models.PositiveBigIntegerField(primary_key=True)
    announced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("announced decision")
        verbose_name_plural = _("announced decisions")

    def __str__(self) -> str:
        return str(self.decision_id)


class MailPreference(models.Model):
    """How an approver wants to be written to."""

    class Mode(models.TextChoices):
        SINGLE = "single", _("A mail for each page, at once")
        DIGEST = "digest", _("One mail a working day, in the morning")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mail_preference"
    )
    mode = models.CharField(
        _("mails about pages to be approved"),
        max_length=10,
        choices=Mode,
        default=Mode.SINGLE,
        help_text=_("What cannot wait for the next morning is always mailed at once."),
    )
    last_digest_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")

    def __str__(self) -> str:
        return f"{self.user}: {self.mode}"
