"""Signatures that no longer stand for what they would bring public, and urgent texts that nobody would review."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from cms.workflow import cases, service
from cms.workflow.lists.case_list import load_many
from cms.workflow.models import Decision, Signature, TakeDown, UrgentPublication
from cms.workflow.rules import State
from cms.workflow.views.slip import slip_of

from .desk import correct, nothing_decided, reads, token

pytestmark = pytest.mark.django_db

REASON = "Thông báo mưa lũ cần đăng ngay trong đêm."
OLD, CORRECTED = "Lời dẫn đã duyệt.", "Lời dẫn Chánh Văn phòng sửa."


def state_of(story: Page) -> State:
    """Return where a story stands, by both ways of asking, which must agree."""
    page = Page.objects.get(pk=story.pk)
    case = cases.load(page).case
    assert load_many([page])[page.pk].case == case
    return case.state


def corrected_and_signed(story: Page, reporter, chief, **fields) -> int:
    """Let the chief correct and sign a new version of a public story; return the round."""
    correct(story, reporter, lead="Bản mới của phóng viên.", **fields)
    round_ = service.submit(Page.objects.get(pk=story.pk), reporter).pk
    correct(story, chief, lead=CORRECTED)
    assert service.sign(round_, chief, token(story)).state is State.TO_CONFIRM
    return round_


class TestAPageThatLeftThePublicMeanwhile:
    """A signature given before is none on its return."""

    @pytest.fixture(params=["taken_down", "expired"])
    def gone(self, request, published, reporter, chief, deputy, time_machine):
        """A story out of the public, and the round in which the chief had signed its new version."""
        ends = timezone.now() + timedelta(hours=2)
        story = published(lead=OLD, **({"expire_at": ends} if request.param == "expired" else {}))
        round_ = corrected_and_signed(story, reporter, chief, expire_at=None)
        if request.param == "taken_down":
            service.take_down(story.pk, deputy, TakeDown.Kind.MISTAKE, "Đăng nhầm.")
        else:
            time_machine.move_to(ends + timedelta(minutes=1))
            call_command("publish_scheduled")
        assert reads(story) is None
        return story, round_

    def test_the_reporter_alone_does_not_bring_it_back(self, gone, reporter):
        story, round_ = gone
        assert state_of(story) is State.IN_REVIEW
        with nothing_decided(), pytest.raises(service.Refused):
            service.confirm(round_, reporter, token(story))
        assert reads(story) is None

    def test_nor_do_two_signatures_of_which_one_is_older(self, gone, deputy):
        story, round_ = gone
        assert service.sign(round_, deputy, token(story)).state is State.TO_CONFIRM
        assert reads(story) is None

    def test_who_signs_it_again_brings_it_back_with_the_reporter(self, gone, reporter, chief):
        story, round_ = gone
        assert service.sign(round_, chief, token(story)).state is State.TO_CONFIRM
        service.confirm(round_, reporter, token(story))
        assert CORRECTED in reads(story)


def test_an_earlier_take_down_voids_nothing(published, reporter, chief, deputy):
    story = published(lead=OLD)
    service.take_down(story.pk, deputy, TakeDown.Kind.MISTAKE, "Đăng nhầm.")
    round_ = corrected_and_signed(story, reporter, chief)
    service.confirm(round_, reporter, token(story))
    assert CORRECTED in reads(story)


class TestADelegationThatIsEnded:
    @pytest.fixture
    def lent(self, make_story, reporter, other_reporter, deputy):
        """A story that a deputy for a time corrected and signed, its round, and the delegation."""
        now = timezone.now()
        delegation = service.name_deputy(
            deputy, other_reporter, starts_at=now, ends_at=now + timedelta(hours=5)
        )
        story = make_story(reporter)
        round_ = service.submit(story, reporter).pk
        correct(story, other_reporter, lead=CORRECTED)
        assert service.sign(round_, other_reporter, token(story)).state is State.TO_CONFIRM
        return story, round_, delegation

    def test_voids_what_its_deputy_signed_in_an_open_round(self, lent, reporter, deputy, chief):
        story, round_, delegation = lent
        service.end_delegation(delegation.pk, deputy)
        assert state_of(story) is State.IN_REVIEW
        with nothing_decided(), pytest.raises(service.Refused):
            service.confirm(round_, reporter, token(story))
        service.sign(round_, chief, token(story))
        assert reads(story) is None, "the chief's is the first signature on it"
        service.confirm(round_, reporter, token(story))
        assert CORRECTED in reads(story)

    def test_one_that_ran_out_does_not(self, lent, reporter, time_machine):
        story, round_, delegation = lent
        time_machine.move_to(delegation.ends_at + timedelta(hours=1))
        service.confirm(round_, reporter, token(story))
        assert CORRECTED in reads(story)

    def test_nor_the_end_of_another_ones(self, lent, reporter, chief, other_reporter):
        story, round_, _delegation = lent
        now = timezone.now()
        another = service.name_deputy(chief, other_reporter, starts_at=now, ends_at=now + timedelta(hours=5))
        service.end_delegation(another.pk, chief)
        service.confirm(round_, reporter, token(story))
        assert CORRECTED in reads(story)

    def test_changes_nothing_in_a_round_that_is_over(
        self, lent, deputy, other_reporter, make_story, reporter
    ):
        _story, _round, delegation = lent
        story = make_story(reporter)
        service.publish_urgently(service.submit(story, reporter).pk, other_reporter, token(story), REASON)
        service.end_delegation(delegation.pk, deputy)
        history = list(Decision.objects.filter(page_id=story.pk).order_by("-id"))
        slip = slip_of(story.pk, Page.objects.get(pk=story.pk), history)
        assert [row.person_id for row in slip.signatures] == [reporter.pk, other_reporter.pk]


class TestOneSignatureAfterTheOther:
    """Whoever changes a comma in time must not keep a text public that nobody else has signed."""

    @pytest.fixture
    def urgent(self, make_story, chief):
        story = make_story(chief, lead="Một người ký.")
        service.publish_urgently(service.submit(story, chief).pk, chief, token(story), REASON)
        return story

    def again(self, story, user) -> None:
        correct(story, user, lead="Một người ký, sửa một dấu phẩy.")
        round_ = service.submit(Page.objects.get(pk=story.pk), user).pk
        service.publish_urgently(round_, user, token(story), REASON)

    def test_the_review_is_due_when_it_was(self, urgent, chief, time_machine):
        due = cases.open_urgent(urgent.pk).due_at
        time_machine.move_to(due - timedelta(minutes=1))
        self.again(urgent, chief)
        assert "dấu phẩy" in reads(urgent), "a number that is wrong can be put right at once"
        assert cases.open_urgent(urgent.pk).due_at == due

    def test_none_follows_once_it_is_overdue(self, urgent, chief, deputy, time_machine):
        time_machine.move_to(cases.open_urgent(urgent.pk).due_at + timedelta(minutes=1))
        correct(urgent, chief, lead="Một người ký, sửa một dấu phẩy.")
        round_ = service.submit(Page.objects.get(pk=urgent.pk), chief).pk
        state_of(urgent)
        for user in (chief, deputy):
            with nothing_decided(), pytest.raises(service.Refused):
                service.publish_urgently(round_, user, token(urgent), REASON)
        assert UrgentPublication.objects.count() == 1
        service.sign(round_, deputy, token(urgent))
        assert "dấu phẩy" in reads(urgent), "with a second signature it is"

    def test_after_its_review_the_time_begins_anew(self, urgent, chief, deputy, time_machine):
        due = cases.open_urgent(urgent.pk).due_at
        shown = service.shown_live(Page.objects.get(pk=urgent.pk)).mint()
        service.review_afterwards(urgent.pk, deputy, shown)
        time_machine.move_to(due + timedelta(minutes=1))
        self.again(urgent, chief)
        assert cases.open_urgent(urgent.pk).due_at > due


class TestADeputysOwnWords:
    @pytest.fixture
    def lent(self, make_story, reporter, other_reporter, deputy):
        now = timezone.now()
        service.name_deputy(deputy, other_reporter, starts_at=now, ends_at=now + timedelta(hours=5))
        story = make_story(reporter, lead="Phóng viên viết.")
        return story, service.submit(story, reporter).pk

    def test_do_not_become_public_on_the_deputys_signature_alone(self, lent, other_reporter):
        story, round_ = lent
        correct(story, other_reporter, lead="Người được ủy quyền viết lại.")
        with nothing_decided(), pytest.raises(service.Refused):
            service.publish_urgently(round_, other_reporter, token(story), REASON)
        assert reads(story) is None
        assert not Signature.objects.filter(person_id=other_reporter.pk).exists()

    def test_a_colleagues_do(self, lent, other_reporter):
        story, round_ = lent
        service.publish_urgently(round_, other_reporter, token(story), REASON)
        assert "Phóng viên viết." in reads(story)


class TestAnEndBeforeTheReview:
    def test_would_end_the_duty_to_review_it(self, make_story, reporter, chief):
        story = make_story(reporter, expire_at=timezone.now() + timedelta(minutes=30))
        round_ = service.submit(story, reporter).pk
        with nothing_decided(), pytest.raises(service.Refused):
            service.publish_urgently(round_, chief, token(story), REASON)
        assert reads(story) is None
        assert not UrgentPublication.objects.exists()

    def test_a_later_one_is_no_obstacle(self, make_story, reporter, chief):
        story = make_story(reporter, expire_at=timezone.now() + timedelta(days=60))
        service.publish_urgently(service.submit(story, reporter).pk, chief, token(story), REASON)
        assert reads(story)
