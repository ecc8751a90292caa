"""The rows of many pages – pictures, files, bylines, keywords – read table by table instead of page by page."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail.models import Page


def read_child_rows(pages: Sequence[Page]) -> None:
    """Give pages their child rows: one query for each kind of rows, however many pages.

    Afterwards each page holds its rows in memory, as one does that was made from a revision. That is for reading: a
    page that is saved would store them anew.

    Args:
        pages: stored pages of one model.
    """
    if not pages:
        return
    for relation in get_all_child_relations(type(pages[0])):
        model, parent = relation.related_model, relation.field
        beside = [
            field.name
            for field in model._meta.concrete_fields
            if field.many_to_one and field != parent and not issubclass(field.related_model, Page)
        ]
        found = model._default_manager.filter(**{f"{parent.name}__in": [page.pk for page in pages]})
        found = found.order_by(*(model._meta.ordering or ["pk"]))
        rows: dict[Any, list[Any]] = defaultdict(list)
        for row in found.select_related(*beside) if beside else found:
            rows[getattr(row, parent.attname)].append(row)
        for page in pages:
            setattr(page, relation.get_accessor_name(), rows[page.pk])
