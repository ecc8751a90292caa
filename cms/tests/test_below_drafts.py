"""A public page below one that is not public shows nothing of it, and becomes public there no more."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.completeness import BELOW_A_DRAFT
from cms.workflow import service
from cms.workflow.gate import NotApproved
from cms.workflow.models import SchedulerTrouble, TakeDown
from cms.workflow.scheduling import schedule
from cms.workflow.tests.desk import HOUR, admin, as_user
from home.models import StandardPage
from home.tests.test_breadcrumbs import way

pytestmark = [pytest.mark.django_db, pytest.mark.once]

UNSIGNED = "Chưa ai duyệt"


@pytest.fixture
def make_page(portal, administrator):
    """Make the draft of a page below home or below another page: ``make_page("Tổ chức", parent)``."""

    def make(title: str, parent: Page | None = None, **fields) -> StandardPage:
        page = StandardPage(title=title, owner=administrator, live=False, **fields)
        Page.objects.get(pk=(parent or portal.home).pk).add_child(instance=page)
        page.save_revision(user=administrator, log_action=True)
        return page

    return make


def fresh(page) -> StandardPage:
    return StandardPage.objects.get(pk=page.pk)


def form(**changes) -> dict:
    """Return what the editor posts for a standard page."""
    return nested_form_data(
        {"title": "", "slug": "", "introduction": "", "review_by": "", "body": streamfield([])} | changes
    )


@pytest.fixture
def below_draft(make_page, publish, administrator, chief):
    """A draft with a public page below it, as portals may have one from before; their addresses."""
    above, child = make_page("Cha"), publish(make_page("Con"), administrator, chief)
    child.move(fresh(above), pos="last-child")
    return fresh(above), fresh(child), "/cha/con/"


class TestPublicPageBelowADraft:
    @pytest.fixture(params=["never public", "taken down"])
    def place(self, request, below_draft, make_page, publish, administrator, chief):
        if request.param == "never public":
            return below_draft
        above = publish(make_page("Mẹ"), administrator, chief)
        child = publish(make_page("Con", above), administrator, chief)
        service.take_down(above.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm.")
        return fresh(above), child, "/me/con/"

    def test_a_new_draft_of_it_is_not_shown_and_moves_nothing(self, place, client, administrator):
        above, _child, address = place
        as_user(administrator).post(admin("edit", above.pk), form(title=UNSIGNED, slug="dia-chi-moi"))
        draft = fresh(above).get_latest_revision_as_object()
        assert (draft.title, draft.slug) == (UNSIGNED, "dia-chi-moi")
        draft.save()
        answer = client.get(address)
        assert answer.status_code == 200
        html = answer.content.decode()
        assert UNSIGNED not in html
        assert way(html) == (["/"], "Con")
        assert client.get("/dia-chi-moi/con/").status_code == 404

    def test_a_preview_shows_where_it_lies(self, place):
        above, child, _address = place
        preview = child.make_preview_request(preview_mode=child.default_preview_mode)
        assert above.url in way(preview.rendered_content)[0]

    def test_it_may_be_mended(self, place, publish, administrator, chief, client):
        _above, child, address = place
        child.introduction = "Đã sửa."
        child.save_revision(user=administrator)
        publish(child, administrator, chief)
        assert "Đã sửa." in client.get(address).content.decode()


def test_a_home_page_that_was_taken_down_is_called_what_it_is(portal, client, administrator, chief):
    service.take_down(portal.home.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm.")
    Page.objects.filter(pk=portal.home.pk).update(title=UNSIGNED)
    html = client.get("/tin-tuc-su-kien/").content.decode()
    assert UNSIGNED not in html
    assert re.search(r'<a href="/">Trang chủ</a>', html)


class TestNothingBecomesPublicBelowADraft:
    def test_it_is_not_submitted(self, make_page, administrator):
        child = make_page("Cháu", make_page("Con", make_page("Cha")))
        with pytest.raises(service.Refused, match=str(BELOW_A_DRAFT)):
            service.submit(child, administrator)

    @pytest.mark.parametrize("stored", [True, False])
    def test_the_form_says_so(self, make_page, administrator, stored):
        above = make_page("Cha")
        child = make_page("Con", above) if stored else None
        address = admin("edit", child.pk) if child else admin("add", "home", "standardpage", above.pk)
        data = form(title="Con") | {"action-submit": "1"}
        answer = as_user(administrator).post(address, data)
        assert answer.status_code == 200
        assert str(BELOW_A_DRAFT) in answer.content.decode()

    def test_a_draft_is_saved(self, make_page, administrator):
        child = make_page("Con", make_page("Cha"))
        assert as_user(administrator).post(admin("edit", child.pk), form(title="Mới")).status_code == 302
        assert fresh(child).get_latest_revision_as_object().title == "Mới"

    def test_nor_signed_if_the_page_above_left_the_public_since(
        self, make_page, publish, administrator, chief, token_for
    ):
        above = publish(make_page("Cha"), administrator, chief)
        child = make_page("Con", above)
        task_state = service.submit(child, administrator)
        service.take_down(above.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm.")
        with pytest.raises(service.Refused, match=str(BELOW_A_DRAFT)):
            service.sign(task_state.pk, chief, token_for(child))
        assert not fresh(child).live

    def test_nor_published_at_its_hour(self, make_page, publish, administrator, chief, time_machine):
        above = publish(make_page("Cha"), administrator, chief)
        child = publish(make_page("Con", above, go_live_at=timezone.now() + HOUR), administrator, chief)
        service.take_down(above.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm.")
        time_machine.move_to(timezone.now() + 2 * HOUR)
        schedule.run()
        assert not fresh(child).live
        assert SchedulerTrouble.objects.get().page_id == child.pk
        with pytest.raises(NotApproved, match=str(BELOW_A_DRAFT)):
            service.keep_hours(child.pk)
        # And at the next minute after the page above came back.
        above = fresh(above)
        above.save_revision(user=administrator)
        publish(above, administrator, chief)
        schedule.run()
        assert Client().get("/cha/con/").status_code == 200
