"""Blocks of the site's settings."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.char_block import CleanCharBlock


class LinkBlock(blocks.StructBlock):
    """A link of the footer, for example to the province's portal."""

    title = CleanCharBlock(label=_("Title"), max_length=120)
    url = blocks.URLBlock(label=_("Address"), max_length=400)

    class Meta:
        icon = "link"
        label = _("Link")
