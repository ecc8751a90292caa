"""What a camera or a press agency wrote into a picture: caption, author, time; and whether a place was in it.

Read once, before the re-encoding drops it all. EXIF 2.32 (CIPA DC-008) and IPTC IIM 4.2 are what cameras and
photo programs write.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from PIL import ExifTags, ImageFile, IptcImagePlugin

from cms import vietnamese

CREDIT_MAX = 160
_CAPTION_MAX = 2000
# Cameras fill the caption of every picture with their own name.
_NO_CAPTIONS = ("digital camera", "sony dsc", "samsung", "default", "untitled", "minolta", "dcim", "gopro")


@dataclass(frozen=True)
class Facts:
    """Text is one clean line; ``taken_at`` is aware, None if the camera's clock was not set."""

    caption: str = ""
    credit: str = ""
    taken_at: datetime.datetime | None = None


def read_facts(picture: ImageFile.ImageFile) -> tuple[Facts, bool]:
    """Return what the opened picture says of itself, and whether it says where it was taken.

    Never raises: what cannot be read is left out, the picture is judged by its pixels.
    """
    exif, camera, place = _exif(picture)
    iptc = _iptc(picture)
    caption = _line(iptc.get((2, 120)) or exif.get(ExifTags.Base.ImageDescription), _CAPTION_MAX)
    if any(word in caption.lower() for word in _NO_CAPTIONS) and len(caption) < 40:
        caption = ""
    author = iptc.get((2, 80)) or iptc.get((2, 110)) or exif.get(ExifTags.Base.Artist)
    facts = Facts(caption, _line(author, CREDIT_MAX), _time(camera))
    return facts, bool(place) or b"exif:GPS" in _bytes(picture.info.get("xmp"))


def _exif(picture: ImageFile.ImageFile) -> tuple[dict, dict, dict]:
    """Return EXIF's main, camera and place directories."""
    try:
        exif = picture.getexif()
        return dict(exif), exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # a broken directory raises whatever its bytes happen to mean
        return {}, {}, {}


def _iptc(picture: ImageFile.ImageFile) -> dict:
    try:
        return IptcImagePlugin.getiptcinfo(picture) or {}
    except Exception:  # as above
        return {}


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else value if isinstance(value, bytes) else b""


def _line(value: Any, length: int) -> str:
    """Return one clean line; old programs write Latin-1, newer ones UTF-8, Pillow guesses the former."""
    if isinstance(value, list | tuple):  # IPTC: several authors
        value = b", ".join(part for part in value if isinstance(part, bytes))
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return vietnamese.normalise(value)[:length]
    if not isinstance(value, bytes):
        return ""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return vietnamese.normalise(text)[:length]


def _time(camera: dict) -> datetime.datetime | None:
    taken = str(camera.get(ExifTags.Base.DateTimeOriginal) or "").strip("\0 ")
    offset = str(camera.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\0 ")
    try:
        if offset:
            return datetime.datetime.strptime(taken + offset, "%Y:%m:%d %H:%M:%S%z")
        # Without an offset the camera shows the time of where it is: here.
        return timezone.make_aware(datetime.datetime.strptime(taken, "%Y:%m:%d %H:%M:%S"))
    except (ValueError, OverflowError):
        return None
