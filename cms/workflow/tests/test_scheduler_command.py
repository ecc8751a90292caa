"""The scheduler's command stands in the place of Wagtail's own, under both of its names."""

from io import StringIO
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands, load_command_class
from django.utils import timezone
from wagtail.management import commands as wagtails_commands
from wagtail.management.commands.publish_scheduled import Command as WagtailsCommand
from wagtail.models import DraftStateMixin, Page

from cms.workflow.management.commands import publish_scheduled
from cms.workflow.models import SchedulerRun

from .desk import HOUR, MINUTE, correct, reads

pytestmark = pytest.mark.django_db

# The second is Wagtail's older name of the first.
COMMANDS = ("publish_scheduled", "publish_scheduled_pages")


class TestWagtailsCommandIsReplaced:
    @pytest.mark.parametrize("name", COMMANDS)
    def test_by_the_order_of_the_apps(self, name):
        assert get_commands()[name] == "cms.workflow"
        assert isinstance(load_command_class("cms.workflow", name), publish_scheduled.Command)

    def test_wagtail_ships_no_third_one(self):
        own = (module.name for module in iter_modules(wagtails_commands.__path__))
        found = {name for name in own if isinstance(load_command_class("wagtail", name), WagtailsCommand)}
        assert found == set(COMMANDS)

    def test_the_older_name_keeps_both_hours(self, published, publish, reporter, chief, time_machine):
        """Wagtail's own takes what has expired from the public first, and with it every later hour."""
        now = timezone.now()
        story = published(expire_at=now + HOUR, lead="Bản cũ.")
        correct(story, reporter, go_live_at=now + 2 * HOUR, expire_at=None, lead="Bản mới.")
        publish(Page.objects.get(pk=story.pk), reporter, chief)
        time_machine.move_to(now + HOUR + MINUTE)
        call_command("publish_scheduled_pages")
        assert reads(story) is None
        time_machine.move_to(now + 2 * HOUR + MINUTE)
        call_command("publish_scheduled_pages")
        assert "Bản mới." in reads(story)

    def test_and_nothing_but_pages_has_drafts(self):
        """Wagtail's command also publishes drafts of other models; this one would leave them waiting."""
        drafts = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
        assert [model for model in drafts if not issubclass(model, Page)] == []

    def test_its_dry_run_still_changes_nothing(self, schedule_story, time_machine):
        story = schedule_story(title="Bài hẹn giờ")
        time_machine.move_to(story.go_live_at + MINUTE)
        out = StringIO()
        call_command("publish_scheduled", dryrun=True, stdout=out)
        assert "Bài hẹn giờ" in out.getvalue()
        assert reads(story) is None
        assert not SchedulerRun.objects.exists()


@pytest.mark.parametrize(("past", "waits"), [(37, 23), (0, 60), (59.5, 1)])
def test_it_runs_when_a_minute_begins(portal, time_machine, monkeypatch, past, waits):
    """A story for nine o'clock was public at half a minute past nine, if the scheduler had been started then."""
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        raise KeyboardInterrupt

    time_machine.move_to(1_800_000_000 + past, tick=False)
    monkeypatch.setattr(publish_scheduled.time, "sleep", sleep)
    call_command("publish_scheduled", every=60)
    assert slept == [pytest.approx(waits)]
    assert SchedulerRun.objects.exists()
