"""Tác giả (Tin, bài, ảnh): who wrote and who photographed, and the byline printed from it."""

from collections.abc import Iterable, Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from cms.fields import NormalisedCharField

# The roles in the order in which a byline prints them. They are words of the printed page, not of the
# interface: a Vietnamese byline reads "Tin, bài, ảnh: …" whatever language the admin speaks.
ROLES = (("wrote_news", "tin"), ("wrote_article", "bài"), ("took_photos", "ảnh"))


class Contribution(Orderable):
    """What one person contributed to a story."""

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="contributions")
    name = NormalisedCharField(
        _("name"), max_length=120, help_text=_("As it is to be printed, without a title.")
    )
    position = NormalisedCharField(_("position"), max_length=200, blank=True)
    wrote_news = models.BooleanField(_("news (tin)"), default=False)
    wrote_article = models.BooleanField(_("article (bài)"), default=False)
    took_photos = models.BooleanField(_("photographs (ảnh)"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("position")]),
        FieldRowPanel([FieldPanel("wrote_news"), FieldPanel("wrote_article"), FieldPanel("took_photos")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, object]]:
        """Yield what a draft may lack and a submission may not."""
        if not self.roles:
            yield "wrote_news", _("Tick what this person contributed: news, article or photographs.")

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of this person, in printing order."""
        return tuple(word for field, word in ROLES if getattr(self, field))


def printed_byline(contributions: Iterable[Contribution]) -> list[tuple[str, str]]:
    """Return the byline as (label, people) pairs, people with the same roles together.

    ``[("Tin, bài, ảnh", "Bùi Văn Tuấn, Chánh Văn phòng Sở Nội vụ")]`` or
    ``[("Tin, bài", "A; B"), ("Ảnh", "C")]``. Rows without a role are left out.
    """
    grouped: dict[tuple[str, ...], list[str]] = {}
    for row in contributions:
        if row.roles:
            person = f"{row.name}, {row.position}" if row.position else row.name
            grouped.setdefault(row.roles, []).append(person)
    return [(", ".join(roles).capitalize(), "; ".join(people)) for roles, people in grouped.items()]
