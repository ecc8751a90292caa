"""The approval slip: what it says in each state, who may print it, that it outlives the page."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.users.models import UserProfile

from cms.workflow import service
from cms.workflow.acts import rounds
from cms.workflow.models import Approval, Decision, Delegation, Signature
from cms.workflow.tests.register_lines import line
from cms.workflow.views.slip import slip_of
from home.models import PortalSettings

pytestmark = [pytest.mark.django_db, pytest.mark.once]

REASON = "Thông báo mưa lũ cần đăng ngay trong đêm."


def address(page_id: int) -> str:
    return reverse("workflow:slip", args=[page_id])


def slip(page_id: int):
    page = Page.objects.filter(pk=page_id).first()
    return slip_of(page_id, page, list(Decision.objects.filter(page_id=page_id).order_by("-id")))


def text_of(client, page_id: int) -> str:
    response = client.get(address(page_id))
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def change(page, user, **fields):
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=user, log_action=True)
    return draft


@pytest.fixture
def at_the_desk(client, chief):
    client.force_login(chief)
    return client


class TestWhatItSays:
    def test_two_signatures_with_their_times_and_the_whole_hash(
        self, at_the_desk, make_story, reporter, chief, token_for, portal
    ):
        office = PortalSettings.for_site(portal.site)
        office.agency_name, office.superior_body = "Sở Nội vụ tỉnh Thanh Giang", "UBND tỉnh Thanh Giang"
        office.save()
        story = make_story(reporter, title="Hội nghị sơ kết", conference=True)
        with time_machine.travel(datetime(2026, 5, 26, 7, 5, tzinfo=ZoneInfo("UTC")), tick=False):
            round_ = service.submit(story, reporter)
        with time_machine.travel(datetime(2026, 5, 26, 17, 30, tzinfo=ZoneInfo("UTC")), tick=False):
            service.sign(round_.pk, chief, token_for(story), "Đồng ý đăng.")
        text = text_of(at_the_desk, story.pk)
        for part in (
            "Sở Nội vụ tỉnh Thanh Giang",
            "UBND tỉnh Thanh Giang",
            _("SOCIALIST REPUBLIC OF VIET NAM"),
            _("Independence - Freedom - Happiness"),
            _("Story approval slip"),
            "Hội nghị sơ kết",
            "Tin hoạt động",
            "Trần Thị Bình, Chuyên viên",
            "Phạm Văn Giang, Chánh Văn phòng",
            "14:05, ngày 26/5/2026",
            "0:30, ngày 27/5/2026",
            "Đồng ý đăng.",
            str(Approval.Basis.TWO_SIGNATURES.label),
            Approval.objects.get(page_id=story.pk).content_hash,
        ):
            assert part in text, part
        assert str(story._meta.verbose_name).capitalize() in text
        printed = slip(story.pk)
        assert [row.person_id for row in printed.signatures] == [reporter.pk, chief.pk]
        assert printed.genuine

    def test_a_deputys_signature_says_on_whose_behalf(
        self, at_the_desk, make_story, reporter, other_reporter, chief, token_for
    ):
        Delegation.objects.create(
            approver=chief, deputy=other_reporter, ends_at=timezone.now() + timedelta(hours=1)
        )
        story = make_story(reporter)
        service.sign(service.submit(story, reporter).pk, other_reporter, token_for(story))
        assert slip(story.pk).signatures[1].on_behalf_of_name == "Phạm Văn Giang"
        assert ">Phạm Văn Giang</td>" in at_the_desk.get(address(story.pk)).content.decode()

    def test_signatures_on_other_contents_are_not_printed_as_this_ones(
        self, make_story, reporter, chief, token_for
    ):
        story = make_story(reporter)
        round_ = service.submit(story, reporter)
        change(story, chief, lead="Chánh Văn phòng đã sửa.")
        service.sign(round_.pk, chief, token_for(story))
        assert slip(story.pk).approval is None
        service.confirm(round_.pk, reporter, token_for(story))
        printed = slip(story.pk)
        assert Signature.objects.filter(page_id=story.pk).count() == 3
        assert [row.person_id for row in printed.signatures] == [chief.pk, reporter.pk]
        assert {row.content_hash for row in printed.signatures} == {printed.approval.content_hash}

    def test_urgent_publication_and_its_review_afterwards(
        self, at_the_desk, make_story, chief, deputy, token_for
    ):
        story = make_story(chief)
        service.publish_urgently(service.submit(story, chief).pk, chief, token_for(story), REASON)
        printed = slip(story.pk)
        assert printed.approval.basis == Approval.Basis.URGENT
        assert {row.person_id for row in printed.signatures} == {chief.pk}
        text = text_of(at_the_desk, story.pk)
        assert REASON in text
        assert _("Reviewed afterwards by") in text
        live = Page.objects.get(pk=story.pk)
        service.review_afterwards(story.pk, deputy, service.shown_live(live).mint())
        printed = slip(story.pk)
        assert printed.approval.basis == Approval.Basis.TWO_SIGNATURES
        assert {row.person_id for row in printed.signatures} == {chief.pk, deputy.pk}
        assert _("Reviewed afterwards by") not in text_of(at_the_desk, story.pk)

    def test_never_approved(self, at_the_desk, make_story, reporter):
        story = make_story(reporter, title="Bản nháp")
        for submit in (False, True):
            if submit:
                service.submit(story, reporter)
            text = text_of(at_the_desk, story.pk)
            assert "Bản nháp" in text
            assert _("This story has never been approved.") in text
            assert 'class="hand"' not in at_the_desk.get(address(story.pk)).content.decode()

    def test_a_take_down_ends_the_approval(self, at_the_desk, published, chief):
        story = published()
        service.take_down(story.pk, chief, "mistake", "Đăng nhầm.")
        printed = slip(story.pk)
        assert printed.approval is None
        assert printed.ended.kind == Decision.Kind.TAKEN_DOWN
        text = text_of(at_the_desk, story.pk)
        assert str(Decision.Kind.TAKEN_DOWN.label) in text
        assert 'class="hand"' not in at_the_desk.get(address(story.pk)).content.decode()

    def test_scheduled(self, at_the_desk, make_story, publish, reporter, chief):
        hour = datetime(2030, 1, 2, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
        story = publish(make_story(reporter, go_live_at=hour), reporter, chief)
        assert slip(story.pk).approval
        assert "8:00, ngày 2/1/2030" in text_of(at_the_desk, story.pk)

    def test_of_a_public_page_the_approval_of_what_is_public(self, published, publish, reporter, chief):
        story = published(title="Bản đang đăng")
        public = slip(story.pk).approval.pk
        changed = change(story, reporter, title="Bản hẹn giờ", go_live_at=timezone.now() + timedelta(days=1))
        publish(changed, reporter, chief)
        printed = slip(story.pk)
        assert printed.approval.pk == public
        assert printed.title == "Bản đang đăng"

    def test_set_up_with_the_portal(self, at_the_desk, portal):
        printed = slip(portal.news_index.pk)
        assert printed.approval.basis == Approval.Basis.FOUNDING
        assert printed.signatures == []
        assert str(Approval.Basis.FOUNDING.label) in text_of(at_the_desk, portal.news_index.pk)

    def test_a_public_page_that_was_tampered_with_is_denounced(self, at_the_desk, published):
        story = published()
        copy = Revision.objects.get(pk=story.live_revision_id)
        copy.pk = None
        copy.content = {**copy.content, "title": "Không ai ký"}
        copy.save()
        page = Page.objects.get(pk=story.pk)
        page.live_revision = copy
        history = list(Decision.objects.filter(page_id=story.pk).order_by("-id"))
        assert not slip_of(story.pk, page, history).genuine
        assert slip(story.pk).genuine


class TestLastsLongerThanThePage:
    def test_the_page_is_deleted(self, at_the_desk, make_story, reporter, chief):
        story = make_story(reporter, title="Bài bị xóa")
        round_ = service.submit(story, reporter)
        service.return_page(round_.pk, chief, rounds.shown_now(story.pk).mint(), "Trùng bài khác.")
        number = story.pk
        Page.objects.get(pk=number).delete()
        reporter.delete()
        text = text_of(at_the_desk, number)
        for part in ("Bài bị xóa", "Trần Thị Bình", "Trùng bài khác.", _("The page no longer exists.")):
            assert part in text, part

    def test_from_plain_values_alone(self, at_the_desk):
        signatures = [
            Signature.objects.create(
                page_id=900_001,
                page_title="Bài cũ",
                content_hash="c" * 64,
                person_id=number,
                person_name=name,
                capacity=capacity,
                made_at=timezone.now(),
            )
            for number, name, capacity in ((801, "Lê An", "author"), (802, "Vũ Bình", "approver"))
        ]
        decision = line(kind="published", page_title="Bài cũ", owner_name="Lê An", category="Cải cách")
        Approval.objects.create(
            page_id=900_001,
            page_title="Bài cũ",
            content_hash="c" * 64,
            basis="two_signatures",
            decision_id=decision.pk,
            first_signature_id=signatures[0].pk,
            second_signature_id=signatures[1].pk,
            made_at=timezone.now(),
        )
        text = text_of(at_the_desk, 900_001)
        for part in ("Bài cũ", "c" * 64, "Lê An", "Vũ Bình", "Cải cách"):
            assert part in text, part


class TestWhoPrints:
    def test_readers_of_the_register_and_whose_story_it_is(
        self, client, published, reporter, other_reporter, chief, administrator, superuser
    ):
        story = published(title="Bài riêng")
        for user, expected in (
            (chief, 200),
            (administrator, 200),
            (superuser, 200),
            (reporter, 200),
            (other_reporter, 302),
        ):
            client.force_login(user)
            response = client.get(address(story.pk))
            assert response.status_code == expected, user
            assert ("Bài riêng" in response.content.decode()) is (expected == 200)
        client.logout()
        assert reverse("wagtailadmin_login") in client.get(address(story.pk)).url

    @pytest.mark.parametrize("number", [0, 1, 999_999, 10**30])
    def test_no_such_page(self, client, chief, other_reporter, number):
        client.force_login(chief)
        assert client.get(address(number)).status_code == 404
        client.force_login(other_reporter)
        assert client.get(address(number)).status_code == 302

    def test_it_is_only_read(self, at_the_desk, published):
        assert at_the_desk.post(address(published().pk)).status_code == 405


def test_what_people_typed_is_inert(at_the_desk, chief):
    evil = '<img src=x onerror="alert(1)">'
    chief.last_name = evil
    chief.save()
    line(
        page_title=evil,
        comment=evil,
        person_name=evil,
        person_position=evil,
        on_behalf_of_name=evil,
        category=evil,
        owner_name=evil,
        page_type=evil,
    )
    html = at_the_desk.get(address(900_001)).content.decode()
    assert "<img" not in html
    assert html.count("&lt;img src=x") >= 9


def test_as_many_queries_for_sixty_lines_as_for_three(at_the_desk, published):
    story = published()

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert at_the_desk.get(address(story.pk)).status_code == 200
        return len(queries)

    counted()
    few = counted()
    for _number in range(57):
        line(page_id=story.pk)
    assert counted() == few


def test_an_english_reader_prints_the_offices_paper(client, chief, published):
    story = published()
    UserProfile.objects.create(user=chief, preferred_language="en")
    client.force_login(chief)
    html = client.get(address(story.pk)).content.decode()
    assert '<html lang="vi">' in html
    assert str(Decision.Kind.PUBLISHED.label) in html
