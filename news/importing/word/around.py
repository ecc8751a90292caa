"""What the tags around a text say of it: emphasis, a link, a font of before Unicode, a role in Word."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from bs4 import Tag

from news.importing.paragraph import Role, Run
from news.importing.word.fonts import encoding_of

_FONT = re.compile(r"font-family:\s*([^;]+)")
_ROLES: dict[str, Role] = {"title": "title", "caption": "caption", "quote": "quote", "centred": "centred"}
_WORD_ROLES: dict[str, Role] = {
    "MsoTitle": "title",
    "MsoCaption": "caption",
    "MsoQuote": "quote",
    "MsoIntenseQuote": "quote",
}


@dataclass(frozen=True)
class Around:
    """What the tags around a text say of it."""

    run: Run = field(default_factory=lambda: Run(""))
    encoding: str = ""
    role: Role = ""
    level: int = 0


def block_around(tag: Tag, around: Around) -> Around:
    """What a block – a paragraph, a heading, a quotation – adds to what stands around it."""
    classes: list[str] = _classes(tag)
    role = next(
        (roles[one] for one in classes for roles in (_ROLES, _WORD_ROLES) if one in roles), around.role
    )
    level = 0
    if tag.name == "blockquote":
        role = "quote"
    elif role != "title" and tag.name in ("h1", "h2", "h3", "h4", "h5", "h6"):
        role, level = "heading", int(tag.name[1])
    elif not role and "text-align:center" in attribute(tag, "style").replace(" ", ""):
        role = "centred"
    return inline_around(tag, replace(around, role=role, level=level))


def inline_around(tag: Tag, around: Around) -> Around:
    """What a tag inside a line adds."""
    run, style = around.run, attribute(tag, "style").replace(" ", "").lower()
    if tag.name in ("strong", "b") or re.search(r"font-weight:(?:bold|[6-9]00)", style):
        run = replace(run, bold="font-weight:normal" not in style)  # Google Docs wraps everything in such a b
    if tag.name in ("em", "i") or "font-style:italic" in style:
        run = replace(run, italic=True)
    if tag.name in ("sup", "sub"):
        run = replace(run, raised="sup" if tag.name == "sup" else "sub")
    encoding = around.encoding
    font: Any = tag.get("face") or (_FONT.search(attribute(tag, "style")) or [None, None])[1]
    if font:
        encoding = encoding_of(font.split(",")[0])
    marked = [one.removeprefix("font-") for one in _classes(tag) if one.startswith("font-")]
    return replace(around, run=run, encoding=marked[0] if marked else encoding)


def attribute(tag: Tag, name: str) -> str:
    """An attribute's text, "" if there is none."""
    value = tag.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def _classes(tag: Tag) -> list[str]:
    return attribute(tag, "class").split()
