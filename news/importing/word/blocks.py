"""Lists and tables of a document as blocks of the body, where they hold data; else as the paragraphs in them."""

import re
from dataclasses import dataclass

from django.utils.html import strip_tags

from news.importing.paragraph import Block, Paragraph, Run, inline_html
from news.importing.word.lines import clean_paragraph

MAX_ROWS = 500
MAX_COLUMNS = 20
_NUMBER = re.compile(r"[-+]?\d[\d.,\s]*%?$")
_NATIONAL_HEADING = re.compile(r"c[ộô]ng h(?:òa|oà) xã hội|độc lập\s*[-–—]", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """An item of a list. ``level`` counts from 1."""

    level: int
    ordered: bool
    paragraph: Paragraph


def list_paragraphs(items: list[Item]) -> list[Paragraph]:
    """A list as one block of the body.

    One numbered item alone is a paragraph (headings are numbered so), and where a quotation begins or ends inside
    the list its items are paragraphs, too, so that the words of a speech stay together.
    """
    if len(items) == 1 and items[0].ordered:
        return [items[0].paragraph]
    cleaned = [Item(item.level, item.ordered, clean_paragraph(item.paragraph)) for item in items]
    if any(item.paragraph.count("“") != item.paragraph.count("”") for item in cleaned):
        return [Paragraph([Run("- "), *item.paragraph.runs]) for item in items]
    text = "\n".join(item.paragraph for item in cleaned)
    return [Paragraph(block=Block("paragraph", _list_html(cleaned), text))]


def _list_html(items: list[Item]) -> str:
    html: list[str] = []
    opened: list[str] = []
    for item in items:
        level = min(max(item.level, 1), len(opened) + 1)
        if level <= len(opened):
            while len(opened) > level:
                html.append(f"</li></{opened.pop()}>")
            html.append("</li>")
        else:
            opened.append("ol" if item.ordered else "ul")
            html.append(f"<{opened[-1]}>")
        html.append(f"<li>{inline_html(item.paragraph)}")
    while opened:
        html.append(f"</li></{opened.pop()}>")
    return "".join(html)


def table_paragraphs(rows: list[list[list[Paragraph]]]) -> list[Paragraph]:
    """A table as a block, if it holds data: two columns and two rows at least, words alone in its cells.

    Tables that only lay out – one cell around all, pictures beside each other, the national heading – are the
    paragraphs in them.
    """
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    inside = [paragraph for row in rows for cell in row for paragraph in cell]
    blocks = [paragraph for paragraph in inside if paragraph.block]
    heading = any(_NATIONAL_HEADING.search(paragraph) for paragraph in inside)
    if (
        len(rows) < 2
        or width < 2
        or heading
        or any(one.block.type != "paragraph" for one in blocks if one.block)
    ):
        return inside
    if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
        return [Paragraph([Run(" – ".join(map(_cell_text, row)))]) for row in rows]
    texts = [[_cell_text(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    head, body = texts[0], texts[1:]
    columns = [
        {"type": _column_type([row[place] for row in body]), "heading": head[place]} for place in range(width)
    ]
    value = {"columns": columns, "rows": [{"values": row} for row in body], "caption": ""}
    return [Paragraph(block=Block("table", value, "\n".join(" | ".join(row) for row in texts)))]


def _column_type(cells: list[str]) -> str:
    said = [cell for cell in cells if cell]
    return "number" if said and all(_NUMBER.match(cell) for cell in said) else "text"


def _cell_text(cell: list[Paragraph]) -> str:
    words = [strip_tags(p.block.text) if p.block else str(clean_paragraph(p)) for p in cell]
    return " ".join(words).replace("\n", "; ").strip()
