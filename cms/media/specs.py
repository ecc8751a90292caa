"""The sizes and formats that the public sees a picture in: made at publication, printed by ``{% picture %}``.

Nothing else of a page's pictures is ever made for readers. Whoever makes renditions ahead makes
``PICTURE_SPECS``, whoever prints them asks ``formats()``. Of a picture that is public, the public may also have
the small sizes that the library has made for itself, but nothing wider than these (serving.py).

Qualities are chosen so that the three formats look alike, by docs/pictures.md, where their cost is measured.
"""

# Whole pictures. The text's column is 752 pixels wide: 800 fills it, 1200 fills a phone of today and the
# lightbox. Nobody is served more.
PICTURE_WIDTHS = (400, 800, 1200)
# Cut to 3:2 around the focal point, for grids, cards and rows, where every picture has the same shape.
# 400 is all that a gallery's grid shows: thirty pictures have to come with 600 KB (design/performance.md).
CROPPED_SIZES = ("400x267", "800x533")

# The browser takes the first that it knows; JPEG, known to all, stands last and says the size.
_FORMATS = {
    "avif": ("format-avif", "avifquality-50"),
    "webp": ("format-webp", "webpquality-66"),
    "jpeg": ("format-jpeg", "jpegquality-74"),
}


def _specs(*transforms: str) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(f"{kind}|{transform}|{quality}" for transform in transforms)
        for name, (kind, quality) in _FORMATS.items()
    }


_WHOLE = _specs(*(f"width-{width}" for width in PICTURE_WIDTHS))
_CROPPED = _specs(*(f"fill-{size}" for size in CROPPED_SIZES))
_THUMBNAIL = _specs(f"fill-{CROPPED_SIZES[0]}")

# The shapes that a template may ask for, by the name that it uses.
SHAPES = {"whole": _WHOLE, "crop": _CROPPED, "thumbnail": _THUMBNAIL}

# Everything that is made of a picture before a page that shows it goes live. The cheapest that is enough for a
# page to be read comes first: if the machine stops in between, readers see JPEG alone.
PICTURE_SPECS: tuple[str, ...] = tuple(
    spec for name in reversed(_FORMATS) for shape in (_WHOLE, _CROPPED) for spec in shape[name]
)
LARGEST_JPEG = _WHOLE["jpeg"][-1]
# What a preview makes of a picture while somebody waits, for every shape: the size that a laptop shows.
PREVIEW_SPEC = _WHOLE["jpeg"][1]


def formats(shape: str) -> dict[str, tuple[str, ...]]:
    """Return the specs of a shape by format, best first, each from narrow to wide.

    Args:
        shape: ``whole``; ``crop``, 3:2 around the focal point; ``thumbnail``, the narrow one of the crops.

    Raises:
        KeyError: there is no such shape.
    """
    return SHAPES[shape]
