"""ZIP packages – what Office, OpenDocument and archives are made of – opened with a limit on everything.

Office: ECMA-376 part 2 (a main part named by ``[Content_Types].xml``); OpenDocument 1.3 part 2 (a first entry
``mimetype``, ``META-INF/manifest.xml``).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .refusal import Rejected

MAX_ENTRIES = 5000
# A .docx with 200 pictures has some 60 MB; XML packs to a tenth.
MAX_UNPACKED = 200 * 1024 * 1024
# Text of one letter packs 1:1000; no part of a real document above a megabyte comes near 1:200.
_MAX_RATIO = 200
_RATIO_FROM = 1024 * 1024
_CHUNK = 1024 * 1024
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_IN_CONTENTS = b"PK\x01\x02"  # how each entry of the table of contents begins
_TYPES_FILE = "[Content_Types].xml"
_TYPES_FILE_MAX = 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_TYPES = {
    "docx": f"{_OFFICE}wordprocessingml.document.main+xml",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet.main+xml",
    "pptx": f"{_OFFICE}presentationml.presentation.main+xml",
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MIME_TYPES = {
    "odt": f"{_OPEN_DOCUMENT}text",
    "ods": f"{_OPEN_DOCUMENT}spreadsheet",
    "odp": f"{_OPEN_DOCUMENT}presentation",
}
# Parts that run: VBA and its data, Excel 4 macro sheets, ActiveX controls; OpenDocument's Basic and Scripts.
_OFFICE_MACROS = ("vbaproject", "vbadata", "macrosheets/", "activex/")
_OPEN_MACROS = ("basic/", "scripts/")


@dataclass
class Budget:
    """What one upload may still unpack to: of packages in a package each alone may be small, and all together not."""

    entries: int = MAX_ENTRIES
    octets: int = MAX_UNPACKED

    def spend(self, entries: int, octets: int) -> None:
        """Take a package's part away. Raises Rejected if there is not so much left."""
        self.entries -= entries
        self.octets -= octets
        if self.entries < 0 or self.octets < 0:
            raise _too_large_unpacked()


def _too_large_unpacked() -> Rejected:
    return Rejected(
        _(
            "Unpacked, the file would be unusually large, so that it is not opened. "
            "Save it anew with smaller pictures, or in several files."
        ),
        code="too_large_unpacked",
    )


def macros_refused() -> Rejected:
    """Return the refusal of a document that holds a program."""
    return Rejected(
        _(
            "The document holds macros or other programs, which could harm its readers. "
            "Save it without macros (as .docx, .xlsx or .pptx) or as PDF, then send it again."
        ),
        code="macros",
    )


def damaged() -> Rejected:
    """Return the refusal of a file that cannot be read to its end."""
    return Rejected(
        _("The file is damaged and cannot be read to its end. Save it anew, then send it again."),
        code="damaged",
    )


def protected() -> Rejected:
    """Return the refusal of a file that nobody can look into."""
    return Rejected(
        _("The file is protected by a password: readers could not open it. Remove it, then send it again."),
        code="encrypted",
    )


def differs(extension: str) -> Rejected:
    """Return the refusal of a file whose content is not what its name says."""
    return Rejected(
        _(
            "The name says .%(extension)s, but the content is something else. "
            "Open the file in the program that made it, save it as .%(extension)s, then send it again."
        )
        % {"extension": extension},
        code="differs",
    )


def open_package(data: bytes, extension: str, budget: Budget) -> zipfile.ZipFile:
    """Return the opened package after a look at its table of contents; nothing is unpacked.

    Args:
        data: the package.
        extension: what its name says it is.
        budget: of the whole upload; what the package unpacks to is taken from it.

    Raises:
        Rejected: no ZIP, protected, too many or too large entries, or a path that leads out of it.
    """
    # From the first byte: a package behind other content would be two files in one.
    if not data.startswith(b"PK\x03\x04"):
        raise differs(extension)
    # Counted before it is read: a table of a million entries takes the processor for half a minute.
    if data.count(_IN_CONTENTS) > budget.entries:
        raise _too_large_unpacked()
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
        raise damaged() from error
    entries, names = package.infolist(), package.namelist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise protected()
    if len({name.lower() for name in names}) != len(names) or any(map(_leads_out, names)):
        raise damaged()
    if _is_bomb(entries):
        raise _too_large_unpacked()
    budget.spend(len(entries), sum(entry.file_size for entry in entries))
    return package


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/")


def _is_bomb(entries: list[zipfile.ZipInfo]) -> bool:
    return any(
        entry.file_size > _RATIO_FROM and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )


def read_through(package: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Read every entry once to its end, and yield it with its first megabyte.

    ``zipfile`` stops at the size that the table of contents names and then compares the checksum, so an entry
    that says less than it holds is found out.

    Raises:
        Rejected: an entry is damaged.
    """
    for entry in package.infolist():
        try:
            with package.open(entry) as part:
                first = part.read(_CHUNK)
                while part.read(_CHUNK):
                    pass
        except _UNREADABLE as error:
            raise damaged() from error
        yield entry, first


def check_office(data: bytes, extension: str, budget: Budget) -> None:
    """Refuse what is no sound .docx, .xlsx or .pptx without programs."""
    package = open_package(data, extension, budget)
    if _TYPES_FILE not in package.namelist() or package.getinfo(_TYPES_FILE).file_size > _TYPES_FILE_MAX:
        raise differs(extension)
    for entry, first in read_through(package):
        name = entry.filename.lower()
        if any(mark in name for mark in _OFFICE_MACROS):
            raise macros_refused()
        _refuse_entities(name, first)
        if entry.filename == _TYPES_FILE:
            types = first.decode("utf-8", "replace")
            # The main part's type tells a macro document that was renamed, also without its macros.
            if "macroenabled" in types.lower() or "vbaproject" in types.lower():
                raise macros_refused()
            if f'"{MAIN_TYPES[extension]}"' not in types:
                raise differs(extension)


def check_open_document(data: bytes, extension: str, budget: Budget) -> None:
    """Refuse what is no sound .odt, .ods or .odp without programs."""
    package = open_package(data, extension, budget)
    names = package.namelist()
    if not {"mimetype", "content.xml", "META-INF/manifest.xml"} <= set(names):
        raise differs(extension)
    for entry, first in read_through(package):
        name = entry.filename.lower()
        if entry.filename == "mimetype" and first.strip() != MIME_TYPES[extension].encode():
            raise differs(extension)
        if entry.filename == "META-INF/manifest.xml" and b"encryption-data" in first:
            raise protected()
        if name.startswith(_OPEN_MACROS) and not entry.is_dir():
            raise macros_refused()
        _refuse_entities(name, first)


def _refuse_entities(name: str, first: bytes) -> None:
    """Refuse XML that defines entities: both standards forbid it, and it is how XML is made to explode."""
    if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in first or b"<!ENTITY" in first):
        raise damaged()
