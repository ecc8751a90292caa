"""``setup_portal``: what it makes, that it makes nothing twice, and that nobody may publish afterwards."""

import logging

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import Collection, GroupPagePermission, Page, Site, Workflow, WorkflowPage

from cms.accounts.roles import ADMINISTRATOR, APPROVER_ROLES, REPORTER, ROLES
from cms.workflow.models import Approval, ReviewTask
from home.models import HomePage, StandardPage
from home.setup import existing, set_up
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


def test_every_page_tells_search_engines_what_it_is_about(client, portal):
    for page in portal.home.get_descendants(inclusive=True).live():
        assert '<meta name="description" content="' in client.get(page.url).content.decode(), page.title


def test_it_can_be_run_again_and_loses_nothing(portal):
    about = StandardPage.objects.get(title="Giới thiệu")
    Page.objects.filter(pk=about.pk).update(title="Về cơ quan", slug="ve-co-quan")
    Category.objects.filter(name="Thông báo").update(name="Thông báo chung")
    before = counted()
    call_command("setup_portal")
    assert counted() == before
    assert not StandardPage.objects.filter(title="Giới thiệu").exists(), "a renamed page is not made again"


CHANGES_OF_A_CATEGORY = {
    "its name": lambda categories: categories.update(name="Thông báo chung"),
    "its address": lambda categories: categories.update(slug="tin-bao"),
    "both": lambda categories: categories.update(name="Thông báo chung", slug="thong-bao-chung"),
    "deleted": lambda categories: categories.delete(),
}


@pytest.mark.parametrize("change", CHANGES_OF_A_CATEGORY.values(), ids=CHANGES_OF_A_CATEGORY.keys())
def test_what_administrators_did_to_a_category_stays(portal, change):
    change(Category.objects.filter(slug="thong-bao"))
    before = list(Category.objects.order_by("pk").values_list("pk", "name", "slug"))
    call_command("setup_portal")
    assert list(Category.objects.order_by("pk").values_list("pk", "name", "slug")) == before


def test_a_renamed_collection_is_not_made_again(portal):
    Collection.objects.filter(name="Tin bài").update(name="Ảnh và tệp")
    before = counted()
    call_command("setup_portal")
    assert counted() == before
    assert set_up().collection == existing().collection == portal.collection


@pytest.fixture
def told(caplog):
    """Do something; return the lines of the audit log on it."""

    def do(act) -> list[dict]:
        caplog.clear()
        logger = logging.getLogger("audit")
        logger.addHandler(caplog.handler)
        try:
            act()
        finally:
            logger.removeHandler(caplog.handler)
        return [record.audit for record in caplog.records if record.name == "audit"]

    return do


class TestWhatItSays:
    def test_a_line_of_the_audit_log_for_each_role_that_gets_rights(self, portal, told):
        Group.objects.filter(name__in=[REPORTER.name, ADMINISTRATOR.name]).delete()
        lines = told(set_up)
        assert sorted(line["whom"] for line in lines) == sorted([REPORTER.name, ADMINISTRATOR.name])
        [line] = [line for line in lines if line["whom"] == REPORTER.name]
        assert line["event"] == "rights"
        held = Group.objects.get(name=REPORTER.name)
        assert {*REPORTER.rights, "add_page", "add_image", "choose_document"} <= set(line["given"])
        rights = held.permissions.count() + held.page_permissions.count()
        assert len(line["given"]) == rights + held.collection_permissions.count()

    def test_nothing_for_rights_that_they_have(self, portal, told):
        assert told(set_up) == []

    def test_a_right_that_is_taken_away(self, portal, told):
        group, publish = Group.objects.create(name="Nhóm cũ"), Permission.objects.get(codename="publish_page")
        GroupPagePermission.objects.create(group=group, page=portal.home, permission=publish)
        [line] = told(set_up)
        assert (line["whom"], line["taken"]) == ("Nhóm cũ", ["publish_page"])

    def test_nothing_is_recorded_of_what_was_undone(self, portal, told, monkeypatch):
        Group.objects.filter(name=REPORTER.name).delete()

        def fail(*args) -> None:
            raise RuntimeError

        monkeypatch.setattr("home.setup._take_away_publication", fail)

        def act() -> None:
            with pytest.raises(RuntimeError):
                set_up()

        assert told(act) == []
        assert not Group.objects.filter(name=REPORTER.name).exists()

    @pytest.mark.parametrize(("verbosity", "lines"), [(1, 1), (2, 7)])
    def test_one_sentence_unless_more_is_asked_for(self, portal, capsys, verbosity, lines):
        call_command("setup_portal", verbosity=verbosity)
        assert len(capsys.readouterr().out.splitlines()) == lines


ADDRESSES = {
    "https": ("https://sonoivu.example", "https://sonoivu.example"),
    "a slash behind it": ("https://SoNoiVu.example/", "https://sonoivu.example"),
    "a port": ("http://sonoivu.example:8080", "http://sonoivu.example:8080"),
    "none given": ("http://localhost:8000", "http://localhost"),
}


@pytest.mark.parametrize(("base_url", "root_url"), ADDRESSES.values(), ids=ADDRESSES)
def test_the_site_has_the_address_that_was_given(client, portal, settings, base_url, root_url):
    settings.WAGTAILADMIN_BASE_URL = base_url
    assert set_up().site.root_url == root_url
    assert (
        f'<link rel="canonical" href="{root_url}/gioi-thieu/">' in client.get("/gioi-thieu/").content.decode()
    )
    assert f"{root_url}/gioi-thieu/" in client.get("/sitemap-trang.xml").content.decode()


def test_an_address_that_somebody_gave_the_site_stays(portal, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://sonoivu.example"
    Site.objects.update(hostname="cong.example", site_name="Sở Nội vụ")
    site = set_up().site
    site.refresh_from_db()
    assert (site.hostname, site.port, site.site_name) == ("cong.example", 80, "Sở Nội vụ")


def test_two_sites_never_get_one_address(portal, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://sonoivu.example"
    Site.objects.create(hostname="sonoivu.example", port=443, root_page=portal.home)
    lines = []
    assert set_up(lines.append).site.hostname == "localhost"
    assert any("sonoivu.example:443" in line for line in lines)


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
