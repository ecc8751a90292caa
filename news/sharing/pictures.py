"""What a page shows of itself elsewhere: a picture that is public already, never one made on the way.

Of a story the largest JPEG of its lead picture; of a list that of the first story with one; else the logo, which is
smaller than the 200 pixels that Facebook wants.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from wagtail.images import get_image_model

from cms.caching import shared
from cms.media.specs import formats
from cms.templatetags.pictures import fetch_sizes, images_in, renditions_of

from .addresses import absolute
from .publisher import Publisher

# What templates/components/header.html prints of the logo: the one size of it that is public.
LOGO_SPEC = "max-240x128"


@dataclass(frozen=True)
class SharedPicture:
    """A picture: its full address, its size in pixels, what it shows, and what is printed below it."""

    address: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    media_type: str = "image/jpeg"

    @property
    def is_large(self) -> bool:
        """Whether it fills a card that is as wide as the page (300 × 157 pixels at least, says X)."""
        return self.width >= 300 and self.height >= 157


def with_picture(stories: QuerySet[Any]) -> QuerySet[Any]:
    """Return the stories with what ``picture_of`` needs, read in the same query."""
    stored = (
        _rendition_model()
        .objects.filter(image=OuterRef("lead_image"), filter_spec__in=formats("whole")["jpeg"])
        .order_by("-width", "pk")
        .values_list(JSONObject(file="file", width="width", height="height"), flat=True)
    )
    return stories.annotate(shared_picture=Subquery(stored[:1]))


def picture_of(request: HttpRequest, story: Any) -> SharedPicture | None:
    """Return the lead picture of a story that was read ``with_picture``; None if it has none yet."""
    stored = story.shared_picture
    if not stored:
        return None
    path = _rendition_model()._meta.get_field("file").storage.url(stored["file"])
    return _shared(request, story, path, stored["width"], stored["height"])


def printed_picture_of(request: HttpRequest, story: Any) -> SharedPicture | None:
    """Return the same of a story whose own page is printed: with its text's pictures, in one query for all."""
    if story.lead_image is None:
        return None
    fetch_sizes([story.lead_image, *images_in(story.body)])
    renditions = renditions_of(story.lead_image, "whole").get("jpeg")
    if not renditions:
        return None
    largest = renditions[-1]
    return _shared(request, story, largest.url, largest.width, largest.height)


def first_picture_of(request: HttpRequest, stories: Iterable[Any]) -> SharedPicture | None:
    """Return the picture of the first of those stories that has one: a list's, where it is shared.

    Asks the database nothing: only what was read with the list counts.

    Args:
        stories: as a list prints them; an album's ``cover`` goes before the lead picture.
    """
    for story in stories:
        image = getattr(story, "cover", None) or story.lead_image
        if image is None or "renditions" not in getattr(image, "_prefetched_objects_cache", {}):
            continue
        if jpegs := renditions_of(image, "whole").get("jpeg"):
            largest = jpegs[-1]
            alt = story.lead_image_alt if image == story.lead_image else ""
            return SharedPicture(absolute(request, largest.url), largest.width, largest.height, alt=alt)
    return None


def logo_of(request: HttpRequest, publisher: Publisher) -> SharedPicture | None:
    """Return the agency's logo in the one size of it that is public, read once in a generation; None without one."""
    if publisher.logo_id is None:
        return None
    return shared.in_generation(("logo", publisher), lambda: _read_logo(request, publisher))


def _read_logo(request: HttpRequest, publisher: Publisher) -> SharedPicture | None:
    made = _rendition_model().objects.filter(image=publisher.logo_id, filter_spec=LOGO_SPEC).first()
    if made is None:
        return None
    kind = guess_type(made.file.name)[0] or "image/jpeg"
    address = absolute(request, made.url)
    return SharedPicture(address, made.width, made.height, alt=publisher.name, media_type=kind)


def _shared(request: HttpRequest, story: Any, path: str, width: int, height: int) -> SharedPicture:
    return SharedPicture(
        absolute(request, path), width, height, alt=story.lead_image_alt, caption=story.lead_image_caption
    )


def _rendition_model() -> Any:
    return get_image_model().get_rendition_model()
