"""From an address to its page, in two queries however deep the page lies."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views as wagtail_views
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from cms.caching import shared

if TYPE_CHECKING:
    from .pages import BasePage

# The portal's tree is flatter than this; a longer address is left to Wagtail, which stops at its first part.
DEEPEST = 8


def whole_number(text: str | None, lowest: int = 0, highest: int = 999_999_999) -> int | None:
    """Return the number that a parameter of an address says if it is one between the bounds, else None."""
    if text and text.isascii() and text.isdigit() and len(text) <= 9 and lowest <= int(text) <= highest:
        return int(text)
    return None


def site_of(request: HttpRequest | None) -> Site | None:
    """Return the site that a request came to, None if there is none; asked for once in a generation.

    Wagtail's own ``Site.find_for_request`` asks the database at every request and keeps the answer in
    ``request._wagtail_site``; what is known is put there. The site goes to many requests: nobody may change it or its
    root page. Tested in cms/tests/test_routing.py, which notices when Wagtail looks elsewhere.
    """
    if request is None or hasattr(request, "_wagtail_site"):
        return Site.find_for_request(request)
    # Not ``get_host``: names that are not the portal's are refused elsewhere, as Wagtail does it.
    name = ("site", request._get_raw_host(), request.get_port())  # type: ignore[attr-defined]
    site = shared.in_generation(name, lambda: Site.find_for_request(request))
    request._wagtail_site = site  # type: ignore[attr-defined]
    return site


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a page. The root page, which answers by itself, is read for each request; others only pass by it."""
    if path:
        site_of(request)
    return wagtail_views.serve(request, path)


def route_below(root: "BasePage", request: Any, components: list[str]) -> RouteResult | None:
    """Return what answers at an address below a root page; None if the address is too long to be one.

    Wagtail asks every page on the way for its child of that name, with two queries each. Here the deepest page
    on the way is found by its stored address and asked the rest, so that a page type with a ``route`` of its
    own answers as it does there. Tested against Wagtail's own walk in cms/tests/test_routing.py.

    Raises:
        Http404: no page answers.
    """
    if len(components) > DEEPEST:
        return None
    addresses = [
        "/".join((root.url_path.rstrip("/"), *components[:end], "")) for end in range(1, len(components) + 1)
    ]
    found = (
        Page.objects.filter(slug__in=components, url_path__in=addresses)  # the slug has an index
        .order_by("-depth")
        .values_list("pk", "depth", "content_type", Exists(PageViewRestriction.objects.all()))
        .first()
    )
    if found is None:
        raise Http404
    pk, depth, content_type, is_any_restricted = found
    page = _specific(pk, content_type, root_path=root.path, is_any_restricted=is_any_restricted)
    # Page privacy is not used (private_page_options): only if anybody restricted anything is it asked about.
    page.is_surely_public = not is_any_restricted
    return page.route(request, components[depth - root.depth :])


def _specific(pk: int, content_type: int, **known: Any) -> Any:
    model = ContentType.objects.get_for_id(content_type).model_class()
    for_reading = getattr(model, "for_reading", None)
    return for_reading(**known).get(pk=pk) if for_reading else Page.objects.get(pk=pk).specific
