"""Ways in which the second signature could go missing, or an approval end that still holds."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from cms.workflow import cases, gate, service
from cms.workflow.models import Approval, Decision, Delegation, Signature
from cms.workflow.rules import State

pytestmark = pytest.mark.django_db

REASON = "Thông báo mưa lũ cần đăng ngay trong đêm."
HOUR = timezone.timedelta(hours=1)


@pytest.fixture
def stand_in(chief, other_reporter):
    """A reporter who approves only as the chief's deputy."""
    Delegation.objects.create(approver=chief, deputy=other_reporter, ends_at=timezone.now() + 10 * HOUR)
    return other_reporter


@pytest.fixture
def urgent(make_story, reporter, chief, token_for):
    """A story that the chief published urgently."""
    story = make_story(reporter)
    service.publish_urgently(service.submit(story, reporter).pk, chief, token_for(story), REASON)
    return type(story).objects.get(pk=story.pk)


def schedule(story, reporter, chief, token_for, hours=3):
    """Have a changed version approved for a later hour."""
    draft = Page.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.lead, draft.go_live_at = "Bản hẹn giờ.", timezone.now() + hours * HOUR
    draft.save_revision(user=reporter)
    outcome = service.sign(service.submit(draft, reporter).pk, chief, token_for(draft))
    assert outcome.state == State.SCHEDULED


def test_the_chiefs_deputy_cannot_review_what_the_chief_published_urgently(urgent, stand_in, deputy):
    token = service.shown_live(urgent).mint()
    with pytest.raises(service.Refused):
        service.review_afterwards(urgent.pk, stand_in, token)
    assert cases.open_urgent(urgent.pk)
    service.review_afterwards(urgent.pk, deputy, token)
    assert cases.open_urgent(urgent.pk) is None


def test_a_review_afterwards_names_its_two_signatures(urgent, deputy, other_reporter, chief):
    Delegation.objects.create(approver=deputy, deputy=other_reporter, ends_at=timezone.now() + HOUR)
    service.review_afterwards(urgent.pk, other_reporter, service.shown_live(urgent).mint())
    approval = Approval.objects.get(page_id=urgent.pk, basis=Approval.Basis.TWO_SIGNATURES)
    first = Signature.objects.get(pk=approval.first_signature_id)
    second = Signature.objects.get(pk=approval.second_signature_id)
    assert (first.person_id, second.person_id, second.on_behalf_of_id) == (
        chief.pk,
        other_reporter.pk,
        deputy.pk,
    )
    assert first.content_hash == second.content_hash == approval.content_hash
    assert Decision.objects.get(kind=Decision.Kind.REVIEWED_AFTERWARDS).on_behalf_of_id == deputy.pk


def test_an_approval_for_later_does_not_settle_an_urgent_publication(
    urgent, reporter, chief, deputy, token_for
):
    schedule(urgent, reporter, chief, token_for)
    assert cases.open_urgent(urgent.pk), "the public still reads what one person signed"
    service.cancel_schedule(urgent.pk, chief, REASON)
    assert cases.open_urgent(urgent.pk)
    service.review_afterwards(urgent.pk, deputy, service.shown_live(Page.objects.get(pk=urgent.pk)).mint())
    assert cases.open_urgent(urgent.pk) is None


def test_two_signatures_on_a_newer_text_settle_it(urgent, reporter, chief, publish):
    urgent.lead = "Bản sửa, đủ hai chữ ký."
    urgent.save_revision(user=reporter)
    publish(urgent, reporter, chief)
    assert cases.open_urgent(urgent.pk) is None


def test_a_take_down_settles_it(urgent, chief):
    service.take_down(urgent.pk, chief, "mistake", REASON)
    assert cases.open_urgent(urgent.pk) is None


def test_a_cancelled_schedule_leaves_the_public_version_approved(
    published, reporter, chief, token_for, time_machine
):
    story = published()
    schedule(story, reporter, chief, token_for)
    service.cancel_schedule(story.pk, chief, REASON)

    page = Page.objects.get(pk=story.pk).specific
    assert gate.approval_for(page.pk, page.live_revision)
    page.save()
    time_machine.move_to(timezone.now() + 4 * HOUR)
    call_command("publish_scheduled")
    with pytest.raises(gate.NotApproved):
        page.latest_revision.publish(skip_permission_checks=True)
    assert Page.objects.get(pk=story.pk).specific.lead != "Bản hẹn giờ."


def test_a_cancelled_schedule_names_the_scheduled_revision(make_story, reporter, chief, token_for):
    story = make_story(reporter)
    schedule(story, reporter, chief, token_for)
    scheduled = Page.objects.get(pk=story.pk).latest_revision_id
    story.lead = "Một bản nháp mới hơn, lưu từ một thẻ mở từ trước."
    story.save_revision(user=reporter)
    service.cancel_schedule(story.pk, chief, REASON)
    decision = Decision.objects.get(page_id=story.pk, kind=Decision.Kind.SCHEDULE_CANCELLED)
    assert decision.revision_id == scheduled


def test_in_the_strict_form_a_deputy_does_not_sign_in_the_name_of_who_wrote(
    portal, make_story, reporter, chief, deputy, token_for
):
    portal.task.independent_approver = True
    portal.task.save()
    Delegation.objects.create(approver=chief, deputy=deputy, ends_at=timezone.now() + HOUR)
    story = make_story(reporter)
    story.save_revision(user=chief)
    outcome = service.sign(service.submit(story, reporter).pk, deputy, token_for(story))
    assert outcome.state == State.PUBLISHED
    assert Signature.objects.get(page_id=story.pk, capacity="approver").on_behalf_of_id is None


def test_in_the_strict_form_a_review_afterwards_is_independent(
    portal, make_story, reporter, chief, deputy, token_for
):
    portal.task.independent_approver = True
    portal.task.save()
    story = make_story(reporter)
    story.save_revision(user=deputy)
    service.publish_urgently(service.submit(story, reporter).pk, chief, token_for(story), REASON)
    with pytest.raises(service.Refused):
        service.review_afterwards(story.pk, deputy, service.shown_live(Page.objects.get(pk=story.pk)).mint())


def test_a_submitter_who_comes_back_can_confirm(make_story, reporter, chief, token_for):
    story = make_story(reporter)
    round_ = service.submit(story, reporter).pk
    reporter.is_active = False
    reporter.save()
    assert service.sign(round_, chief, token_for(story)).state == State.TO_CONFIRM
    reporter.is_active = True
    reporter.save()
    assert service.confirm(round_, reporter, token_for(story)).state == State.PUBLISHED


def test_without_a_step_nothing_is_submitted(portal, make_story, reporter):
    portal.task.deactivate()
    with pytest.raises(service.Refused):
        service.submit(make_story(reporter), reporter)
    assert not Signature.objects.exists()


def test_what_expired_comes_back_only_through_review(make_story, publish, reporter, chief, time_machine):
    story = publish(make_story(reporter, expire_at=timezone.now() + HOUR), reporter, chief)
    time_machine.move_to(timezone.now() + 2 * HOUR)
    call_command("publish_scheduled")
    page = Page.objects.get(pk=story.pk).specific
    assert not page.live
    page.live = True
    with pytest.raises(gate.NotApproved):
        page.save()
