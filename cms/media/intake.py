"""The intake gate: the one door through which a file becomes a picture or document of the portal.

Library, chooser, gallery, Word import and every script end here (through the model fields, fields.py). Code
that has bytes in its hands calls ``store_picture`` or ``store_document``.
"""

from typing import Any

from wagtail.models import Collection

from cms import vietnamese

from .documents import CleanDocument, clean_document
from .facts import CREDIT_MAX, Facts
from .fields import CleanFile
from .models import PortalDocument, PortalImage
from .pictures import CleanPicture, clean_picture
from .refusal import FileInUse, Rejected

__all__ = [
    "CleanDocument",
    "CleanPicture",
    "Facts",
    "FileInUse",
    "Rejected",
    "clean_document",
    "clean_picture",
    "keep_picture",
    "propose_title",
    "store_document",
    "store_picture",
]

TITLE_MAX = 255


def propose_title(*candidates: str) -> str:
    """Return the first text that says something, as a title: one clean line of at most 255 characters."""
    for candidate in candidates:
        title = vietnamese.normalise(candidate)
        if title:
            return title if len(title) <= TITLE_MAX else title[: TITLE_MAX - 1].rstrip() + "…"
    return ""


def store_picture(
    data: bytes,
    name: str,
    *,
    title: str,
    user: Any,
    collection: Collection | None = None,
    credit: str = "",
    description: str = "",
) -> PortalImage:
    """Clean a picture and store it; the same picture again gives the one that is stored.

    Args:
        data: the file as sent.
        name: what it was called.
        title: "" takes the file's own caption, then its name.
        user: who uploads it, or None.
        collection: None is the root collection.
        credit: "" takes what the file says of its author.
        description: what the picture shows, for those who do not see it; at most 255 characters are kept.

    Raises:
        Rejected: with a sentence for the person who sent it.
    """
    file = CleanFile(clean_picture(data, name))
    return keep_picture(
        file, name, title=title, user=user, collection=collection, credit=credit, description=description
    )


def keep_picture(
    file: CleanFile,
    name: str,
    *,
    title: str,
    user: Any,
    collection: Collection | None = None,
    credit: str = "",
    description: str = "",
) -> PortalImage:
    """Store a picture that was cleaned already: the part of ``store_picture`` that needs the database.

    Cleaning takes a second and the database's lock is not held for it (gallery_upload.py).

    Args as for ``store_picture``; ``file`` is what ``clean_picture_file`` returned.
    """
    picture = file.result
    if not isinstance(picture, CleanPicture):
        raise TypeError("A document is no picture.")
    known = _known(PortalImage, file)
    if known is not None:
        return known
    image = PortalImage(
        title=propose_title(title, picture.facts.caption, name, picture.name),
        file=file,
        credit=vietnamese.normalise(credit)[:CREDIT_MAX] or picture.facts.credit,
        description=vietnamese.normalise(description)[:255],
        taken_at=picture.facts.taken_at,
        uploaded_by_user=user,
        **({"collection": collection} if collection else {}),
    )
    image.save()
    return image


def store_document(
    data: bytes, name: str, *, title: str, user: Any, collection: Collection | None = None
) -> PortalDocument:
    """Check a document and store it; the same document again gives the one that is stored.

    Args as for ``store_picture``.

    Raises:
        Rejected: with a sentence for the person who sent it.
    """
    file = CleanFile(clean_document(data, name))
    known = _known(PortalDocument, file)
    if known is not None:
        return known
    document = PortalDocument(
        title=propose_title(title, name, file.result.name),
        file=file,
        uploaded_by_user=user,
        **({"collection": collection} if collection else {}),
    )
    document.save()
    return document


def _known(model: Any, file: CleanFile) -> Any:
    """Return the oldest stored file with this content that is still on the disk."""
    for found in model.objects.filter(file_hash=file.sha1).order_by("pk"):
        if found.file.storage.exists(found.file.name):
            return found
    return None
