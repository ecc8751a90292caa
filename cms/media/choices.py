"""Files that an editor's form names and no chooser offered: once a page stands on a file, its editors may see it.

Wagtail's choosers list what a person may choose; the fields behind them take every number (access.py).
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex

from .models import PortalDocument, PortalImage
from .public_use import is_public

# (content type, number as text), as Wagtail's reference index gives them.
References = set[tuple[int, str]]


def names_closed_file(form: Any) -> bool:
    """Tell whether a page's form names a picture or document that the person does not find in the library.

    What the page names already, or named in an earlier version, stays: somebody else may have chosen it.

    Args:
        form: a page's valid form, of the person ``form.for_user``.
    """
    named = set(_named(form))
    closed = {
        each for model in (PortalImage, PortalDocument) for each in _closed(form.for_user, model, named)
    }
    if closed:
        stored = Page.objects.filter(pk=form.instance.pk).specific().first() if form.instance.pk else None
        for version in _versions(stored):
            closed -= _references_of(version)
            if not closed:
                break
    return bool(closed)


def _named(form: Any) -> Iterator[tuple[int, str]]:
    yield from _references_of(form.instance)
    for formset in form.formsets.values():
        for row in formset.forms:
            if row.has_changed() or row.instance.pk:
                yield from _references_of(row.instance)


def _references_of(thing: Model) -> References:
    found = ReferenceIndex._extract_references_from_object(thing)
    return {(content_type, str(number)) for content_type, number, _model_path, _content_path in found}


def _closed(user: Any, model: Any, named: References) -> References:
    # Imported late: asks for the models of pictures and documents, which may not be loaded yet.
    from .access import in_library_of

    content_type = ContentType.objects.get_for_model(model).pk
    numbers = {number for kind, number in named if kind == content_type}
    if not numbers:
        return set()
    # What is there no more is no file.
    closed = model.objects.filter(pk__in=numbers).exclude(pk__in=in_library_of(user, model).values("pk"))
    if model is PortalDocument:
        # A document that every reader may open is closed to nobody. Of a picture readers get sizes, not the original.
        closed = closed.exclude(is_public("document"))
    return {(content_type, str(pk)) for pk in closed.values_list("pk", flat=True)}


def _versions(page: Any) -> Iterator[Any]:
    """Yield a stored page's versions, the latest first: one may be gone back to."""
    if page is not None:
        yield from (
            revision.as_object() for revision in page.revisions.order_by("-created_at", "-pk").iterator()
        )
