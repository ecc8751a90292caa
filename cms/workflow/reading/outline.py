"""A page as plain sections, pieces and leaves: what the review page shows, whatever the page's type.

Every field that counts as content (content.py) is here, so that nothing is signed that was not shown.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from ..content import BOOKKEEPING, ROW_BOOKKEEPING
from .changes import Leaf, Piece, Section
from .markup import plain_text

ROW_SKIPPED = ROW_BOOKKEEPING | {"id", "sort_order"}


def outline(page: Page) -> list[Section]:
    """Return everything that a version of a page shows its reader, in reading order.

    Args:
        page: the specific page, usually ``revision.as_object()``.
    """
    fields = [field for field in page._meta.concrete_fields if _is_content(field)]
    # The title first, then what the page's own type adds, last what every page has: address, dates.
    fields.sort(key=lambda field: 0 if field.name == "title" else 2 if field.model is Page else 1)
    own = [field for field in fields if field.model is not Page or field.name == "title"]
    sections = [_field_section(field, page) for field in own]
    sections += [_rows_section(relation, page) for relation in _child_relations(page)]
    sections += [_field_section(field, page) for field in fields if field not in own]
    return sections


def _is_content(field: models.Field) -> bool:
    bookkeeping = field.primary_key or field.name in BOOKKEEPING or field.name.endswith("_ptr")
    return _is_stored(field) and not bookkeeping


def _is_stored(field: models.Field) -> bool:
    # What no revision stores (serialize=False) follows from what it stores.
    return getattr(field, "serialize", True)


def _child_relations(page: Page) -> list:
    relations = get_all_child_relations(page)
    return [relation for relation in relations if relation.get_accessor_name() not in BOOKKEEPING]


def _field_section(field: models.Field, page: Page) -> Section:
    label = str(capfirst(field.verbose_name))
    if isinstance(field, StreamField):
        pieces = tuple(_block_piece(child) for child in field.value_from_object(page))
        return Section(field.name, label, pieces)
    leaf = field_leaf(field, page, label)
    return Section(field.name, label, (Piece(field.name, label, (leaf,) if leaf else ()),))


def _rows_section(relation: Any, page: Page) -> Section:
    model = relation.related_model
    rows = list(getattr(page, relation.get_accessor_name()).all())
    if issubclass(model, ItemBase):
        names = ", ".join(sorted(str(row.tag) for row in rows))
        label = gettext("Tags")
        return Section(relation.name, label, (Piece("tags", label, (Leaf(label, names),)),))
    label = str(capfirst(model._meta.verbose_name_plural))
    return Section(relation.name, label, tuple(_row_piece(row) for row in rows))


def _row_piece(row: models.Model) -> Piece:
    fields = [
        field
        for field in row._meta.concrete_fields
        if _is_stored(field) and field.name not in ROW_SKIPPED and not isinstance(field, ParentalKey)
    ]
    leaves = (field_leaf(field, row, str(capfirst(field.verbose_name))) for field in fields)
    return Piece(
        str(row.pk or ""),
        str(capfirst(row._meta.verbose_name)),
        tuple(leaf for leaf in leaves if leaf is not None),
    )


def field_leaf(field: models.Field, instance: models.Model, label: str) -> Leaf | None:
    """Return a model field's value as a leaf; None for a box that is not ticked."""
    value = field.value_from_object(instance)
    if isinstance(field, models.ForeignKey):
        return _target_leaf(field.related_model, value, label)
    if isinstance(field, models.BooleanField):
        return Leaf(label, gettext("Yes")) if value else None
    if isinstance(field, RichTextField):
        return Leaf(label, plain_text(value or ""), exact=value or "")
    if field.flatchoices:
        value = dict(field.flatchoices).get(value, value)
    return Leaf(label, _text(value))


def _target_leaf(model: type[models.Model], pk: Any, label: str) -> Leaf:
    if pk is not None and issubclass(model, get_image_model()):
        return Leaf(label, picture=pk, exact=str(pk))
    target = model._default_manager.filter(pk=pk).first() if pk is not None else None
    return Leaf(label, str(target) if target else "", exact=str(pk or ""))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "tzinfo"):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if hasattr(value, "strftime"):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)


def _block_piece(child: Any) -> Piece:
    leaves = tuple(block_leaves(child.block, child.value, ""))
    name = str(child.block.label)
    return Piece(child.id or "", name, tuple(leaf if leaf.label else _named(leaf, name) for leaf in leaves))


def _named(leaf: Leaf, label: str) -> Leaf:
    return Leaf(label, leaf.text, leaf.picture, leaf.exact)


def block_leaves(block: blocks.Block, value: Any, label: str) -> Iterator[Leaf]:
    """Yield the leaves of a block's value, those of nested blocks under a name of their own."""
    if value is None:
        return
    if isinstance(block, ImageChooserBlock):
        yield Leaf(label, picture=value.pk, exact=str(value.pk))
    elif isinstance(block, blocks.ChooserBlock):
        yield Leaf(label, str(value), exact=str(value.pk))
    elif isinstance(block, blocks.StructBlock):
        for name, inner in block.child_blocks.items():
            yield from block_leaves(inner, value.get(name), _under(label, inner.label))
    elif isinstance(block, blocks.ListBlock):
        yield from _list_leaves(block, value, label)
    elif isinstance(block, blocks.StreamBlock):
        for number, child in enumerate(value, start=1):
            yield from block_leaves(child.block, child.value, _under(label, f"{child.block.label} {number}"))
    elif isinstance(block, BaseTypedTableBlock):
        yield Leaf(label or str(block.label), table_text(value))
    elif isinstance(block, blocks.RichTextBlock):
        yield Leaf(label, plain_text(value.source), exact=value.source)
    elif isinstance(block, blocks.BooleanBlock):
        if value:
            yield Leaf(label, gettext("Yes"))
    else:
        choices = dict(block.field.choices) if isinstance(block, blocks.ChoiceBlock) else {}
        yield Leaf(label, _text(choices.get(value, value)))


def _list_leaves(block: blocks.ListBlock, value: Any, label: str) -> Iterator[Leaf]:
    """A list of texts is one text with a line for each; a list of structures has leaves of its own."""
    inner = block.child_block
    if isinstance(inner, blocks.StructBlock):
        for number, item in enumerate(value, start=1):
            yield from block_leaves(inner, item, _under(label, str(number)))
        return
    leaves = [leaf for item in value for leaf in block_leaves(inner, item, "")]
    lines = [f"{number}. {leaf.text}" for number, leaf in enumerate(leaves, start=1)]
    yield Leaf(label, "\n".join(lines), exact="\n".join(leaf.exact for leaf in leaves))


def _under(label: str, inner: Any) -> str:
    return f"{label} – {inner}" if label else str(inner)


def table_text(table: Any) -> str:
    """Return a table as lines: the caption, the headings, then the rows, cells parted by bars."""
    rows = [[str(column["heading"]) for column in table.columns]]
    rows += [[str(cell.value if cell.value is not None else "") for cell in row] for row in table.rows]
    lines = [" | ".join(cells) for cells in rows]
    return "\n".join([table.caption, *lines] if table.caption else lines)
