"""A page's files at the moments of its life: submitted, becoming public, public with another text, gone.

The receivers run inside the transaction that makes the page public or takes it away, so that page and files
change together or not at all (signals.py connects them).
"""

import time
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page, Revision, TaskState

from . import public_use, renditions, tasks
from .models import PortalImage
from .refusal import NotReady


def prepare_page(page_id: int, seconds: float | None = None) -> int:
    """Make what is missing of a page's pictures, before somebody decides on it; never raises NotReady.

    Called before the review takes its locks, and outside of a transaction if the caller is: on SQLite a
    transaction holds the only write lock, and a gallery may take half a minute. It is no decision: what cannot
    be made here is asked for again, with its sentence, by :func:`on_published`.

    Args:
        page_id: the page.
        seconds: after these no further picture is begun; None takes the time that it takes.

    Returns:
        How many pictures were left for lack of time.
    """
    until = None if seconds is None else time.monotonic() + seconds
    left = 0
    for revision in _versions_to_come(page_id):
        for image in renditions.unready(public_use.files_in(revision.as_object()).pictures):
            if until is not None and time.monotonic() > until:
                left += 1
                continue
            with suppress(NotReady):
                renditions.make(image, log=False)
    return left


def _versions_to_come(page_id: int) -> list[Revision]:
    """Return the page's latest version and those that wait for their hour."""
    latest = Page.objects.filter(pk=page_id).values("latest_revision")
    return list(
        Revision.page_revisions.filter(object_id=str(page_id)).filter(
            Q(pk__in=latest) | Q(approved_go_live_at__isnull=False)
        )
    )


def on_published(instance: Page, **kwargs: Any) -> None:
    """Make the files of a text that has just become public, public. Raises NotReady: then nothing is.

    Wagtail sends the signal, too, when a page has only been given its hour.
    """
    if instance.live:
        for image in renditions.unready(public_use.record_page(instance).pictures):
            renditions.make(image)
    else:
        public_use.forget_page(instance)


def on_unpublished(instance: Page, **kwargs: Any) -> None:
    """Take the files of a page that has left the public along with it."""
    public_use.forget_page(instance)


def on_submitted(instance: TaskState, **kwargs: Any) -> None:
    """Let the workers look at what was submitted, after commit: mostly everything is there from the upload."""
    _later(tasks.enqueue_revision, instance.revision_id)


def on_uploaded(instance: PortalImage, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Let the workers make a new picture's renditions; make anew what a new focal point cuts differently.

    Nobody moves the focal point of a picture that is public (models.py). What is missing of it – new specs, a
    script's doing – is made at once: its page would show the whole picture instead of the crop.
    Where that cannot be done, whoever corrects its words must not be stopped by its file: ``make`` tells the
    engineers, and readers see what there is of it (templatetags/pictures.py).
    """
    if raw:
        return
    if created:
        _later(tasks.enqueue_picture, instance.pk)
    elif renditions.missing(PortalImage.objects.get(pk=instance.pk)):
        if PortalImage.objects.filter(public_use.is_public("picture"), pk=instance.pk).exists():
            with suppress(NotReady):
                renditions.make(instance)
        else:
            _later(tasks.enqueue_picture, instance.pk)


def on_setting_changed(raw: bool = False, **kwargs: Any) -> None:
    """Make the logo public that the settings show from now on.

    Raises NotReady: for a logo that no form has looked at (PortalSettings.clean).
    """
    if raw:
        return
    for image in PortalImage.objects.filter(pk__in=public_use.record_settings().pictures):
        renditions.make_for_settings(image)


def _later(enqueue: Any, number: int) -> None:
    """Queue a task after commit; a queue that fails must not undo the upload or the submission."""
    transaction.on_commit(lambda: enqueue(number), robust=True)
