"""Cleaned HTML as a sequence of paragraphs: what was one in Word is one here, whatever tags stood around it."""

import re
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import gettext as _

from news.importing.paragraph import Block, Paragraph, Run
from news.importing.refusal import ImportRefused
from news.importing.word.around import Around, attribute, block_around, inline_around
from news.importing.word.blocks import Item, list_paragraphs, table_paragraphs
from news.importing.word.fonts import decode
from news.importing.word.lines import clean_paragraph

MAX_TAGS = 80_000  # opening and closing: 3,000 lines of a dozen runs each
MAX_DEPTH = 120  # a table in a table in a list in a table has some thirty

_TAG = re.compile(r"<(/?)(?!br|hr|img)[a-z]")
_BLOCKS = frozenset(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "caption"])
_SPACE = re.compile(r"[\t\n\r ]+")
_CALL = re.compile(r"#_?((?:foot|end)note-|ftn|edn)(\d+)$")
_WAY_BACK = re.compile(r"#_?(?:(?:foot|end)note-ref-|ftnref|ednref)(\d+)$")
_NOTE_ID = re.compile(r"(?:foot|end)note-\d+$")
_LEVEL = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
_LINK = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_SHORT = 120


@dataclass
class Elements:
    """The paragraphs in reading order; the footnotes by their number; how much was typed in old fonts."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    footnotes: dict[int, Paragraph] = field(default_factory=dict)
    decoded: list[str] = field(default_factory=list)
    dropped_links: list[str] = field(default_factory=list)
    dropped_numbers: int = 0


def read_elements(html: str) -> Elements:
    """Take cleaned HTML apart (``cleaning``): paragraphs, and blocks for lists, tables and pictures.

    Raises ImportRefused for more tags, or tags deeper in each other, than any story has.
    """
    if html.count("<") > MAX_TAGS or _depth(html) > MAX_DEPTH:
        raise ImportRefused(
            _(
                "The text is built as no program builds it, or is longer than a story. Paste or send the story alone."
            )
        )
    reader = _Reader()
    reader.read(BeautifulSoup(html, "html.parser"), Around())
    reader.flush()
    reader.end_list()
    return reader.found


def _depth(html: str) -> int:
    deepest = depth = 0
    for closing in _TAG.findall(html):
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest


class _Reader:
    def __init__(self) -> None:
        self.found = Elements()
        self.runs: list[Run] = []
        self.around = Around()
        self.items: list[Item] = []
        self.item: Item | None = None
        self.numbers: dict[str, int] = {}
        self.footnote = 0

    def read(self, node: Tag, around: Around) -> None:
        for child in node.children:
            if isinstance(child, Tag):
                self._read_tag(child, around)
            elif type(child) is NavigableString:
                self._add_text(_SPACE.sub(" ", child), around)

    def _add_text(self, text: str, around: Around) -> None:
        if around.encoding:
            decoded = decode(text, around.encoding)
            if decoded != text:
                self.found.decoded.append(decoded)
            text = decoded
        if not self.runs:
            self.around = around
        self.runs.append(replace(around.run, text=text))

    def _read_tag(self, tag: Tag, around: Around) -> None:
        name = tag.name
        if name in ("ul", "ol"):
            self._read_list(tag, around, 1)
        elif name == "table":
            self.flush()
            self.end_list()
            self._add(table_paragraphs(self._cells(tag)))
        elif name == "img":
            self._read_picture(tag)
        elif name == "br":
            self.flush()
        elif name in _BLOCKS:
            self.flush()
            self._begin(tag, around)
            self.read(tag, block_around(tag, around))
            self.flush()
            self.item = None
        elif name == "a":
            self._read_link(tag, around)
        elif "mso-list" not in attribute(tag, "style") or self.item is None:
            self.read(tag, inline_around(tag, around))
        else:  # the bullet or number that Word draws
            self.item = replace(self.item, ordered=bool(re.search(r"\w[.)]", tag.get_text())))

    def _begin(self, tag: Tag, around: Around) -> None:
        """A paragraph of the clipboard that is an item of a list says so in its style."""
        level = _LEVEL.search(attribute(tag, "style")) if tag.name == "p" else None
        self.item = Item(int(level[1]), False, Paragraph()) if level else None
        if self.item is None and tag.name != "div":
            self.end_list()

    def _read_list(self, tag: Tag, around: Around, depth: int) -> None:
        self.flush()
        self.item = None
        for child in tag.find_all("li", recursive=False):
            number = self.numbers.get(attribute(child, "id"))
            if number is not None or _NOTE_ID.match(attribute(child, "id")):
                self._read_footnote(child, number or len(self.found.footnotes) + 1, around)
                continue
            self.item = Item(depth, tag.name == "ol", Paragraph())
            for inner in list(child.children):
                if isinstance(inner, Tag) and inner.name in ("ul", "ol"):
                    self._read_list(inner, around, depth + 1)
                    self.item = Item(depth, tag.name == "ol", Paragraph())
                elif isinstance(inner, Tag) and inner.name == "p":
                    self.flush()
                    self.read(inner, around)
                    self.flush()
                elif isinstance(inner, Tag):
                    self._read_tag(inner, around)
                else:
                    self._add_text(_SPACE.sub(" ", str(inner)), around)
            self.flush()
        self.item = None
        if depth == 1:
            self.end_list()

    def _read_footnote(self, tag: Tag, number: int, around: Around) -> None:
        self.flush()
        self.footnote = number
        self.read(tag, around)
        self.flush()
        self.footnote = 0

    def _read_picture(self, tag: Tag) -> None:
        number = attribute(tag, "src").removeprefix("picture:")
        if number.isascii() and number.isdigit():
            self.flush()
            self.end_list()
            self._add([Paragraph(block=Block("imported_picture", {"number": int(number)}))])

    def _read_link(self, tag: Tag, around: Around) -> None:
        href = attribute(tag, "href").strip()
        call, back = _CALL.search(href), _WAY_BACK.search(href)
        if back:
            if not self.footnote and not any(run.text.strip() for run in self.runs):
                self.footnote = int(back[1])  # the clipboard's footnotes are paragraphs that begin so
        elif call:
            digits = re.sub(r"\D", "", tag.get_text())
            number = int(digits) if digits and len(digits) < 5 else len(self.numbers) + 1
            self.numbers[call[1] + call[2]] = number
            self.runs.append(Run("", note=number))
        elif _LINK.match(href):
            self.read(tag, replace(around, run=replace(around.run, href=href)))
        else:
            if href and not href.startswith("#"):
                self.found.dropped_links.append(tag.get_text())
            self.read(tag, around)

    def flush(self) -> None:
        """End the paragraph that is being read."""
        runs, self.runs = self.runs, []
        paragraph = Paragraph(runs, role=self.around.role, level=self.around.level)
        self.around = Around()
        if self.footnote and paragraph.strip():
            self.found.footnotes[self.footnote] = clean_paragraph(paragraph)
            self.footnote = 0
            return
        if self.item is not None:
            if paragraph.strip():
                self.items.append(replace(self.item, paragraph=paragraph))
            return
        if not paragraph.strip() and not runs:
            self.found.paragraphs.append(Paragraph())
            return
        self._add([paragraph])

    def end_list(self) -> None:
        """End the list that is being read."""
        items, self.items = self.items, []
        if items:
            if len(items) == 1 and items[0].ordered:
                self.found.dropped_numbers += 1
            self._add(list_paragraphs(items))

    def _add(self, paragraphs: list[Paragraph]) -> None:
        self.found.paragraphs += [_with_role(paragraph) for paragraph in paragraphs]

    def _cells(self, table: Tag) -> list[list[list[Paragraph]]]:
        """The rows of a table, each a list of cells, each a list of paragraphs; spans become empty cells."""
        rows: list[list[list[Paragraph]]] = []
        below: dict[int, int] = {}
        for row in table.find_all("tr"):
            if row.find_parent("table") is not table:
                continue
            cells: list[list[Paragraph]] = []
            for cell in row.find_all(["td", "th"], recursive=False):
                while below.get(len(cells), 0):
                    below[len(cells)] -= 1
                    cells.append([])
                inner = _Reader()
                inner.numbers = self.numbers
                inner.read(cell, Around())
                inner.flush()
                inner.end_list()
                self.found.decoded += inner.found.decoded
                self.found.dropped_links += inner.found.dropped_links
                if span := _span(cell, "rowspan") - 1:
                    below[len(cells)] = span
                cells += [
                    [p for p in inner.found.paragraphs if p or p.block],
                    *([[]] * (_span(cell, "colspan") - 1)),
                ]
            rows.append(cells)
        return rows


def _span(cell: Tag, name: str) -> int:
    said = str(cell.get(name, ""))
    return min(max(int(said), 1), 50) if said.isascii() and said.isdigit() and len(said) < 4 else 1


def _with_role(paragraph: Paragraph) -> Paragraph:
    """A paragraph that is bold as a whole is a heading or the lead; Word's writers seldom use its styles."""
    words = [run for run in paragraph.runs if run.text.strip()]
    if paragraph.role or not words or not all(run.bold for run in words):
        return paragraph
    return Paragraph(paragraph.runs, role="bold" if len(paragraph) <= _SHORT else "lead")
