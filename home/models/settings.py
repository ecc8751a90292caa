"""Who the portal belongs to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string

from cms import vietnamese
from cms.caching import shared
from cms.fields import NormalisedCharField
from cms.media.refusal import NotReady
from cms.media.renditions import make_for_settings
from cms.routing import site_of
from home.blocks import LinkBlock

_LOGO_NOT_READY = _(
    "The settings were not saved: this logo cannot be shown, as its file is lost or damaged or the server's disk "
    "is full. Upload it again and choose it here, or tell the administrator."
)


@register_setting(icon="site")
class PortalSettings(BaseSiteSetting):
    """Who the portal belongs to: printed in the header and the footer of every page."""

    # Read with the settings, in their one query.
    select_related = ["accessibility_page"]

    @classmethod
    def for_request(cls, request: HttpRequest) -> "PortalSettings":
        """Return the settings as templates read them, once in a generation (cms/caching/shared.py).

        Extends Wagtail's, which asks the database at every request and leaves the request in what it found. Tested
        in cms/caching/tests/test_shared.py.
        """
        site = site_of(request)
        name = cls.get_cache_attr_name()
        if site is not None and not hasattr(request, name):
            setattr(request, name, shared.in_generation(("settings", site.pk), lambda: cls.for_site(site)))
        return super().for_request(request)

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
    licence = NormalisedCharField(
        _("licence"),
        max_length=200,
        blank=True,
        help_text=_("Number, day and issuing body of the portal's licence, as printed in the footer."),
    )
    accessibility_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("accessibility statement"),
        help_text=_("Linked in the footer of every page while it is public."),
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
                FieldPanel("licence"),
            ],
            heading=_("Contact"),
        ),
        PageChooserPanel("accessibility_page", "home.StandardPage"),
        FieldPanel("links"),
    ]

    class Meta:
        verbose_name = _("portal settings")
        verbose_name_plural = _("portal settings")

    def clean(self) -> None:
        """Refuse a logo that cannot be shown: every page would have to do without it."""
        super().clean()
        self.telephone = vietnamese.normalise(self.telephone)
        if self.logo is None:
            return
        try:
            make_for_settings(self.logo)
        except NotReady as error:
            raise ValidationError({"logo": _LOGO_NOT_READY}) from error
