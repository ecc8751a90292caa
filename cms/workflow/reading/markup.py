"""Rich text as plain lines, with what a reader cannot see written out: where each link leads."""

import re
from html.parser import HTMLParser

from wagtail.documents import get_document_model
from wagtail.models import Page

LINE_TAGS = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "div", "tr"})


class _Reader(HTMLParser):
    """Collects the text of rich text in its stored form."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lists: list[int] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else -1)
        if tag in LINE_TAGS or tag == "br":
            self.parts.append("\n")
        if tag == "li":
            self.parts.append(self._bullet())
        if tag == "a":
            self.links.append(link_target(values))
        if tag == "embed":
            self.parts.append(f"[{' '.join(f'{name}={value}' for name, value in sorted(values.items()))}]")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in LINE_TAGS:
            self.parts.append("\n")
        if tag == "a" and self.links:
            self.parts.append(f" [→ {self.links.pop()}]")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))

    def _bullet(self) -> str:
        if not self.lists or self.lists[-1] < 0:
            return "• "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "


def plain_text(html: str) -> str:
    """Return rich text as lines of plain text; the targets of links stand in brackets behind them.

    Args:
        html: rich text as it is stored (internal links as ``linktype`` and ``id``), or any HTML.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = re.sub(r" *\n[ \n]*", "\n", "".join(reader.parts))
    return text.strip()


def link_target(attributes: dict[str, str]) -> str:
    """Return where a link of the stored rich text leads, in words."""
    kind, number = attributes.get("linktype"), attributes.get("id", "")
    if kind not in ("page", "document"):
        return attributes.get("href", "?")
    model = Page if kind == "page" else get_document_model()
    title = ""
    if number.isascii() and number.isdigit() and len(number) < 10:
        title = model._default_manager.filter(pk=int(number)).values_list("title", flat=True).first() or ""
    return title or f"{kind} {number}"
