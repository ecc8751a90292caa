"""RSS 2.0 and Atom as this portal writes them: readable whatever stands in a text, with the lead picture.

Pictures are Media RSS (https://www.rssboard.org/media-rss), which both formats may carry; an enclosure would
need the file's size, which is not stored.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from .text import xml_text

_MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)

# Mixed into feeds; for the type checker it is one.
if TYPE_CHECKING:
    _Feed = SyndicationFeed
else:
    _Feed = object


class _Readable(_Feed):
    """Keeps out what XML cannot hold: one such character would make the whole feed unreadable."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **_cleaned(values))

    def add_item(self, *args: Any, **values: Any) -> None:
        super().add_item(*args, **_cleaned(values))

    def latest_post_date(self) -> datetime:
        """Return when the feed changed last; of an empty one always the same, or it would be new at each request."""
        return super().latest_post_date() if self.items else _NEVER

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if picture := item["picture"]:
            size = {"width": str(picture.width), "height": str(picture.height)}
            kind = {"type": "image/jpeg", "medium": "image"}
            handler.startElement("media:content", {"url": picture.address, **size, **kind})
            if picture.alt:
                handler.addQuickElement("media:description", xml_text(picture.alt), {"type": "plain"})
            handler.endElement("media:content")


class Rss(_Readable, Rss201rev2Feed):
    """RSS 2.0."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **_MEDIA}


class Atom(_Readable, Atom1Feed):
    """Atom, RFC 4287."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **_MEDIA}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, dict):
        return {name: _cleaned(inner) for name, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, list | tuple) else value
