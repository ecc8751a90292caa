"""Real files, sound and hostile, made in the test that needs them."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, ImageCms, IptcImagePlugin

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048
OFFICE_MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def scene(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """A picture whose four corners differ: red, green, blue, white from the upper left, row by row."""
    picture = Image.new("RGB", (width, height), "white")
    for colour, left, upper in (("red", 0, 0), ("lime", 1, 0), ("blue", 0, 1)):
        half = (width // 2, height // 2)
        picture.paste(colour, (left * half[0], upper * half[1], (left + 1) * half[0], (upper + 1) * half[1]))
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def jpeg(width: int = 64, height: int = 48, **options: Any) -> bytes:
    return encoded(scene(width, height), "JPEG", **{"quality": 92, **options})


def decoded(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def corner(picture: Image.Image, where: str) -> tuple[int, int, int]:
    """The colour in the middle of a corner: "upper left" and so on."""
    x = picture.width // 4 if "left" in where else picture.width * 3 // 4
    y = picture.height // 4 if "upper" in where else picture.height * 3 // 4
    return picture.convert("RGB").getpixel((x, y))


def is_near(colour: tuple[int, ...], wanted: tuple[int, ...], off_by: int = 30) -> bool:
    return all(abs(one - other) <= off_by for one, other in zip(colour, wanted, strict=True))


def camera_jpeg(orientation: int = 1, **tags: str) -> bytes:
    """A JPEG as a phone stores it: owner, place, time, caption, orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    # Programs write UTF-8 into EXIF's ASCII fields; Pillow does not, so it is put in afterwards.
    texts = {"A": tags.get("artist", "").encode(), "C": tags.get("caption", "").encode()}
    exif[0x013B] = "A" * len(texts["A"])
    exif[0x010E] = "C" * len(texts["C"])
    camera = exif.get_ifd(0x8769)
    camera[0x9003] = tags.get("taken", "")
    camera[0xA430] = "OWNER-OF-THE-CAMERA"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (10.0, 45.0, 12.0)
    place[3], place[4] = "E", (106.0, 40.0, 30.0)
    data = jpeg(exif=exif, comment=b"SECRET-COMMENT")
    for letter, text in texts.items():
        data = data.replace(letter.encode() * len(text), text, 1) if len(text) > 4 else data
    return data


def agency_jpeg(caption: str, author: str) -> bytes:
    """A JPEG with the fields of a press agency (IPTC IIM in Photoshop's resource block), in UTF-8."""
    records = b""
    for number, text in ((120, caption), (80, author)):
        value = text.encode()
        records += struct.pack(">BBBH", 0x1C, 2, number, len(value)) + value
    block = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(records)) + records + b"\0" * (len(records) % 2)
    payload = b"Photoshop 3.0\0" + block
    data = jpeg()
    made = data[:2] + b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload + data[2:]
    assert IptcImagePlugin.getiptcinfo(Image.open(io.BytesIO(made)))  # else the test would test nothing
    return made


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of some kilobytes that would unpack to width × height white pixels."""
    packer = zlib.compressobj(9)
    hundred = (b"\0" + b"\xff" * width) * 100
    # Each full flush ends what the next may refer to: packed once, the second block stands for all that follow.
    first, other = (packer.compress(hundred) + packer.flush(zlib.Z_FULL_FLUSH) for _time in range(2))
    rows = first + other * (height // 100 - 1) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    )


def many_scans(scans: int) -> bytes:
    """A progressive JPEG that repeats its last scan, each a pass over the whole picture."""
    data = encoded(scene(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + b"\xff\xd9"


def swapped_profile() -> bytes:
    """An RGB profile whose red and green are exchanged with sRGB's: wrong colours cannot hide."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (tags,) = struct.unpack_from(">I", profile, 128)
    for position in range(132, 132 + tags * 12, 12):
        name = bytes(profile[position : position + 4])
        if name in (b"rXYZ", b"gXYZ"):
            profile[position : position + 4] = b"gXYZ" if name == b"rXYZ" else b"rXYZ"
    named, other = "sRGB".encode("utf-16-be"), "odd.".encode("utf-16-be")
    return bytes(profile).replace(named, other).replace(b"sRGB", b"odd.")


def cmyk_profile() -> bytes:
    """A printing profile (ICC.1:2001, lut8) for white paper and pure inks.

    Sixteen combinations of four inks, each with the Lab colour that sRGB gives it.
    """
    inks = [[bool(number & bit) for bit in (8, 4, 2, 1)] for number in range(16)]
    seen = Image.new("RGB", (16, 1))
    for number, (*colours, black) in enumerate(inks):
        seen.putpixel((number, 0), tuple(0 if ink or black else 255 for ink in colours))
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    signed = ImageCms.profileToProfile(seen, srgb, lab, outputMode="LAB").tobytes()
    # Pillow hands out a and b with a sign, the profile holds them with 128 added.
    table = bytes(byte if place % 3 == 0 else byte ^ 0x80 for place, byte in enumerate(signed))
    straight = bytes(range(256))
    identity = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    lut = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + identity + straight * 4 + table + straight * 3
    name = b"desc\0\0\0\0" + struct.pack(">I", 4) + b"ink\0" + b"\0" * 79
    light = struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)  # D50
    parts = {b"desc": name, b"cprt": b"text\0\0\0\0none\0", b"wtpt": b"XYZ \0\0\0\0" + light, b"A2B0": lut}
    index, body = struct.pack(">I", len(parts)), b""
    start = 132 + 12 * len(parts)
    for tag, content in parts.items():
        padded = content + b"\0" * (-len(content) % 4)
        index += struct.pack(">4sII", tag, start + len(body), len(content))
        body += padded
    head = struct.pack(">I4sI4s4s4s", start + len(body), b"lcms", 0x02100000, b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + light
    return head.ljust(128, b"\0") + index + body


def package(entries: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return written.getvalue()


def office(extension: str, extra: dict[str, bytes | str] | None = None, *, macro_type: bool = False) -> bytes:
    part, kind = OFFICE_MAIN[extension]
    main = f"application/vnd.openxmlformats-officedocument.{kind}"
    if macro_type:
        main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{main}"/></Types>'
    )
    return package({"[Content_Types].xml": types, part: "<w/>", **(extra or {})})


def open_document(
    extension: str, extra: dict[str, bytes | str] | None = None, manifest: str = "<m/>"
) -> bytes:
    kind = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}[extension]
    return package(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": "<office/>",
            "META-INF/manifest.xml": manifest,
            **(extra or {}),
        },
        zipfile.ZIP_STORED,
    )


def pdf(marker: str = "") -> bytes:
    body = (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        f"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%{marker}\n"
    )
    start = len(body)
    tail = f"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n{start}\n%%EOF\n"
    return (body + tail).encode()
