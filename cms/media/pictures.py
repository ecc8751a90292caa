"""A picture's way through the gate: looked at before decoding, decoded once, written anew.

What is stored is never what was sent: the pixels are encoded again, so that EXIF, GPS, comments, thumbnails
and appended data have no way in. The same bytes in give the same bytes out, so that a picture sent twice is
found by the hash of what is stored.
"""

import io
import warnings
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from cms import vietnamese

from .facts import Facts, read_facts
from .headers import Header, Unreadable, looks_like_heif, read_header
from .refusal import Rejected

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
# A screen of today is 3840 pixels wide and the portal prints nothing: what a phone takes beyond 4000 pixels
# (48 and 108 megapixel modes) nobody sees, and every rendition and backup pays for it.
MAX_SIDE = 4000
# Every scan of a progressive JPEG is a pass over the whole picture. Programs write about ten.
MAX_SCANNED_PIXELS = 20 * MAX_PIXELS
_MAX_SCANS = 60
JPEG_QUALITY = 88
WEBP_QUALITY = 88
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@dataclass(frozen=True)
class CleanPicture:
    """A picture that may be stored.

    ``data`` are the bytes to store, ``width`` and ``height`` pixels as seen (rotation applied), ``extension``
    is without a dot and says what the content is; ``name`` is safe to store under.
    """

    data: bytes
    extension: str
    width: int
    height: int
    name: str
    facts: Facts
    removed_gps: bool


def clean_picture(data: bytes, name: str) -> CleanPicture:
    """Return the picture as it may be stored.

    JPEG, PNG and WebP by content, whatever the name says; each stays what it is. The longer side is brought
    to 4000 pixels. Of a JPEG that holds several pictures (phones' depth and gain maps) the first is taken;
    what moves is refused. CMYK is turned into sRGB through its profile, and refused without one; 16 bits a
    channel become 8; any other colour profile is applied and left out.

    Args:
        data: the file as sent.
        name: what the sender called it; used for the name to store under alone.

    Raises:
        Rejected: with a sentence that says what to do.
    """
    header = _look(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks on odd metadata are nothing to tell anybody
            opened = Image.open(io.BytesIO(data), formats=[header.format])
            facts, has_place = read_facts(opened)
            opened.load()
            picture = _upright(opened)
            picture = _in_srgb(picture, opened.info.get("icc_profile"))
            picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
            clean = _encode(picture, header)
    except Rejected:
        raise
    except Exception as error:  # a decoder fed with hostile bytes raises nearly anything; all mean the same
        raise Rejected(
            _(
                "The picture is damaged: it begins well, but cannot be read to its end. "
                "Send the original again, or open it in a photo program and save it as JPEG."
            ),
            code="damaged",
        ) from error
    extension = EXTENSIONS[header.format]
    stem = vietnamese.safe_filename(name).rpartition(".")[0] or vietnamese.safe_filename(name)
    return CleanPicture(
        data=clean,
        extension=extension,
        width=picture.width,
        height=picture.height,
        name=f"{stem}.{extension}",
        facts=facts,
        removed_gps=has_place,
    )


def _look(data: bytes) -> Header:
    """Judge the file by its size and its first bytes; nothing is decoded."""
    if not data:
        raise Rejected(_("The file is empty. Choose the picture again."), code="empty")
    if len(data) > MAX_BYTES:
        raise Rejected(
            _("The picture has %(size)s; at most %(limit)s are taken. Save it smaller, then send it again.")
            % {"size": filesizeformat(len(data)), "limit": filesizeformat(MAX_BYTES)},
            code="too_large",
        )
    try:
        header = read_header(data)
    except Unreadable as error:
        raise Rejected(
            _(
                "The picture is damaged: its beginning cannot be read. "
                "Send the original again, or open it in a photo program and save it as JPEG."
            ),
            code="damaged",
        ) from error
    if header is None:
        if looks_like_heif(data):
            raise Rejected(
                _(
                    "This is a HEIC or AVIF picture, as some phones store them; not every reader can see it. "
                    "Save it as JPEG, or set the phone's camera to “Most compatible”."
                ),
                code="heif",
            )
        raise Rejected(
            _("This is no JPEG, PNG or WebP picture, whatever its name says. Save it as JPEG first."),
            code="not_a_picture",
        )
    _check_extent(header)
    return header


def _check_extent(header: Header) -> None:
    pixels = header.width * header.height
    if not pixels:
        raise Rejected(_("The picture has no width or no height. Send the original again."), code="damaged")
    if pixels > MAX_PIXELS:
        raise Rejected(
            _(
                "The picture has %(pixels)s megapixels; at most %(limit)s are taken. "
                "Make it smaller, 4000 pixels on its longer side are enough, then send it again."
            )
            % {"pixels": -(-pixels // 1_000_000), "limit": MAX_PIXELS // 1_000_000},
            code="too_many_pixels",
        )
    if header.animated:
        raise Rejected(
            _("The picture moves. Save one of its frames as JPEG or PNG, or publish it as a video."),
            code="animated",
        )
    if header.scans > _MAX_SCANS or header.scans * pixels > MAX_SCANNED_PIXELS:
        raise Rejected(
            _("The picture is built in a way that takes too long to read. Open it and save it as JPEG anew."),
            code="too_many_scans",
        )


def _upright(picture: Image.Image) -> Image.Image:
    """Return the first frame, turned as the camera was held."""
    if picture.format == "MPO":
        picture.seek(0)
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # broken EXIF says nothing about how the camera was held
        return picture.copy()


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture with 8 bits a channel, in the colours that a browser shows without a profile."""
    if picture.mode == "CMYK":
        return _from_cmyk(picture, profile)
    if picture.mode.startswith("I"):
        # 16 bits of grey. Pillow's own conversion cuts everything above 255 to white.
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not profile:
        return picture
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(given):
            return picture
        if picture.mode in ("P", "PA", "1", "LA"):
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        into = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, given, _SRGB, outputMode=into) or picture
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # A profile that cannot be read, or is for other colours than the picture has: browsers and photo
        # programs leave it aside, so the picture's maker saw what we keep.
        return picture


def _from_cmyk(picture: Image.Image, profile: bytes | None) -> Image.Image:
    try:
        if profile:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, given, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        pass
    raise Rejected(
        _(
            "The picture is made for printing (CMYK) and does not say how its colours are meant. "
            "Open it in a photo program, turn it into RGB (sRGB) and save it as JPEG."
        ),
        code="cmyk",
    )


def _encode(picture: Image.Image, header: Header) -> bytes:
    """Write the pixels anew, and nothing else: no comment, no profile, no metadata."""
    transparency = picture.info.get("transparency") if header.format == "PNG" else None
    picture.info = {} if transparency is None else {"transparency": transparency}
    written = io.BytesIO()
    if header.format == "JPEG":
        if picture.mode not in ("RGB", "L"):
            picture = picture.convert("RGB")
        picture.save(written, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
    elif header.format == "PNG":
        # A photo of 12 megapixels: 1.3 s and 22.9 MB; with zlib's usual level 6, 2.1 s and 20.6 MB.
        picture.save(written, "PNG", compress_level=3)
    else:
        picture.save(written, "WEBP", lossless=header.lossless, quality=WEBP_QUALITY, method=2)
    return written.getvalue()
