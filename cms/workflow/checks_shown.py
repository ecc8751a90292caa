"""What the review page points out in a text before somebody signs it.

Other rooms add their own through the hook ``review_checks``: a function that takes the specific page as it
would be published and returns sentences.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from modelcluster.models import get_all_child_relations
from wagtail import blocks, hooks
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

HOOK = "review_checks"


def checks_for(page: Page) -> list[str]:
    """Return the sentences that the approver should read, the portal's own first.

    Args:
        page: the specific page with the content of the version that is shown.
    """
    found = _picture_checks(page)
    for hook in hooks.get_hooks(HOOK):
        found += [str(sentence) for sentence in hook(page)]
    return found


def _picture_checks(page: Page) -> list[str]:
    pictures = list(_block_pictures(page)) + list(_row_pictures(page))
    without_alt = sum(1 for picture in pictures if not picture["alt"] and not picture["decorative"])
    without_caption = sum(1 for picture in pictures if not picture["caption"] and not picture["decorative"])
    found = []
    if hasattr(page, "lead_image_id"):
        if not page.lead_image_id:
            found.append(gettext("There is no lead picture."))
        else:
            without_alt += not page.lead_image_alt
            without_caption += not page.lead_image_caption
    if without_alt:
        found.append(gettext("Pictures without an alternative text: %(count)s.") % {"count": without_alt})
    if without_caption:
        found.append(gettext("Pictures without a caption: %(count)s.") % {"count": without_caption})
    return found


def _block_pictures(page: Page) -> Iterator[dict[str, Any]]:
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            for child in field.value_from_object(page):
                yield from _pictures_in(child.block, child.value)


def _pictures_in(block: blocks.Block, value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _pictures_in(block.child_block, item)
    elif isinstance(block, blocks.StructBlock):
        if {"image", "alt"} <= set(block.child_blocks):
            yield {name: value.get(name) for name in ("alt", "caption", "decorative")}
        for name, inner in block.child_blocks.items():
            if isinstance(inner, blocks.ListBlock | blocks.StructBlock):
                yield from _pictures_in(inner, value.get(name))


def _row_pictures(page: Page) -> Iterator[dict[str, Any]]:
    image_model = get_image_model()
    for relation in get_all_child_relations(page):
        names = {field.name: field for field in relation.related_model._meta.concrete_fields}
        if "image" in names and names["image"].related_model is image_model:
            for row in getattr(page, relation.get_accessor_name()).all():
                yield {name: getattr(row, name, "") for name in ("alt", "caption", "decorative")}
