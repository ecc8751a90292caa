"""Lịch hội nghị: the public conferences as calendars, one by one and all together."""

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
    return _file(calendar(name, [_event(request, page) for page in conferences()[:MOST]]), "hoi-nghi")


def one_event(request: HttpRequest, story_id: int) -> HttpResponse:
    """Return the calendar file of one conference."""
    page = by_number(conferences(), story_id)
    if page is None:
        raise Http404("no such event")
    return _file(calendar(page.event_name, [_event(request, page)]), page.slug)


def _event(request: HttpRequest, page: Any) -> CalendarEvent:
    address = page_address(request, page)
    return CalendarEvent(
        # The page's own for ever, also under another title or host (RFC 7986, 5.3 wants a UUID).
        uid=str(page.translation_key),
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
