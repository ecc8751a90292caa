"""A page with something typed into every field that it has: texts, rows, pictures, documents, tags.

The fields are found by walking the models, so that a new one is filled, too.
"""

import io
import re
from datetime import date
from html import escape
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from PIL import Image
from taggit.managers import TaggableManager
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.media.intake import store_document, store_picture
from cms.media.tests import made

# Of Wagtail's own fields, those that say something.
_OF_EVERY_PAGE = ("title", "seo_title", "search_description")
_CUT = 100


def fill(page: Any, text: str, *, title: str = "", files: Any = None, target: Any = None) -> Any:
    """Type into every field of the page. It is not saved.

    Args:
        page: a page as it is stored.
        text: what is typed, followed by the name of the field, that no two say the same.
        title: its title, if that is to be another one.
        files: what ``new_files`` returned; None puts neither pictures nor documents in.
        target: the page to which rows that name one lead.
    """
    own = [
        field
        for field in page._meta.concrete_fields
        if field.name in _OF_EVERY_PAGE or not _of_wagtail(field)
    ]
    for field in own:
        _type_into(page, field, text, files, target)
    if title:
        page.title = title
    page.slug = ""
    if hasattr(page, "body"):
        page.body = _blocks(text, files)
    for relation in get_all_child_relations(page):
        if relation.related_model.__module__.startswith("wagtail") or _is_tagging(relation.related_model):
            continue
        _fill_rows(page, relation, text, files, target)
    for manager in page._meta.get_fields():
        if isinstance(manager, TaggableManager):
            getattr(page, manager.name).set([f"{text} tag"])
    return page


def new_files(text: str, number: int, collection: Any = None) -> dict[str, Any]:
    """Store a picture and a document that are like no other: ``number`` tells them apart."""
    name = f"{text[:40].replace(' ', '-')}-{number}"
    picture = Image.new("RGB", (64, 48), (number * 37 % 256, number * 91 % 256, number % 256))
    written = io.BytesIO()
    picture.save(written, "JPEG")
    document = made.pdf() + b"\n% " + str(number).encode() + b"\n%%EOF\n"
    return {
        "picture": store_picture(
            written.getvalue(),
            f"{name}.jpg",
            title=f"{text} picture",
            user=None,
            collection=collection,
            credit=f"{text} library credit"[:_CUT],
            description=f"{text} library description",
        ),
        "document": store_document(
            document, f"{name}.pdf", title=f"{text} document", user=None, collection=collection
        ),
    }


def _fill_rows(page: Any, relation: Any, text: str, files: Any, target: Any) -> None:
    """Give the page one row of that kind, if there is what the row must name."""
    row = relation.related_model()
    for field in row._meta.concrete_fields:
        if field.name not in ("id", relation.field.name, "sort_order"):
            _type_into(row, field, text, files, target)
    missing = [
        field.name
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.name != relation.field.name
        and not field.null
        and getattr(row, field.attname) is None
    ]
    getattr(page, relation.get_accessor_name()).set([] if missing else [row])


def _type_into(thing: Any, field: Any, text: str, files: Any, target: Any) -> None:
    said = f"{text} {field.name}"
    if isinstance(field, models.ForeignKey):
        model = field.related_model
        if files and model is type(files["picture"]):
            setattr(thing, field.name, files["picture"])
        elif files and model is type(files["document"]):
            setattr(thing, field.name, files["document"])
        elif target is not None and isinstance(target, model) and issubclass(model, Page):
            setattr(thing, field.name, target)
    elif not field.editable or field.choices:
        return
    elif isinstance(field, models.URLField):
        host = re.sub("[^A-Za-z0-9]", "", text.split()[0]) or "x"
        setattr(thing, field.name, f"https://{host}.example/")
    elif isinstance(field, models.BooleanField):
        setattr(thing, field.name, field.name not in ("decorative", "show_in_menus"))
    elif isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        setattr(thing, field.name, date(2026, 5, 26))
    elif isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField):
        rich = isinstance(field, RichTextField)
        cut = said[: field.max_length] if field.max_length else said
        setattr(thing, field.name, f"<p>{escape(said)}</p>" if rich else cut)


def _of_wagtail(field: Any) -> bool:
    return field.model.__module__.startswith("wagtail") or bool(
        field.remote_field and field.remote_field.parent_link
    )


def _is_tagging(model: type) -> bool:
    return any(base.__name__ == "ItemBase" for base in model.__mro__)


def _blocks(text: str, files: Any) -> list[tuple[str, Any]]:
    # The editor stores what is typed into rich text as HTML.
    rich = escape(text)
    said: list[tuple[str, Any]] = [
        ("paragraph", f"<p>{rich} paragraph</p>"),
        ("heading", {"text": f"{text} heading", "level": "h2"}),
        ("quotation", {"text": f"<p>{rich} quotation</p>", "speaker": f"{text} s", "position": f"{text} p"}),
        ("key_figure", {"value": text[:40], "label": f"{text} figure", "source": f"{text} source"}),
        ("ordinal_list", {"items": [f"<p>{rich} first item</p>", f"<p>{rich} second item</p>"]}),
        ("table", _table(text)),
        ("video", {"url": "https://video.example/", "title": f"{text} video"}),
    ]
    if files:
        picture = {
            "image": files["picture"],
            "caption": f"{text} picture caption",
            "alt": f"{text} picture alternative",
            "decorative": False,
            "credit": f"{text} c"[:160],
        }
        document = {"document": files["document"], "title": f"{text} document"}
        row = {"pictures": [picture, {**picture, "caption": f"{text} caption in the row"}]}
        said += [("picture", picture), ("picture_row", row), ("document", document)]
    return said


def _table(text: str) -> dict[str, Any]:
    columns = [{"type": kind, "heading": f"{text} column of a {kind}"} for kind in ("text", "number")]
    cells = {"values": [f"{text} cell", f"{text} second cell"]}
    return {"columns": columns, "rows": [cells, cells], "caption": f"{text} table"}
