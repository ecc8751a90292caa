"""The body as the preview shows it: the portal's own blocks, with places for what is not stored yet."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue

from news.models import StoryPage

from .body import paragraph_html
from .recognised import NoteKind, Recognised

NOTE_GROUPS: tuple[tuple[NoteKind, Any], ...] = (
    ("to_decide", _("Still to be decided by a person")),
    ("recognised", _("Recognised")),
    ("cleaned", _("Cleaned")),
    ("left_out", _("Left out")),
)


@dataclass(frozen=True)
class Shown:
    """A block to show. ``kind``: "block" (``value`` renders itself), "speech" or "picture"."""

    kind: str
    value: Any
    html: str = ""


def shown_body(recognised: Recognised) -> list[Shown]:
    """Return the body's blocks in order, speeches and pictures as what they will be."""
    pictures = {one.number: one for one in recognised.pictures}
    shown = []
    for block in recognised.body:
        if block.type == "imported_picture":
            if block.value["number"] in pictures:
                shown.append(Shown("picture", pictures[block.value["number"]]))
        elif block.type == "speech":
            speech = recognised.speeches[block.value["number"] - 1]
            shown.append(Shown("speech", speech, "".join(map(paragraph_html, speech.paragraphs))))
        else:
            shown.append(Shown("block", _bound(block.type, block.value)))
    return shown


def _bound(kind: str, value: Any) -> Any:
    stream_block = StoryPage._meta.get_field("body").stream_block
    if kind == "ordinal_list":
        value = {"items": list(value["items"])}
    return StreamValue(stream_block, [{"type": kind, "value": value}], is_lazy=True)[0]
