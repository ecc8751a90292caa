"""What the head of a public page tells machines: its one address, its card when it is shared, its JSON-LD.

Nothing is said of a preview, of a draft or of what was taken down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail.models import Page

from cms.routing import site_of
from news.models import ConferenceReportPage, StoryPage

from . import descriptions, structured_data
from .addresses import absolute, page_address
from .pictures import SharedPicture, first_picture_of, logo_of, printed_picture_of
from .publisher import Publisher, publisher_of
from .structured_data import EventFacts, Step, StoryFacts


@dataclass(frozen=True)
class Feed:
    """A feed or calendar that belongs to the page."""

    address: str
    type: str
    title: str


@dataclass(frozen=True)
class PageMeta:
    """What components/meta.html prints. Without a canonical address only the feeds and the data are printed.

    ``summary`` is the description of a list that nobody described; what somebody wrote, the page's template prints.
    """

    feeds: list[Feed]
    canonical: str = ""
    kind: str = "website"
    title: str = ""
    description: str = ""
    summary: str = ""
    site_name: str = ""
    picture: SharedPicture | None = None
    published: datetime | None = None
    modified: datetime | None = None
    section: str = ""
    json_ld: SafeString | str = ""


def meta_of(context: Any) -> PageMeta | None:
    """Return the meta data of the page that a template prints.

    Args:
        context: the template's: ``request``, ``page``, ``listing`` (what it lists), ``canonical`` (its own
            address, if a view knows it), ``heading`` and ``description`` (what it calls itself), ``nav`` and
            ``trail`` (the way to it), ``event`` (the report that tells the event that is shown), the stories
            that it prints (``_printed_stories``) and what else describes a list (descriptions.py) are read.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or getattr(request, "is_preview", False) or context.get("take_down"):
        return None
    page, listing = context.get("page"), context.get("listing")
    event = context.get("event")
    feeds = _feeds(page, listing, event)
    public_page = page if isinstance(page, Page) and page.live else None
    if public_page is None and not listing and not context.get("canonical"):
        # The search or a form: no address that is kept, but a way to it.
        way = structured_data.breadcrumbs(_steps(request, context, str(context.get("heading") or "")))
        return PageMeta(feeds, json_ld=_script([way]))
    publisher = publisher_of(request)
    if isinstance(public_page, StoryPage):
        return _story(request, public_page, publisher, feeds, context)
    shown = getattr(listing, "category", None) or getattr(listing, "tag", None)
    own_title = getattr(public_page, "seo_title", "") or getattr(public_page, "title", "")
    title = str(context.get("heading") or shown or own_title)
    description = (
        context.get("description")
        or getattr(shown, "description", "")
        or getattr(public_page, "search_description", "")
        or getattr(public_page, "introduction", "")
    )
    summary = "" if description else descriptions.sentence_about(context, publisher.name)
    things = [structured_data.breadcrumbs(_steps(request, context, title))]
    logo = logo_of(request, publisher)
    picture = first_picture_of(request, _printed_stories(context)) or logo
    canonical = _list_address(request, context, public_page)
    if _is_home(request, public_page):
        things = [structured_data.organisation(publisher, logo.address if logo else "")]
    elif isinstance(event, ConferenceReportPage):
        things.append(_event(event, canonical, picture if picture != logo else None))
    return PageMeta(
        feeds,
        canonical=canonical,
        title=title or publisher.name,
        description=description or summary,
        summary=summary,
        site_name=publisher.name,
        picture=picture,
        json_ld=_script(things),
    )


def _story(
    request: HttpRequest, story: StoryPage, publisher: Publisher, feeds: list[Feed], context: Any
) -> PageMeta:
    address = page_address(request, story)
    picture = printed_picture_of(request, story)
    category = story.category.name if story.category else ""
    published = story.first_published_at
    # Read into the page, where its template looks for them: they are read once.
    corrections = story.corrections.get_object_list() if getattr(story, "has_corrections", True) else []
    contributions = story.contributions.get_object_list()
    things = [structured_data.breadcrumbs(_steps(request, context, story.title))]
    if published:
        facts = StoryFacts(
            address=address,
            title=story.title,
            lead=story.lead,
            published=published,
            modified=story.last_published_at or published,
            publisher=publisher,
            authors=authors_of(contributions),
            section=category,
            picture=picture,
            corrections=tuple((row.date, row.text) for row in corrections),
        )
        things.append(structured_data.news_article(facts))
    if isinstance(story, ConferenceReportPage):
        things.append(_event(story, address, picture))
    return PageMeta(
        feeds,
        # A picture's page has an address of its own: it is not the story, and no search engine keeps it.
        canonical=absolute(request, context.get("canonical") or address),
        kind="article",
        title=story.title,
        description=story.search_description or story.lead,
        site_name=publisher.name,
        picture=picture,
        published=published,
        modified=story.last_published_at,
        section=category,
        json_ld=_script(things),
    )


def authors_of(contributions: Sequence[Any]) -> tuple[str, ...]:
    """Return who wrote; who only took the photographs is no author unless nobody else is named."""
    writers = [row.name for row in contributions if row.wrote_news or row.wrote_article]
    return tuple(writers or [row.name for row in contributions])


def _event(
    report: ConferenceReportPage, address: str, picture: SharedPicture | None
) -> dict[str, Any] | None:
    """Return the Event that a report tells; None if its day or its place is not known."""
    if not report.start_date:
        return None
    facts = EventFacts(
        address=address,
        name=report.event_name,
        start=report.start_date,
        end=report.end_date,
        location=report.location,
        lead=report.lead,
        organiser=report.organiser,
        picture=picture,
    )
    return structured_data.event(facts)


def _printed_stories(context: Any) -> list[StoryPage]:
    """Return the stories that the page prints anyway: a list's, the albums', an event's, those of the home page."""
    if (front := context.get("front")) is not None:
        return [story for story in (front.lead, *front.more) if story]
    for listing in (context.get("listing"), context.get("albums")):
        if hasattr(listing, "page"):
            # Read here, they are not read again when they are printed.
            return list(listing.page)
    return context.get("stories") or []


def _is_home(request: HttpRequest, page: Page | None) -> bool:
    site = site_of(request)
    return page is not None and site is not None and page.pk == site.root_page_id


def _list_address(request: HttpRequest, context: Any, page: Page | None) -> str:
    """Return the address of a list with what it was asked for, each page of it for itself; never more.

    A view or page that knows better says so (``canonical``): the filter of the news index has the category's
    page, the albums have their year.
    """
    if path := context.get("canonical"):
        return absolute(request, path)
    listing = context.get("listing")
    number = getattr(getattr(listing, "page", None), "number", 1)
    changes = {"trang": number if number > 1 else ""}
    if hasattr(listing, "query"):
        return absolute(request, request.path) + listing.query(**changes)
    address = page_address(request, page) if page else absolute(request, request.path)
    return f"{address}?trang={number}" if number > 1 else address


def _steps(request: HttpRequest, context: Any, title: str) -> list[Step]:
    nav = context.get("nav")
    links = getattr(nav, "breadcrumbs", [])
    if (trail := context.get("trail")) is not None and nav is not None:
        # A page of the archive is none of the tree: it lies below the news index (components/trail.html).
        above = (nav.home_address, nav.news_address)
        links = [link for link in nav.menu if link.address in above]
    steps = [Step(link.title, absolute(request, link.address)) for link in links if link.address]
    page = context.get("page")
    if category := getattr(page, "category", None):
        steps.append(Step(category.name, absolute(request, reverse("news:category", args=[category.slug]))))
    steps += [Step(name, absolute(request, path)) for name, path in trail or ()]
    return [*steps, Step(title)] if title else steps


def _feeds(page: Any, listing: Any, event: Any) -> list[Feed]:
    """Return the feeds of the portal, then those of what the page or list is about."""
    feeds = [
        Feed(reverse("rss"), "application/rss+xml", "RSS"),
        Feed(reverse("feeds:atom"), "application/atom+xml", "Atom"),
    ]
    for kind, about in (
        ("category", getattr(listing, "category", None) or getattr(page, "category", None)),
        ("tag", getattr(listing, "tag", None)),
    ):
        if about:
            for format in ("rss", "atom"):
                address = reverse(f"feeds:{kind}_{format}", args=[about.slug])
                title = f"{'RSS' if format == 'rss' else 'Atom'}: {about.name}"
                feeds.append(Feed(address, f"application/{format}+xml", title))
    report = page or event
    if isinstance(report, ConferenceReportPage) and report.live and report.start_date:
        feeds.append(Feed(reverse("event_calendar", args=[report.pk]), "text/calendar", report.event_name))
    return feeds


def _script(things: list[dict[str, Any] | None]) -> SafeString | str:
    known = [thing for thing in things if thing]
    return structured_data.script(known) if known else ""
