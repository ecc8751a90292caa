"""The home page, standard pages and the site's settings."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string

from cms.blocks import TEXT_BLOCKS
from cms.body_text import body_lines
from cms.fields import NormalisedCharField, NormalisedTextField
from cms.pages import BasePage
from cms.searchable import SearchDocument
from cms.widgets import VietnameseSlugInput
from home.blocks import LinkBlock
from home.front import FrontPage


class HomePage(BasePage):
    """Trang chủ. Its lists are made from what is public; nothing is typed twice."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage", "news.NewsIndexPage", "news.AlbumIndexPage"]
    max_count = 1
    can_be_founded = True

    introduction = NormalisedTextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["front"] = FrontPage.build()
        return context


class StandardPage(BasePage):
    """Giới thiệu, Liên hệ and the like: a text that stays, with an owner and a date for its next check."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    can_be_founded = True

    introduction = NormalisedTextField(_("introduction"), max_length=600, blank=True)
    body = StreamField(TEXT_BLOCKS, verbose_name=_("body"), blank=True)
    review_by = models.DateField(
        _("check again by"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody must look whether the page is still right."),
    )

    kind = "page"

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    settings_panels = [
        FieldPanel("review_by"),
        FieldPanel("show_in_menus"),
        FieldPanel("slug", widget=VietnameseSlugInput),
        CommentPanel(),
    ]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def search_document(self) -> SearchDocument:
        """Return what the public search keeps of this page (cms/searchable.py)."""
        return SearchDocument(
            page_id=self.pk,
            title=self.title,
            lead=self.introduction,
            body_text="\n".join(line for line in body_lines(self.body) if line),
            kind=self.kind,
            category_id=None,
            published_at=self.first_published_at or timezone.now(),
        )


@register_setting(icon="site")
class PortalSettings(BaseSiteSetting):
    """Who the portal belongs to: printed in the header and the footer of every page."""

    agency_name = NormalisedCharField(_("name of the agency"), max_length=160, blank=True)
    superior_body = NormalisedCharField(_("superior body"), max_length=160, blank=True)
    logo = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("logo"),
    )
    address = NormalisedCharField(_("postal address"), max_length=300, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    responsible_person = NormalisedCharField(
        _("responsible for the content"),
        max_length=200,
        blank=True,
        help_text=_("Name and position, as printed in the footer."),
    )
    links = StreamField([("link", LinkBlock())], verbose_name=_("links"), blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("agency_name"), FieldPanel("superior_body"), FieldPanel("logo")], heading=_("Agency")
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldPanel("telephone"),
                FieldPanel("email"),
                FieldPanel("responsible_person"),
            ],
            heading=_("Contact"),
        ),
        FieldPanel("links"),
    ]

    class Meta:
        verbose_name = _("portal settings")
        verbose_name_plural = _("portal settings")
