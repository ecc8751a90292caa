"""What a story's page prints besides its text."""

import base64
import json
from typing import Any

from django import template
from django.utils.http import urlencode

from news.models import StoryPage
from news.reading import StoryParts, numbered, parts_of

register = template.Library()


@register.simple_tag(takes_context=True)
def story_parts(context: dict[str, Any], page: StoryPage) -> StoryParts:
    """Return what belongs to a story, for ``{% story_parts page as parts %}``; read once a request.

    Called before the head is printed, which then finds there what it needs.
    """
    request: Any = context.get("request")
    known = getattr(request, "_story_parts", None)
    if known is not None and known[0] is page:
        return known[1]
    parts = parts_of(page)
    if request is not None:
        request._story_parts = (page, parts)
    return parts


@register.simple_tag(takes_context=True)
def speech_at(context: dict[str, Any], number: int | None) -> Any:
    """Return the speech of that number in the story's list, None if there is none.

    Takes the list that ``story_parts`` read if the story's page is printed; a block that is printed alone
    (in the review's comparison) reads it from its page.
    """
    parts = context.get("parts")
    if isinstance(parts, StoryParts):
        return parts.speeches.get(number or 0)
    page: Any = context.get("page")
    if number is None or not hasattr(page, "speeches"):
        return None
    return numbered(list(page.speeches.all())).get(number)


@register.simple_tag
def facebook_address(address: str) -> str:
    """Return the page of Facebook on which a reader shares that address."""
    return "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": address})


@register.simple_tag
def zalo_address(address: str) -> str:
    """Return the page of Zalo on which a reader shares that address.

    It takes the address as its own share button gives it: JSON in base64. Nothing of Zalo's is loaded here.
    """
    said = base64.b64encode(json.dumps({"url": address}).encode()).decode()
    return "https://button-share.zalo.me/share_external?" + urlencode(
        {"layout": "1", "d": said, "shareType": "0"}
    )
