"""What a draft may lack and a submission may not.

A reporter saves thirty pictures first and describes them later: a draft is stored however incomplete it is, so
these rules are no part of a model's ``clean()``. They are asked when a page is submitted – by the editor's
form, next to each field, and again by the review's service, whatever way the submission comes.

A page, or a row of a page, says what it lacks with ``problems()``, which yields (field name, sentence). A row that
prints something from elsewhere if it is left empty takes it over with ``fill_in()`` whenever it is saved, so that
it is signed.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists
from django.forms.formsets import ORDERING_FIELD_NAME
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.models import get_all_child_relations
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.fields import StreamField
from wagtail.models import Page

BELOW_A_DRAFT = gettext_lazy(
    "The page lies below a page that is not public, whose words would stand in its address: "
    "have that one approved first."
)


class ReviewedPageForm(WagtailAdminPageForm):
    """The editor's form: a draft is saved as it is, a submission must be complete."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            # Left empty, it is made from the title by the page itself.
            self.fields["slug"].required = False

    def is_valid(self) -> bool:
        """Refuse closed files. Ask also for completeness, unless Wagtail defers required fields: a mere save."""
        if not super().is_valid():
            return False
        # Imported late: pages are made of this form before the models of pictures are loaded.
        from cms.media.choices import names_closed_file

        if names_closed_file(self):
            self.add_error(
                None, _("A picture or document was chosen that is not in your library: choose another one.")
            )
            return False
        # Drafts too: an approver's correction is saved like one, and what is printed must stand in what is signed.
        for formset in self.formsets.values():
            for row in _rows_as_shown(formset):
                if fill_in := getattr(row.instance, "fill_in", None):
                    fill_in()
        if self.is_deferred_validation:
            return True
        complete = _add_problems(self) & _add_problems(self, asked="problems_when_submitted")
        if not self.instance.path and lies_below_draft(self.instance, self.parent_page):
            self.add_error(None, BELOW_A_DRAFT)
            complete = False
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


def _add_problems(form: Any, where: str = "", asked: str = "problems") -> bool:
    """Put the problems of a form's instance next to their fields and tell whether there are none.

    Args:
        form: a page's form, or that of one of its rows.
        where: what the sentences begin with: which row it is.
        asked: the method of the instance that yields them.
    """
    found = list(getattr(form.instance, asked, tuple)())
    for field, sentence in found:
        form.add_error(field if field in form.fields else None, f"{where}: {sentence}" if where else sentence)
    return not found


def _numbered(row: Any, number: int) -> str:
    """Name a row by its place, for whoever looks for it among thirty: "Ảnh trong thư viện 3"."""
    return f"{capfirst(row._meta.verbose_name)} {number}"


def lies_below_draft(page: Any, parent: Any = None) -> bool:
    """Tell whether a page that is not public itself lies below another one that is not.

    What is public already may be mended there: its address is known, and stays (cms/pages.py).

    Args:
        page: the page; one that is not stored yet lies nowhere.
        parent: below which a page that is not stored yet will be.
    """
    lowest = page.path[: -Page.steplen] if page.path else getattr(parent, "path", "")
    # Neither the tree's root nor the home page below it has words in an address.
    above = [lowest[:end] for end in range(3 * Page.steplen, len(lowest) + 1, Page.steplen)]
    is_public = Exists(Page.objects.filter(pk=page.pk or 0, live=True))
    return bool(above) and Page.objects.filter(~is_public, path__in=above, live=False).exists()


def all_problems(page: Any) -> Iterator[str]:
    """Yield the sentences of all that a page and its rows lack, bodies' blocks included.

    Args:
        page: the page as a revision has it (``revision.as_object()``).
    """
    yield from (sentence for _path, sentence in located_problems(page))


def located_problems(page: Any) -> Iterator[tuple[str, str]]:
    """Yield (path, sentence) of all that a page and its rows lack.

    A path names the field as the editor does: "lead", "body.<block id>.alt", "gallery_images.2.alt" (rows by their
    place, from 0).

    Args:
        page: the page as a revision has it, or as a form makes it that is not saved yet.
    """
    try:
        page.full_clean(exclude=_made_on_saving(page))
    except ValidationError as error:
        yield from _sentences(page, error)
    for field, sentence in getattr(page, "problems", tuple)():
        yield field, str(sentence)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            stream = getattr(page, field.name)
            try:
                stream.stream_block.clean(stream)
            except ValidationError as error:
                for path, message in _block_problems(error, stream):
                    yield ".".join([field.name, *path]), _named(field, message)
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        for number, row in enumerate(getattr(page, name).all(), start=1):
            for field, sentence in getattr(row, "problems", tuple)():
                yield f"{name}.{number - 1}.{field}", f"{_numbered(row, number)}: {sentence}"


def _made_on_saving(page: Any) -> set[str]:
    """Return the fields that a page which is not stored yet gets when it is."""
    return (
        set() if page.pk else {"path", "depth", "content_type", "locale", *(() if page.slug else ("slug",))}
    )


def _block_problems(error: Any, value: Any) -> Iterator[tuple[list[str], str]]:
    """Yield (path below the value, message) of what is wrong in a block, or in the blocks inside of it."""
    inner = getattr(error, "block_errors", None) or {}
    said = False
    for key, wrong in inner.items() if isinstance(inner, dict) else enumerate(inner):
        if wrong is None:
            continue
        child, name = _inside(value, key)
        for path, message in _block_problems(wrong, child):
            said = True
            yield [name, *path] if name else path, message
    general = getattr(error, "non_block_errors", None) or (
        [] if hasattr(error, "block_errors") else error.messages
    )
    for message in general:
        for sentence in getattr(message, "messages", [message]):
            said = True
            yield [], str(sentence)
    if not said:
        yield [], ""


def _inside(value: Any, key: Any) -> tuple[Any, str]:
    """Return a block's inner value and the name by which the editor knows it."""
    if isinstance(key, str):
        return (value.get(key) if hasattr(value, "get") else None), key
    try:
        child = value.bound_blocks[key] if hasattr(value, "bound_blocks") else value[key]
    except (IndexError, TypeError, KeyError):
        return None, ""
    return getattr(child, "value", child), getattr(child, "id", None) or ""


def _sentences(page: Any, error: ValidationError) -> Iterator[tuple[str, str]]:
    for name, messages in error.message_dict.items():
        field = next((field for field in page._meta.fields if field.name == name), None)
        for message in messages:
            yield (name, _named(field, message)) if field else ("", message)


def _named(field: Any, message: str) -> str:
    """Return "field: sentence"; a body says that one of its blocks is incomplete."""
    return f"{field.verbose_name}: {message or _('a block is incomplete; the editor marks it.')}"
