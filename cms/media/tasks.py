"""Renditions in the background: ``manage.py db_worker --backend media`` makes them.

Nothing depends on a worker: what it has not made when a page becomes public is made then (publication.py).
"""

from contextlib import suppress

from django.conf import settings
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task, task_backends
from wagtail.models import Revision

from . import public_use, renditions
from .models import PortalImage
from .refusal import NotReady

# A queue of its own, so that no mail waits behind pictures; a deployment may have a single one.
BACKEND = "media" if "media" in getattr(settings, "TASKS", {}) else DEFAULT_TASK_BACKEND_ALIAS


@task(backend=BACKEND)
def make_renditions(image_id: int) -> None:
    """Make what is missing of a picture; nothing if it was deleted meanwhile."""
    image = PortalImage.objects.filter(pk=image_id).first()
    if image is not None:
        # What is wrong with the picture is in the log by now; whoever approves the page is told.
        with suppress(NotReady):
            renditions.make(image)


@task(backend=BACKEND)
def make_renditions_of_revision(revision_id: int) -> None:
    """Make what is missing of the pictures that a version of a page shows."""
    revision = Revision.objects.filter(pk=revision_id).first()
    if revision is not None:
        files = public_use.files_in(revision.as_object())
        for image in renditions.unready(files.pictures):
            make_renditions.call(image.pk)


def enqueue_picture(image_id: int) -> None:
    """Hand a picture to the workers. A backend without a queue would make it here and now: then nothing."""
    if task_backends[BACKEND].supports_defer:
        make_renditions.enqueue(image_id)


def enqueue_revision(revision_id: int) -> None:
    """Hand a version's pictures to the workers; as :func:`enqueue_picture`."""
    if task_backends[BACKEND].supports_defer:
        make_renditions_of_revision.enqueue(revision_id)
