"""An hour for the publication that is over when the page is submitted is a slip, unless it was approved."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from cms.workflow import service

from .desk import HOUR, admin, as_user, form_of

pytestmark = pytest.mark.django_db


def typed(moment) -> str:
    """Return the moment as the editor's form has it."""
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M")


def submit(story, user, **changes):
    return as_user(user).post(admin("edit", story.pk), form_of(story, **changes, **{"action-submit": "1"}))


def test_it_is_said_beside_the_field(make_story, reporter):
    story = make_story(reporter)
    response = submit(story, reporter, go_live_at=typed(timezone.now() - HOUR))
    assert list(response.context["form"].errors) == ["go_live_at"]
    assert not Page.objects.get(pk=story.pk).workflow_in_progress


def test_no_other_way_of_submitting_takes_it(make_story, reporter):
    story = make_story(reporter, go_live_at=timezone.now() - HOUR)
    with pytest.raises(service.Refused):
        service.submit(story, reporter)


def test_a_draft_is_saved_with_it(make_story, reporter):
    story = make_story(reporter)
    hour = typed(timezone.now() - HOUR)
    as_user(reporter).post(admin("edit", story.pk), form_of(story, go_live_at=hour))
    assert typed(Page.objects.get(pk=story.pk).get_latest_revision_as_object().go_live_at) == hour


def test_an_hour_that_passes_in_the_review_stops_nothing(
    make_story, reporter, chief, token_for, time_machine
):
    story = make_story(reporter, go_live_at=timezone.now() + HOUR)
    state = service.submit(story, reporter)
    time_machine.move_to(timezone.now() + 2 * HOUR)
    service.sign(state.pk, chief, token_for(story))
    assert Page.objects.get(pk=story.pk).live


def test_the_hour_that_was_approved_stays(schedule_story, reporter, time_machine):
    story = schedule_story()
    hour = story.get_latest_revision_as_object().go_live_at
    time_machine.move_to(hour + HOUR)
    call_command("publish_scheduled")
    response = submit(story, reporter, go_live_at=typed(hour), lead="Lời dẫn mới.")
    assert response.status_code == 302
    assert Page.objects.get(pk=story.pk).workflow_in_progress
