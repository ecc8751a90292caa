"""One line of text in a body, cleaned when it is saved like the fields of a page (cms/fields.py)."""

from typing import Any

from wagtail.blocks import CharBlock

from cms import vietnamese


class CleanCharBlock(CharBlock):
    """Wagtail's line of text, cleaned by ``normalise`` whenever a form is saved, drafts included."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        return vietnamese.normalise(cleaned) if isinstance(cleaned, str) else cleaned

    def deconstruct(self) -> tuple[str, tuple, dict]:
        """Stand in migrations as what it is stored as: the cleaning is no part of the schema."""
        arguments, options = self._constructor_args
        return "wagtail.blocks.CharBlock", arguments, options
