"""Lịch hội nghị: the public conferences as calendars, one by one and all together."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.caching import shared
from cms.workflow.models import TakeDown
from news.models import ConferenceReportPage
from news.models.listing import by_number

from .addresses import page_address, portal_address
from .icalendar import CalendarEvent, calendar
from .publisher import publisher_of

# More than an office holds in ten years; the latest come first.
MOST = 1_000
# What is printed of a report, or tells its address; the rest – all that was said – stays in the database.
_PRINTED = (
    *("title", "slug", "url_path", "translation_key", "content_type", "lead", "category__name", "event"),
    *("first_published_at", "last_published_at", "event_name", "start_date", "end_date", "location", "chair"),
)


def conferences() -> Any:
    """Return the public reports whose event has a day, the latest event first."""
    return (
        ConferenceReportPage.objects.visible()
        .filter(start_date__isnull=False)
        .select_related("category")
        .only(*_PRINTED)
        .order_by("-start_date", "-pk")
    )


def calendar_address() -> str:
    """Return the path of the calendar of all conferences, "" while there is none; asked once in a generation."""
    known = shared.in_generation("conferences with a day", conferences().exists)
    return reverse("calendar") if known else ""


def all_events(request: HttpRequest) -> HttpResponse:
    """Return the calendar of all public conferences, those to come and those that were.

    Raises:
        Http404: there is none, and a calendar without an event is none (RFC 5545, 3.6).
    """
    # Built once in a generation: any address with something behind its "?" asks for it past the page cache.
    said = ("calendar of all conferences", portal_address(request))
    return _file(shared.in_generation(said, lambda: _all_together(request)), "hoi-nghi")


def _all_together(request: HttpRequest) -> str:
    name = _("Conferences of %(agency)s") % {"agency": publisher_of(request).name}
    told = one_each(conferences()[:MOST])
    if not told:
        raise Http404("no conference yet")
    changes = last_changes(page for page, _first in told)
    events = [_event(request, page, first, changes) for page, first in told]
    return calendar(name, events)


def one_event(request: HttpRequest, story_id: int) -> HttpResponse:
    """Return the calendar file of one conference."""
    page = by_number(conferences(), story_id)
    if page is None:
        raise Http404("no such event")
    reports = conferences().filter(event=page.event_id) if page.event_id else [page]
    ((_newest, first),) = one_each(reports)
    event = _event(request, page, first, last_changes([page]))
    return _file(calendar(page.event_name, [event]), page.slug)


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


def last_changes(reports: Iterable[Any]) -> dict[int, datetime]:
    """Return when what is known of an event changed last, by the events that these reports refer to.

    Also by reports that are public no more: without them an event would be older than it was once another tells it.
    """
    events = {page.event_id for page in reports if page.event_id}
    if not events:
        return {}
    changes: dict[int, datetime] = {}
    of_story = {}
    published = ConferenceReportPage.objects.filter(event__in=events, last_published_at__isnull=False)
    for story, event, moment in published.values_list("pk", "event", "last_published_at"):
        of_story[story] = event
        changes[event] = max(moment, changes.get(event, moment))
    taken_down = TakeDown.objects.filter(page_id__in=of_story).values_list("page_id", "made_at")
    for story, moment in taken_down:
        changes[of_story[story]] = max(moment, changes[of_story[story]])
    return changes


def _event(request: HttpRequest, page: Any, first: Any, changes: dict[int, datetime]) -> CalendarEvent:
    """Return a calendar's entry: told by one report of the event, known for ever by the first one."""
    address = page_address(request, page)
    return CalendarEvent(
        # The first report's own for ever, also under another title or host (RFC 7986, 5.3 wants a UUID).
        uid=str(first.translation_key),
        name=page.event_name or page.title,
        first_day=page.start_date,
        last_day=page.end_date,
        changed=changes.get(page.event_id, page.last_published_at),
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
