"""The scheduler seen from outside: its heartbeat, what administrators are told of it, and its loop."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from cms.workflow import service
from cms.workflow.management.commands import publish_scheduled
from cms.workflow.models import SchedulerRun
from cms.workflow.scheduling import schedule

from .desk import HOUR, MINUTE, as_user, reads, scheduler_panel

pytestmark = pytest.mark.django_db


class TestHeartbeat:
    def test_every_run_leaves_one(self, portal, time_machine):
        for hours in (1, 2):
            moment = timezone.now().replace(microsecond=0) + hours * HOUR
            time_machine.move_to(moment, tick=False)
            call_command("publish_scheduled")
            assert SchedulerRun.objects.get().ran_at == moment

    def test_a_silent_scheduler_is_shown_to_administrators(
        self, schedule_story, time_machine, administrator, chief
    ):
        home = reverse("wagtailadmin_home")
        client = as_user(administrator)
        assert scheduler_panel(client.get(home)) == "", "nothing waits"
        story = schedule_story(title="Bài hẹn giờ")
        call_command("publish_scheduled")
        assert scheduler_panel(client.get(home)) == "", "it runs, and nothing is due"
        time_machine.move_to(story.go_live_at + 11 * MINUTE)
        assert "Bài hẹn giờ" in scheduler_panel(client.get(home))
        assert scheduler_panel(as_user(chief).get(home)) == ""
        call_command("publish_scheduled")
        assert "Bài hẹn giờ" in scheduler_panel(client.get(home)), "late"

    def test_also_if_it_never_ran_and_if_only_an_expiry_waits(self, published, time_machine, administrator):
        story = published(title="Bài hết hạn", expire_at=timezone.now() + HOUR)
        time_machine.move_to(story.expire_at + 11 * MINUTE)
        home = reverse("wagtailadmin_home")
        assert "Bài hết hạn" in scheduler_panel(as_user(administrator).get(home))
        call_command("publish_scheduled")
        assert "Bài hết hạn" in scheduler_panel(as_user(administrator).get(home)), "it left late"

    def test_a_page_that_cannot_be_published_is_shown(
        self, schedule_story, time_machine, administrator, monkeypatch
    ):
        story = schedule_story(title="Bài <b>hỏng</b>")
        time_machine.move_to(story.go_live_at + MINUTE)

        def fails(page_id):
            raise OSError("disk full")

        monkeypatch.setattr(service, "keep_hours", fails)
        call_command("publish_scheduled")
        shown = scheduler_panel(as_user(administrator).get(reverse("wagtailadmin_home")))
        assert "Bài &lt;b&gt;hỏng&lt;/b&gt;" in shown
        assert "disk full" in shown

    def test_it_asks_the_database_little(self, schedule_story, time_machine, django_assert_num_queries):
        story = schedule_story(title="Bài hẹn giờ")
        time_machine.move_to(story.go_live_at + 11 * MINUTE)
        with django_assert_num_queries(5):
            assert schedule.health().silent
        call_command("publish_scheduled")
        with django_assert_num_queries(3):
            assert not schedule.health().silent


class TestTheLoop:
    """``--every 60``: for `make run` and for machines without cron."""

    def pauses(self, monkeypatch, runs: int) -> list[float]:
        slept: list[float] = []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == runs:
                raise KeyboardInterrupt

        monkeypatch.setattr(publish_scheduled.time, "sleep", sleep)
        return slept

    def test_it_goes_on(self, schedule_story, monkeypatch, time_machine):
        story = schedule_story()
        time_machine.move_to(story.go_live_at + MINUTE)
        slept = self.pauses(monkeypatch, 2)
        call_command("publish_scheduled", every=60)
        assert reads(story)
        assert len(slept) == 2
        assert all(0 < pause <= 60 for pause in slept)

    def test_a_database_that_is_gone_does_not_end_it(self, portal, monkeypatch, caplog):
        slept = self.pauses(monkeypatch, 3)

        def gone() -> int:
            raise DatabaseError("the server closed the connection")

        monkeypatch.setattr(schedule, "run", gone)
        call_command("publish_scheduled", every=1)
        assert len(slept) == 3
        assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1
