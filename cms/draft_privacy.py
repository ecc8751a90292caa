"""Who may read what is not public yet: others' drafts are named nowhere in the admin (docs/review.md, t).

Stock Wagtail shows every draft's title to everybody who may log in, and a public page's newer title in place
of the one that is public. A reporter reads what is public and what is the reporter's own; approvers and
administrators, who answer for all of it, read all.

Lists are filtered where Wagtail has a hook for it (wagtail_hooks.py). Addresses that name a page, and screens
that have no hook, are guarded here, once for all: most holes of this kind were one view that forgot to ask.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.db.models.signals import post_init
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from django.utils.http import urlencode
from modelcluster.models import get_all_child_relations
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.models import Page, ReferenceIndex, get_default_page_content_type, get_page_models
from wagtail.permissions import page_permission_policy

from cms.workflow.editing.editor import approves

# The names under which Wagtail's addresses and forms name a page.
IN_ADDRESS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
IN_FORM = ("new_parent_page", "parent_page", "chooser")

# The names of Wagtail's views that may name a page; the libraries' name those that show a file.
OF_THE_ADMIN = ("wagtailadmin_", "wagtail_bulk_action", "wagtailimages", "wagtaildocs:")

# Longer numbers are nobody's, and more than the database takes.
MAX_DIGITS = 19

# Reports and listings over all pages, without a hook to filter them. A reporter has "My stories" instead.
REPORTS = "wagtailadmin_reports"
LISTINGS = frozenset({"wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results"})

# The search over all pages has no hook either; the explorer's own search has one and finds the same.
SEARCHES = {
    "wagtailadmin_pages:search": "wagtailadmin_explore",
    "wagtailadmin_pages:search_results": "wagtailadmin_explore_results",
}


# For whom a page of Wagtail's admin is being made, if that person does not read all.
_reader: ContextVar[int | None] = ContextVar("draft_privacy_reader", default=None)

NAMED_AS_PUBLIC = "draft_privacy_named_as_public"


def reads_all(user: Any) -> bool:
    """Tell whether that account may read every draft's title."""
    return user.is_superuser or approves(user) or user.has_perm("accounts.change_user")


def readable_pages(user: Any, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of the pages whose titles that account may read in the admin."""
    return pages if reads_all(user) else pages.filter(Q(live=True) | Q(owner=user))


def may_read(user: Any, page: Page) -> bool:
    """Tell whether that account may read the page's unpublished title."""
    return readable_pages(user, Page.objects.filter(pk=page.pk)).exists()


class DraftPrivacyMiddleware:
    """Refuse the addresses of Wagtail's admin that name a draft, or list drafts, to whom may not read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _reader.set(None)
        try:
            return self.get_response(request)
        finally:
            _reader.reset(token)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.view_name.startswith(OF_THE_ADMIN):
            return None
        if not request.user.has_perm("wagtailadmin.access_admin") or reads_all(request.user):
            return None
        _reader.set(request.user.pk)
        if match.view_name in SEARCHES:
            return _explorers_search(request, match)
        closed = match.namespace == REPORTS or match.view_name in LISTINGS
        if closed or not _all_readable(request.user, set(_named(request, match))):
            return permission_denied(request)
        return None


def connect() -> None:
    """Let every public page be named in the admin as the public knows it, to whom its draft is no concern of."""
    for model in (Page, *get_page_models()):
        post_init.connect(_name_as_the_public_does, sender=model, dispatch_uid=NAMED_AS_PUBLIC)


def _name_as_the_public_does(sender: type, instance: Page, **kwargs: Any) -> None:
    """Put the public title in the place of the newer one, on the page as it was read for this request.

    Wagtail's templates, messages and API ask for ``draft_title`` in some fifty places, and none has a hook. Who
    reads this way may not save that page, so that it is not stored.
    """
    reader = _reader.get()
    if reader is None:
        return
    known = instance.__dict__
    if known.get("live") and "title" in known and known.get("owner_id") != reader:
        instance.draft_title = instance.title


def name_for_reader(page_id: int, newest: str) -> str | None:
    """Return the name by which the person whom the admin answers may know a page; None if by none.

    Args:
        page_id: the page.
        newest: its newest title, which is for whoever may read its drafts, and for commands.
    """
    reader = _reader.get()
    page = Page.objects.filter(pk=page_id).first() if reader is not None else None
    if page is None:
        return newest if reader is None else None
    if page.owner_id == reader:
        return newest
    return page.title if page.live else None


def _named(request: HttpRequest, match: ResolverMatch) -> Iterator[int]:
    """Yield the numbers of the pages that a request names."""
    values = [match.kwargs.get(name) for name in IN_ADDRESS]
    values += [request.POST.get(name) for name in IN_FORM]
    if match.view_name == "wagtailadmin_choose_page_chosen_multiple":
        values += request.GET.getlist("id")
    for value in values:
        if value and str(value).isdecimal() and len(str(value)) < MAX_DIGITS:
            yield int(value)


def _all_readable(user: Any, numbers: set[int]) -> bool:
    pages = Page.objects.filter(pk__in=numbers)
    return not numbers or not pages.exclude(pk__in=readable_pages(user, pages).values("pk")).exists()


def _explorers_search(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    root = page_permission_policy.explorable_root_instance(request.user)
    if root is None:
        return permission_denied(request)
    query = urlencode({"q": request.GET.get("q", ""), "search_all": "1"})
    return redirect(f"{reverse(SEARCHES[match.view_name], args=[root.pk])}?{query}")


def refuse_forged_choices(request: HttpRequest, page: Page | None, page_class: type[Page]) -> None:
    """Refuse an editor's post that names others' drafts, which no chooser offered: the form would show them.

    What the page names already stays: an approver may have chosen it.

    Args:
        request: the editor's request.
        page: the page as the editor reads it; None if it is being made.
        page_class: its type.

    Raises:
        PermissionDenied: it names a draft that the person may not read.
    """
    if request.method != "POST" or reads_all(request.user):
        return
    chosen = set(_chosen(request.POST, page_class))
    if chosen and not _all_readable(request.user, chosen - _referred_to(page)):
        raise PermissionDenied


def _chosen(data: QueryDict, page_class: type[Page]) -> Iterator[int]:
    """Yield the numbers of the pages that an editor's post names in fields, in rows and in links of a text."""
    fields = [re.escape(name) for name in _fields_for_pages(page_class)]
    for relation in get_all_child_relations(page_class):
        row = rf"{relation.get_accessor_name()}-\d+-"
        fields += [row + re.escape(name) for name in _fields_for_pages(relation.related_model)]
    names_page = re.compile("|".join(fields) or "(?!)").fullmatch
    for key, posted in data.items():
        value = str(posted)
        if names_page(key) and value.isdecimal() and len(value) < MAX_DIGITS:
            yield int(value)
        elif '"entityMap"' in value:
            yield from _linked(value)


def _fields_for_pages(model: type) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields  # type: ignore[attr-defined]
        if isinstance(field.related_model, type)
        and issubclass(field.related_model, Page)
        and not field.remote_field.parent_link
    ]


def _linked(text: str) -> Iterator[int]:
    """Yield the numbers of the pages to which a rich text links, as the editor's script writes it."""
    try:
        entities = json.loads(text)["entityMap"].values()
        numbers = [entity["data"].get("id") for entity in entities if entity["type"] == "LINK"]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return  # no rich text: Wagtail's form says so
    yield from (
        int(number) for number in numbers if str(number).isdecimal() and len(str(number)) < MAX_DIGITS
    )


def _referred_to(page: Page | None) -> set[int]:
    if page is None:
        return set()
    pages = get_default_page_content_type().pk
    found = ReferenceIndex._extract_references_from_object(page)
    return {int(number) for content_type, number, _model, _path in found if content_type == pages}


class ReadOnlyPagesAPI(PagesAdminAPIViewSet):
    """The admin's own API, for the explorer's menu: it lists what one may read and changes nothing."""

    actions: dict[str, type] = {}

    def get_base_queryset(self) -> QuerySet[Page]:
        return readable_pages(self.request.user, super().get_base_queryset())


class _NamesNoOthersDrafts:
    """A bulk action that does not name what it refuses, if one may not read it."""

    request: HttpRequest

    def get_actionable_objects(self) -> tuple[list, dict[str, list]]:
        objects, others = super().get_actionable_objects()  # type: ignore[misc]
        refused = others["items_with_no_access"]
        pages = Page.objects.filter(pk__in=[page.pk for page in refused])
        known = set(readable_pages(self.request.user, pages).values_list("pk", flat=True))
        return objects, {**others, "items_with_no_access": [page for page in refused if page.pk in known]}


class DeletePages(_NamesNoOthersDrafts, DeleteBulkAction):
    """Wagtail's, with that difference."""


class MovePages(_NamesNoOthersDrafts, MoveBulkAction):
    """Wagtail's, with that difference."""


class PublishPages(_NamesNoOthersDrafts, PublishBulkAction):
    """Wagtail's, with that difference. Nobody's pages pass (cms/workflow/permissions.py)."""


class UnpublishPages(_NamesNoOthersDrafts, UnpublishBulkAction):
    """Wagtail's, with that difference. Nobody's pages pass (cms/workflow/permissions.py)."""


BULK_ACTIONS = (DeletePages, MovePages, PublishPages, UnpublishPages)
