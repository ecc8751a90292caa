"""Pictures of the public templates: what has been made of them is printed, nothing is made for a reader.

Renditions are made before a page goes live (cms/media). So a reader's request reads what there is, in one
query for all pictures of a page, and prints a box of the right size where something is missing. Only a preview
makes what it lacks: one JPEG a picture, for the person who waits.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django import template
from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cms.media.renditions import filter_of, preview_rendition
from cms.media.specs import formats

register = template.Library()
logger = logging.getLogger(__name__)

# A missing rendition is a fault of the publication, told once a picture, not once a reader.
_TELL_AGAIN_AFTER = 6 * 3600


def renditions_of(image: Any, shape: str) -> dict[str, list[Any]]:
    """Return what has been made of a picture in a shape: renditions by format, best first, narrow to wide.

    Formats without any are left out. A crop that was made for another focal point is not the picture's any
    more. Reads the renditions that ``fetch_sizes`` has read, else asks the database once a picture.
    """
    specs = formats(shape)
    # All specs of a shape cut alike, so one key speaks for all.
    key = filter_of(specs["jpeg"][0]).get_cache_key(image)
    made = {one.filter_spec: one for one in image.renditions.all() if one.focal_point_key == key}
    found = {name: [made[spec] for spec in wanted if spec in made] for name, wanted in specs.items()}
    return {name: renditions for name, renditions in found.items() if renditions}


def _is_preview(context: Any) -> bool:
    return bool(getattr(context.get("request"), "is_preview", False))


def _made_for_preview(image: Any) -> dict[str, list[Any]]:
    try:
        return {"jpeg": [preview_rendition(image)]}
    except Exception:  # a decoder raises nearly anything, and whoever waits wants to read the text
        logger.exception("No preview could be made of picture %s", image.pk)
        return {}


def _shown(image: Any, shape: str, *, is_preview: bool) -> dict[str, list[Any]]:
    """Return the renditions to print; a whole picture stands in for a crop that is missing."""
    shapes = [shape] if shape == "whole" else [shape, "whole"]
    for wanted in shapes:
        if "jpeg" in (found := renditions_of(image, wanted)):
            return found
    if is_preview:
        return _made_for_preview(image)
    if cache.add(f"picture-not-made-{image.pk}", True, _TELL_AGAIN_AFTER):
        logger.error("Picture %s stands on a public page, and nothing has been made of it", image.pk)
    return {}


def _srcset(renditions: list[Any]) -> str:
    # A small original is never enlarged: its wider renditions are the same picture again.
    by_width = {one.width: one.url for one in reversed(renditions)}
    return ", ".join(f"{url} {width}w" for width, url in sorted(by_width.items()))


def _placeholder(image: Any, alt: str, shape: str) -> SafeString:
    """Return a box that keeps the picture's place and says what it would show."""
    width, height = (image.width, image.height) if shape == "whole" else (400, 267)
    words = format_html('<span class="picture-missing__words">{}</span>', alt) if alt else ""
    box = '<span class="picture-missing"><svg width="{}" height="{}" aria-hidden="true"></svg>{}</span>'
    return format_html(box, width, height, words)


@register.simple_tag(takes_context=True)
def picture(
    context: Any,
    image: Any,
    alt: str = "",
    sizes: str = "100vw",
    *,
    decorative: bool = False,
    shape: str = "whole",
    eager: bool = False,
    waits: bool = True,
) -> SafeString:
    """Print a picture in AVIF, WebP and JPEG, at the widths that there are, with width and height set.

    Args:
        image: the picture; nothing is printed for None.
        alt: what it shows.
        sizes: how wide it stands in the layout, as the ``sizes`` attribute says it.
        decorative: it says nothing that the text does not: the alternative text is left empty.
        shape: ``whole``; ``crop`` or ``thumbnail``, 3:2 around the focal point (cms/media/specs.py).
        eager: the first picture of a page, loaded before the others.
        waits: whether it is loaded only when it is near; the first never waits.
    """
    if not image:
        return mark_safe("")
    alt = "" if decorative else alt or ""
    shown = _shown(image, shape, is_preview=_is_preview(context))
    if not shown:
        return _placeholder(image, alt, shape)
    jpegs = shown.pop("jpeg")
    # Browsers that know no srcset are old and slow: the middle one is for them.
    fallback = jpegs[len(jpegs) // 2]
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        ((name, _srcset(renditions), sizes) for name, renditions in shown.items()),
    )
    attributes = {"src": fallback.url, "alt": alt, "width": fallback.width, "height": fallback.height}
    if len(jpegs) > 1:
        attributes |= {"srcset": _srcset(jpegs), "sizes": sizes}
    if eager:
        attributes["fetchpriority"] = "high"
    elif waits:
        attributes["loading"] = "lazy"
    attributes["decoding"] = "async"
    return format_html("<picture>{}<img{}></picture>", sources, flatatt(attributes))


@register.simple_tag(takes_context=True)
def picture_address(context: Any, image: Any) -> str:
    """Return the address of the largest JPEG that has been made of a picture; empty if there is none."""
    if not image:
        return ""
    jpegs = _shown(image, "whole", is_preview=_is_preview(context)).get("jpeg")
    return jpegs[-1].url if jpegs else ""


def fetch_sizes(images: Iterable[Any]) -> None:
    """Read what has been made of all these pictures in one query, so that printing them costs none."""
    wanted = [image for image in images if image is not None]
    if wanted:
        prefetch_related_objects(wanted, "renditions")


def images_in(body: Iterable[Any]) -> list[Any]:
    """Return the pictures that the blocks of a body show, in order; missing ones are left out."""
    images: list[Any] = []
    for block in body:
        if block.block_type == "picture":
            images.append(block.value.get("image"))
        elif block.block_type == "picture_row":
            images.extend(shown.get("image") for shown in block.value.get("pictures") or [])
    return [image for image in images if image is not None]


@register.filter
def may_be_downloaded(credit: str, source_name: str = "") -> bool:
    """Return whether readers are offered the picture's file: ``{{ row.credit|may_be_downloaded:page.source_name }}``.

    Not if the story was taken from elsewhere, nor if the credit claims the rights: then it is for others to
    say. The file is a picture's largest public size, never its original.
    """
    claims = (credit or "").casefold()
    return not source_name and "©" not in claims and "bản quyền" not in claims


@register.filter
def has_picture_row(body: Iterable[Any]) -> bool:
    """Return whether pictures of a body stand in a row, which the lightbox opens."""
    return any(block.block_type == "picture_row" for block in body)


@register.simple_tag
def fetch_body_pictures(body: Iterable[Any]) -> str:
    """Read the sizes of all pictures of a body in one query, before it is printed. Prints nothing."""
    fetch_sizes(images_in(body))
    return ""
