"""The review's door: what each verb leaves in the database and what the public sees."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

from cms.workflow import gate, service
from cms.workflow.models import Approval, Decision, Signature, TakeDown

pytestmark = pytest.mark.django_db


def is_public(client, page) -> bool:
    """Tell whether a reader sees the page, at its address."""
    page = Page.objects.get(pk=page.pk)
    return client.get(page.get_url_parts()[2] if page.get_url_parts() else "/nothing/").status_code == 200


def test_two_signatures_bring_a_story_public(client, make_story, reporter, chief, token_for):
    story = make_story(reporter)
    assert not is_public(client, story)

    task_state = service.submit(story, reporter)
    assert not is_public(client, story)

    outcome = service.sign(task_state.pk, chief, token_for(story))

    story = Page.objects.get(pk=story.pk)
    assert outcome.state == "published"
    assert is_public(client, story)
    assert story.live_revision_id == story.latest_revision_id
    signatures = Signature.objects.filter(page_id=story.pk)
    assert [(row.person_id, row.capacity) for row in signatures] == [
        (reporter.pk, "author"),
        (chief.pk, "approver"),
    ]
    assert len({row.content_hash for row in signatures}) == 1
    approval = Approval.objects.get(page_id=story.pk)
    assert {approval.first_signature_id, approval.second_signature_id} == {row.pk for row in signatures}
    kinds = Decision.objects.filter(page_id=story.pk).values_list("kind", flat=True)
    assert list(kinds) == ["submitted", "signed", "published"]


def test_an_approver_cannot_approve_a_story_of_their_own(client, make_story, chief, deputy, token_for):
    story = make_story(chief)
    task_state = service.submit(story, chief)

    with pytest.raises(service.Refused):
        service.sign(task_state.pk, chief, token_for(story))
    assert not is_public(client, story)

    service.sign(task_state.pk, deputy, token_for(story))
    assert is_public(client, story)


def test_changed_text_is_not_approved_with_the_old_token(
    client, make_story, reporter, chief, deputy, token_for
):
    story = make_story(reporter)
    task_state = service.submit(story, reporter)
    token = token_for(story)
    story.lead = "Một nội dung khác."
    story.save_revision(user=deputy)

    with pytest.raises(service.Changed):
        service.sign(task_state.pk, chief, token)
    assert not is_public(client, story)
    assert Signature.objects.filter(page_id=story.pk, capacity="approver").count() == 0


def test_a_correction_needs_the_reporters_confirmation(client, make_story, reporter, chief, token_for):
    story = make_story(reporter)
    task_state = service.submit(story, reporter)
    story.lead = "Lời dẫn đã được Chánh Văn phòng sửa."
    story.save_revision(user=chief)

    outcome = service.sign(task_state.pk, chief, token_for(story))
    assert outcome.state == "to_confirm"
    assert outcome.waits_for == {reporter.pk}
    assert not is_public(client, story)

    service.confirm(task_state.pk, reporter, token_for(story))
    assert is_public(client, story)
    story = type(story).objects.get(pk=story.pk)
    assert story.lead == "Lời dẫn đã được Chánh Văn phòng sửa."


def test_a_refused_correction_goes_back_into_review(client, make_story, reporter, chief, deputy, token_for):
    story = make_story(reporter)
    task_state = service.submit(story, reporter)
    story.lead = "Sửa."
    story.save_revision(user=chief)
    service.sign(task_state.pk, chief, token_for(story))

    with pytest.raises(service.Refused):
        service.refuse(task_state.pk, reporter, token_for(story), "  ")
    service.refuse(task_state.pk, reporter, token_for(story), "Số liệu này không đúng.")

    with pytest.raises(service.Refused):
        service.confirm(task_state.pk, reporter, token_for(story))
    service.sign(task_state.pk, deputy, token_for(story))
    assert not is_public(client, story), "the chief's signature was given before the refusal"


def test_a_return_needs_a_reason_and_reaches_the_reporter(make_story, reporter, chief, token_for):
    story = make_story(reporter)
    task_state = service.submit(story, reporter)

    with pytest.raises(service.Refused):
        service.return_page(task_state.pk, chief, token_for(story), " \n ")
    with pytest.raises(service.Refused):
        service.return_page(task_state.pk, chief, token_for(story), "x" * 10_000)
    service.return_page(task_state.pk, chief, token_for(story), "Thiếu chú thích ảnh.")

    task_state.refresh_from_db()
    assert task_state.status == TaskState.STATUS_REJECTED
    assert task_state.comment == "Thiếu chú thích ảnh."
    again = service.submit(story, reporter)
    assert again.pk != task_state.pk
    service.sign(again.pk, chief, token_for(story))
    assert Page.objects.get(pk=story.pk).live


def test_a_decided_round_cannot_be_decided_again(make_story, reporter, chief, deputy, token_for):
    story = make_story(reporter)
    task_state = service.submit(story, reporter)
    token = token_for(story)
    service.sign(task_state.pk, chief, token)

    with pytest.raises(service.Refused):
        service.return_page(task_state.pk, deputy, token, "Muộn rồi.")
    assert Decision.objects.filter(task_state_id=task_state.pk, kind="returned").count() == 0


def test_withdraw_and_submit_again(client, make_story, reporter, other_reporter, chief, token_for):
    story = make_story(reporter)
    task_state = service.submit(story, reporter)
    with pytest.raises(service.Refused):
        service.withdraw(task_state.pk, other_reporter)
    service.withdraw(task_state.pk, reporter)
    assert Decision.objects.filter(page_id=story.pk, kind="withdrawn").count() == 1
    with pytest.raises(service.Refused):
        service.sign(task_state.pk, chief, token_for(story))
    task_state = service.submit(story, reporter)
    service.sign(task_state.pk, chief, token_for(story))
    assert is_public(client, story)


def test_urgent_publication_waits_for_a_second_approver(
    client, make_story, reporter, chief, deputy, token_for
):
    story = make_story(reporter)
    task_state = service.submit(story, reporter, urgent=True)
    with pytest.raises(service.Refused):
        service.publish_urgently(task_state.pk, chief, token_for(story), "Gấp")
    service.publish_urgently(
        task_state.pk, chief, token_for(story), "Thông báo mưa lũ cần đăng ngay trong đêm."
    )
    assert is_public(client, story)

    page = Page.objects.get(pk=story.pk)
    token = service.shown_live(page).mint()
    with pytest.raises(service.Refused):
        service.review_afterwards(story.pk, chief, token)
    service.review_afterwards(story.pk, deputy, token)
    with pytest.raises(service.Refused):
        service.review_afterwards(story.pk, deputy, token)


def test_a_taken_down_story_comes_back_only_through_review(
    client, make_story, publish, reporter, chief, token_for
):
    story = publish(make_story(reporter), reporter, chief)
    revision = Revision.objects.get(pk=story.live_revision_id)
    service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm bản nháp.")
    assert not is_public(client, story)

    with pytest.raises(gate.NotApproved):
        revision.publish(skip_permission_checks=True)
    assert not is_public(client, story)

    task_state = service.submit(story, reporter)
    service.sign(task_state.pk, chief, token_for(story))
    assert is_public(client, story)


def test_the_signed_hour_is_kept(client, make_story, reporter, chief, token_for, time_machine):
    from django.core.management import call_command

    hour = timezone.now() + timezone.timedelta(hours=3)
    story = make_story(reporter, go_live_at=hour)
    task_state = service.submit(story, reporter)
    outcome = service.sign(task_state.pk, chief, token_for(story))
    assert outcome.state == "scheduled"
    call_command("publish_scheduled")
    assert not is_public(client, story)

    time_machine.move_to(hour + timezone.timedelta(minutes=1))
    call_command("publish_scheduled")
    assert is_public(client, story)


def test_a_cancelled_schedule_ends_the_approval(client, make_story, reporter, chief, token_for, time_machine):
    from django.core.management import call_command

    hour = timezone.now() + timezone.timedelta(hours=3)
    story = make_story(reporter, go_live_at=hour)
    task_state = service.submit(story, reporter)
    service.sign(task_state.pk, chief, token_for(story))
    service.cancel_schedule(story.pk, chief, "Chờ ý kiến lãnh đạo.")
    time_machine.move_to(hour + timezone.timedelta(minutes=1))
    call_command("publish_scheduled")
    assert not is_public(client, story)
    with pytest.raises(gate.NotApproved):
        Page.objects.get(pk=story.pk).latest_revision.publish(skip_permission_checks=True)


WAYS_TO_GO_LIVE = {
    "publish": lambda story: story.latest_revision.publish(skip_permission_checks=True),
    "save": lambda story: story.save(),
    "live_flag": lambda story: story.save(update_fields=["live", "live_revision"]),
}


@pytest.mark.parametrize("way", WAYS_TO_GO_LIVE)
def test_no_python_code_makes_a_draft_public(client, make_story, reporter, way):
    story = make_story(reporter)
    story.live, story.live_revision = True, story.latest_revision
    with pytest.raises(gate.NotApproved):
        WAYS_TO_GO_LIVE[way](story)
    assert not is_public(client, story)


def test_a_live_page_cannot_be_saved_with_other_text(client, make_story, publish, reporter, chief):
    story = publish(make_story(reporter), reporter, chief)
    story.title = "Tiêu đề chưa ai duyệt"
    with pytest.raises(gate.NotApproved):
        story.save()
    assert "chưa ai duyệt" not in client.get(Page.objects.get(pk=story.pk).url).content.decode()


def test_the_admin_address_is_there(client):
    assert client.get(reverse("wagtailadmin_login")).status_code == 200
