"""What the search stores. The tokens have a table of their own, which differs by database (index.py)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms import vietnamese
from cms.fields import NormalisedCharField

from .tokens import words_of


class SearchEntry(models.Model):
    """A public page as the search shows it.

    The primary key grows with the time of publication (index.py), so "newest first" is the order in which
    both databases can read the index.
    """

    id = models.BigIntegerField(primary_key=True)
    page_id = models.BigIntegerField(unique=True)
    title = models.TextField()
    lead = models.TextField(blank=True)
    body_text = models.TextField(blank=True)
    kind = models.CharField(max_length=40)
    category_id = models.BigIntegerField(null=True)
    published_at = models.DateTimeField()
    # Of the document and of the version of the tokens: equal means that nothing has to be done.
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class SearchSynonym(models.Model):
    """An abbreviation and what it stands for; whoever types one finds the other too."""

    term = NormalisedCharField(
        _("abbreviation"),
        max_length=40,
        unique=True,
        help_text=_("For example UBND. Capitals do not matter."),
    )
    expansion = NormalisedCharField(
        _("full wording"), max_length=160, help_text=_("For example Ủy ban nhân dân, with all its marks.")
    )

    panels = [FieldPanel("term"), FieldPanel("expansion")]

    class Meta:
        verbose_name = _("search abbreviation")
        verbose_name_plural = _("search abbreviations")
        ordering = ["term"]

    def __str__(self) -> str:
        return f"{self.term} – {self.expansion}"

    def clean(self) -> None:
        super().clean()
        errors = {}
        for field in ("term", "expansion"):
            if not words_of(getattr(self, field) or ""):
                errors[field] = _("Write at least one letter or digit.")
        if vietnamese.fold(self.term or "") == vietnamese.fold(self.expansion or ""):
            errors["expansion"] = _("The full wording must differ from the abbreviation.")
        if errors:
            raise ValidationError(errors)
