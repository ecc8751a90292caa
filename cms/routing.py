"""From an address to its page, in two queries however deep the page lies."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists
from django.http import Http404
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

if TYPE_CHECKING:
    from .pages import BasePage

# The portal's tree is flatter than this; a longer address is left to Wagtail, which stops at its first part.
DEEPEST = 8


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
    page = (
        Page.objects.filter(slug__in=components, url_path__in=addresses)  # the slug has an index
        .annotate(is_any_restricted=Exists(PageViewRestriction.objects.all()))
        .order_by("-depth")
        .first()
    )
    if page is None:
        raise Http404
    specific = _specific(page)
    # Page privacy is not used (private_page_options): only if anybody restricted anything is it asked about.
    specific.is_surely_public = not page.is_any_restricted
    return specific.route(request, components[page.depth - root.depth :])


def _specific(page: Page) -> Any:
    model = page.specific_class
    for_reading = getattr(model, "for_reading", None)
    return for_reading().get(pk=page.pk) if for_reading else page.specific
