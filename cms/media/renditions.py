"""Renditions made ahead: nothing of a picture is made while a reader waits.

They are made when a picture is uploaded and when a page is submitted, by a worker (tasks.py); what is missing
when a page becomes public is made then (publication.py). Every rendition is stored by itself and found again,
so whoever is interrupted goes on where the last one stopped, and two who make the same waste only time.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.images.models import Filter, SourceImageIOError

from .encoding import rendition_files
from .models import PortalImage, PortalRendition
from .refusal import NotReady
from .specs import PICTURE_SPECS, PREVIEW_SPEC

logger = logging.getLogger(__name__)

# What templates/components/header.html prints of the settings' logo.
SETTING_SPECS = ("max-240x128",)


@lru_cache
def filter_of(spec: str) -> Filter:
    """Return a spec's filter, parsed once: reading a spec takes longer than printing a picture."""
    return Filter(spec)


def missing(image: PortalImage, specs: Iterable[str] = PICTURE_SPECS) -> list[str]:
    """Return which of the specs have not been made of the picture as it is cut now, in their order."""
    made = {(one.filter_spec, one.focal_point_key) for one in image.renditions.all()}
    return [spec for spec in specs if (spec, filter_of(spec).get_cache_key(image)) not in made]


def unready(numbers: Iterable[int]) -> list[PortalImage]:
    """Return those of the pictures with these numbers of which something is missing, in two queries."""
    found = PortalImage.objects.filter(pk__in=numbers).prefetch_related("renditions")
    return [image for image in found if missing(image)]


def make(image: PortalImage, specs: Iterable[str] = PICTURE_SPECS, *, log: bool = True) -> int:
    """Make what is missing of a picture, and return how many renditions that were.

    The original is decoded once. Outside of a transaction every rendition is stored in one of its own, so that
    no other writer waits for more than one row.

    Args:
        image: the picture.
        specs: what is wanted of it.
        log: False if the caller's next step tries it again, and tells the engineers.

    Raises:
        NotReady: with a sentence that says what is wrong, and what to do.
    """
    # Fresh from the database: what was read with the picture may be old by now.
    image = PortalImage.objects.prefetch_related("renditions").get(pk=image.pk)
    try:
        return sum(_store(image, *made) for made in _files(image, missing(image, specs)))
    except NotReady:
        if log:
            logger.exception("No renditions of picture %s (%s)", image.pk, image.file.name)
        raise


def make_for_settings(image: PortalImage) -> int:
    """Make what the portal's frame shows of a picture of the settings. As :func:`make`."""
    return make(image, SETTING_SPECS)


def preview_rendition(image: PortalImage) -> PortalRendition:
    """Return the one rendition that a preview shows of a picture; make it if it is not there.

    Raises:
        NotReady: as :func:`make`; nothing is logged.
    """
    for made in image.renditions.all():
        if made.filter_spec == PREVIEW_SPEC:
            return made
    make(image, [PREVIEW_SPEC], log=False)
    # Whoever has stored it: somebody else may have been faster.
    made = image.renditions.get(filter_spec=PREVIEW_SPEC)
    image._add_to_prefetched_renditions(made)  # as Wagtail's get_rendition does
    return made


def drop_lost(image: PortalImage) -> int:
    """Forget the renditions of a picture whose files are lost from the storage; return how many those are."""
    lost = [one.pk for one in image.renditions.all() if not one.file.storage.exists(one.file.name)]
    PortalRendition.objects.filter(pk__in=lost).delete()
    return len(lost)


def _files(image: PortalImage, specs: list[str]) -> Iterator[tuple[Filter, File]]:
    """Yield the files of these renditions, none if there are none. Raises NotReady."""
    if not specs:
        return
    try:
        if set(specs) <= set(PICTURE_SPECS):
            yield from rendition_files(image, specs)
        else:
            yield from ((filter_of(spec), image.generate_rendition_file(filter_of(spec))) for spec in specs)
    except SourceImageIOError as error:
        raise _not_ready(image, _LOST) from error
    except Exception as error:  # a decoder raises nearly anything
        raise _not_ready(image, _DAMAGED) from error


def _store(image: PortalImage, wanted: Filter, file: File) -> bool:
    """Store a rendition; False if somebody else has stored it meanwhile, then nothing is left of this one."""
    which = {"image": image, "filter_spec": wanted.spec, "focal_point_key": wanted.get_cache_key(image)}
    if PortalRendition.objects.filter(**which).exists():
        return False
    rendition = PortalRendition(**which)
    storage, path = rendition.file.storage, rendition.file.field.generate_filename(rendition, file.name)
    try:
        # The file first, and outside of the row's transaction: a slow disk would hold every writer up.
        rendition.file.save(file.name or "", file, save=False)
    except Exception as error:  # a full disk, or a storage that is away, each with errors of its own
        # Nothing half-written stays.
        if not PortalRendition.objects.filter(file=path).exists():
            with suppress(Exception):
                storage.delete(path)
        raise _not_ready(image, _NOT_STORED) from error
    try:
        with transaction.atomic():
            rendition.save(force_insert=True)
    except IntegrityError:
        storage.delete(rendition.file.name)
        return False
    return True


_LOST = gettext_noop(
    "The picture “%(picture)s” cannot be shown: its file is lost. Nothing was published. "
    "Upload the picture again and choose it in the page, or tell the administrator."
)
_DAMAGED = gettext_noop(
    "The picture “%(picture)s” cannot be shown: its file is damaged. Nothing was published. "
    "Upload the picture again and choose it in the page, or tell the administrator."
)
_NOT_STORED = gettext_noop(
    "The sizes of the picture “%(picture)s” could not be stored; the server's disk may be full. "
    "Nothing was published. Tell the administrator, and try again later."
)


def _not_ready(image: PortalImage, sentence: str) -> NotReady:
    return NotReady(_(sentence) % {"picture": image.title})
