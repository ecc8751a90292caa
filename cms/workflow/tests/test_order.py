"""A clock that is set back – by hand, by a battery, by a restored machine – changes no answer of the review."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.workflow import cases, service
from cms.workflow.lists.case_list import load_many
from cms.workflow.mail.facts import facts_of
from cms.workflow.mail.recipients import Notice
from cms.workflow.models import Decision, ReviewTask, TakeDown
from cms.workflow.rules import Capacity
from cms.workflow.views import reading
from cms.workflow.views.slip import slip_of

from .desk import correct, reads

pytestmark = pytest.mark.django_db

REASON = "Thông báo mưa lũ cần đăng ngay trong đêm."


@pytest.fixture
def set_back(time_machine):
    """Set the clock back by a day, from what it says now."""

    def go() -> None:
        time_machine.move_to(timezone.now() - timedelta(days=1))

    return go


@pytest.fixture
def corrected(make_story, reporter, chief, token_for):
    """A story that the chief corrected and signed, and its round."""
    story = make_story(reporter)
    round_ = service.submit(story, reporter).pk
    correct(story, chief, lead="Chánh Văn phòng sửa.")
    service.sign(round_, chief, token_for(story))
    return story, round_


def approvers_marks(story: Page) -> int:
    """Return how many approvers' signatures count, by both ways of asking, which must agree."""
    page = Page.objects.get(pk=story.pk)
    one, many = cases.load(page).case, load_many([page])[page.pk].case
    assert one.marks == many.marks
    assert one.contributors == many.contributors
    return sum(mark.capacity is Capacity.APPROVER for mark in one.marks)


class TestARefusedCorrection:
    def test_voids_the_signature_before_it(self, corrected, reporter, deputy, token_for, set_back):
        story, round_ = corrected
        set_back()
        service.refuse(round_, reporter, token_for(story), REASON)
        assert approvers_marks(story) == 0
        # Would the chief's still count, this were the second one.
        service.sign(round_, deputy, token_for(story))
        assert reads(story) is None

    def test_but_not_the_one_after_it(self, corrected, reporter, chief, token_for, set_back):
        story, round_ = corrected
        service.refuse(round_, reporter, token_for(story), REASON)
        set_back()
        service.sign(round_, chief, token_for(story))
        assert approvers_marks(story) >= 1
        service.confirm(round_, reporter, token_for(story))
        assert "Chánh Văn phòng sửa." in reads(story)


class TestAnUrgentPublication:
    @pytest.fixture
    def urgent(self, make_story, reporter, chief, token_for):
        story = make_story(reporter)
        service.publish_urgently(service.submit(story, reporter).pk, chief, token_for(story), REASON)
        return Page.objects.get(pk=story.pk)

    def test_is_settled_by_a_review_although_that_seems_earlier(self, urgent, deputy, set_back):
        set_back()
        service.review_afterwards(urgent.pk, deputy, service.shown_live(urgent).mint())
        assert cases.open_urgent(urgent.pk) is None

    def test_is_settled_by_a_newer_version_with_two_signatures(
        self, urgent, reporter, deputy, publish, set_back
    ):
        set_back()
        correct(urgent, reporter, lead="Bản mới.")
        publish(urgent, reporter, deputy)
        assert cases.open_urgent(urgent.pk) is None

    def test_is_not_settled_by_a_take_down_before_it(
        self, published, publish, reporter, chief, token_for, set_back
    ):
        story = published()
        service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, REASON)
        set_back()
        round_ = service.submit(Page.objects.get(pk=story.pk), reporter).pk
        service.publish_urgently(round_, chief, token_for(story), REASON)
        assert reads(story)
        assert cases.open_urgent(story.pk), "public on one signature, and on nobody's list"

    def test_who_wrote_it_is_known_in_the_strict_form(
        self, make_story, reporter, chief, deputy, token_for, set_back
    ):
        ReviewTask.objects.update(independent_approver=True)
        story = make_story(reporter)
        round_ = service.submit(story, reporter).pk
        correct(story, deputy, lead="Phó Chánh Văn phòng viết thêm.")
        set_back()
        service.publish_urgently(round_, chief, token_for(story), REASON)
        urgent = cases.open_urgent(story.pk)
        barred = cases.barred_from_reviewing_afterwards(urgent, strict=True)
        assert barred == {reporter.pk, chief.pk, deputy.pk}


class TestTheSlip:
    def test_an_urgent_publications_signatures_and_reason(
        self, make_story, reporter, chief, token_for, set_back
    ):
        story = make_story(reporter)
        round_ = service.submit(story, reporter).pk
        set_back()
        service.publish_urgently(round_, chief, token_for(story), REASON)
        page, history = Page.objects.get(pk=story.pk), list(Decision.objects.order_by("-id"))
        slip = slip_of(story.pk, page, [line for line in history if line.page_id == story.pk])
        assert [row.person_id for row in slip.signatures] == [reporter.pk, chief.pk]
        assert slip.urgent.comment == REASON

    def test_a_signature_that_a_refusal_voided_is_not_on_it(
        self, corrected, reporter, chief, deputy, token_for
    ):
        story, round_ = corrected
        service.refuse(round_, reporter, token_for(story), REASON)
        service.publish_urgently(round_, deputy, token_for(story), REASON)
        history = list(Decision.objects.filter(page_id=story.pk).order_by("-id"))
        slip = slip_of(story.pk, Page.objects.get(pk=story.pk), history)
        assert [row.person_id for row in slip.signatures] == [deputy.pk]


class TestWhatThereIsToRead:
    """``since`` is the baseline that the review page chooses: a text of ``reading.SINCE``."""

    def since(self, client, story, user):
        client.force_login(user)
        return client.get(reverse("workflow:review", args=[story.pk])).context["reading"].chosen

    def test_who_wrote_since_the_submission(self, client, make_story, reporter, chief, set_back):
        story = make_story(reporter)
        service.submit(story, reporter)
        set_back()
        correct(story, chief, lead="Chánh Văn phòng sửa.")
        assert self.since(client, story, chief) == reading.SUBMITTED

    def test_what_one_decided_on_after_the_last_publication(
        self, client, published, reporter, chief, token_for, set_back
    ):
        story = published()
        set_back()
        correct(story, reporter, lead="Bản mới.")
        service.return_page(service.submit(story, reporter).pk, chief, token_for(story), REASON)
        correct(story, reporter, lead="Bản sửa theo ý kiến.")
        service.submit(Page.objects.get(pk=story.pk), reporter)
        assert self.since(client, story, chief) == reading.SEEN


def test_the_mail_of_a_take_down_says_which_kind(published, publish, reporter, chief, set_back):
    story = published()
    service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, REASON)
    set_back()
    story = publish(Page.objects.get(pk=story.pk), reporter, chief)
    service.take_down(story.pk, chief, TakeDown.Kind.WITHDRAWN, REASON)
    lines = Decision.objects.filter(page_id=story.pk, kind=Decision.Kind.TAKEN_DOWN).order_by("id")
    for line, kind in zip(lines, (TakeDown.Kind.MISTAKE, TakeDown.Kind.WITHDRAWN), strict=True):
        assert str(kind.label) in dict(facts_of(line, Notice.TAKEN_DOWN)).values()


class TestContributors:
    def test_are_those_since_the_last_approval(self, published, reporter, deputy, set_back):
        story = published()
        set_back()
        correct(story, deputy, lead="Sửa sau khi đăng.")
        service.submit(Page.objects.get(pk=story.pk), reporter)
        approvers_marks(story)
        assert cases.load(Page.objects.get(pk=story.pk)).case.contributors == {reporter.pk, deputy.pk}

    def test_and_not_those_before_it(self, make_story, publish, reporter, chief, deputy, set_back):
        story = make_story(reporter)
        correct(story, deputy, lead="Viết giúp.")
        set_back()
        story = publish(story, reporter, chief)
        correct(story, reporter, lead="Bản mới.")
        service.submit(story, reporter)
        approvers_marks(story)
        assert cases.load(Page.objects.get(pk=story.pk)).case.contributors == {reporter.pk}

    def test_a_correction_is_called_so(self, make_story, reporter, chief, token_for, set_back):
        story = make_story(reporter)
        round_ = service.submit(story, reporter).pk
        set_back()
        correct(story, chief, lead="Chánh Văn phòng sửa.")
        service.sign(round_, chief, token_for(story))
        assert Decision.objects.filter(page_id=story.pk).latest("id").kind == Decision.Kind.CORRECTED


def test_what_was_taken_down_came_back_and_expired_is_simply_gone(
    published, publish, reporter, chief, client, set_back
):
    story = published()
    service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, REASON)
    assert client.get(Page.objects.get(pk=story.pk).url).status_code == 410
    set_back()
    story = publish(Page.objects.get(pk=story.pk), reporter, chief)
    assert client.get(story.url).status_code == 200
    Page.objects.get(pk=story.pk).specific.unpublish(set_expired=True)
    assert client.get(story.url).status_code == 404
