"""What counts as the content of a page, and its fingerprint.

A revision's id is no identity – autosave overwrites a revision under the same id – so signatures name the
sha256 of the content. Unknown fields count as content: forgetting one here can only ask for one signature
too many.
"""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

# What Wagtail keeps about a page besides what its reader sees.
BOOKKEEPING = frozenset(
    {
        "pk", "path", "depth", "numchild", "url_path", "translation_key", "locale", "owner", "draft_title",
        "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision",
        "latest_revision", "latest_revision_created_at", "expired", "locked", "locked_at", "locked_by",
        "alias_of", "content_type", "wagtail_admin_comments",
    }
)  # fmt: skip
# The numbers that the database gives to child rows, and their way back to the page.
ROW_BOOKKEEPING = frozenset({"pk", "story", "page", "content_object"})


def content_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a page's serialised data that its reader sees.

    Args:
        data: ``Revision.content`` or ``page.serializable_data()``.
    """
    content = {}
    for key, value in data.items():
        if key in BOOKKEEPING or key.endswith("_ptr"):
            continue
        if isinstance(value, list):
            value = [_row(row) if isinstance(row, dict) else row for row in value]
        content[key] = value
    return content


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ROW_BOOKKEEPING}


def fingerprint(data: dict[str, Any]) -> str:
    """Return the sha256 (64 hexadecimal digits) of a page's content.

    The same content gives the same fingerprint, whatever revision or row it stands in.
    """
    text = json.dumps(
        content_of(data), cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()
