"""What a draft may lack and a submission may not.

A reporter saves thirty pictures first and describes them later: a draft is stored however incomplete it is, so
these rules are no part of a model's ``clean()``. They are asked when a page is submitted – by the editor's
form, next to each field, and again by the review's service, whatever way the submission comes.

A page, or a row of a page, says what it lacks with ``problems()``, which yields (field name, sentence).
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.formsets import ORDERING_FIELD_NAME
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.fields import StreamField


class ReviewedPageForm(WagtailAdminPageForm):
    """The editor's form: a draft is saved as it is, a submission must be complete."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            # Left empty, it is made from the title by the page itself.
            self.fields["slug"].required = False

    def is_valid(self) -> bool:
        """Ask also for completeness, unless Wagtail defers required fields because this is only a save."""
        if not super().is_valid():
            return False
        if self.is_deferred_validation:
            return True
        complete = _add_problems(self)
        for formset in self.formsets.values():
            for number, row in enumerate(_rows_as_shown(formset), start=1):
                complete = _add_problems(row, _numbered(row.instance, number)) and complete
        return complete


def _rows_as_shown(formset: Any) -> list[Any]:
    """Return the forms of a page's rows in the order in which the editor shows them, without the deleted."""
    # Formsets of child rows come with no empty form; a deleted one says nothing.
    kept = [row for row in formset.forms if not (formset.can_delete and formset._should_delete_form(row))]
    if formset.can_order:
        kept.sort(key=lambda row: row.cleaned_data.get(ORDERING_FIELD_NAME) or 0)
    return kept


def _add_problems(form: Any, where: str = "") -> bool:
    """Put the problems of a form's instance next to their fields and tell whether there are none.

    Args:
        form: a page's form, or that of one of its rows.
        where: what the sentences begin with: which row it is.
    """
    found = list(getattr(form.instance, "problems", tuple)())
    for field, sentence in found:
        form.add_error(field if field in form.fields else None, f"{where}: {sentence}" if where else sentence)
    return not found


def _numbered(row: Any, number: int) -> str:
    """Name a row by its place, for whoever looks for it among thirty: "Ảnh trong thư viện 3"."""
    return f"{capfirst(row._meta.verbose_name)} {number}"


def all_problems(page: Any) -> Iterator[str]:
    """Yield the sentences of all that a page and its rows lack, bodies' blocks included.

    Args:
        page: the page as a revision has it (``revision.as_object()``).
    """
    try:
        page.full_clean()
    except ValidationError as error:
        yield from _sentences(page, error)
    for _field, sentence in getattr(page, "problems", tuple)():
        yield str(sentence)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            try:
                stream = getattr(page, field.name)
                stream.stream_block.clean(stream)
            except ValidationError:
                yield _named(field, "")
    for relation in get_all_child_relations(page):
        for number, row in enumerate(getattr(page, relation.get_accessor_name()).all(), start=1):
            for _field, sentence in getattr(row, "problems", tuple)():
                yield f"{_numbered(row, number)}: {sentence}"


def _sentences(page: Any, error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        field = next((field for field in page._meta.fields if field.name == name), None)
        for message in messages:
            yield _named(field, message) if field else message


def _named(field: Any, message: str) -> str:
    """Return "field: sentence"; a body says that one of its blocks is incomplete."""
    return f"{field.verbose_name}: {message or _('a block is incomplete; the editor marks it.')}"
