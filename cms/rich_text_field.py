"""Rich text in a field of its own – of a row, where there is no body – cleaned as that of a body is."""

from typing import Any

from django import forms
from wagtail.fields import RichTextField

from cms.rich_text_block import clean_rich_text


class CleanRichTextFormField(forms.CharField):
    """What the editor sends, cleaned by ``clean_rich_text``. Its widget lets only the field's features through."""

    def clean(self, value: Any) -> str:
        return clean_rich_text(super().clean(value))


class CleanRichTextField(RichTextField):
    """Wagtail's rich text, cleaned whenever a form is saved, drafts included.

    Not when it is read or stored by a program, as bodies are not: what was signed stays as it was signed.
    """

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return the form's field."""
        return super().formfield(**{"form_class": CleanRichTextFormField, **kwargs})

    def deconstruct(self) -> tuple[str, str, list, dict]:
        """Stand in migrations as what it is stored as: the cleaning is no part of the schema."""
        name, _path, arguments, options = super().deconstruct()
        return name, "wagtail.fields.RichTextField", arguments, options
