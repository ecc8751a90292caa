"""What machines are told of a page in schema.org's words (JSON-LD), as plain dictionaries.

Pure: values in, dictionaries out. Which properties are required and which recommended follows Google's lists,
as of 2025: https://developers.google.com/search/docs/appearance/structured-data/{article,event,breadcrumb,organization};
the types and properties are those of https://schema.org (NewsArticle, Event, BreadcrumbList,
GovernmentOrganization, CorrectionComment). What is not known is left out, never made up.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cms.vietnamese.dates import VIETNAM

from .pictures import SharedPicture
from .publisher import Publisher

# Google asked for 110 characters at most and still cuts there.
LONGEST_HEADLINE = 110
COUNTRY = "VN"

# Inside <script> only these could end the data or begin markup (WHATWG HTML, "restrictions for contents of
# script elements"); the line separators end a line in older JavaScript.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class StoryFacts:
    """What a story says of itself. ``corrections`` are pairs of day and text."""

    address: str
    title: str
    lead: str
    published: datetime
    modified: datetime
    publisher: Publisher
    authors: tuple[str, ...] = ()
    section: str = ""
    picture: SharedPicture | None = None
    corrections: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class EventFacts:
    """What a conference report says of its event."""

    address: str
    name: str
    start: date
    end: date | None
    location: str
    lead: str = ""
    organiser: str = ""
    picture: SharedPicture | None = None


@dataclass(frozen=True)
class Step:
    """A step of the way to a page; the last one, the page itself, needs no address."""

    name: str
    address: str = ""


def news_article(story: StoryFacts) -> dict[str, Any]:
    """Return the NewsArticle of a story. Without a named author it is the agency's."""
    publisher = _organisation(story.publisher)
    return _known(
        {
            "@type": "NewsArticle",
            "mainEntityOfPage": story.address,
            "url": story.address,
            "headline": headline(story.title),
            "description": story.lead,
            "inLanguage": "vi",
            "datePublished": _moment(story.published),
            "dateModified": _moment(max(story.published, story.modified)),
            "author": [{"@type": "Person", "name": name} for name in story.authors] or [publisher],
            "publisher": publisher,
            "articleSection": story.section,
            "image": _image(story.picture),
            "isAccessibleForFree": True,
            "correction": [
                {"@type": "CorrectionComment", "text": text, "datePublished": day.isoformat()}
                for day, text in story.corrections
            ],
        }
    )


def event(facts: EventFacts) -> dict[str, Any] | None:
    """Return the Event of a conference; None if its place is not known, which an Event must have."""
    if not (facts.name and facts.location):
        return None
    return _known(
        {
            "@type": "Event",
            "name": facts.name,
            "url": facts.address,
            "startDate": facts.start.isoformat(),
            "endDate": max(facts.start, facts.end).isoformat() if facts.end else "",
            "eventStatus": "https://schema.org/EventScheduled",
            "location": {"@type": "Place", "name": facts.location, "address": facts.location},
            "organizer": {"@type": "Organization", "name": facts.organiser} if facts.organiser else None,
            "description": facts.lead,
            "image": _image(facts.picture),
            "inLanguage": "vi",
        }
    )


def breadcrumbs(steps: list[Step]) -> dict[str, Any] | None:
    """Return the BreadcrumbList of the way to a page; None if it is shorter than two steps."""
    if len(steps) < 2:
        return None
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            _known({"@type": "ListItem", "position": number, "name": step.name, "item": step.address})
            for number, step in enumerate(steps, start=1)
        ],
    }


def organisation(publisher: Publisher, logo: str = "") -> dict[str, Any]:
    """Return the GovernmentOrganization that the portal belongs to, for the home page.

    Args:
        publisher: the agency.
        logo: the full address of its logo, if it has one.
    """
    address = publisher.postal_address
    superior = publisher.superior_body
    return _known(
        {
            **_organisation(publisher),
            "logo": logo,
            "address": {"@type": "PostalAddress", "streetAddress": address, "addressCountry": COUNTRY}
            if address
            else None,
            "telephone": publisher.telephone,
            "email": publisher.email,
            "parentOrganization": {"@type": "GovernmentOrganization", "name": superior} if superior else None,
        }
    )


def script(things: list[dict[str, Any]]) -> SafeString:
    """Return the content of ``<script type="application/ld+json">``: nothing in it can end the element."""
    graph = {"@context": "https://schema.org", "@graph": things}
    return mark_safe(json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))


def headline(title: str) -> str:
    """Return the title, cut between words with "…" if it is longer than a headline may be."""
    if len(title) <= LONGEST_HEADLINE:
        return title
    cut = title[:LONGEST_HEADLINE]
    # One word longer than that is cut where it stands.
    return (cut[: max(cut.rfind(" "), 0)].rstrip(" ,;:–-") or cut[:-1]) + "…"


def _organisation(publisher: Publisher) -> dict[str, Any]:
    return {"@type": "GovernmentOrganization", "name": publisher.name, "url": publisher.address}


def _image(picture: SharedPicture | None) -> list[dict[str, Any]]:
    if picture is None:
        return []
    return [
        _known(
            {
                "@type": "ImageObject",
                "url": picture.address,
                "width": picture.width,
                "height": picture.height,
                "caption": picture.caption,
            }
        )
    ]


def _moment(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")


def _known(properties: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known; False and 0 are known."""
    return {name: value for name, value in properties.items() if value not in ("", None, [])}
