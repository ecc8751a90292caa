"""What the admin shows to whom, beyond the review (cms/workflow/wagtail_hooks.py)."""

from django.db.models import Q
from django.utils.html import format_html
from django.templatetags.static import static
from wagtail import hooks
from wagtail.models import Page

from cms.workflow.people import is_approver

ADMIN_STYLES = "css/admin.css"


@hooks.register("insert_global_admin_css")
def admin_styles() -> str:
    """Add the newsroom's few rules to the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static(ADMIN_STYLES))


def readable_pages(user, pages):
    """Return those of the pages whose titles that person may read in the admin.

    Stock Wagtail shows every draft's title to everybody who may log in. A reporter reads what is public and
    what is the reporter's own; approvers and administrators, who answer for all of it, read all.
    """
    if user.is_superuser or is_approver(user) or user.has_perm("accounts.change_user"):
        return pages
    return pages.filter(Q(live=True) | Q(owner=user))


@hooks.register("construct_explorer_page_queryset")
def hide_others_drafts_in_explorer(parent_page, pages, request):
    """Hide the drafts of others in the tree and its listings."""
    return readable_pages(request.user, pages)


@hooks.register("construct_page_chooser_queryset")
def hide_others_drafts_in_chooser(pages, request):
    """Hide the drafts of others where a page is chosen."""
    return readable_pages(request.user, pages)


def may_read(user, page: Page) -> bool:
    """Tell whether that person may read the page's unpublished title and history."""
    return readable_pages(user, Page.objects.filter(pk=page.pk)).exists()
