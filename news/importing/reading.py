"""Reading a file that claims to be text."""

from pathlib import Path

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from news.importing.refusal import ImportRefused

MAX_BYTES = 2_000_000  # a story of 400,000 words; whatever is larger is something else

# The first bytes of what people most often mistake for text.
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP, Word, Excel"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0", "Word 97-2003"),
    (b"{\\rtf", "RTF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)


def read_text_file(path: str | Path) -> str:
    """Return the text of a file.

    path: a file of at most 2 MB, in UTF-8 (with or without a byte order mark) or in UTF-16 with one.
    Returns the text as it stands, without the byte order mark.
    Raises ImportRefused, with a message for people, when the file is missing, a directory, unreadable, empty,
    too large, or no text.
    """
    path = Path(path)
    return decode_text(_read_bytes(path), path.name)


def decode_text(data: bytes, name: str) -> str:
    """Return the text of a file's bytes; ``name`` is what it was called. As ``read_text_file``."""
    if len(data) > MAX_BYTES:
        raise ImportRefused(
            format_lazy(
                _("The file “{name}” is larger than {limit} MB; a story is smaller."),
                name=name,
                limit=MAX_BYTES // 1_000_000,
            )
        )
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise ImportRefused(
                format_lazy(_("The file “{name}” is not plain text ({what})."), name=name, what=what)
            )
    text = _decode(data, name)
    if not text.strip():
        raise ImportRefused(format_lazy(_("The file “{name}” is empty."), name=name))
    return text


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ImportRefused(
                format_lazy(_("“{name}” is a folder; give the path of one text file."), name=path.name)
            )
        if not path.exists():
            raise ImportRefused(format_lazy(_("There is no file “{name}”."), name=str(path)))
        if not path.is_file():  # a device or a pipe could be read for ever
            raise ImportRefused(format_lazy(_("“{name}” is not a file."), name=path.name))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # never the whole of a huge file
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise ImportRefused(format_lazy(_("The file “{name}” cannot be read."), name=path.name)) from error


def _decode(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ImportRefused(
            format_lazy(
                _("The file “{name}” is not text in UTF-8 or UTF-16. Save it again as “Unicode (UTF-8)”."),
                name=name,
            )
        ) from error
    if "\x00" in text:
        raise ImportRefused(
            format_lazy(_("The file “{name}” is not plain text ({what})."), name=name, what="NUL")
        )
    return text
