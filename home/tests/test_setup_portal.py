"""``setup_portal``: what it makes, that it makes nothing twice, and that nobody may publish afterwards."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Collection, GroupPagePermission, Page, Site, Workflow, WorkflowPage

from cms.accounts.roles import APPROVER_ROLES, ROLES
from cms.workflow.models import Approval, ReviewTask
from home.models import HomePage, StandardPage
from news.models import AlbumIndexPage, Category, NewsIndexPage

pytestmark = pytest.mark.django_db


def counted() -> dict[str, int]:
    """Return how many there are of all that the command makes."""
    models = (Page, Group, GroupPagePermission, Collection, Workflow, ReviewTask, Category, Site, Approval)
    return {model.__name__: model.objects.count() for model in models}


def test_it_makes_the_tree_and_the_review(portal):
    assert portal.site.root_page.specific == HomePage.objects.get()
    assert NewsIndexPage.objects.get().get_parent().specific == portal.home
    assert AlbumIndexPage.objects.get().title == "Thư viện ảnh"
    assert {page.title for page in StandardPage.objects.all()} == {
        "Giới thiệu",
        "Liên hệ",
        "Tuyên bố về khả năng tiếp cận",
    }
    assert set(portal.task.groups.values_list("name", flat=True)) == {role.name for role in APPROVER_ROLES}
    assert WorkflowPage.objects.get(page=Page.get_first_root_node()).workflow.name == "Duyệt tin bài"
    assert all(page.live for page in Page.objects.filter(depth__gt=1))


def test_it_can_be_run_again_and_loses_nothing(portal):
    about = StandardPage.objects.get(title="Giới thiệu")
    Page.objects.filter(pk=about.pk).update(title="Về cơ quan", slug="ve-co-quan")
    Category.objects.filter(name="Thông báo").update(name="Thông báo chung")
    before = counted()
    call_command("setup_portal")
    assert counted() == before
    assert not StandardPage.objects.filter(title="Giới thiệu").exists(), "a renamed page is not made again"


def test_nobody_holds_the_right_to_publish(portal):
    held = GroupPagePermission.objects.values_list("permission__codename", flat=True)
    assert not {"publish_page", "bulk_delete_page"} & set(held)
    assert {role.name for role in ROLES} <= set(Group.objects.values_list("name", flat=True))


def test_the_rights_are_those_of_the_roles(portal, reporter, collaborator, chief, administrator):
    index = portal.news_index
    for person in (reporter, collaborator):
        rights = index.permissions_for_user(person)
        assert rights.can_add_subpage()
        assert not rights.can_edit()
        assert not portal.home.permissions_for_user(person).can_add_subpage()
    for person in (reporter, chief, administrator):
        rights = index.permissions_for_user(person)
        assert [rights.can_publish(), rights.can_unpublish(), rights.can_publish_subpage()] == [False] * 3
    assert administrator.has_perm("news.change_category")
    assert not chief.has_perm("news.change_category")
