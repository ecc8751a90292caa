"""Before anything reads a Word document: what it is, how large it is, and what hides in it.

The gate for documents (cms/media) looks at the package – programs, passwords, bombs, damage –; what only
matters where a document is read, and not only stored, is asked here.
"""

import io
import re
import zipfile

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cms import vietnamese
from cms.media.documents import clean_document
from news.importing.refusal import ImportRefused

MAX_BYTES = 25 * 1024 * 1024
# A story of 400,000 words and its markup. Reading costs some fifty times as much memory.
MAX_MARKUP = 12 * 1024 * 1024
# A letter in seven elements is layout of layout; real documents stay under twenty levels, tables in tables included.
MAX_DEPTH = 200
MAIN_PART = "word/document.xml"

_TAG = re.compile(rb"<(/?)[A-Za-z_][^<>]*?(/?)>")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def open_document(data: bytes, name: str) -> bytes:
    """Return the document, if it may be read.

    Args:
        data: the file as sent.
        name: what the sender called it.

    Raises:
        ImportRefused: with one sentence that says what is wrong and what to do.
    """
    if len(data) > MAX_BYTES:
        raise ImportRefused(
            _(
                "The document has %(size)s; at most %(limit)s are taken. In Word, choose “Compress Pictures”, "
                "save it, then send it again."
            )
            % {"size": filesizeformat(len(data)), "limit": filesizeformat(MAX_BYTES)}
        )
    ending = vietnamese.safe_filename(name).rpartition(".")[2]
    if ending == "doc" or (data.startswith(_OLD_WORD) and ending != "docx"):
        raise ImportRefused(
            _(
                "The file is in the format of Word 97–2003. Open it in Word, save it as .docx, then send it again."
            )
        )
    if ending != "docx" and not ending.startswith("doc"):
        raise ImportRefused(_("Choose a Word document (.docx) or a text file (.txt)."))
    try:
        clean_document(data, name)
    except ValidationError as refusal:
        raise ImportRefused(" ".join(refusal.messages)) from refusal
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        _check_markup(package)
    return data


def _check_markup(package: zipfile.ZipFile) -> None:
    if MAIN_PART not in package.namelist():
        raise ImportRefused(
            _("The document has no text where Word keeps it. Save it anew as .docx, then send it again.")
        )
    parts = [entry for entry in package.infolist() if entry.filename.lower().endswith((".xml", ".rels"))]
    if sum(entry.file_size for entry in parts) > MAX_MARKUP:
        raise ImportRefused(
            _(
                "The document holds more text and layout than a story has. Send the story alone, without its annexes."
            )
        )
    for entry in parts:
        markup = package.read(entry)
        # UTF-16 would hide what is looked for; Word and LibreOffice write UTF-8.
        if b"\x00" in markup or _DECLARATION.search(markup) or _depth(markup) > MAX_DEPTH:
            raise ImportRefused(
                _(
                    "The document is built as no program builds it. Copy its text into a new document, then send that."
                )
            )


def _depth(markup: bytes) -> int:
    deepest = depth = 0
    for closing, alone in _TAG.findall(markup):
        if closing:
            depth -= 1
        elif not alone:
            depth += 1
            deepest = max(deepest, depth)
    return deepest
