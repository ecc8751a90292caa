"""Pictures and documents of the portal.

A stored file never changes and is never lost while something that was approved shows it: pages are signed
with the number of a picture in them, so the number must keep meaning the same picture (docs/review.md, case
m). Everything about a file but the file itself – title, credit, focal point – may be edited, until the public
sees it or the approvers have it before them: a document's title is printed where a page gives it none, and a
picture is cut around its focal point.
"""

import secrets
import urllib.parse
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, Image, ImageQuerySet

from cms import vietnamese
from cms.fields import NormalisedCharField

from .fields import CleanFile, DocumentField, PictureField, immutable
from .pictures import CleanPicture
from .refusal import Rejected
from .usage import refuse_if_used, why_it_is_kept

# Mixed into models; for the type checker it is one.
if TYPE_CHECKING:
    _Model = models.Model
else:
    _Model = object

_STEM_MAX = 40
_TOKEN_LENGTH = 16
_RENDITION_NAME_MAX = 60
FILE_CAPTION_MAX = 300


def _safe_stem(filename: str) -> tuple[str, str]:
    stem, _dot, extension = vietnamese.safe_filename(filename).rpartition(".")
    return vietnamese.slugify(stem, max_length=_STEM_MAX) or "tep", extension


def picture_path(instance: "PortalImage", filename: str) -> str:
    """Return the path, relative to the storage, for a picture's original; nobody guesses it.

    The folder is the original's own secret, which no rendition shows; they show the token in the name.
    """
    stem, extension = _safe_stem(filename)
    token = secrets.token_hex(_TOKEN_LENGTH // 2)
    return f"original_images/{secrets.token_hex(16)}/{token}-{stem}.{extension}"


def document_path(instance: "PortalDocument", filename: str) -> str:
    """Return the path, relative to the storage, for a document; its address shows the name and token."""
    stem, extension = _safe_stem(filename)
    return f"documents/{secrets.token_hex(16)}/{stem}-{secrets.token_hex(_TOKEN_LENGTH // 2)}.{extension}"


class _FixedFiles(models.QuerySet[Any]):
    """Files are not changed behind the models' back either."""

    def update(self, **kwargs: Any) -> int:
        if "file" in kwargs:
            raise immutable()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        for file in self:
            refuse_if_used(file)
        return super().delete()


class PictureQuerySet(_FixedFiles, ImageQuerySet):
    pass


class PortalDocumentQuerySet(_FixedFiles, DocumentQuerySet):
    pass


class FixedFile(_Model):
    """What pictures and documents share: the file is set once, hash and size are those of what is stored."""

    file: Any
    file_hash: str
    file_size: int | None

    # What the public sees of it besides the file, and what whoever would change that is told: when it is shown,
    # and when a text that shows it waits for its approval.
    public_fields: tuple[str, ...]
    public_sentence: Any
    waiting_sentence: Any

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it. Raises Rejected if the file changed, or what is public of it, or does not pass the gate."""
        if self._state.adding:
            self._clean_new_file()
        else:
            self._keep_what_is_shown(kwargs.get("update_fields"))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete it. Raises FileInUse, with a sentence; signals.py says the same to what comes by cascade."""
        refuse_if_used(self)
        return super().delete(*args, **kwargs)

    def _clean_new_file(self) -> None:
        """Bring the new file through the gate, if no form did, and note what is stored, not what was sent."""
        if self.file and not self.file._committed:
            content = self.file.file
            if not isinstance(content, CleanFile):
                content = type(self.file).clean(content, self.file.name)
                self.file = content
            self.file_hash, self.file_size = content.sha1, content.size
            self._note_what_was_sent(content.result)

    def _note_what_was_sent(self, result: Any) -> None:
        """Keep what the file said before it was cleaned, and what was taken out of it."""

    def _keep_what_is_shown(self, update_fields: Any) -> None:
        stored = type(self)._base_manager.filter(pk=self.pk).values("file", *self.public_fields).first() or {}
        if not self.file._committed or self.file.name != stored.get("file"):
            raise immutable()
        written = [name for name in self.public_fields if update_fields is None or name in update_fields]
        changed = any(getattr(self, name) != stored[name] for name in written)
        if changed and (sentence := why_it_is_kept(self)):
            raise Rejected(sentence, code="shown")


class PortalImage(FixedFile, AbstractImage):
    """A picture in the library, with the credit that is proposed wherever it is used."""

    file = PictureField(
        verbose_name=_("file"),
        upload_to=picture_path,
        width_field="width",
        height_field="height",
        max_length=200,
    )
    credit = NormalisedCharField(
        _("credit"), max_length=160, blank=True, help_text=_("Who took the picture.")
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True, editable=False)
    # What the camera or the agency wrote into the file: proposed as the caption where the picture is used.
    file_caption = NormalisedCharField(
        _("caption in the file"), max_length=FILE_CAPTION_MAX, blank=True, editable=False
    )
    removed_gps = models.BooleanField(_("place removed"), default=False, editable=False)

    objects = PictureQuerySet.as_manager()

    public_fields = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    public_sentence = _(
        "The picture is shown on the portal, so its focal point cannot be changed. "
        "To cut it differently, upload it again, choose it in the page and have the page signed."
    )
    waiting_sentence = _(
        "The picture stands in a text that waits for its approval, so its focal point cannot be changed now. "
        "To cut it differently, have the text returned first, or upload the picture again and choose it there."
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def _note_what_was_sent(self, result: CleanPicture) -> None:
        self.file_caption = result.facts.caption[:FILE_CAPTION_MAX]
        self.removed_gps = result.removed_gps


class PortalRendition(AbstractRendition):
    """A picture at one size, made from the original."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        """Return the path for the rendition, unguessable like its original's.

        Wagtail makes ``filename`` of what the size's description leaves of the original's name: at times
        nothing.
        """
        token = self.image.file.name.rpartition("/")[2][:_TOKEN_LENGTH]
        return f"images/{token}/{filename.lstrip('.')[-_RENDITION_NAME_MAX:]}"

    class Meta:
        # Every address of a picture is looked up by its file's name (serving.py).
        indexes = [models.Index(fields=["file"], name="portal_rendition_file")]
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_portal_rendition"
            )
        ]


class PortalDocument(FixedFile, AbstractDocument):
    """A file that readers may download."""

    file = DocumentField(upload_to=document_path, verbose_name=_("file"), max_length=200)

    objects = PortalDocumentQuerySet.as_manager()

    public_fields = ("title",)
    public_sentence = _(
        "The document is shown on the portal, so its title cannot be changed. "
        "To print another one, give the link its own title in the page and have the page signed."
    )
    waiting_sentence = _(
        "The document stands in a text that waits for its approval, so its title cannot be changed now. "
        "To print another one, give the link its own title in the text."
    )

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        """Leave the judgement to the gate: Wagtail's own looks at the name alone."""

    @property
    def content_disposition(self) -> str:
        """Always a download: shown by the browser, as Wagtail has PDF shown, it acts in the portal's name."""
        return f"attachment; filename*=UTF-8''{urllib.parse.quote(self.filename)}"


class PublicUse(models.Model):
    """A picture or document that the public text of a page shows, or a setting of the portal.

    A copy, for one quick question: may the public have this file? Written in the transaction that makes a
    text public or takes it away, by public_use.py alone. ``page`` is None for what the settings show.
    """

    # No page "uses" a file because of this table (wagtail.models.ReferenceIndex).
    wagtail_reference_index_ignore = True

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, null=True, related_name="+")
    picture = models.ForeignKey(PortalImage, on_delete=models.CASCADE, null=True, related_name="+")
    document = models.ForeignKey(PortalDocument, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(picture__isnull=False) ^ models.Q(document__isnull=False),
                name="public_use_of_one_file",
            ),
            models.UniqueConstraint(fields=("picture", "page"), name="public_use_of_picture"),
            models.UniqueConstraint(fields=("document", "page"), name="public_use_of_document"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id or '–'}: {self.picture_id or self.document_id}"
