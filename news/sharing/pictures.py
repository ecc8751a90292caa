"""The lead picture as it is shown elsewhere: the largest public JPEG that exists, never one made on the way."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from wagtail.images import get_image_model

from cms.media.specs import formats


@dataclass(frozen=True)
class SharedPicture:
    """A picture's path on this portal, its size in pixels, and what it shows."""

    path: str
    width: int
    height: int
    alt: str = ""


def with_picture(stories: QuerySet[Any]) -> QuerySet[Any]:
    """Return the stories with what ``picture_of`` needs, read in the same query."""
    return stories.annotate(shared_picture=Subquery(_renditions().filter(image=OuterRef("lead_image"))[:1]))


def picture_of(story: Any) -> SharedPicture | None:
    """Return the lead picture of a story that was read ``with_picture``; None if it has none yet."""
    return _shared(story.shared_picture, story.lead_image_alt)


def picture(image_id: int | None, alt: str = "") -> SharedPicture | None:
    """Return that picture; None if it does not exist or nobody made its renditions yet. One query."""
    return _shared(_renditions().filter(image=image_id).first(), alt) if image_id else None


def _renditions() -> QuerySet[Any]:
    return (
        _rendition_model()
        .objects.filter(filter_spec__in=formats("whole")["jpeg"])
        .order_by("-width", "pk")
        .values_list(JSONObject(file="file", width="width", height="height"), flat=True)
    )


def _shared(stored: dict[str, Any] | None, alt: str) -> SharedPicture | None:
    if not stored:
        return None
    path = _rendition_model()._meta.get_field("file").storage.url(stored["file"])
    return SharedPicture(path, stored["width"], stored["height"], alt)


def _rendition_model() -> Any:
    return get_image_model().get_rendition_model()
