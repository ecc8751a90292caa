"""Chuyên mục: the sections of the news, kept by the administrators."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from cms import vietnamese
from news.former_addresses import keep_addresses_of_category


class Category(Orderable):
    """A section of the news. Its address is made from its name once and then stays.

    Administrators may change it; then the old one leads to the new one.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, blank=True, help_text=_("Made from the name if left empty.")
    )
    description = models.CharField(_("description"), max_length=300, blank=True)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")]

    class Meta(Orderable.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Make the address before it is compared with the others'.

        Raises:
            ValidationError: at the name, if it leaves no address, or one that another category has.
        """
        typed = vietnamese.slugify(self.slug)
        self._tidy()
        taken = Category.objects.exclude(pk=self.pk).filter(slug=self.slug).first()
        if not self.name or (self.slug and (typed or not taken)):
            return  # a typed address that is taken is refused at its own field
        self.slug = ""  # nothing is said of it there
        if taken is None:
            sentence = _("No address can be made from this name: use letters or digits, or enter an address.")
            raise ValidationError({"name": sentence})
        if taken.name != self.name:  # else the name itself is taken, which is said anyway
            sentence = _(
                "The category “%(category)s” has the address that this name makes: choose another name, or enter"
                " an address."
            )
            raise ValidationError({"name": ValidationError(sentence, params={"category": taken.name})})

    def _tidy(self) -> None:
        self.name = vietnamese.normalise(self.name)
        self.description = vietnamese.normalise(self.description)
        self.slug = vietnamese.slugify(self.slug) or vietnamese.slugify(self.name)

    def save(self, *args, **kwargs) -> None:
        self._tidy()
        old = Category.objects.filter(pk=self.pk).values_list("slug", flat=True).first() or ""
        super().save(*args, **kwargs)
        keep_addresses_of_category(old, self.slug)
