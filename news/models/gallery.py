"""Thư viện ảnh: the pictures of a story, in order."""

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.images import get_image_model_string
from wagtail.models import Orderable

from cms.fields import NormalisedCharField
from cms.picture_words import alt_problem


class GalleryImage(Orderable):
    """A picture of a story's gallery. PROTECT: a picture in use cannot disappear from under a story."""

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="gallery_images")
    image = models.ForeignKey(
        get_image_model_string(), on_delete=models.PROTECT, related_name="+", verbose_name=_("picture")
    )
    caption = NormalisedCharField(_("caption"), max_length=300, blank=True)
    alt = NormalisedCharField(_("alternative text"), max_length=300, blank=True)
    decorative = models.BooleanField(_("decorative"), default=False)
    credit = NormalisedCharField(_("credit"), max_length=160, blank=True)

    # The classes are where static/css/gallery_editor.css lays out one compact row.
    panels = [
        FieldPanel("image", classname="gallery-row__picture"),
        FieldPanel("caption", classname="gallery-row__caption", widget=AdminAutoHeightTextInput),
        FieldPanel("alt", classname="gallery-row__alt", widget=AdminAutoHeightTextInput),
        FieldPanel("credit", classname="gallery-row__credit"),
        FieldPanel("decorative", classname="gallery-row__decorative"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("gallery picture")
        verbose_name_plural = _("gallery pictures")

    def __str__(self) -> str:
        return self.caption or str(self.image)

    def problems(self) -> Iterator[tuple[str, object]]:
        """Yield what a draft may lack and a submission may not."""
        picture = self.image if self.image_id else None
        sentence = alt_problem(picture, self.alt, self.caption, decorative=self.decorative)
        if sentence:
            yield "alt", sentence
