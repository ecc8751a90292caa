"""What begins a new generation of the public site.

Pages: whenever one becomes public, leaves the public or moves. Whatever else stands on public pages –
settings, categories, notices, redirects – is named by its room through :func:`shown_to_the_public`.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.contrib.redirects.models import Redirect
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


def shown_to_the_public(model: type[Model], *, if_: Callable[[Any], bool] | None = None) -> None:
    """Let every change of the model's rows begin a new generation. Called from a room's ``ready``.

    Args:
        model: what stands on public pages besides their own content.
        if_: tells of a row whether it does; None: each does.
    """

    def changed(sender, instance, **kwargs) -> None:
        if if_ is None or if_(instance):
            _changed(sender, **kwargs)

    # Asked before a row is deleted: what tells that it was shown goes with it.
    for signal in (post_save, pre_delete):
        signal.connect(changed, sender=model, weak=False, dispatch_uid=f"caching_{model._meta.label}")


def _changed(sender, **kwargs) -> None:
    if not kwargs.get("raw"):
        generation.advance()


def _deleted_page(sender, instance, **kwargs) -> None:
    if instance.live:
        generation.advance()
