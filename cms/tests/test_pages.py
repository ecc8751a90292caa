"""What every page is: its slug, its address, who reads its title."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.wagtail_hooks import may_read
from cms.widgets import slug_formatters
from cms.workflow import service
from cms.workflow.models import TakeDown
from cms.workflow.tests.desk import admin, as_user, form_of
from news.models import StoryPage

pytestmark = pytest.mark.django_db

TITLES = [
    ("Đảng bộ Sở Nội vụ", "dang-bo-so-noi-vu"),
    ("Nghị định số 42/2022/NĐ-CP", "nghi-dinh-so-42-2022-nd-cp"),
    ("  Hội nghị   “sơ kết” ", "hoi-nghi-so-ket"),
    ("Đẩy mạnh chuyển đổi số", "day-manh-chuyen-doi-so"),
    ("Ủy ban – Ủy ban", "uy-ban-uy-ban"),
    ("😀😀", "trang"),
]


@pytest.mark.parametrize(("title", "slug"), TITLES)
def test_the_server_makes_vietnamese_slugs(make_story, reporter, title, slug):
    assert make_story(reporter, title=title).slug == slug


def test_a_typed_slug_is_made_vietnamese_too(make_story, reporter):
    assert make_story(reporter, title="Tin", slug="Đường-Dẫn Lạ").slug == "duong-dan-la"


def test_equal_titles_get_different_addresses(make_story, reporter):
    assert [make_story(reporter, title="Thông báo").slug for _number in range(3)] == [
        "thong-bao",
        "thong-bao-2",
        "thong-bao-3",
    ]


def test_a_renamed_public_page_keeps_its_old_address(
    client, published, publish, reporter, chief, django_capture_on_commit_callbacks
):
    story = published(title="Tên cũ")
    old = story.get_url_parts()[2]
    story.slug = "ten-moi"
    story.save_revision(user=reporter)
    with django_capture_on_commit_callbacks(execute=True):
        publish(story, reporter, chief)
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, "/tin-tuc-su-kien/ten-moi/")


def test_a_renamed_draft_leaves_no_address(client, make_story, reporter):
    story = make_story(reporter, title="Bí mật")
    old = story.get_url_parts()[2]
    story.slug = "khac"
    story.save()
    assert not Redirect.objects.exists()
    assert client.get(old).status_code == 404


class TestAfterTakeDown:
    """A page that was public keeps its address until another one is signed with it."""

    DRAFTED = "giam-doc-so-nhan-hoi-lo"

    @pytest.fixture
    def withdrawn(self, published, chief):
        story = published(title="Số liệu quý II", lead="Lời dẫn đã duyệt.")
        service.take_down(story.pk, chief, TakeDown.Kind.WITHDRAWN, "Số liệu đang được kiểm tra lại.")
        return story

    def test_no_draft_changes_the_address(
        self, withdrawn, client, reporter, django_capture_on_commit_callbacks
    ):
        old = withdrawn.get_url_parts()[2]
        with django_capture_on_commit_callbacks(execute=True):
            as_user(reporter).post(admin("edit", withdrawn.pk), form_of(withdrawn, slug=self.DRAFTED))
            # As a script would, with the address that the draft would have.
            Page.objects.get(pk=withdrawn.pk).get_latest_revision_as_object().save()
        draft = Page.objects.get(pk=withdrawn.pk).get_latest_revision_as_object()
        assert draft.slug == self.DRAFTED, "to be signed with the text"
        assert Page.objects.get(pk=withdrawn.pk).get_url_parts()[2] == old
        assert client.get(old).status_code == 200
        assert client.get(f"/tin-tuc-su-kien/{self.DRAFTED}/").status_code == 404
        assert not Redirect.objects.exists()

    def test_a_signed_republication_may(
        self, withdrawn, client, publish, reporter, chief, django_capture_on_commit_callbacks
    ):
        old = withdrawn.get_url_parts()[2]
        story = StoryPage.objects.get(pk=withdrawn.pk).specific
        story.slug = "so-lieu-da-kiem-tra"
        story.save_revision(user=reporter)
        with django_capture_on_commit_callbacks(execute=True):
            publish(story, reporter, chief)
        assert client.get("/tin-tuc-su-kien/so-lieu-da-kiem-tra/").status_code == 200
        assert client.get(old)["Location"] == "/tin-tuc-su-kien/so-lieu-da-kiem-tra/"

    def test_nobody_moves_or_deletes_it(self, withdrawn, make_story, reporter, superuser):
        draft = make_story(reporter).permissions_for_user(superuser)
        assert draft.can_move()
        assert draft.can_delete()
        last = Page.objects.get(pk=withdrawn.pk).last_published_at
        as_user(reporter).post(admin("edit", withdrawn.pk), form_of(withdrawn, lead="Lời dẫn mới."))
        page = Page.objects.get(pk=withdrawn.pk)
        assert page.last_published_at == last, "a draft does not make it one that never was public"
        for seen in (page.specific, page.get_latest_revision_as_object()):
            allowed = seen.permissions_for_user(superuser)
            assert not allowed.can_move()
            assert not allowed.can_delete()


def test_others_drafts_are_not_read(client, make_story, published, reporter, other_reporter, chief):
    draft = make_story(reporter, title="Chuyện chưa ai được biết")
    public = published(title="Chuyện đã đăng")
    assert [may_read(person, draft) for person in (reporter, other_reporter, chief)] == [True, False, True]
    assert may_read(other_reporter, public)
    client.force_login(other_reporter)
    listing = client.get(reverse("wagtailadmin_explore", args=[draft.get_parent().pk])).content.decode()
    assert "Chuyện đã đăng" in listing
    assert "Chuyện chưa ai được biết" not in listing


def test_the_formatters_of_the_slug_field_are_what_the_browser_gets():
    patterns = dict(slug_formatters())
    assert patterns["[đĐ]"] == "d"
    assert Page._meta.get_field("slug").max_length == 255


def test_the_public_sees_neither_private_nor_foreign_pages(portal, published, client):
    from wagtail.models import PageViewRestriction, Site

    from news.models import StoryPage

    story = published()
    assert list(StoryPage.objects.visible()) == [story.storypage_ptr]
    assert not StoryPage.objects.visible(Site(pk=0)).exists()

    PageViewRestriction.objects.create(page=portal.news_index, restriction_type="login")
    assert not StoryPage.objects.visible().exists()
    PageViewRestriction.objects.all().delete()

    Site.objects.update(root_page=Page.objects.get(title="Giới thiệu"))
    assert not StoryPage.objects.visible().exists()


def test_the_texts_of_wagtails_own_fields_are_cleaned(make_story, reporter):
    typed, stored = "Sở\u00a0Nộ\u200bi\u202e vu\u0323\r\n số 1 ", "Sở Nội vụ số 1"
    story = make_story(reporter, title=typed, seo_title=typed, search_description=typed)
    assert (story.title, story.seo_title, story.search_description) == (stored, stored, stored)
