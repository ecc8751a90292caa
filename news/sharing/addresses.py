"""The portal's own addresses in full, always at its one host whatever name a request came by.

A feed, a sitemap or a canonical address that repeated the ``Host`` of the request would teach two addresses
for one page, and a cache would hand one reader's to the next.
"""

from typing import Any
from urllib.parse import urljoin

from django.http import HttpRequest

from cms.routing import site_of


def portal_address(request: HttpRequest) -> str:
    """Return the portal's address without a slash at its end: ``https://sonoivu.example.gov.vn``."""
    site = site_of(request)
    return site.root_url if site else f"{request.scheme}://{request.get_host()}"


def absolute(request: HttpRequest, path: str) -> str:
    """Return a path of the portal, or an address that is full already, as a full address."""
    return urljoin(portal_address(request) + "/", path)


def page_address(request: HttpRequest, page: Any) -> str:
    """Return a page's full address; the portal's if the page has none."""
    return page.get_full_url(request) or portal_address(request) + "/"
