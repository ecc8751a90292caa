"""What the admin shows to whom, beyond the review (cms/workflow/wagtail_hooks.py)."""

from typing import Any

from django.db.models import QuerySet
from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, resolve, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from cms import draft_privacy
from cms.draft_privacy import BULK_ACTIONS, REPORTS, ReadOnlyPagesAPI, readable_pages, reads_all
from cms.draft_privacy import may_read as may_read
from cms.kept_typing import kept_typing
from cms.page_links import PublicPageLinkHandler

ADMIN_STYLES = "css/admin.css"


@hooks.register("insert_global_admin_css")
def admin_styles() -> str:
    """Add the newsroom's few rules to the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static(ADMIN_STYLES))


@hooks.register("register_admin_urls")
def kept_typing_urls() -> list[URLPattern]:
    """Let open pages ask whose text they hold."""
    return [path("da-go/", non_atomic_requests(kept_typing), name="kept_typing")]


@hooks.register("insert_global_admin_js")
def keep_what_is_typed() -> str:
    """Keep in the browser what could not be saved (cms/kept_typing.py)."""
    return format_html(
        '<script src="{}" data-address="{}" defer></script>',
        static("js/kept-typing.js"),
        reverse("kept_typing"),
    )


@hooks.register("insert_global_admin_js")
def leave_the_text_in_sight() -> str:
    """Keep Wagtail from opening the last side panel over the whole editor of a phone."""
    return format_html('<script src="{}" defer></script>', static("js/side-panel.js"))


@hooks.register("insert_global_admin_css")
def styles_of_what_is_kept() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/kept_typing.css"))


@hooks.register("construct_explorer_page_queryset")
def hide_others_drafts_in_explorer(
    parent_page: Page, pages: QuerySet[Page], request: HttpRequest
) -> QuerySet[Page]:
    """Hide the drafts of others in the tree and its listings."""
    return readable_pages(request.user, pages)


@hooks.register("construct_page_chooser_queryset")
def hide_others_drafts_in_chooser(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Hide the drafts of others where a page is chosen."""
    return readable_pages(request.user, pages)


@hooks.register("before_edit_page")
def refuse_forged_choices(request: HttpRequest, page: Page) -> None:
    """Refuse what no chooser offered, when a page is saved."""
    draft_privacy.refuse_forged_choices(request, page, type(page))


@hooks.register("before_create_page")
def refuse_forged_choices_in_new(request: HttpRequest, parent_page: Page, page_class: type[Page]) -> None:
    """Refuse it when a page is made."""
    draft_privacy.refuse_forged_choices(request, None, page_class)


@hooks.register("construct_admin_api")
def hide_others_drafts_in_api(router: WagtailAPIRouter) -> None:
    """Put the reading API in the place of Wagtail's, which also writes."""
    router.register_endpoint("pages", ReadOnlyPagesAPI)


@hooks.register("construct_reports_menu")
def hide_reports(request: HttpRequest, items: list[Any]) -> None:
    """Offer Wagtail's reports only to whom they are open; none of types of pages, which it names as programs do."""
    items[:] = [item for item in items if item.name != "page-types-usage"]
    if not reads_all(request.user):
        items[:] = [item for item in items if resolve(item.url).namespace != REPORTS]


@hooks.register("before_serve_page")
def restricted_page_is_not_there(
    page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
) -> None:
    """Answer as if a restricted page did not exist to whom it is closed.

    Runs before Wagtail's own check, which leads to a login or a password page that the portal does not have
    (cms/urls.py) – a fault that says that something is there. Nothing is asked twice where nothing is restricted.

    Raises:
        Http404: the page is restricted, and not for this reader.
    """
    if not all(restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        raise Http404


# After Wagtail's own, in whose place it is put.
@hooks.register("register_rich_text_features", order=10)
def link_public_pages_alone(features: FeatureRegistry) -> None:
    """Let a text's links say nothing of what is not public."""
    features.register_link_type(PublicPageLinkHandler)


draft_privacy.connect()

for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action, order=10)
