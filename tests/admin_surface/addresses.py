"""Every address of the admin, found by walking the URL conf.

An address that stands for many screens – one for each kind of page, of setting, of bulk action – is given once for
each of them, since each asks for rights of its own.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import get_page_models

from cms.media.models import PortalImage
from tests.public_surface import ADMIN

PART = re.compile(r"<(?:[a-z_]+:)?([a-z0-9_]+)>")


def routes() -> set[str]:
    """Return the pattern of every address below the admin's own, with kinds put in the place of their parts."""
    return {kind for route in _below(get_resolver().url_patterns, "") for kind in _kinds(route)}


def _below(patterns: Any, prefix: str) -> Iterator[str]:
    for pattern in patterns:
        whole = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            if prefix or whole.startswith(ADMIN):
                yield from _below(pattern.url_patterns, whole)
        elif whole.startswith(ADMIN):
            yield whole.removeprefix(ADMIN).replace("^", "").replace("$", "") or "/"


def _kinds(route: str) -> list[str]:
    for beginning, names in KINDS.items():
        if route.startswith(beginning):
            ending = route.removeprefix(beginning)
            return [beginning.split("<")[0] + name + ending for name in names()]
    return [route]


def _names(models: Any) -> list[str]:
    return [f"{model._meta.app_label}/{model._meta.model_name}" for model in models]


def _pages() -> list[str]:
    return _names([model for model in get_page_models() if model.__module__.split(".")[0] != "tests"])


def _bulk_actions() -> list[str]:
    bulk_action_registry._scan_for_bulk_actions()
    return [
        f"{app}/{model}/{action}"
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    ]


# By the beginning of a pattern: what its parts can be.
KINDS: dict[str, Callable[[], list[str]]] = {
    "bulk/<str:app_label>/<str:model_name>/<str:action>": _bulk_actions,
    "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>": _pages,
    "pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>": _pages,
    "pages/create/<slug:app_label>/<slug:model_name>": _pages,
    "settings/<slug:app_name>/<slug:model_name>": lambda: _names(settings_registry),
    "tag-autocomplete/<slug:app_name>/<slug:model_name>": lambda: _names(
        [PortalImage.tags.through.tag_model()]
    ),
    "workflows/tasks/add/<str:app_label>/<str:model_name>": lambda: [
        "wagtailcore/task",
        "workflow/reviewtask",
    ],
    "pages/workflow/action/<int:page_id>/<slug:action_name>": lambda: ["<int:page_id>/approve"],
    "pages/workflow/collect_action_data/<int:page_id>/<slug:action_name>": lambda: ["<int:page_id>/approve"],
    "api/main/pages/<int:pk>/action/<str:action_name>": lambda: ["<int:pk>/action/publish"],
    "editing-sessions/ping/<str:app_label>/<str:model_name>": lambda: ["wagtailcore/page"],
}


def filled(route: str, values: dict[str, Any]) -> str:
    """Return the address with values in the place of its parts.

    Raises:
        KeyError: the values have none for a part.
    """
    address = PART.sub(lambda part: str(values[part[1]]), route)
    # The one pattern of Wagtail's that is still a regular expression, and the one for all that is left.
    address = address.replace(r"(\d+)/revisions/compare/", f"{values.get('page_id')}/revisions/compare/")
    address = address.replace(r"(live|earliest|\d+)\.\.\.(live|latest|\d+)", "earliest...latest")
    address = address.replace(".*/", "khong-co/")
    query = values.get("query_of_check" if route == "soat-bai/" else "query", "")
    return f"/{ADMIN}{address.removeprefix('/')}{query}"
