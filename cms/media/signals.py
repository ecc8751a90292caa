"""What the gate hears from the database and from Wagtail."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.contrib.settings.registry import registry as settings
from wagtail.models import TaskState, UploadedFile
from wagtail.signals import page_published, page_unpublished, task_submitted

from cms.caching.signals import shown_to_the_public

from . import publication
from .fields import CleanFile, clean_document_file, clean_picture_file
from .models import PortalDocument, PortalImage, PublicUse
from .usage import refuse_if_used


def connect() -> None:
    """Connect the receivers. Every way of deleting – one, many, cascade – sends ``pre_delete`` first."""
    for model in (PortalImage, PortalDocument):
        pre_delete.connect(_on_delete, sender=model, dispatch_uid=f"media_in_use_{model.__name__}")
        shown_to_the_public(model, if_=_is_on_a_page)
    pre_save.connect(_on_put_aside, sender=UploadedFile, dispatch_uid="media_put_aside")
    # The life of pages and of the portal's settings (publication.py). A deleted page's rows go by cascade.
    page_published.connect(publication.on_published, dispatch_uid="media_published")
    page_unpublished.connect(publication.on_unpublished, dispatch_uid="media_unpublished")
    task_submitted.connect(publication.on_submitted, sender=TaskState, dispatch_uid="media_submitted")
    post_save.connect(publication.on_uploaded, sender=PortalImage, dispatch_uid="media_uploaded")
    for model in settings:
        for signal in (post_save, post_delete):
            signal.connect(publication.on_setting_changed, sender=model, dispatch_uid="media_settings")


def _on_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    refuse_if_used(instance)


def _is_on_a_page(file: Any) -> bool:
    """Tell whether readers' pages show the file now: work on all others leaves what is kept of the pages alone."""
    kind = "document" if isinstance(file, PortalDocument) else "picture"
    return PublicUse.objects.filter(**{kind: file.pk}).exists()


def _on_put_aside(sender: type, instance: UploadedFile, raw: bool = False, **kwargs: Any) -> None:
    """Clean what Wagtail's uploader puts aside until a form is corrected: it would keep the file as sent."""
    if raw or not instance.file or instance.file._committed or instance.for_content_type is None:
        return
    door = {PortalImage: clean_picture_file, PortalDocument: clean_document_file}.get(
        instance.for_content_type.model_class()
    )
    content = instance.file.file
    if door is not None and not isinstance(content, CleanFile):
        instance.file = door(content, instance.file.name)
