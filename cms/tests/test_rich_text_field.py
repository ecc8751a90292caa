"""Every rich text that anybody types is cleaned when its form is saved: in bodies and in fields of their own."""

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.blocks import RichTextBlock
from wagtail.fields import RichTextField, StreamField

from cms.rich_text_block import CleanRichTextBlock

HOSTILE = ["javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x"]


def fields_of(kind: type[Field]) -> list[Any]:
    return [
        field for model in apps.get_models() for field in model._meta.local_fields if isinstance(field, kind)
    ]


RICH = fields_of(RichTextField)


def typed(text: str, link: str = "") -> str:
    """Return what the editor's script sends for a paragraph; the whole of it is a link if there is one."""
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}
    whole = [{"offset": 0, "length": len(text), "key": 0}] if link else []
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
    return json.dumps(
        {
            "blocks": [{**block, "inlineStyleRanges": [], "entityRanges": whole}],
            "entityMap": {"0": entity} if link else {},
        }
    )


def stored(field: Field, sent: str) -> str:
    """Return what the admin's form makes of what was sent."""
    form_field = formfield_for_dbfield(field)
    assert form_field is not None
    return form_field.clean(form_field.widget.value_from_datadict({"text": sent}, {}, "text"))


def blocks_of(block: Any) -> Iterator[RichTextBlock]:
    if isinstance(block, RichTextBlock):
        yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from blocks_of(child)
    if getattr(block, "child_block", None):
        yield from blocks_of(block.child_block)


def test_the_portal_has_such_fields():
    assert "news.Speech.text" in map(str, RICH)
    assert "news.StoryPage.body" in map(str, fields_of(StreamField))


@pytest.mark.parametrize("field", RICH, ids=str)
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (unicodedata.normalize("NFD", "Đảng bộ Sở"), "Đảng bộ Sở"),
        ("Sở\u00a0Nội\u200b  vụ", "Sở Nội vụ"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("<b onclick=a()> & khác", "&lt;b onclick=a()&gt; &amp; khác"),
    ],
)
def test_a_fields_letters_are_cleaned(field, sent, kept):
    html = stored(field, typed(sent))
    assert f">{kept}</p>" in html
    assert html.count("<") == 2


@pytest.mark.parametrize("field", RICH, ids=str)
@pytest.mark.parametrize("link", HOSTILE)
def test_a_fields_hostile_links_lead_nowhere(field, link):
    html = stored(field, typed("xem thêm", link))
    assert "xem thêm" in html
    assert "href" not in html


@pytest.mark.parametrize("field", RICH, ids=str)
def test_a_fields_links_stay(field):
    assert 'href="https://a.vn/?x=1&amp;y=2"' in stored(field, typed("xem thêm", "https://a.vn/?x=1&y=2"))


@pytest.mark.parametrize("field", RICH, ids=str)
def test_migrations_know_nothing_of_it(field):
    name, path, args, _options = field.deconstruct()
    assert (name, path, args) == (field.name, "wagtail.fields.RichTextField", [])
    assert field.clone().features == field.features


@pytest.mark.parametrize("field", fields_of(StreamField), ids=str)
def test_every_rich_text_of_a_body_is_cleaned(field):
    assert [one for one in blocks_of(field.stream_block) if not isinstance(one, CleanRichTextBlock)] == []
