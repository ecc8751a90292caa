"""What a list says of itself to search engines where nobody wrote a text: one sentence of what is known anyway.

It reads what the page was given to print, and asks the database nothing.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.models import ConferenceReportPage

# More of them no result of a search shows.
MOST_POSITIONS = 3


def sentence_about(context: Any, agency: str) -> str:
    """Return the sentence for a page; "" for one that is no list.

    Args:
        context: the template's: ``summary`` (what a view says of itself), ``event``, ``groups`` (a speaker's) and
            ``listing`` are read.
        agency: whose portal it is.
    """
    if summary := context.get("summary"):
        return str(summary)
    event = context.get("event")
    if isinstance(event, ConferenceReportPage):
        return event.lead or _("News, speeches and pictures of “%(name)s” from %(agency)s.") % {
            "name": event.event_name,
            "agency": agency,
        }
    if groups := context.get("groups"):
        positions = (group.position for group in groups)
        return of_speaker(str(context.get("heading") or ""), positions, context.get("total") or 0)
    listing = context.get("listing")
    return of_stories(listing, agency) if listing else ""


def of_stories(listing: Any, agency: str) -> str:
    """Return what a list of stories is: of a keyword, of a category, of a time, or of all."""
    tag, category = getattr(listing, "tag", None), getattr(listing, "category", None)
    year, month = getattr(listing, "year", None), getattr(listing, "month", None)
    if tag:
        words = _("News with the keyword “%(tag)s” from %(agency)s.")
    elif category and year:
        words = _("News of %(year)s in the category “%(category)s” from %(agency)s.")
    elif category:
        words = _("News in the category “%(category)s” from %(agency)s.")
    elif month:
        words = _("News of month %(month)s/%(year)s from %(agency)s.")
    elif year:
        words = _("News of %(year)s from %(agency)s.")
    else:
        words = _("All news from %(agency)s, the newest first.")
    return words % {"tag": tag, "category": category, "year": year, "month": month, "agency": agency}


def of_speaker(name: str, positions: Iterable[str], speeches: int) -> str:
    """Return who spoke, in which positions – the latest first – and how often."""
    held = "; ".join(list(dict.fromkeys(filter(None, positions)))[:MOST_POSITIONS])
    said = ngettext(
        "%(number)s speech at conferences that this portal reported.",
        "%(number)s speeches at conferences that this portal reported.",
        speeches,
    ) % {"number": speeches}
    return f"{', '.join(filter(None, (name, held)))}: {said}"
