"""What begins a new generation of the public site.

Pages: whenever one becomes public, leaves the public or moves. Whatever else stands on public pages –
settings, categories, notices, redirects – is named by its room through :func:`shown_to_the_public`.
"""

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from . import generation


def connect() -> None:
    """Connect the receivers for pages and for what Wagtail shows with them."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_changed, dispatch_uid=f"caching_{id(signal)}")
    post_delete.connect(_deleted_page, sender=Page, dispatch_uid="caching_page_deleted")
    for model in (Site, Redirect, PageViewRestriction):
        shown_to_the_public(model)
    for model in (get_image_model(), get_document_model()):
        shown_to_the_public(model, from_the_start=False)


def shown_to_the_public(model: type[Model], *, from_the_start: bool = True) -> None:
    """Let every change of the model's rows begin a new generation. Called from a room's ``ready``.

    Args:
        model: what stands on public pages besides their own content.
        from_the_start: False if a new row stands on no page yet, as a picture that was just uploaded.
    """

    def changed(sender, **kwargs) -> None:
        if from_the_start or not kwargs.get("created"):
            _changed(sender, **kwargs)

    for signal in (post_save, post_delete):
        signal.connect(changed, sender=model, weak=False, dispatch_uid=f"caching_{model._meta.label}")


def _changed(sender, **kwargs) -> None:
    if not kwargs.get("raw"):
        generation.advance()


def _deleted_page(sender, instance, **kwargs) -> None:
    if instance.live:
        generation.advance()
