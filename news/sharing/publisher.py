"""Who publishes the portal, from its settings.

The settings belong to ``home``, which this room does not import; they are asked for by name, as every template
does it (``settings.home.PortalSettings``), and read once in a request.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.contrib.settings.context_processors import SettingProxy

from cms.routing import site_of

from .addresses import portal_address


@dataclass(frozen=True)
class Publisher:
    """The agency. ``address`` is its portal's; what the settings do not say is empty."""

    name: str
    address: str
    superior_body: str = ""
    postal_address: str = ""
    telephone: str = ""
    email: str = ""
    logo_id: int | None = None


def publisher_of(request: HttpRequest) -> Publisher:
    """Return the publisher of the portal that the request came to; its site's name stands in for a name."""
    portal = SettingProxy(request)["home"]["PortalSettings"]
    site = site_of(request)
    return Publisher(
        name=portal.agency_name or (site.site_name if site else "") or portal_address(request),
        address=portal_address(request) + "/",
        superior_body=portal.superior_body,
        postal_address=portal.address,
        telephone=portal.telephone,
        email=portal.email,
        logo_id=portal.logo_id,
    )
