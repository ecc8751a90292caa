"""Cleaning the text inside rich-text HTML without touching the markup."""

import html
import re

from .characters import clean_run, is_blank, is_invisible

# A comment, a declaration, or a tag. As in a browser a quote counts only after "=", and may hold ">" there.
_MARKUP = re.compile(
    r"<!--.*?-->|<[!?][^>]*>"
    r"""|</?[a-zA-Z][^\s/>]*+(?:[^>=]|=\s*"[^"]*"|=\s*'[^']*'|=(?!\s*["']))*+>""",
    re.DOTALL,
)
_MARKUP_START = re.compile(r"<(?=[!?/a-zA-Z])")
_VERBATIM = re.compile(r"<(pre|textarea|script|style)(?=[\s/>])", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|&nbsp")
# Taking a character away can make a new entity out of its neighbours, so the cleaning is repeated until
# nothing changes; the bound keeps text made for the purpose from costing more than a few passes.
_PASSES = 8


def normalise_html(text: str) -> str:
    """Clean the text nodes of rich-text HTML for storing.

    Takes an HTML fragment. Returns it with the text between the tags as NFC, NBSP (``&nbsp;`` and the numeric
    forms too) and runs of spaces as one space, and zero-width and control characters gone. Tags, attributes
    and their values, comments, other entities, and what stands in pre, textarea, script and style are
    returned byte for byte. From a tag that never ends on, the rest is left as it is. Cleaning never makes a
    tag out of text.
    """
    pieces: list[str] = []
    position = 0
    while start := _MARKUP_START.search(text, position):
        pieces.append(_clean_node(text[position : start.start()]))
        tag = _MARKUP.match(text, start.start())
        if tag is None:
            return "".join(pieces) + text[start.start() :]
        position = _end_of_verbatim(text, tag)
        pieces.append(text[start.start() : position])
    pieces.append(_clean_node(text[position:]))
    return "".join(pieces)


def _end_of_verbatim(text: str, tag: re.Match[str]) -> int:
    opened = _VERBATIM.match(tag.group())
    if opened is None:
        return tag.end()
    closing = re.compile(rf"</{opened[1]}(?=[\s/>])", re.IGNORECASE).search(text, tag.end())
    return closing.start() if closing else len(text)


def _clean_node(text: str) -> str:
    for _ in range(_PASSES):
        cleaned = clean_run(_ENTITY.sub(_clean_entity, text))
        # "<" + zero-width + "b>" is text; without the zero-width character it would be a tag.
        cleaned = _MARKUP_START.sub("&lt;", cleaned)
        if cleaned == text:
            break
        text = cleaned
    return text


def _clean_entity(match: re.Match[str]) -> str:
    character = html.unescape(match.group())
    if len(character) != 1:
        return match.group() if character else ""
    if is_blank(character):
        return " "
    if character == "\u00ad":
        return character  # clean_run knows which of these to keep
    return "" if is_invisible(character) else match.group()
