"""The pages that the search finds: whatever implements the protocol, as far as the public may see it."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from wagtail.models import Page

from cms.child_rows import read_child_rows
from cms.pages import PublicPageQuerySet
from cms.searchable import Searchable, SearchDocument

_BATCH = 100


def searchable_models() -> list[type[Any]]:
    """Return the page models of which there are pages and that implement cms.searchable.Searchable."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Page) and isinstance(model, Searchable) and model.is_creatable
    ]


def kinds() -> dict[str, str]:
    """Return the kinds of page that can be found, with their names for the reader."""
    return {model.kind: str(model._meta.verbose_name_plural) for model in searchable_models()}


def category_model() -> type[Model] | None:
    """Return the model that the pages' ``category`` points at, None if no searchable page has one."""
    for model in searchable_models():
        try:
            return model._meta.get_field("category").related_model
        except FieldDoesNotExist:
            continue
    return None


def visible_pages() -> QuerySet[Page]:
    """Return all pages that the public may see, of whatever type (rows of the base table alone)."""
    return PublicPageQuerySet(Page).visible()


def visible_of(model: type[Any]) -> QuerySet[Any]:
    """Return the pages of exactly this type that the public may see."""
    return model.objects.visible().filter(content_type=ContentType.objects.get_for_model(model))


def documents(**conditions: Any) -> Iterator[SearchDocument]:
    """Yield the documents of all public pages, or of those that fulfil some conditions, without holding them.

    Args:
        conditions: lookups on Page, for example ``pk__in=[…]`` or ``path__startswith=…``.
    """
    for model in searchable_models():
        pages = visible_of(model).filter(**conditions).order_by("pk")
        last = 0
        # Not one long cursor: the rebuild commits in between, and PostgreSQL would first copy every row.
        while batch := list(pages.filter(pk__gt=last)[:_BATCH]):
            read_child_rows(batch)
            for page in batch:
                yield page.search_document()
            last = batch[-1].pk


def searchable_ids(**conditions: Any) -> Iterator[int]:
    """Yield the primary keys of the pages whose documents ``documents`` would give."""
    for model in searchable_models():
        yield from (
            visible_of(model).filter(**conditions).values_list("pk", flat=True).iterator(chunk_size=5_000)
        )
