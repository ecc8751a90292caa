"""The lead picture as it is shown elsewhere: the largest public JPEG that exists, never one made on the way."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from wagtail.images import get_image_model

from cms.media.specs import formats
from cms.templatetags.pictures import fetch_sizes, images_in, renditions_of

from .addresses import absolute


@dataclass(frozen=True)
class SharedPicture:
    """A picture: its full address, its size in pixels, what it shows, and what is printed below it."""

    address: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""


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


def _shared(request: HttpRequest, story: Any, path: str, width: int, height: int) -> SharedPicture:
    return SharedPicture(
        absolute(request, path), width, height, alt=story.lead_image_alt, caption=story.lead_image_caption
    )


def _rendition_model() -> Any:
    return get_image_model().get_rendition_model()
