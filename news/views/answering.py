"""How all public views of the news answer: to GET and HEAD, outside a transaction, in Vietnamese, for everybody."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms.routing import site_of
from news.models.listing import query_string

View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """Make a view one of the public pages: no transaction (on SQLite readers never wait for the newsroom).

    How long its answers are kept, and their ETag, is said by cms/caching for all public pages alike.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override("vi"):
            return view(request, *args, **kwargs)

    return non_atomic_requests(require_safe(answer))


def page_response(
    request: HttpRequest,
    template: str,
    *,
    heading: str,
    address: str,
    number: int = 1,
    trail: Sequence[tuple[str, str]] = (),
    **context: Any,
) -> HttpResponse:
    """Return a page of the archive.

    Args:
        template: its template.
        heading: what its h1 says.
        address: the path of its first page; further pages are ``?trang=2`` and so on.
        number: the page of the list that is shown.
        trail: (title, path) of what stands between the news index and the page, for the breadcrumbs.
        context: what the template prints.
    """
    site_of(request)  # found once in a generation, for whoever asks for it below
    listing = context.get("listing")
    further = {"trang": number if number > 1 else ""}
    said = {
        "heading": heading,
        "base": address,
        "number": number,
        # The path of what is shown, without anything else that the address said.
        "canonical": address + (listing.query(**further) if listing else query_string(further)),
        "trail": trail,
    }
    return render(request, template, said | context)
