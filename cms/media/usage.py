"""Which pages stand on a picture or document: as they are, as they are being changed, as they were signed.

Wagtail's reference index knows what is in the pages' tables: the live text, and the draft of a page that was
never public. What waits in a newer draft and what was signed stands in revisions alone.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex, Revision, TaskState, WorkflowState

from .refusal import FileInUse


class Use(NamedTuple):
    """What stands on a file: its newest name, and its number if it is a page."""

    name: str
    page_id: int | None


def uses(file: Model) -> Iterator[Use]:
    """Yield what stands on the file, without order; the same may come twice.

    Args:
        file: a stored picture or document.
    """
    for source, _references in ReferenceIndex.get_grouped_references_to(file):
        yield Use(str(source), source.pk if isinstance(source, Page) else None)
    for revision in _revisions_that_count(file):
        if _refers(revision, file):
            yield Use(revision.object_str, int(revision.object_id))


def pages_with(file: Model) -> set[int]:
    """Return the numbers of the pages that stand on the file: as they are, are being changed, were signed."""
    return {use.page_id for use in uses(file) if use.page_id is not None}


def refuse_if_used(file: Model) -> None:
    """Raise FileInUse if anything stands on the file. Names it only to whom it may be named."""
    # Imported late: it asks the review, which is loaded after this room.
    from cms.draft_privacy import name_for_reader

    use = next(uses(file), None)
    if use is None:
        return
    name = use.name if use.page_id is None else name_for_reader(use.page_id, use.name)
    if name is None:
        sentence = _(
            "“%(file)s” cannot be deleted: a page that is not public yet, or a version of it that was signed, "
            "shows it. What was signed is kept."
        ) % {"file": file}
    else:
        sentence = _(
            "“%(file)s” cannot be deleted: “%(page)s”, or a version of it that was signed, shows it. "
            "Take it out of the page if it must no longer be seen; what was signed is kept."
        ) % {"file": file, "page": name}
    raise FileInUse(sentence, code="in_use")


def is_shown(file: Model) -> bool:
    """Tell whether a public text, a setting, or a version that waits for its hour shows the file.

    Also one that a page which is restricted shows: it may be opened again without a signature.
    """
    # Imported late: the models are made of this room.
    from .models import PortalDocument, PublicUse

    kind = "document" if isinstance(file, PortalDocument) else "picture"
    if PublicUse.objects.filter(**{kind: file.pk}).exists():
        return True
    return any(_refers(revision, file) for revision in _revisions(file, Q(approved_go_live_at__isnull=False)))


def is_being_signed(file: Model) -> bool:
    """Tell whether a version that is with the approvers shows the file.

    That is the submitted one, and the page's latest, which an approver may have corrected: it was seen, and is
    published, as the file is now.
    """
    open_steps = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    )
    latest = Page.objects.exclude(latest_revision=None).values("latest_revision")
    in_review = Q(pk__in=open_steps.values("revision")) | Q(
        pk__in=latest, object_id__in=open_steps.values("workflow_state__object_id")
    )
    return any(_refers(revision, file) for revision in _revisions(file, in_review))


def why_it_is_kept(file: Any) -> Any:
    """Return the sentence that says why what the public sees of a file stays as it is; None if it may be changed."""
    if is_shown(file):
        return file.public_sentence
    return file.waiting_sentence if is_being_signed(file) else None


def _revisions_that_count(file: Model) -> Iterator[Revision]:
    """Yield the latest, live, scheduled and signed revisions of pages that seem to refer to the file."""
    # Imported late: the review's models are loaded after these.
    from cms.workflow.models import Signature

    pages = Page.objects.all()
    counting = (
        Q(pk__in=pages.exclude(latest_revision=None).values("latest_revision"))
        | Q(pk__in=pages.exclude(live_revision=None).values("live_revision"))
        | Q(approved_go_live_at__isnull=False)
        | Q(pk__in=Signature.objects.exclude(revision_id=None).values("revision_id"))
    )
    return _revisions(file, counting)


def _revisions(file: Model, which: Q) -> Iterator[Revision]:
    """Yield those of these revisions that seem to refer to the file."""
    return (
        Revision.page_revisions.filter(which)
        .annotate(text=Cast("content", TextField()))
        .filter(text__contains=str(file.pk))
        .filter(_may_refer_to(file))
        .iterator(chunk_size=100)
    )


def _may_refer_to(file: Model) -> Q:
    """Return a filter on ``text``, a revision's JSON, for whatever may be a reference to the file.

    A foreign key under its name; a value in a StreamField, which is JSON in JSON, so that its quotes carry a
    backslash; a link in rich text. It only spares the reading of thousands of revisions: what it lets through
    is looked at again.
    """
    model, number = type(file), str(file.pk)
    names = {
        field.name
        for owner in apps.get_models()
        for field in owner._meta.concrete_fields
        if field.related_model is model
    }
    may = Q(text__contains=f'\\"{number}\\')  # id=\"57\" in rich text, a number written as text
    for ending in (",", "}", "]"):
        may |= Q(text__contains=f'\\": {number}{ending}')
        for name in sorted(names):
            may |= Q(text__contains=f'"{name}": {number}{ending}')
    return may


def _refers(revision: Revision, file: Model) -> bool:
    wanted = (ContentType.objects.get_for_model(type(file)).pk, str(file.pk))
    found = ReferenceIndex._extract_references_from_object(revision.as_object())
    return any((content_type, str(pk)) == wanted for content_type, pk, _model_path, _content_path in found)
