"""The words of a body: what the search, checks and counts read of its blocks."""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.rich_text import get_text_for_indexing

from cms import vietnamese


def body_lines(body: Iterable[Any]) -> Iterator[str]:
    """Yield the text of a body block by block, without markup."""
    for block in body:
        yield from _BLOCKS.get(block.block_type, _nothing)(block.value)


def plain_text(html: Any) -> str:
    """Return rich text without its markup."""
    return get_text_for_indexing(getattr(html, "source", html) or "").strip()


def _nothing(value: Any) -> Iterator[str]:
    return iter(())


def _quotation(value: Any) -> Iterator[str]:
    yield plain_text(value["text"])
    yield " ".join(part for part in (value.get("speaker"), value.get("position")) if part)


def _ordinal_list(value: Any) -> Iterator[str]:
    for number, item in enumerate(value["items"], start=1):
        yield f"{vietnamese.ordinal_label(number)}, {plain_text(item)}"


def _table(value: Any) -> Iterator[str]:
    yield value.caption or ""
    yield " ".join(str(column["heading"]) for column in value.columns if column["heading"])
    for row in value.row_data:
        yield " ".join(str(cell) for cell in row["values"] if cell)


_BLOCKS = {
    "paragraph": lambda value: iter((plain_text(value),)),
    "heading": lambda value: iter((value["text"],)),
    "quotation": _quotation,
    "ordinal_list": _ordinal_list,
    "picture": lambda value: iter((value.get("caption") or "",)),
    "picture_row": lambda value: (shown.get("caption") or "" for shown in value["pictures"]),
    "table": _table,
    "key_figure": lambda value: iter(
        (" ".join(value.get(name) or "" for name in ("value", "label", "source")),)
    ),
    "document": lambda value: iter((value.get("title") or getattr(value.get("document"), "title", ""),)),
    "video": lambda value: iter((value["title"],)),
}
