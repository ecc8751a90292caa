"""How a page becomes a text to proofread: every field, block and row that a reader will read."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from cms.blocks import HeadingBlock
from news.models import StoryPage

from . import rich_text
from .text import Heading, LeadPicture, Link, Named, Passage, Picture, Place, Text

# No words of the text: addresses, and what the portal derives.
NOT_READ = frozenset({"slug", "url_path", "seo_title", "search_description", "draft_title"})
# As templates/blocks/heading.html prints them.
HEADING_LEVELS = {"h3": 3, "h4": 4}
NAMES = frozenset({"speaker", "name", "credit", "lead_image_credit"})

Found = Passage | Picture | Link | Heading


def text_of(page: Page) -> Text:
    """Return the text of a page as it would be published.

    Args:
        page: the specific page, with its rows; it need not be stored.
    """
    found = [*_fields(page), *_rows(page)]
    return Text(
        title=page.title or "",
        passages=tuple(one for one in found if isinstance(one, Passage)),
        pictures=tuple(one for one in found if isinstance(one, Picture)),
        links=tuple(one for one in found if isinstance(one, Link)),
        headings=tuple(one for one in found if isinstance(one, Heading)),
        lead_picture=_lead_picture(page),
        people=tuple(_people(page)),
        is_story=isinstance(page, StoryPage),
        day=getattr(page, "start_date", None),
    )


def rows_of(page: Page, relation: str) -> list[Any]:
    """Return the rows of a page in the order of its editor."""
    return sorted(getattr(page, relation).all(), key=lambda row: getattr(row, "sort_order", 0) or 0)


def _fields(page: Page) -> Iterator[Found]:
    own = [field for field in page._meta.concrete_fields if field.model is not Page or field.name == "title"]
    for field in own:
        if isinstance(field, StreamField):
            for number, child in enumerate(field.value_from_object(page), start=1):
                place = Place(f"{field.name}.{child.id or ''}", f"{field.name}-{number}")
                yield from _block(child.block, child.value, place, field.name)
        elif getattr(field, "serialize", True):
            yield from _value(field, page, Place.of_field(field.name))
    if lead := _lead_picture(page):
        place = Place.of_field("lead_image_caption")
        yield from [Picture(place, lead.caption)] if lead.chosen else []


def _lead_picture(page: Page) -> LeadPicture | None:
    if not isinstance(page, StoryPage):
        return None
    return LeadPicture(bool(page.lead_image_id), page.lead_image_caption or "")


def _value(field: models.Field, instance: models.Model, place: Place) -> Iterator[Found]:
    """Yield what a model field says, if it is words."""
    if field.name in NOT_READ or field.flatchoices:
        return
    value = field.value_from_object(instance)
    if not isinstance(value, str) or not value:
        return
    if isinstance(field, RichTextField):
        yield from _rich(value, place, place.path)
    elif isinstance(field, models.URLField):
        yield Link(place, value, address=value)
    elif isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField):
        for line in value.splitlines():
            yield Passage(place, line, place.path, field.name in NAMES)


def _rich(source: str, place: Place, group: str) -> Iterator[Found]:
    for paragraph in rich_text.paragraphs(source):
        yield Passage(place, paragraph, group)
    for attributes, words in rich_text.links(source):
        kind, number = attributes.get("linktype"), attributes.get("id", "")
        target = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
        if kind == "page":
            yield Link(place, words, page=target)
        elif kind == "document":
            yield Link(place, words, document=target)
        else:
            yield Link(place, words, address=attributes.get("href", ""))


def _block(block: blocks.Block, value: Any, place: Place, group: str, name: str = "") -> Iterator[Found]:
    """Yield what a block of a body says, with the blocks inside it."""
    if value is None:
        return
    if isinstance(block, blocks.StructBlock):
        inside = block.child_blocks
        if any(isinstance(inner, ImageChooserBlock) for inner in inside.values()) and "caption" in inside:
            caption = _below(place, "caption")
            yield Picture(caption, value.get("caption") or "", bool(value.get("decorative")))
        # One without words is not printed.
        if isinstance(block, HeadingBlock) and value.get("text"):
            yield Heading(_below(place, "level"), value["text"], HEADING_LEVELS.get(value.get("level"), 2))
        for inner_name, inner in inside.items():
            yield from _block(inner, value.get(inner_name), _below(place, inner_name), group, inner_name)
    elif isinstance(block, blocks.ListBlock):
        for item in value.bound_blocks:
            yield from _block(block.child_block, item.value, _below(place, item.id or ""), group, name)
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _block(child.block, child.value, _below(place, child.id or ""), group)
    elif isinstance(block, BaseTypedTableBlock):
        cells = [str(cell.value or "") for row in value.rows for cell in row]
        for text in [value.caption or "", *(str(column["heading"]) for column in value.columns), *cells]:
            if text:
                yield Passage(place, text, f"{place.path} table")
    elif isinstance(block, blocks.RichTextBlock):
        yield from _rich(value.source, place, group)
    elif isinstance(block, blocks.URLBlock):
        yield Link(place, value, address=value)
    elif isinstance(block, DocumentChooserBlock):
        yield Link(place, value.title, document=value.pk)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield Passage(place, value, place.path, name in NAMES)


def _below(place: Place, name: str) -> Place:
    return Place(f"{place.path}.{name}", place.anchor)


def _rows(page: Page) -> Iterator[Found]:
    for relation in get_all_child_relations(page):
        model, name = relation.related_model, relation.get_accessor_name()
        if issubclass(model, ItemBase) or model._meta.app_label == "wagtailcore":
            continue
        fields = [field for field in model._meta.concrete_fields if getattr(field, "serialize", True)]
        for number, row in enumerate(rows_of(page, name)):
            for field in fields:
                place = Place(f"{name}.{number}.{field.name}", f"{name}-{number + 1}")
                yield from _value(field, row, place)
                yield from _target(field, row, place)
            if hasattr(row, "image_id") and hasattr(row, "caption"):
                place = Place(f"{name}.{number}.caption", f"{name}-{number + 1}")
                yield Picture(place, row.caption or "", bool(getattr(row, "decorative", False)))


def _target(field: models.Field, row: models.Model, place: Place) -> Iterator[Link]:
    """Yield the link that a row makes to another page."""
    target = field.related_model
    own = field.remote_field is not None and getattr(field.remote_field, "parent_link", False)
    if not isinstance(target, type) or not issubclass(target, Page) or own or field.name in ("story", "page"):
        return
    number = field.value_from_object(row)
    if number:
        yield Link(place, "", page=number)


def _people(page: Page) -> Iterator[Named]:
    for relation, name_field, spoke in (("speeches", "speaker", True), ("contributions", "name", False)):
        if not hasattr(page, relation):
            continue
        for number, row in enumerate(rows_of(page, relation)):
            place = Place(f"{relation}.{number}.position", f"{relation}-{number + 1}")
            yield Named(place, getattr(row, name_field) or "", row.position or "", spoke)
