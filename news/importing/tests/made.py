"""Word documents for tests: sound ones made with python-docx, bad ones by changing their parts."""

import io
import re
import zipfile
from collections.abc import Callable

import docx
from docx.shared import Inches
from PIL import Image

TITLE = "Sở Nội vụ tỉnh Thanh Giang triển khai nhiệm vụ quý ba"


def saved(document) -> bytes:
    """The bytes of a python-docx document."""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def story(*paragraphs: str, title: str = TITLE):
    """A document with a title and paragraphs, still open."""
    document = docx.Document()
    for text in (title, *paragraphs):
        document.add_paragraph(text)
    return document


def photograph(number: int = 1, size: tuple[int, int] = (160, 120)) -> bytes:
    """A JPEG like no other."""
    written = io.BytesIO()
    Image.new("RGB", size, (number * 37 % 256, number * 91 % 256, number % 256)).save(written, "JPEG")
    return written.getvalue()


def add_photograph(document, number: int = 1, *captions: str) -> None:
    """A picture in a paragraph of its own, and the lines under it."""
    document.add_picture(io.BytesIO(photograph(number)), width=Inches(2))
    for caption in captions:
        document.add_paragraph(caption)


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed, or added where there is none of that name."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return written.getvalue()


def with_body(markup: str, **kwargs) -> bytes:
    """A story whose body ends with raw WordprocessingML."""
    data = saved(story("Đoạn thứ nhất của bài viết.", "Đoạn thứ hai của bài viết.", **kwargs))
    return changed(
        data,
        "word/document.xml",
        lambda xml: re.sub(rb"(?=<w:sectPr)", markup.encode(), xml, count=1),
    )
