"""Tin tức – Sự kiện: the list of stories with its filters."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.fields import NormalisedTextField
from cms.pages import BasePage

from .listing import StoryListing


class NewsIndexPage(BasePage):
    """The list of all stories, by page, category and year."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsArticlePage", "news.ConferenceReportPage"]
    max_count = 1
    can_be_founded = True

    introduction = NormalisedTextField(_("introduction"), max_length=600, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        listing = context["listing"] = StoryListing.from_request(request)
        if listing.category:
            # The same stories have a page of their own: that is the address to keep and to share.
            address = reverse("news:category", args=[listing.category.slug])
            number = listing.page.number
            context["canonical"] = address + listing.query(chuyen_muc="", trang=number if number > 1 else "")
        return context
