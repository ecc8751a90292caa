"""Chuyên mục: the sections of the news, kept by the administrators."""

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

    def save(self, *args, **kwargs) -> None:
        self.name = vietnamese.normalise(self.name)
        self.description = vietnamese.normalise(self.description)
        self.slug = vietnamese.slugify(self.slug or self.name)
        old = Category.objects.filter(pk=self.pk).values_list("slug", flat=True).first() or ""
        super().save(*args, **kwargs)
        keep_addresses_of_category(old, self.slug)
