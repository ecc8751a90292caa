"""Model fields that let nothing into the storage but what came through the gate, and nothing replace it.

Every way that Django and Wagtail have of storing a file ends in ``FieldFile.save``: forms, the multiple
uploader's second step, factories, scripts. So the gate stands there; forms only ask it earlier, to be able to
show its answer beside the field.
"""

import contextlib
import hashlib
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from .documents import MAX_BYTES as MAX_DOCUMENT_BYTES
from .documents import CleanDocument, clean_document
from .pictures import MAX_BYTES as MAX_PICTURE_BYTES
from .pictures import CleanPicture, clean_picture
from .refusal import Rejected


class CleanFile(ContentFile):
    """The content of a cleaned file, on its way to the storage. Only the gate's own results become one."""

    def __init__(self, result: CleanPicture | CleanDocument):
        super().__init__(result.data, name=result.name)
        self.result = result
        # What Wagtail calls a file's hash (SHA-1, an identity and no protection).
        self.sha1 = hashlib.sha1(result.data, usedforsecurity=False).hexdigest()


def read_limited(content: Any, limit: int) -> bytes:
    """Return the file's bytes, at most one more than ``limit``: enough for the gate to refuse it."""
    content.seek(0)
    return content.read(limit + 1)


def clean_picture_file(content: Any, name: str) -> CleanFile:
    """Return an uploaded picture cleaned. Raises Rejected."""
    return CleanFile(clean_picture(read_limited(content, MAX_PICTURE_BYTES), name))


def clean_document_file(content: Any, name: str) -> CleanFile:
    """Return an uploaded document cleaned. Raises Rejected."""
    return CleanFile(clean_document(read_limited(content, MAX_DOCUMENT_BYTES), name))


def immutable() -> Rejected:
    """Return the refusal to change a stored file."""
    return Rejected(
        _(
            "A stored file cannot be replaced: pages that were approved with it would change. "
            "Upload the new file by itself and choose it in the page."
        ),
        code="immutable",
    )


class _GatedFile(FieldFile):
    """What ``FieldFile``s of pictures and documents share; ``clean`` is the gate's door for their kind."""

    clean: Any
    _set_instance_attribute: Any

    def save(self, name: str, content: File, save: bool = True) -> None:
        if not self.instance._state.adding:
            raise immutable()
        clean = content if isinstance(content, CleanFile) else type(self).clean(content, name)
        clean.seek(0)
        path = self.field.generate_filename(self.instance, clean.result.name)
        try:
            self.name = self.storage.save(path, clean, max_length=self.field.max_length)
        except OSError as error:
            # Nothing half-written stays: the path's folder is new, so what is in it is ours.
            with contextlib.suppress(OSError):
                self.storage.delete(path)
            raise Rejected(
                _(
                    "The file could not be stored; the server's disk may be full. Nothing was changed. "
                    "Tell the administrator, and try again later."
                ),
                code="not_stored",
            ) from error
        self._set_instance_attribute(self.name, clean)
        self._committed = True
        if save:
            self.instance.save()

    def delete(self, save: bool = True) -> None:
        if not self.instance._state.adding:
            raise immutable()
        super().delete(save=save)


class PictureFieldFile(_GatedFile, WagtailImageFieldFile):
    clean = staticmethod(clean_picture_file)


class DocumentFieldFile(_GatedFile, FieldFile):
    clean = staticmethod(clean_document_file)


class PictureField(WagtailImageField):
    """The file of a picture."""

    attr_class = PictureFieldFile


class DocumentField(models.FileField):
    """The file of a document."""

    attr_class = DocumentFieldFile
