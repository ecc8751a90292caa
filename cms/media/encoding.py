"""A picture's public files, made in one go: decoded once, resized once a size, written once a format.

Wagtail makes each rendition from the beginning, so fifteen of them decode a picture of twelve megapixels
fifteen times; and it writes AVIF at a speed that nobody can choose. Both cost more than the rest together
(docs/pictures.md has the measurements).
"""

import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO

import willow.image
from django.core.files import File
from PIL import Image
from wagtail.images.models import Filter

# libavif's 0–10. Against 6, Pillow's own choice: the same bytes within 2 %, in a third of the time.
AVIF_SPEED = 8


class _SizedFilter(Filter):
    """A spec whose picture has its size already; what is left is to write it."""

    def __init__(self, spec: str, sized: Image.Image):
        super().__init__(spec)
        self.sized = sized

    def run(self, image: Any, output: BinaryIO, source: File | None = None) -> Any:
        """Write the picture. Replaces Filter.run, which would decode, resize and write."""
        output.close()  # a temporary file; what is written here fits into memory
        output = io.BytesIO()
        env: dict[str, Any] = {}
        for operation in self.filter_operations:
            operation.run(None, image, env)
        return _WRITERS[env["output-format"]](self.sized, output, env)


def rendition_files(image: Any, specs: Iterable[str]) -> Iterator[tuple[Filter, File]]:
    """Yield the files of these renditions, each with its filter, sorted by size.

    Nothing is stored. The file has the name that Wagtail's own would have.

    Args:
        image: the picture.
        specs: of ``PICTURE_SPECS``: one size, one format, one quality each.

    Raises:
        wagtail.images.models.SourceImageIOError: the original is not there.
        OSError: the original cannot be decoded.
    """
    specs = list(specs)
    with image.open_file() as stored:
        picture: Image.Image = Image.open(stored)
        if largest := _largest_width(specs):
            # A JPEG is decoded at a half or a quarter of its size, if that is still twice what is wanted.
            picture.draft(None, (2 * largest, 1))
        picture.load()
    if picture.mode not in ("RGB", "RGBA", "L"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    for _transform, group in groupby(sorted(specs, key=_transform_of), key=_transform_of):
        filters = [Filter(spec) for spec in group]
        sized = _resized(picture, filters[0], image)
        for wanted in filters:
            yield wanted, image.generate_rendition_file(_SizedFilter(wanted.spec, sized))


def _largest_width(specs: Iterable[str]) -> int:
    """Return the largest of the widths, 0 if something is cut out: a crop needs all pixels of its part."""
    transforms = [_transform_of(spec) for spec in specs]
    widths = [
        int(transform.removeprefix("width-")) for transform in transforms if transform.startswith("width")
    ]
    return max(widths, default=0) if len(widths) == len(transforms) else 0


def _transform_of(spec: str) -> str:
    """Return the part of a spec that says the size: ``fill-400x267``."""
    return "|".join(part for part in spec.split("|") if part.startswith(("width-", "fill-")))


def _resized(picture: Image.Image, wanted: Filter, image: Any) -> Image.Image:
    transform = wanted.get_transform(image, picture.size)
    box = tuple(transform.get_rect().round())
    # reducing_gap: averages whole pixels first where the picture is more than three times too large.
    return picture.resize(transform.size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _jpeg(picture: Image.Image, output: BinaryIO, env: dict[str, Any]) -> Any:
    if picture.mode == "RGBA":
        behind = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(behind, picture).convert("RGB")
    picture.save(output, "JPEG", quality=env["jpeg-quality"], progressive=True, optimize=True)
    return willow.image.JPEGImageFile(output)


def _webp(picture: Image.Image, output: BinaryIO, env: dict[str, Any]) -> Any:
    picture.save(output, "WEBP", quality=env["webp-quality"])
    return willow.image.WebPImageFile(output)


def _avif(picture: Image.Image, output: BinaryIO, env: dict[str, Any]) -> Any:
    # One thread: a second one takes the core that readers are served from.
    picture.save(output, "AVIF", quality=env["avif-quality"], speed=AVIF_SPEED, max_threads=1)
    return willow.image.AvifImageFile(output)


_WRITERS = {"jpeg": _jpeg, "webp": _webp, "avif": _avif}
