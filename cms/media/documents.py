"""A document's way through the gate: what its name says must be what it holds, and nothing in it may run.

Documents are not written anew: a signed PDF must stay the file that was signed. So they are only ever sent as
a download (models.py), never shown by the browser in the portal's name.
"""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cms import vietnamese

from .packages import (
    MAIN_TYPES,
    MIME_TYPES,
    Budget,
    check_office,
    check_open_document,
    damaged,
    differs,
    open_package,
    read_through,
)
from .pictures import EXTENSIONS as PICTURE_FORMATS
from .refusal import Rejected

MAX_BYTES = 50 * 1024 * 1024
EXTENSIONS = ("pdf", *MAIN_TYPES, *MIME_TYPES, "zip")
# Old Office files, and new ones with a password, are OLE compound files (MS-CFB 2.2).
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_NAMES = ("docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm", "ppam")
# The rule for archives: documents that the gate takes by themselves (checked like them), pictures, plain
# text and tables. No archive in an archive, nothing that runs, nothing whose kind is unknown.
_IN_ARCHIVES = frozenset({*EXTENSIONS, *PICTURE_FORMATS.values(), "jpeg", "txt", "csv"}) - {"zip"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe")


@dataclass(frozen=True)
class CleanDocument:
    """A document that may be stored: its bytes unchanged, ``name`` safe to store under and to offer."""

    data: bytes
    extension: str
    name: str


def clean_document(data: bytes, name: str) -> CleanDocument:
    """Return the document as it may be stored.

    Args:
        data: the file as sent.
        name: what the sender called it; its ending says what the content must be.

    Raises:
        Rejected: with a sentence that says what to do.
    """
    safe = vietnamese.safe_filename(name)
    extension = safe.rpartition(".")[2] if "." in safe else ""
    if not data:
        raise Rejected(_("The file is empty. Choose the document again."), code="empty")
    if len(data) > MAX_BYTES:
        raise Rejected(
            _("The document has %(size)s; at most %(limit)s are taken. Make it smaller, or send it in parts.")
            % {"size": filesizeformat(len(data)), "limit": filesizeformat(MAX_BYTES)},
            code="too_large",
        )
    if extension in _MACRO_NAMES:
        raise Rejected(
            _("Documents with macros are not taken. Save it as .docx, .xlsx, .pptx or PDF."),
            code="macros",
        )
    if extension not in EXTENSIONS:
        raise Rejected(
            _("Only %(kinds)s are taken as documents. Save the file as PDF, then send it again.")
            % {"kinds": ", ".join(EXTENSIONS).upper()},
            code="not_a_document",
        )
    _check(data, extension, Budget())
    return CleanDocument(data, extension, safe)


def _check(data: bytes, extension: str, budget: Budget) -> None:
    if data.startswith(_OLE):
        raise _old_or_protected(extension)
    if extension == "pdf":
        _check_pdf(data)
    elif extension in MAIN_TYPES:
        check_office(data, extension, budget)
    elif extension in MIME_TYPES:
        check_open_document(data, extension, budget)
    else:
        _check_archive(data, budget)


def _old_or_protected(extension: str) -> Rejected:
    if extension in MAIN_TYPES or extension in MIME_TYPES:
        return Rejected(
            _(
                "The document is protected by a password, or stored in the format of before 2007. "
                "Open it, remove the password, save it as .%(extension)s, then send it again."
            )
            % {"extension": extension},
            code="encrypted",
        )
    return differs(extension)


def _check_pdf(data: bytes) -> None:
    """ISO 32000-2, 7.5.2 and 7.5.5: a header first, ``startxref`` and ``%%EOF`` last.

    Readers are lenient about what stands before and behind; two files in one live on that. The gate is not.
    """
    if not data.startswith((b"%PDF-1.", b"%PDF-2.")):
        raise differs("pdf")
    end = data[-1024:]
    if b"startxref" not in data[-2048:] or b"%%EOF" not in end:
        raise damaged()
    # What follows the end is no PDF; real programs write a line break, some a few zeros.
    if end.rpartition(b"%%EOF")[2].strip(b"\r\n\t \0"):
        raise damaged()


def _check_archive(data: bytes, budget: Budget) -> None:
    package = open_package(data, "zip", budget)
    if not any(not entry.is_dir() for entry in package.infolist()):
        raise Rejected(_("The archive holds no file. Pack it anew, then send it again."), code="empty")
    for entry, first in read_through(package):
        if entry.is_dir():
            continue
        inner = entry.filename.rpartition(".")[2].lower() if "." in entry.filename else ""
        if inner not in _IN_ARCHIVES or first.startswith(_PROGRAMS):
            raise Rejected(
                _(
                    "The archive holds “%(name)s”. An archive may hold documents (PDF, DOCX, XLSX, PPTX, "
                    "ODF), pictures, TXT and CSV, nothing else. Leave it out, pack the archive anew."
                )
                # Made safe: the uploader's script puts the sentence into the page as HTML.
                % {"name": vietnamese.safe_filename(entry.filename)},
                code="archive",
            )
        if inner in EXTENSIONS:
            _check(package.read(entry), inner, budget)
