"""What stock Wagtail would let happen to the public: cases b and c of docs/review.md, through the admin.

Every test acts as the admin's forms and scripts do, or as somebody who forges their posts, and looks at what
a reader finds and what the database holds, never at a status alone. What other tests show is not repeated:

==== ==================================================================================================
case shown by
==== ==================================================================================================
b    test_editor.TestMenu.test_nobody_publishes_from_it (menus), test_editor.TestBulk (bulk actions),
     test_gate.test_no_live_copy_and_no_alias and test_reverting_to_an_earlier_text_is_new_content (actions
     with every permission check left out), test_take_down (the review's own way down)
m    cms/media/tests/test_in_use.py: test_the_file_cannot_be_replaced, test_the_admin_refuses_with_a_sentence,
     test_a_picture_is_kept_while_a_signed_text_shows_it and the others there
o    test_mail_failures.py: test_decisions_neither_wait_nor_fail_and_the_mail_arrives_in_the_end and others
==== ==================================================================================================
"""

import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from cms.accounts.roles import CHIEF
from cms.workflow import service
from cms.workflow.models import Approval

from .desk import (
    JSON,
    SECRET,
    admin,
    article,
    as_user,
    bulk,
    correct,
    decide,
    form_of,
    nothing_decided,
    nothing_happens,
    reads,
    tree,
)

pytestmark = pytest.mark.django_db


class TestDirectPublication:
    """b: a holder of ``publish`` publishes directly, and a running workflow is silently cancelled."""

    def test_from_the_editor(self, make_story, live, waiting, reporter, chief, everybody):
        draft = make_story(reporter, title="Bài nháp")
        for user in everybody:
            with nothing_decided():
                for story in (draft, live, waiting):
                    data = form_of(story, lead=SECRET, **{"action-publish": "action-publish"})
                    as_user(user).post(admin("edit", story.pk), data, headers=JSON if user == chief else {})
            assert Page.objects.get(pk=draft.pk).latest_revision.user in (user, reporter), (
                "the form was accepted"
            )
        assert reads(draft) is reads(waiting) is None
        assert SECRET not in reads(live)

    def test_when_creating(self, portal, everybody):
        address = admin("add", "news", "newsarticlepage", portal.news_index.pk)
        for number, user in enumerate(everybody):
            slug = f"bai-{number}"
            with nothing_decided():
                as_user(user).post(address, article(slug=slug, **{"action-publish": "action-publish"}))
            story = Page.objects.get(slug=slug)
            assert not story.live
            assert reads(story) is None

    def test_by_reverting(self, live, publish, reporter, chief, everybody):
        first = live.live_revision_id
        correct(live, reporter, lead="Lời dẫn thứ hai đã duyệt.")
        publish(live, reporter, chief)
        for user in everybody:
            with nothing_decided():
                as_user(user).post(
                    admin("revisions_revert", live.pk, first), form_of(live, **{"action-publish": "1"})
                )
        assert "Lời dẫn thứ hai đã duyệt." in reads(live)

    def test_by_reverting_what_was_taken_down(self, live, chief, everybody):
        revision = live.live_revision_id
        service.take_down(live.pk, chief, "mistake", "Đăng nhầm bản nháp.")
        for user in everybody:
            with nothing_decided():
                as_user(user).post(
                    admin("revisions_revert", live.pk, revision), form_of(live, **{"action-publish": "1"})
                )
        assert reads(live) is None

    @pytest.mark.parametrize("extra", [{"publish_copies": "on"}, {"alias": "on"}, {"copy_subpages": "on"}])
    def test_by_copying(self, portal, live, everybody, extra):
        index = portal.news_index
        for number, user in enumerate(everybody):
            before = tree()
            data = {
                "new_title": "Bản sao",
                "new_slug": f"ban-sao-{number}",
                "new_parent_page": index.pk,
                **extra,
            }
            with nothing_decided():
                as_user(user).post(admin("copy", live.pk), data)
            made = set(Page.objects.filter(slug=f"ban-sao-{number}"))
            assert len(tree()) - len(before) == len(made) <= 1
            assert not any(page.live or page.alias_of_id for page in made)
            assert all(reads(page) is None for page in made)

    def test_an_alias_is_no_way_round_the_review(
        self, portal, make_story, publish, reporter, chief, superuser
    ):
        """An alias would be published with its original, or – refused by the gate – hinder it for ever."""
        story = make_story(reporter)
        data = {
            "new_title": "Bí danh",
            "new_slug": "bi-danh",
            "new_parent_page": portal.news_index.pk,
            "alias": "on",
        }
        as_user(superuser).post(admin("copy", story.pk), data)
        assert not Page.objects.filter(alias_of__isnull=False).exists()
        # One that a script made can be converted, which makes a draft of it.
        alias = story.create_alias(parent=portal.news_index, update_slug="bi-danh")
        with nothing_decided():
            as_user(superuser).post(admin("convert_alias", alias.pk))
        assert Page.objects.get(pk=alias.pk).alias_of_id is None
        assert reads(alias) is None
        publish(story, reporter, chief)
        assert reads(story)
        assert reads(alias) is None

    def test_unpublishing(self, live, everybody, portal):
        for user in everybody:
            with nothing_happens():
                as_user(user).post(admin("unpublish", live.pk))
                as_user(user).post(admin("unpublish", portal.home.pk), {"include_descendants": "on"})
        assert "Lời dẫn đã duyệt." in reads(live)

    def test_deleting_what_is_or_was_public(self, published, live, chief, everybody, portal):
        down = published(title="Bài đã gỡ")
        service.take_down(down.pk, chief, "withdrawn", "Số liệu sai.")
        for user in everybody:
            with nothing_happens():
                for page in (live, down, portal.news_index):
                    as_user(user).post(admin("delete", page.pk))
                as_user(user).post(bulk("delete", live, down))
        assert reads(live)

    def test_moving_and_reordering(self, live, published, make_story, reporter, everybody, portal):
        published(title="Bài thứ hai"), make_story(reporter)
        elsewhere = portal.home.pk
        for user in everybody:
            with nothing_happens():
                for page in (live, portal.news_index):
                    as_user(user).post(admin("move", page.pk), {"new_parent_page": elsewhere})
                    as_user(user).post(admin("move_confirm", page.pk, elsewhere))
                as_user(user).post(bulk("move", live), {"chooser": elsewhere})
                as_user(user).post(admin("set_page_position", live.pk) + "?position=1")
                as_user(user).post(admin("set_page_position", live.pk))

    def test_taking_out_of_the_schedule(self, scheduled, everybody):
        revision = scheduled.scheduled_revision.pk
        for user in everybody:
            with nothing_happens():
                as_user(user).post(admin("revisions_unschedule", scheduled.pk, revision))
                as_user(user).post(admin("edit", scheduled.pk), form_of(scheduled, lead=SECRET))
        assert reads(scheduled) is None

    @pytest.mark.parametrize("user", ["reporter", "chief", "superuser"])
    def test_through_the_admins_api(self, request, portal, make_story, live, waiting, reporter, user):
        draft = make_story(reporter)
        client = as_user(request.getfixturevalue(user))
        index, revision = portal.news_index.pk, live.live_revision_id
        acts = {
            "publish": {},
            "unpublish": {"recursive": True},
            "delete": {},
            "copy": {"destination_page_id": index, "keep_live": True, "slug": "ban-sao"},
            "move": {"destination_page_id": portal.home.pk, "position": "first-child"},
            "create_alias": {"destination_page_id": index, "update_slug": "bi-danh"},
            "convert_alias": {},
            "copy_for_translation": {"locale": "vi"},
            "revert_to_page_revision": {"revision_id": revision},
        }
        with nothing_happens():
            for act, data in acts.items():
                for page in (live, waiting, draft):
                    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, act])
                    client.post(address, json.dumps(data), content_type="application/json")

    def test_fields_that_are_in_no_form(self, portal, live, make_story, reporter, other_reporter, superuser):
        draft = make_story(reporter)
        forged = {
            "live": "on",
            "live_revision": str(draft.latest_revision_id),
            "latest_revision": str(live.live_revision_id),
            "first_published_at": "2020-01-01 08:00",
            "last_published_at": "2020-01-01 08:00",
            "has_unpublished_changes": "",
            "owner": str(other_reporter.pk),
            "path": live.path,
            "depth": "1",
            "url_path": "/trang-chu/",
            "content_type": "1",
            "alias_of": str(live.pk),
            "approved_go_live_at": "2020-01-01 08:00",
            "locked": "on",
        }
        address = admin("add", "news", "newsarticlepage", portal.news_index.pk)
        with nothing_decided():
            for user in (reporter, superuser):
                as_user(user).post(admin("edit", draft.pk), form_of(draft, lead=SECRET, **forged))
            as_user(reporter).post(address, article(slug="bai-gia-mao", **forged))
        made = Page.objects.get(slug="bai-gia-mao")
        for page, is_saved in ((Page.objects.get(pk=draft.pk), draft), (made, None)):
            assert reads(page) is None
            assert (page.live, page.first_published_at, page.last_published_at) == (False, None, None)
            assert (page.owner_id, page.locked, page.alias_of_id) == (reporter.pk, False, None)
            assert page.get_latest_revision_as_object().owner_id == reporter.pk
            if is_saved:
                assert (page.path, page.url_path) == (draft.path, draft.url_path)
                assert page.get_latest_revision_as_object().lead == SECRET, "the rest of the form was saved"
        tree()


class TestWithoutThePublishRight:
    """c: in stock, an approver must hold ``publish``, and whoever holds it needs no approval."""

    def test_approving_publishes_although_nobody_may_publish(self, client, waiting, chief):
        assert not GroupPagePermission.objects.filter(permission__codename="publish_page").exists()
        client.force_login(chief)
        decide(client, waiting, "sign")
        assert "Bài chờ duyệt" in reads(waiting)
        assert (
            Approval.objects.get(page_id=waiting.pk).revision_id
            == Page.objects.get(pk=waiting.pk).live_revision_id
        )

    def test_whoever_is_given_the_right_cannot_use_it(
        self, portal, make_story, live, waiting, reporter, chief
    ):
        for codename in ("publish_page", "bulk_delete_page"):
            GroupPagePermission.objects.create(
                group=Group.objects.get(name=CHIEF.name),
                page=portal.home,
                permission=Permission.objects.get(codename=codename),
            )
        draft, client = make_story(reporter), as_user(chief)
        with nothing_decided():
            for story in (draft, live, waiting):
                client.post(admin("edit", story.pk), form_of(story, lead=SECRET, **{"action-publish": "1"}))
            client.post(
                admin("add", "news", "newsarticlepage", portal.news_index.pk),
                article(slug="bai-moi", **{"action-publish": "1"}),
            )
        with nothing_happens():
            client.post(admin("unpublish", live.pk))
            for action in ("publish", "unpublish"):
                client.post(bulk(action, live, draft, waiting), {"include_descendants": "on"})
            for action in ("delete", "move"):
                client.post(bulk(action, live, waiting), {"chooser": portal.home.pk})
        assert SECRET not in reads(live)
