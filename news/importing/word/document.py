"""A Word document read with mammoth: what it says, in clean HTML, and its pictures.

Insertions stand, deletions are gone (mammoth reads a document as if its changes were accepted).
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

import docx
import mammoth
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from mammoth import transforms

from news.importing.recognised import Note
from news.importing.refusal import ImportRefused
from news.importing.word.cleaning import clean_converted
from news.importing.word.fonts import encoding_of

MAX_PICTURES = 60  # what a gallery holds
_STYLES = """
p[style-name='Title'] => p.title:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='Illustration'] => p.caption:fresh
p[style-name='Figure'] => p.caption:fresh
p[style-name='Quote'] => p.quote:fresh
p[style-name='Intense Quote'] => p.quote:fresh
p[style-name='Quotations'] => p.quote:fresh
p[style-name='Block Text'] => p.quote:fresh
p[style-name='portal centred'] => p.centred:fresh
r[style-name='portal tcvn3'] => span.font-tcvn3
r[style-name='portal tcvn3-capitals'] => span.font-tcvn3-capitals
r[style-name='portal vni'] => span.font-vni
"""
_EXTERNAL = re.compile(rb'<Relationship\b[^>]*TargetMode="External"[^>]*>')
_TYPE = re.compile(rb'Type="[^"]*/(\w+)"')
_LOST = (
    (rb"<m:oMath[ >]", gettext_lazy("Formulas were left out: {count}.")),
    (
        rb"<c:chart |<dgm:relIds ",
        gettext_lazy("Charts and diagrams were left out: {count}. Insert them as pictures."),
    ),
    (rb"<w:object[ >]", gettext_lazy("Embedded objects were left out: {count}.")),
)


@dataclass(frozen=True)
class FoundPicture:
    """A picture as it lies in the document: its bytes, unchecked, and what the document says that it shows."""

    number: int
    name: str
    data: bytes
    alt: str


@dataclass
class ReadDocument:
    """What was read: clean HTML (pictures as ``picture:3``), the pictures, and notes on what was left aside."""

    html: str
    pictures: list[FoundPicture]
    notes: list[Note] = field(default_factory=list)


def read_document(data: bytes) -> ReadDocument:
    """Read a document that ``open_document`` let through.

    Raises:
        ImportRefused: it cannot be read.
    """
    pictures = _Pictures()
    try:
        around = docx.Document(io.BytesIO(data))
        fonts = _Fonts(around)
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,  # the document's own map could make any tag
            external_file_access=False,
            ignore_empty_paragraphs=False,
            transform_document=fonts.mark,
            convert_image=mammoth.images.img_element(pictures.take),
        )
        notes = _notes_on_changes(data) + _notes_around(around) + pictures.notes()
    except ImportRefused:
        raise
    except Exception as error:  # both readers raise nearly anything on a document that is none
        raise ImportRefused(
            _("The document cannot be read. Open it in Word, save it anew as .docx, then send it again.")
        ) from error
    return ReadDocument(clean_converted(result.value), pictures.found, notes)


class _Pictures:
    def __init__(self) -> None:
        self.found: list[FoundPicture] = []
        self.too_many = 0
        self.linked = 0

    def take(self, image: Any) -> dict[str, str]:
        """Keep a picture's bytes and put its number into its place. A picture elsewhere is never fetched."""
        if len(self.found) >= MAX_PICTURES:
            self.too_many += 1
            return {"src": ""}
        number = len(self.found) + 1
        try:
            with image.open() as file:
                content = file.read()
        except (ValueError, KeyError):  # a link, or a part that is missing
            self.linked += 1
            return {"src": ""}
        ending = (image.content_type or "").rpartition("/")[2].lower().replace("jpeg", "jpg") or "bin"
        ending = re.sub(r"\W", "", ending)[:8]
        self.found.append(FoundPicture(number, f"anh-{number}.{ending}", content, image.alt_text or ""))
        return {"src": f"picture:{number}"}

    def notes(self) -> list[Note]:
        """Say which pictures were not taken."""
        notes = []
        if self.too_many:
            message = format_lazy(
                gettext_lazy(
                    "A gallery holds {limit} pictures: the first {limit} were taken, {count} left out."
                ),
                limit=MAX_PICTURES,
                count=self.too_many,
            )
            notes.append(Note("left_out", "pictures", message, str(self.too_many)))
        if self.linked:
            message = format_lazy(
                gettext_lazy("Pictures that are only linked were left out and not fetched: {count}."),
                count=self.linked,
            )
            notes.append(Note("left_out", "pictures", message, str(self.linked)))
        return notes


class _Fonts:
    """Marks what is typed in fonts of before Unicode, and what stands in the middle of the line."""

    def __init__(self, document: Any):
        self.styles = {style.style_id: style for style in document.styles}
        defaults = document.styles.element.xpath("w:docDefaults//w:rFonts/@w:ascii")
        normal = document.styles.element.xpath("w:style[@w:default='1' and @w:type='paragraph']/@w:styleId")
        self.default = defaults[0] if defaults else ""
        self.normal = normal[0] if normal else ""

    def mark(self, element: Any) -> Any:
        """Return mammoth's document with its runs and paragraphs marked."""
        return transforms.paragraph(self._paragraph)(element)

    def _paragraph(self, paragraph: Any) -> Any:
        font = self._font(paragraph.style_id or self.normal)
        marked = transforms.run(lambda run: self._run(run, font))(paragraph)
        plain = not paragraph.style_id or paragraph.style_id == self.normal
        if paragraph.alignment == "center" and plain and paragraph.numbering is None:
            marked = marked.copy(style_id=None, style_name="portal centred")
        return marked

    def _run(self, run: Any, font: str) -> Any:
        encoding = encoding_of(run.font or self._font(run.style_id) or font or self.default)
        return run.copy(style_id=None, style_name=f"portal {encoding}") if encoding else run

    def _font(self, style_id: str | None) -> str:
        style, steps = self.styles.get(style_id), 0
        while style is not None and steps < 20:  # a style may be based on itself
            found = style.element.xpath("w:rPr/w:rFonts/@w:ascii")
            if found:
                return found[0]
            style, steps = getattr(style, "base_style", None), steps + 1
        return ""


def _notes_on_changes(data: bytes) -> list[Note]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        main = package.read("word/document.xml")
        relations = b"".join(package.read(name) for name in package.namelist() if name.endswith(".rels"))
    inserted = len(re.findall(rb"<w:(?:ins|moveTo) [^>]*>(?=\s*<w:r[ >])", main))
    deleted = len(re.findall(rb"<w:(?:del|moveFrom) [^>]*>(?=\s*<w:r[ >])", main))
    notes = []
    if inserted or deleted:
        message = format_lazy(
            gettext_lazy(
                "The document held tracked changes; they were taken as accepted: {inserted} insertions kept, "
                "{deleted} deletions left out."
            ),
            inserted=inserted,
            deleted=deleted,
        )
        notes.append(Note("cleaned", "body", message, f"{inserted}/{deleted}"))
    for pattern, message in _LOST:
        if count := len(re.findall(pattern, main)):
            notes.append(Note("left_out", "body", format_lazy(message, count=count), str(count)))
    kinds = [_TYPE.search(found) for found in _EXTERNAL.findall(relations)]
    foreign = sum(kind is not None and kind[1] not in (b"hyperlink", b"image") for kind in kinds)
    if foreign:
        message = format_lazy(
            gettext_lazy("References to files elsewhere were left out and not followed: {count}."),
            count=foreign,
        )
        notes.append(Note("left_out", "body", message, str(foreign)))
    return notes


def _notes_around(document: Any) -> list[Note]:
    notes = []
    for comment in document.comments:
        if comment.text.strip():
            message = gettext_lazy("A comment in the margin was left out.")
            notes.append(Note("left_out", "body", message, f"{comment.author}: {comment.text}"))
    seen = set()
    for section in document.sections:
        for part in (section.header, section.footer):
            words = " ".join(p.text.strip() for p in part.paragraphs if p.text.strip())
            if words and words not in seen and not words.strip("–-. ").isdigit():
                seen.add(words)
                message = gettext_lazy("A header or footer of the pages was left out.")
                notes.append(Note("left_out", "body", message, words))
    return notes
