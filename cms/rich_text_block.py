"""Rich text in a body, cleaned when it is saved of what Word and phones bring along unseen.

Draftail lets only the features of its block through, so nothing of Word's look gets in. What it does not see is
in the letters: no-break spaces, invisible characters, letters in parts, and text typed in a font of before
Unicode, whose font the browser drops and whose letters then say "Céng hßa".
"""

import re
from html import escape, unescape
from typing import Any

from wagtail.blocks import RichTextBlock
from wagtail.rich_text import RichText

from cms.vietnamese import find_legacy_encoding, legacy_to_unicode, normalise_html

_TAG = re.compile(r"(<[^>]*>)")


def clean_rich_text(html: str) -> str:
    """Return stored rich text with its letters cleaned; the tags stay byte for byte.

    Text of an old font is converted where its paragraph leaves no doubt (``find_legacy_encoding``).
    """
    pieces = _TAG.split(normalise_html(html))
    words = "\n".join(unescape(piece) for piece in pieces[::2])
    encoding = find_legacy_encoding(words)
    if encoding is None:
        return "".join(pieces)
    pieces[::2] = [escape(legacy_to_unicode(unescape(piece), encoding), quote=False) for piece in pieces[::2]]
    return "".join(pieces)


class CleanRichTextBlock(RichTextBlock):
    """Wagtail's rich text, cleaned by ``clean_rich_text`` whenever a form is saved, drafts included."""

    def clean(self, value: Any) -> RichText:
        cleaned = super().clean(value)
        return RichText(clean_rich_text(cleaned.source))

    def deconstruct(self) -> tuple[str, tuple, dict]:
        """Stand in migrations as what it is stored as: the cleaning is no part of the schema."""
        arguments, options = self._constructor_args
        return "wagtail.blocks.RichTextBlock", arguments, options
