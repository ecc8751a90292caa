"""Lịch hội nghị: the public conferences as calendars, one by one and all together."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from news.models import ConferenceReportPage
from news.models.listing import by_number

from .addresses import page_address
from .icalendar import CalendarEvent, calendar
from .publisher import publisher_of

# More than an office holds in ten years; the latest come first.
MOST = 1_000


def conferences() -> Any:
    """Return the public reports whose event has a day, the latest event first."""
    return (
        ConferenceReportPage.objects.visible()
        .filter(start_date__isnull=False)
        .select_related("category")
        .defer("body")
        .order_by("-start_date", "-pk")
    )


def all_events(request: HttpRequest) -> HttpResponse:
    """Return the calendar of all public conferences, those to come and those that were."""
    name = _("Conferences of %(agency)s") % {"agency": publisher_of(request).name}
    events = [_event(request, page, first) for page, first in one_each(conferences()[:MOST])]
    return _file(calendar(name, events), "hoi-nghi")


def one_event(request: HttpRequest, story_id: int) -> HttpResponse:
    """Return the calendar file of one conference."""
    page = by_number(conferences(), story_id)
    if page is None:
        raise Http404("no such event")
    reports = conferences().filter(event=page.event_id) if page.event_id else [page]
    ((_newest, first),) = one_each(reports)
    return _file(calendar(page.event_name, [_event(request, page, first)]), page.slug)


def one_each(reports: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Return the reports with those of one event taken together: the newest, which tells it, and the first.

    Args:
        reports: in the order of the calendar. Which of them are of one event is said by their reference to it; a
            report without one stands for itself.
    """
    together: dict[Any, list[Any]] = {}
    for page in reports:
        together.setdefault(page.event_id or f"story-{page.pk}", []).append(page)
    return [
        (
            max(pages, key=lambda page: (page.first_published_at, page.pk)),
            min(pages, key=lambda page: page.pk),
        )
        for pages in together.values()
    ]


def _event(request: HttpRequest, page: Any, first: Any) -> CalendarEvent:
    """Return a calendar's entry: told by one report of the event, known for ever by the first one."""
    address = page_address(request, page)
    return CalendarEvent(
        # The first report's own for ever, also under another title or host (RFC 7986, 5.3 wants a UUID).
        uid=str(first.translation_key),
        name=page.event_name or page.title,
        first_day=page.start_date,
        last_day=page.end_date,
        changed=page.last_published_at,
        address=address,
        location=page.location,
        description="\n".join(line for line in (page.lead, page.chair, address) if line),
        category=page.category.name if page.category else "",
    )


def _file(content: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
