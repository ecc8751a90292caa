"""What ``setup_portal`` makes: roles, the review, collections, the page tree. Idempotent; nothing is lost.

Everything is found by what it is – a group's name, a page's type and address – never by a number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms import vietnamese
from cms.accounts import audit
from cms.accounts.roles import APPROVER_ROLES, ROLES, Role
from cms.workflow import service
from cms.workflow.models import Decision, ReviewTask
from cms.workflow.scheduling import holidays
from home.models import HomePage, PortalSettings, StandardPage
from home.starter import (
    ACCESSIBILITY_STATEMENT,
    ALBUMS_DESCRIPTION,
    CATEGORIES,
    HOME_DESCRIPTION,
    NEWS_DESCRIPTION,
    STANDARD_PAGES,
)
from news.models import AlbumIndexPage, Category, NewsIndexPage
from news.royalties import genres

WORKFLOW_NAME = "Duyệt tin bài"
TASK_NAME = "Chánh Văn phòng duyệt"
COLLECTION_NAME = "Tin bài"
SITE_NAME = "Cổng thông tin điện tử"
# What Wagtail's first migration calls the site's host, and what base.py calls it without BASE_URL.
NO_HOST = "localhost"

Say = Callable[[str], object]
# Of Wagtail's first migration (wagtail/migrations/0002_initial_data.py).
WAGTAILS_GROUPS = ("Editors", "Moderators")


@dataclass
class Portal:
    """The portal's fixed points, after set-up."""

    site: Site
    home: HomePage
    news_index: NewsIndexPage
    task: ReviewTask
    collection: Collection


def _nothing(line: str) -> None:
    """Say nothing."""


def set_up(say: Say = _nothing, step: Say = _nothing) -> Portal:
    """Make what is missing and return the portal's fixed points; all of it, or nothing.

    Args:
        say: called with a line for what somebody may have to know.
        step: called with a line for each step.
    """
    with audit.gathered("rights"), transaction.atomic():
        return _set_up(say, step)


def _set_up(say: Say, step: Say) -> Portal:
    step("Review workflow")
    root = _tree_root()
    task = _review(root)
    step("Page tree")
    home = _founded(root, HomePage, "Trang chủ", slug="trang-chu", search_description=HOME_DESCRIPTION)
    site = _site(home)
    _tell_its_address(site, say)
    news_index = _founded(
        home, NewsIndexPage, "Tin tức – Sự kiện", in_menu=True, search_description=NEWS_DESCRIPTION
    )
    _founded(home, AlbumIndexPage, "Thư viện ảnh", in_menu=True, search_description=ALBUMS_DESCRIPTION)
    founded = {
        page.title: _founded(
            home,
            StandardPage,
            page.title,
            in_menu=page.in_menu,
            introduction=page.introduction,
            body=page.body,
        )
        for page in STANDARD_PAGES
    }
    step("Categories")
    _seed_categories()
    step("Holidays")
    holidays.seed()
    step("Royalties by genre")
    genres.seed()
    step("Roles and rights")
    collection = _collection()
    for role in ROLES:
        _grant(role, home, news_index, collection)
    _take_away_publication(say)
    _remove_groups_of_wagtail(say)
    _link_accessibility_statement(site, founded[ACCESSIBILITY_STATEMENT])
    return Portal(site, home, news_index, task, collection)


def existing() -> Portal | None:
    """Return the fixed points of a portal that was set up before, or None; nothing is made or changed."""
    home, index = HomePage.objects.first(), NewsIndexPage.objects.first()
    task = ReviewTask.objects.filter(name=TASK_NAME).first()
    collection = _collection_of_the_roles()
    site = Site.objects.filter(is_default_site=True).first()
    if home and index and task and collection and site:
        return Portal(site, home, index, task, collection)
    return None


def _tree_root() -> Page:
    """Return the tree's root; a freshly emptied database has none."""
    Locale.objects.get_or_create(language_code="vi")
    root = Page.get_first_root_node()
    if root is None:
        content_type = ContentType.objects.get_for_model(Page)
        root = Page.add_root(
            instance=Page(title="Gốc", slug="root", content_type=content_type, locale=Locale.objects.get())
        )
    welcome = root.get_children().filter(
        content_type=ContentType.objects.get_for_model(Page), title__startswith="Welcome to your new Wagtail"
    )
    for page in welcome.filter(latest_revision=None):
        page.delete()  # Wagtail's own sample page, never edited by anybody
        root.refresh_from_db()
    return root


def _review(root: Page) -> ReviewTask:
    task = ReviewTask.objects.filter(name=TASK_NAME).first() or ReviewTask.objects.create(name=TASK_NAME)
    task.groups.add(*[Group.objects.get_or_create(name=role.name)[0] for role in APPROVER_ROLES])
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return task


def _founded(parent: Page, model: Any, title: str, *, slug: str = "", in_menu: bool = False, **fields):
    """Return the page of that type and title; make and found it if it never was.

    The register remembers what was founded: a page that the office renamed, moved or removed since is not
    made again.
    """
    slug = slug or vietnamese.slugify(title)
    known = Decision.objects.filter(kind=Decision.Kind.FOUNDED, page_type=model._meta.label, page_title=title)
    page = model.objects.filter(pk__in=list(known.values_list("page_id", flat=True))).first()
    if page is None and getattr(model, "max_count", None) == 1:
        page = model.objects.first()
    if page is None and not known.exists():
        page = model(title=title, slug=slug, show_in_menus=in_menu, live=False, **fields)
        parent.refresh_from_db()
        parent.add_child(instance=page)
        page.save_revision(log_action=False)
        service.found(page)
        page.refresh_from_db()
    return page


def _site(home: HomePage) -> Site:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return Site.objects.create(
            hostname=NO_HOST, root_page=home, is_default_site=True, site_name=SITE_NAME
        )
    if not isinstance(site.root_page.specific, HomePage):
        site.root_page = home
        site.site_name = site.site_name or SITE_NAME
        site.save()
    return site


def _tell_its_address(site: Site, say: Say) -> None:
    """Give the site the address of ``BASE_URL``, from which feeds, sitemaps and canonical addresses are made.

    A host that somebody gave it stays, and so does everything where ``BASE_URL`` says none.
    """
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host = address.hostname or NO_HOST
    if site.hostname != NO_HOST or host == NO_HOST:
        return
    port = address.port or (443 if address.scheme == "https" else 80)
    if Site.objects.filter(hostname=host, port=port).exists():
        say(f"Another site has the address {host}:{port} already: the portal's stays {site.hostname}.")
        return
    site.hostname, site.port = host, port
    site.site_name = site.site_name or SITE_NAME
    site.save()
    say(f"The portal's address is {site.root_url}.")


def _link_accessibility_statement(site: Site, page: StandardPage | None) -> None:
    """Have every footer link the statement, unless the office chose another page."""
    portal = PortalSettings.for_site(site)
    if page is not None and portal.accessibility_page_id is None:
        portal.accessibility_page = page
        portal.save()


def _seed_categories() -> None:
    """Make the categories that a new portal begins with; afterwards they are the administrators' alone.

    One that was renamed, has another address, or was deleted is not made again.
    """
    if not Category.objects.exists():
        for name in CATEGORIES:
            Category.objects.create(name=name, slug=vietnamese.slugify(name))


def _collection() -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return _collection_of_the_roles() or root.add_child(name=COLLECTION_NAME)


def _collection_of_the_roles() -> Collection | None:
    """Return the collection of the stories' files, whatever the office calls it now, or None.

    It is the first that the roles hold rights on; before they hold any, the one of that name.
    """
    below_root = Collection.objects.filter(depth__gt=1)
    held = below_root.filter(group_permissions__group__name__in=[role.name for role in ROLES])
    return held.order_by("pk").first() or below_root.filter(name=COLLECTION_NAME).first()


def _grant(role: Role, home: HomePage, news_index: NewsIndexPage, collection: Collection) -> None:
    group, _created = Group.objects.get_or_create(name=role.name)
    for rights, page in ((role.site_rights, home), (role.news_rights, news_index)):
        for right in rights:
            permission = Permission.objects.get(
                codename=f"{right}_page", content_type=ContentType.objects.get_for_model(Page)
            )
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    for right in role.file_rights:
        for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            permission = Permission.objects.get(codename=f"{right}_{model}", content_type__app_label=app)
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
    for right in role.rights:
        app, codename = right.split(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


def _take_away_publication(say: Say) -> None:
    """Nobody holds ``publish``: Wagtail's own first migration gives it to its Moderators."""
    rights = GroupPagePermission.objects.filter(permission__codename__in=["publish_page", "bulk_delete_page"])
    for right in rights.select_related("group"):
        say(f"The group “{right.group}” held the right “{right.permission.codename}”: taken away.")
    rights.delete()


def _remove_groups_of_wagtail(say: Say) -> None:
    """Remove the two groups of Wagtail's first migration while nobody is in them.

    They stand between the roles when an account is given one, in English, with rights that no role has.
    """
    for group in Group.objects.filter(name__in=WAGTAILS_GROUPS, user=None):
        say(f"The group “{group}” of Wagtail had no members: removed.")
        group.delete()
