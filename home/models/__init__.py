"""The home page, standard pages, the portal's settings and its notice bar."""

from .notices import ServiceNotice
from .pages import FeaturedStory, HomePage, StandardPage
from .settings import PortalSettings

__all__ = ["FeaturedStory", "HomePage", "PortalSettings", "ServiceNotice", "StandardPage"]
