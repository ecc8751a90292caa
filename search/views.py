"""The public search page, /tim-kiem/?q=…"""

from dataclasses import dataclass
from datetime import datetime

from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms.routing import site_of, whole_number

from . import finding, sources, typing_ahead
from .filters import MONTHS, Filters
from .finding import Results
from .snippets import Terms, highlight, snippet


@dataclass(frozen=True)
class Shown:
    """A result as the page prints it."""

    title: SafeString
    address: str
    published_at: datetime
    label: str
    snippet: SafeString


# Readers only read: no transaction, so that on SQLite they never wait for the newsroom.
@non_atomic_requests
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer ``?q=`` with filters ``loai``, ``chuyen-muc``, ``nam``, ``thang``, ``nguoi-phat-bieu``, page ``trang``.

    Whatever the address says, the answer is a page: words that mean nothing find nothing, filters and numbers
    that mean nothing are ignored. No session and no cookie, so the page can be cached for everybody.
    """
    site_of(request)  # found once in a generation, for whoever asks for it below
    with override("vi"):
        filters = Filters.from_address(request.GET)
        results = finding.find(
            request.GET.get("q", ""),
            filters.tokens,
            whole_number(request.GET.get("trang", "")) or 1,
            filters.keys,
        )
        words = results.query.text
        response = TemplateResponse(
            request,
            "search/search.html",
            {
                "heading": _("Search"),
                "words": words,
                "asked": bool(words or filters.tokens),
                "filters": filters,
                "filtered": bool(filters.tokens),
                "months": MONTHS,
                "results": results,
                "shown": _shown(request, results, filters),
                "unfiltered_address": Filters().address(words),
                "suggestion_address": filters.address(results.suggestion),
                "previous_address": filters.address(words, results.number - 1) if results.number > 1 else "",
                "next_address": filters.address(words, results.number + 1) if results.has_next else "",
            },
        )
        response.render()
    # Lists of results are not pages of the portal: crawlers follow them, but do not keep them.
    response["X-Robots-Tag"] = "noindex, follow"
    # What somebody searches for goes along nowhere: not into the log of a page that was found, either.
    response["Referrer-Policy"] = "strict-origin"
    return response


@non_atomic_requests
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with what could be meant: ``{"offers": [{"title", "address", "label"}, …]}``."""
    with override("vi"):
        offers = [
            {
                "title": offer.title,
                "address": offer.address,
                "label": _("Category") if offer.label == "category" else capfirst(offer.label),
            }
            for offer in typing_ahead.offers(request.GET.get("q", ""))
        ]
    response = JsonResponse({"offers": offers}, json_dumps_params={"ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    return response


def _shown(request: HttpRequest, results: Results, filters: Filters) -> list[Shown]:
    """Prepare the results, asking once more what the public may see: the index is never the last word."""
    pages = (
        sources.visible_pages().in_bulk([hit.entry.page_id for hit in results.hits]) if results.hits else {}
    )
    names = {category.pk: str(category) for category in filters.categories}
    shown = []
    for hit in results.hits:
        entry = hit.entry
        page = pages.get(entry.page_id)
        address = page.get_url(request) if page else None
        if address:
            terms = Terms.of(results.query, hit.folded)
            shown.append(
                Shown(
                    title=highlight(entry.title, terms),
                    address=address,
                    published_at=entry.published_at,
                    label=names.get(entry.category_id, "") or filters.kinds.get(entry.kind, ""),
                    snippet=snippet(entry.lead, entry.body_text, terms),
                )
            )
    return shown
