"""What readers wrote, and how many found a story useful.

No address, no browser, no account of a reader is stored: only what the reader typed, for twelve months.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel

QUOTATION_MAX = 1000
TEXT_MAX = 5000
NAME_MAX = 120
SUBJECT_MAX = 150
NOTE_MAX = 1000


class LetterQuerySet(models.QuerySet):
    """Letters by what is still to be done."""

    def unread(self):
        """Return those that nobody of the newsroom has opened."""
        return self.filter(state=Letter.State.NEW)


class Letter(models.Model):
    """What a reader wrote: a mistake in a story, or a letter to the office."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Reported mistake")
        CONTACT = "contact", _("Letter to the office")

    class State(models.TextChoices):
        NEW = "new", _("New letter")
        SEEN = "seen", _("Seen")
        CORRECTED = "corrected", _("Corrected or answered")
        LEFT = "left", _("Left as it is")

    # Letters are no content that refers to pages: a story's "usage" counts none of them.
    wagtail_reference_index_ignore = True

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW, db_index=True)
    story = models.ForeignKey(
        "news.StoryPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("story"),
    )
    # As the public read it on that day: the story may have another title since, or be withdrawn.
    story_title = models.CharField(_("title of the story"), max_length=255, blank=True)
    subject = models.CharField(_("subject"), max_length=SUBJECT_MAX, blank=True)
    quotation = models.TextField(_("passage"), blank=True)
    text = models.TextField(_("text"))
    name = models.CharField(_("reader's name"), max_length=NAME_MAX, blank=True)
    email = models.EmailField(_("reader's e-mail"), blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    note = models.TextField(
        _("note of the newsroom"),
        max_length=NOTE_MAX,
        blank=True,
        help_text=_("What was done, for colleagues. The reader does not see it."),
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, editable=False)
    mail_tried_at = models.DateTimeField(null=True, editable=False)
    mail_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # The mail server refused it for good, or the office's address is none.
    mail_refused = models.BooleanField(default=False, editable=False)

    objects = LetterQuerySet.as_manager()

    panels = [
        HelpPanel(template="feedback/letter.html", heading=_("The letter")),
        FieldPanel("state"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("reader's letter")
        verbose_name_plural = _("readers' letters")
        ordering = ["-received_at", "-id"]
        # Readers write letters; nobody of the newsroom makes one.
        default_permissions = ("view", "change", "delete")

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """What lists call the letter: the story's title, or the subject that its writer gave it."""
        return self.story_title or self.subject


class Usefulness(models.Model):
    """How many readers of a month said that a story is useful, or is not.

    By month, not by day: one rating on a quiet day would point to one reader (Decree 224/2026: the rating
    protects the rater).
    """

    wagtail_reference_index_ignore = True

    story = models.ForeignKey(
        "news.StoryPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("story")
    )
    month = models.DateField(_("first day of the month"))
    yes = models.PositiveIntegerField(_("useful"), default=0)
    no = models.PositiveIntegerField(_("not useful"), default=0)

    class Meta:
        verbose_name = _("usefulness of a story")
        verbose_name_plural = _("usefulness of stories")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["story", "month"], name="one_usefulness_per_story_and_month")
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.month:%Y-%m}: +{self.yes} -{self.no}"


class DailyMail(models.Model):
    """A day on which the approvers were told of new letters: once, however often the scheduler runs."""

    day = models.DateField(primary_key=True)

    class Meta:
        verbose_name = _("daily mail about letters")
        verbose_name_plural = _("daily mails about letters")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)
