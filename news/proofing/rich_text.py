"""Rich text as its paragraphs and its links: linear in the length of the text, whatever it holds."""

import html
import re
from collections.abc import Iterator

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r'\b([a-z]++)="([^"]*)"')
_BREAKING = frozenset(
    {"p", "li", "ul", "ol", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "div", "tr"}
)


def paragraphs(source: str) -> Iterator[str]:
    """Yield the paragraphs of rich text without markup, spaces as they stand; empty ones are left out."""
    pieces: list[str] = []
    position = 0
    for tag in _TAG.finditer(source):
        pieces.append(source[position : tag.start()])
        position = tag.end()
        if tag[2].lower() in _BREAKING:
            yield from _paragraph(pieces)
            pieces = []
    pieces.append(source[position:])
    yield from _paragraph(pieces)


def _paragraph(pieces: list[str]) -> Iterator[str]:
    text = html.unescape("".join(pieces)).strip()
    if text:
        yield text


def links(source: str) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the attributes of each link of rich text, as it is stored, and the words that are linked."""
    opened: re.Match[str] | None = None
    for tag in _TAG.finditer(source):
        if tag[2].lower() != "a":
            continue
        if tag[1]:
            if opened is not None:
                yield attributes_of(opened[3]), _words(source[opened.end() : tag.start()])
            opened = None
        else:
            opened = tag


def attributes_of(markup: str) -> dict[str, str]:
    """Return the attributes of a tag: its part behind the name."""
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(markup)}


def _words(source: str) -> str:
    return html.unescape(_TAG.sub("", source)).strip()
