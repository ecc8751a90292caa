"""Thư viện ảnh: the stories that have galleries, as albums."""

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.fields import NormalisedTextField
from cms.pages import BasePage

from .listing import public_stories, whole_number
from .story import StoryPage

PER_PAGE = 12


def public_albums():
    """Return the public stories that have a gallery, newest first."""
    with_gallery = StoryPage.objects.visible().filter(gallery_images__isnull=False)
    return public_stories().filter(pk__in=with_gallery.values("pk"))


class AlbumIndexPage(BasePage):
    """The list of albums. An album is a story with a gallery: nothing is entered twice."""

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    can_be_founded = True

    introduction = NormalisedTextField(_("introduction"), max_length=600, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("album index")
        verbose_name_plural = _("album indexes")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["albums"] = self.albums(whole_number(request.GET.get("trang"), 1, 1_000_000) or 1)
        return context

    @staticmethod
    def albums(number: int) -> Page:
        """Return that page of the albums; the last page if the number is too large."""
        return Paginator(public_albums(), PER_PAGE).get_page(number)
