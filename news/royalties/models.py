"""What the royalties remember. None of it is part of a story's signed content: the public never sees it."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms import vietnamese
from cms.fields import NormalisedCharField
from cms.workflow.models.records import EvidenceQuerySet, Immutable
from news.models.story import Genre

from . import rules

GENRES = [*Genre.choices, (rules.PHOTOGRAPH, _("Photograph (ảnh)"))]
WORKS = [(rules.TEXT, _("Text")), (rules.PHOTOGRAPHS, _("Photographs"))]


def _coefficient(label: Any, **options: Any) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal(0))], **options
    )


class Rate(models.Model):
    """By what a coefficient becomes money, from a day on. The administrators keep it."""

    wagtail_reference_index_ignore = True

    valid_from = models.DateField(_("valid from"), unique=True)
    base_salary = models.PositiveIntegerField(
        _("base salary"),
        # A slip such as 2.34 or 2340 would make everybody's money wrong.
        validators=[MinValueValidator(100_000), MaxValueValidator(100_000_000)],
        help_text=_("In đồng a month, as the Government's decree says. A tenth of it is one unit."),
    )
    agency_factor = models.DecimalField(
        _("factor of the agency"),
        max_digits=4,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(10))],
        help_text=_("Every sum is multiplied by it; 1 if the province has decided nothing else."),
    )
    basis = NormalisedCharField(
        _("basis"), max_length=200, blank=True, help_text=_("The number and date of the decree or decision.")
    )

    panels = [FieldPanel(name) for name in ("valid_from", "base_salary", "agency_factor", "basis")]

    class Meta:
        verbose_name = _("royalty rate")
        verbose_name_plural = _("royalty rates")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{vietnamese.short_date(self.valid_from)}: {vietnamese.format_number(self.base_salary)} đồng"

    def amount(self, coefficient: Decimal) -> int:
        """Return the money for a coefficient, in whole đồng."""
        return rules.amount(coefficient, self.base_salary, self.agency_factor)


class GenreRate(models.Model):
    """What a genre is worth: the coefficient that is proposed, and the most that is allowed."""

    wagtail_reference_index_ignore = True

    genre = models.CharField(_("genre"), max_length=20, choices=GENRES, unique=True, editable=False)
    proposed = _coefficient(
        _("proposed coefficient"),
        null=True,
        blank=True,
        help_text=_("Of the province's table. Empty: nothing is proposed."),
    )
    maximum = _coefficient(_("highest coefficient"))

    panels = [FieldPanel("proposed"), FieldPanel("maximum")]

    class Meta:
        verbose_name = _("coefficient of a genre")
        verbose_name_plural = _("coefficients by genre")
        ordering = ["pk"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return str(self.get_genre_display())

    def clean(self) -> None:
        super().clean()
        if self.proposed is not None and self.maximum is not None and self.proposed > self.maximum:
            raise ValidationError({"proposed": _("The proposal is higher than the highest coefficient.")})


class PenName(models.Model):
    """A name of bylines that is an account's: a pen name, or a name that the account no longer bears."""

    wagtail_reference_index_ignore = True

    name = NormalisedCharField(_("name"), max_length=120, help_text=_("As bylines print it."))
    key = models.CharField(max_length=120, unique=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account")
    )

    panels = [FieldPanel("name"), FieldPanel("account")]

    class Meta:
        verbose_name = _("pen name")
        verbose_name_plural = _("pen names")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.key = rules.person_key(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.key = rules.person_key(self.name)
        if PenName.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("Another account has this name already.")})


class Royalty(models.Model):
    """The coefficient of what one person did in one story, and whether it is paid.

    Found by story, name and work: the child rows of a byline get new numbers at a publication.
    """

    wagtail_reference_index_ignore = True

    # A story that was public cannot be deleted; with a draft goes what was set on it.
    story = models.ForeignKey(
        "news.StoryPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("story")
    )
    person_key = models.CharField(max_length=120, db_index=True)
    person_name = models.CharField(_("name"), max_length=120)
    work = models.CharField(_("work"), max_length=12, choices=WORKS)
    genre = models.CharField(_("genre"), max_length=20, choices=GENRES)
    coefficient = _coefficient(_("coefficient"))
    set_by_name = models.CharField(_("set by"), max_length=160)
    set_at = models.DateTimeField(_("set at"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_amount = models.PositiveBigIntegerField(_("paid"), null=True, blank=True)
    paid_by_name = models.CharField(_("marked as paid by"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("royalty")
        verbose_name_plural = _("royalties")
        default_permissions = ("view",)
        permissions = [("pay_royalty", "Can mark royalties as paid")]
        constraints = [
            models.UniqueConstraint(fields=["story", "person_key", "work"], name="one_royalty_per_work"),
            models.CheckConstraint(condition=models.Q(coefficient__gte=0), name="royalty_not_negative"),
            models.CheckConstraint(
                condition=models.Q(paid_on__isnull=True, paid_amount__isnull=True)
                | models.Q(paid_on__isnull=False, paid_amount__isnull=False),
                name="paid_royalty_has_its_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.coefficient}"


class RoyaltyChange(models.Model):
    """A line of the royalties' history. Plain values, appended and never changed, like the review's evidence."""

    class Kind(models.TextChoices):
        SET = "set", _("Coefficient set")
        PAID = "paid", _("Marked as paid")
        UNPAID = "unpaid", _("Mark taken back")

    kind = models.CharField(_("change"), max_length=8, choices=Kind)
    story_id = models.PositiveBigIntegerField(db_index=True)
    story_title = models.CharField(_("title"), max_length=255)
    person_name = models.CharField(_("name"), max_length=120)
    work = models.CharField(_("work"), max_length=12, choices=WORKS)
    genre = models.CharField(_("genre"), max_length=20, choices=GENRES)
    before = _coefficient(_("before"), null=True)
    after = _coefficient(_("after"))
    amount = models.PositiveBigIntegerField(_("sum"), null=True)
    made_by_id = models.PositiveBigIntegerField()
    made_by_name = models.CharField(_("by"), max_length=160)
    made_at = models.DateTimeField(_("time"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a royalty")
        verbose_name_plural = _("changes of royalties")
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person_name}"

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise Immutable("The history of royalties cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Immutable("The history of royalties cannot be deleted.")
