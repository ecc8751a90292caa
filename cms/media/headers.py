"""What a picture's first bytes say, read before anything is decoded.

Pillow opens an animated WebP by allocating its whole canvas, and decodes every scan of a progressive JPEG
over the whole picture: a file of some kilobytes can ask for gigabytes or minutes. So size, frames and scans
are read here, from the formats' own structure: JPEG ITU-T T.81 annex B, PNG (W3C) 5.2 and 11.2.2, WebP
RFC 9649.
"""

import re
import struct
from dataclasses import dataclass

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
# Start-of-frame markers: all of C0–CF but DHT (C4), JPG (C8) and DAC (CC).
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# In a scan's data FF is followed by 00 (stuffing), D0–D7 (restart) or FF (fill); anything else ends it.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


class Unreadable(ValueError):
    """The bytes do not follow the format that they begin like."""


@dataclass(frozen=True)
class Header:
    """``width`` and ``height`` in pixels as stored, before any rotation; ``scans`` is 1 but for JPEG."""

    format: str  # Pillow's name: JPEG, PNG or WEBP
    width: int
    height: int
    animated: bool = False
    scans: int = 1
    lossless: bool = False


def looks_like_heif(data: bytes) -> bool:
    """Return whether the bytes begin like HEIC or AVIF, what phones store unless told otherwise."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS


def read_header(data: bytes) -> Header | None:
    """Return what the file says of itself, None if it is no JPEG, PNG or WebP by content.

    Raises:
        Unreadable: it begins like one of the three, and is broken.
    """
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(PNG_SIGNATURE):
            return _png(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError) as error:
        raise Unreadable("cut off") from error
    return None


def _jpeg(data: bytes) -> Header:
    position, scans, size = 2, 0, None
    while position < len(data):
        if data[position] != 0xFF:
            raise Unreadable("no marker where one must be")
        marker = data[position + 1]
        if marker == 0xFF:  # fill byte
            position += 1
            continue
        if marker == 0xD9:  # end of image; whatever follows is not the picture
            break
        (length,) = struct.unpack_from(">H", data, position + 2)
        if length < 2:
            raise Unreadable("impossible length")
        if marker in _START_OF_FRAME:
            height, width = struct.unpack_from(">HH", data, position + 5)
            size = (width, height)
        position += 2 + length
        if marker == 0xDA:
            scans += 1
            found = _NEXT_MARKER.search(data, position)
            if found is None:
                break  # cut off: the decoder says so
            position = found.start()
    if size is None or not scans:
        raise Unreadable("no picture")
    return Header("JPEG", *size, scans=scans)


def _png(data: bytes) -> Header:
    if data[12:16] != b"IHDR":
        raise Unreadable("no IHDR")
    width, height = struct.unpack_from(">II", data, 16)
    # Animation control stands before the first image data (APNG), so the walk is short.
    position = 8
    while position + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind in (b"acTL", b"IDAT"):
            return Header("PNG", width, height, animated=kind == b"acTL")
        position += 12 + length
    raise Unreadable("no image data")


def _webp(data: bytes) -> Header:
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        animated, lossless = bool(data[20] & 0x02), b"VP8L" in data[30:4096]
        return Header("WEBP", width, height, animated=animated, lossless=lossless)
    if kind == b"VP8L":
        if data[20] != 0x2F:
            raise Unreadable("no VP8L signature")
        (bits,) = struct.unpack_from("<I", data, 21)
        return Header("WEBP", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1, lossless=True)
    if kind == b"VP8 ":
        if data[23:26] != b"\x9d\x01\x2a":
            raise Unreadable("no VP8 start code")
        width, height = struct.unpack_from("<HH", data, 26)
        return Header("WEBP", width & 0x3FFF, height & 0x3FFF)
    raise Unreadable("unknown WebP")
