"""What stock Wagtail would let happen around a review: cases k and n of docs/review.md, through the admin.

Stories are deleted or moved while they are read, pages are made private. Case n in the page models: cms/pages.py
offers no kind of privacy. Case l: test_holes_steps.py.
"""

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.workflow import service
from cms.workflow.models import Decision
from home.models import StandardPage

from .desk import (
    HOUR,
    admin,
    as_user,
    bulk,
    correct,
    decide,
    nothing_decided,
    nothing_happens,
    reads,
    token,
)

pytestmark = pytest.mark.django_db


def make_section(owner, parent: Page) -> StandardPage:
    """Make a page of structure that is a draft and may have pages below it."""
    parent.refresh_from_db()
    page = parent.add_child(instance=StandardPage(title="Chuyên trang", live=False, owner=owner))
    page.save_revision(user=owner)
    return page


class TestStoriesInReview:
    """k: a reporter deletes or moves the own draft while the approvers read it."""

    def test_they_stay_where_they_are(self, portal, waiting, scheduled, reporter, everybody):
        for user in everybody:
            client = as_user(user)
            with nothing_happens():
                for page in (waiting, scheduled):
                    client.post(admin("delete", page.pk))
                    client.post(admin("move_confirm", page.pk, portal.home.pk))
                    client.post(admin("move", page.pk), {"new_parent_page": portal.home.pk})
                    client.post(bulk("delete", page))
                    client.post(bulk("move", page), {"chooser": portal.home.pk})

    def test_once_withdrawn_they_may_be_deleted_and_the_record_stays(self, waiting, reporter):
        client = as_user(reporter)
        decide(client, waiting, "withdraw")
        client.post(admin("delete", waiting.pk))
        assert not Page.objects.filter(pk=waiting.pk).exists()
        kinds = Decision.objects.filter(page_id=waiting.pk).values_list("kind", flat=True)
        assert list(kinds) == ["submitted", "withdrawn"]

    @pytest.mark.parametrize("state", ["waiting", "scheduled"])
    def test_nor_do_they_go_with_the_page_above_them(
        self, portal, administrator, chief, deputy, superuser, state, monkeypatch
    ):
        # As portals may have one from before: now nothing below a draft is submitted.
        monkeypatch.setattr("cms.pages.lies_below_draft", lambda page: False)
        section = make_section(administrator, portal.home)
        page = make_section(administrator, section)
        if state == "scheduled":
            correct(page, administrator, go_live_at=timezone.now() + HOUR)
        round_ = service.submit(page, administrator)
        if state == "scheduled":
            service.sign(round_.pk, chief, token(page))
        for user in (administrator, chief, superuser):
            client = as_user(user)
            with nothing_happens():
                client.post(admin("delete", section.pk))
                client.post(admin("move_confirm", section.pk, StandardPage.objects.live().first().pk))
                client.post(bulk("delete", section))
                client.post(bulk("move", section), {"chooser": StandardPage.objects.live().first().pk})
        assert Page.objects.filter(pk=page.pk).exists()

    def test_a_lock_stops_no_decision(self, waiting, live, reporter, chief, deputy, superuser):
        for user in (reporter, chief, superuser):
            with nothing_decided():
                for page in (live, waiting):
                    as_user(user).post(admin("lock", page.pk))
                    assert Page.objects.get(pk=page.pk).locked is (user != reporter)
                    as_user(user).post(admin("unlock", page.pk))
                    assert not Page.objects.get(pk=page.pk).locked
        as_user(chief).post(admin("lock", waiting.pk))
        decide(as_user(deputy), waiting, "sign")
        assert reads(waiting)


class TestPrivacy:
    """n: the page privacy tab changes the public at once."""

    def test_nobody_makes_a_public_page_private_or_the_reverse(self, portal, live, everybody):
        for user in everybody:
            client = as_user(user)
            for page in (live, portal.news_index, portal.home):
                for data in (
                    {"restriction_type": "login"},
                    {"restriction_type": "password", "password": "bi-mat"},
                    {"restriction_type": "groups", "groups": "1"},
                    {"restriction_type": "none"},
                ):
                    client.post(admin("set_privacy", page.pk), data)
        assert not PageViewRestriction.objects.exists()
        assert "Lời dẫn đã duyệt." in reads(live)
        # Nor is a restriction that a script made lifted there.
        PageViewRestriction.objects.create(page=live, restriction_type="login")
        for user in everybody:
            as_user(user).post(admin("set_privacy", live.pk), {"restriction_type": "none"})
        assert PageViewRestriction.objects.filter(page=live).exists()
