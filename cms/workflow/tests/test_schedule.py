"""The hours that were signed: kept page by page, once, late rather than never, and never behind the review."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from cms.workflow import gate, service, triggers, verification
from cms.workflow.models import Approval, Decision, SchedulerTrouble
from cms.workflow.scheduling import schedule

from .desk import HOUR, MINUTE, SECRET, as_user, correct, reads, scheduler_panel

pytestmark = pytest.mark.django_db

Kind = Decision.Kind


@pytest.fixture
def unguarded(db):
    """The database without its triggers: an attacker who may drop them, or an old release's database."""
    triggers.remove(connection)
    yield
    triggers.install(connection)


def plant(page: Page, user, at, **fields) -> Revision:
    """Give a new version that nobody signed an hour, as a script does."""
    revision = correct(page, user, go_live_at=at, lead=SECRET, **fields)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=at)
    return revision


def lines(page: Page, *kinds: str) -> list[Decision]:
    return list(Decision.objects.filter(page_id=page.pk, kind__in=kinds or Kind.values).order_by("id"))


def test_the_dialog_says_that_the_hour_is_signed_with_the_text(client, make_story, reporter):
    client.force_login(reporter)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[make_story(reporter).pk])).content.decode()
    assert 'id="schedule-publishing-dialog' in html
    assert "Lịch có hiệu lực khi bài đủ hai chữ ký." in html
    assert "có quyền đăng" not in html, "nobody has that right"


class TestEachPageForItself:
    @pytest.mark.usefixtures("unguarded")
    def test_a_planted_revision_stops_nobody(
        self, schedule_story, make_story, published, reporter, time_machine, caplog
    ):
        draft, live = make_story(reporter, title="Bài nháp"), published(title="Bài đã đăng")
        for page in (draft, live):
            plant(page, reporter, timezone.now() + HOUR - MINUTE)
        story = schedule_story(title="Bài hẹn giờ")
        time_machine.move_to(story.go_live_at + MINUTE)
        for _run in range(2):
            call_command("publish_scheduled")
        assert "Bài hẹn giờ" in reads(story)
        assert reads(draft) is None
        assert SECRET not in reads(live)
        errors = [record for record in caplog.records if record.levelname == "ERROR"]
        assert len(errors) == 2, "each is logged once, however often the scheduler runs"
        for page in (draft, live):
            assert not Page.objects.get(pk=page.pk).scheduled_revision
            assert lines(page)[-1].kind == Kind.SCHEDULE_CANCELLED
            assert lines(page)[-1].comment

    def test_a_page_that_fails_is_tried_again_and_hinders_no_other(
        self, schedule_story, time_machine, monkeypatch, caplog
    ):
        broken, story = (
            schedule_story(title="Bài hỏng", after=HOUR - MINUTE),
            schedule_story(title="Bài hẹn giờ"),
        )
        keep = service.keep_hours

        def fails_for_one(page_id):
            if page_id == broken.pk:
                with transaction.atomic():
                    Page.objects.filter(pk=page_id).update(title="dở dang")
                    raise OSError("disk full")
            return keep(page_id)

        monkeypatch.setattr(service, "keep_hours", fails_for_one)
        time_machine.move_to(story.go_live_at + MINUTE)
        for _run in range(3):
            call_command("publish_scheduled")
        assert reads(story)
        assert reads(broken) is None
        assert Page.objects.get(pk=broken.pk).title == "Bài hỏng"
        (trouble,) = SchedulerTrouble.objects.all()
        assert (trouble.page_id, trouble.page_title) == (broken.pk, "Bài hỏng")
        assert "disk full" in trouble.error
        assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1

        monkeypatch.setattr(service, "keep_hours", keep)
        call_command("publish_scheduled")
        assert reads(broken)
        assert not SchedulerTrouble.objects.exists()

    def test_a_cancelled_hour_is_not_kept(self, schedule_story, chief, time_machine):
        story = schedule_story()
        service.cancel_schedule(story.pk, chief, "Chờ ý kiến lãnh đạo.")
        time_machine.move_to(story.go_live_at + MINUTE)
        call_command("publish_scheduled")
        assert reads(story) is None
        (entry,) = PageLogEntry.objects.filter(page=story.pk, action="wagtail.schedule.cancel")
        assert entry.user == chief, "Wagtail's history says who did it, too"


class TestOnce:
    def test_the_clock_is_set_back_and_forth(self, schedule_story, time_machine):
        story = schedule_story()
        for at in (story.go_live_at + MINUTE, story.go_live_at - MINUTE, story.go_live_at + HOUR):
            time_machine.move_to(at)
            call_command("publish_scheduled")
        assert reads(story)
        assert published_entries(story) == 1

    def test_what_expired_while_the_scheduler_stood_still_is_not_shown(
        self, make_story, publish, reporter, chief, time_machine
    ):
        now = timezone.now()
        story = publish(
            make_story(reporter, go_live_at=now + HOUR, expire_at=now + 2 * HOUR), reporter, chief
        )
        time_machine.move_to(now + 3 * HOUR)
        call_command("publish_scheduled")
        assert reads(story) is None
        assert published_entries(story) == 0
        assert lines(story)[-1].kind == Kind.SCHEDULE_CANCELLED
        assert Page.objects.get(pk=story.pk).scheduled_revision is None


def published_entries(page: Page) -> int:
    return PageLogEntry.objects.filter(page=page.pk, action__startswith="wagtail.publish").exclude(
        action="wagtail.publish.schedule"
    ).count()  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once(schedule_story, published, portal, time_machine):
    """Real threads, a connection each: every page is published once and expires once."""
    stories = [schedule_story(title=f"Bài {number}", after=HOUR) for number in range(3)]
    start, results = Barrier(2, timeout=20), []
    time_machine.move_to(timezone.now() + HOUR + MINUTE)

    def run() -> None:
        try:
            start.wait()
            results.append(schedule.run())
        finally:
            connections.close_all()

    threads = [Thread(target=run, daemon=True) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    assert sum(results) == 3
    for story in stories:
        assert reads(story)
        assert published_entries(story) == 1
    assert not SchedulerTrouble.objects.exists()


class TestLate:
    def test_what_goes_out_late_is_in_the_register_and_on_the_administrators_home(
        self, schedule_story, time_machine, administrator, reporter
    ):
        story = schedule_story(title="Bài đăng muộn")
        hour = story.go_live_at
        time_machine.move_to(hour + schedule.LATE_AFTER + 40 * MINUTE)
        call_command("publish_scheduled")
        assert reads(story)
        (line,) = lines(story, Kind.PUBLISHED_LATE)
        assert (line.person_id, line.revision_id) == (None, story.latest_revision_id)
        assert f"{timezone.localtime(hour):%H:%M}" in line.comment
        home = reverse("wagtailadmin_home")
        assert "Bài đăng muộn" in scheduler_panel(as_user(administrator).get(home))
        assert scheduler_panel(as_user(reporter).get(home)) == ""
        time_machine.move_to(timezone.now() + 4 * timedelta(days=1))
        assert scheduler_panel(as_user(administrator).get(home)) == "", "old news is in the register"

    def test_what_goes_out_in_time_is_not(self, schedule_story, time_machine):
        story = schedule_story()
        time_machine.move_to(story.go_live_at + schedule.LATE_AFTER - MINUTE)
        call_command("publish_scheduled")
        assert reads(story)
        assert not lines(story, Kind.PUBLISHED_LATE)

    @pytest.mark.parametrize(("delay", "late"), [(MINUTE, False), (3 * MINUTE, True), (HOUR, True)])
    def test_an_expiry_says_if_it_came_late(self, published, time_machine, delay, late):
        story = published(expire_at=timezone.now() + HOUR)
        time_machine.move_to(story.expire_at + delay)
        for _run in range(2):
            call_command("publish_scheduled")
        assert reads(story) is None
        (line,) = lines(story, Kind.EXPIRED)
        assert bool(line.comment) is late
        page = Page.objects.get(pk=story.pk)
        assert (page.live, page.expired) == (False, True)


class TestExpiryAndANewerVersion:
    """The old version leaves at its hour, the new one comes at its own: both hours were signed."""

    @pytest.fixture
    def replaced(self, published, publish, reporter, chief):
        """A public story that expires in one hour, and its signed successor that is due in three."""
        now = timezone.now()
        story = published(expire_at=now + HOUR / 3, lead="Bản cũ.")
        correct(story, reporter, go_live_at=now + HOUR, expire_at=None, lead="Bản mới.")
        return publish(Page.objects.get(pk=story.pk), reporter, chief)

    def test_the_old_one_leaves_and_the_new_one_comes(self, replaced, time_machine):
        start = timezone.now()
        time_machine.move_to(start + HOUR / 2)
        call_command("publish_scheduled")
        assert reads(replaced) is None
        assert Page.objects.get(pk=replaced.pk).scheduled_revision
        time_machine.move_to(start + HOUR + MINUTE)
        call_command("publish_scheduled")
        assert "Bản mới." in reads(replaced)
        assert list(verification.findings()) == []

    def test_both_hours_passed_while_the_scheduler_stood_still(self, replaced, time_machine):
        time_machine.move_to(timezone.now() + 2 * HOUR)
        call_command("publish_scheduled")
        assert "Bản mới." in reads(replaced)
        assert not lines(replaced, Kind.EXPIRED)

    def test_the_old_text_does_not_come_back(self, replaced, time_machine):
        old = Page.objects.get(pk=replaced.pk).live_revision
        time_machine.move_to(timezone.now() + HOUR / 2)
        call_command("publish_scheduled")
        with pytest.raises((gate.NotApproved, IntegrityError)), transaction.atomic():
            old.publish(skip_permission_checks=True)
        assert reads(replaced) is None


class TestNoHourWithoutAnApproval:
    """The database refuses that anything waits for an hour that nobody signed."""

    def test_planted_by_a_script(self, make_story, published, reporter):
        for page in (make_story(reporter), published()):
            with pytest.raises(IntegrityError), transaction.atomic():
                plant(page, reporter, timezone.now() + HOUR)
            assert not Page.objects.get(pk=page.pk).scheduled_revision

    def test_published_for_later_with_every_check_left_out(self, make_story, published, reporter):
        for page in (make_story(reporter), published()):
            revision = correct(page, reporter, go_live_at=timezone.now() + HOUR)
            with pytest.raises((gate.NotApproved, IntegrityError)), transaction.atomic():
                revision.publish(skip_permission_checks=True)
            assert not Page.objects.get(pk=page.pk).scheduled_revision

    def test_after_its_schedule_was_cancelled(self, schedule_story, chief):
        story = schedule_story()
        service.cancel_schedule(story.pk, chief, "Chờ ý kiến lãnh đạo.")
        with pytest.raises(IntegrityError), transaction.atomic():
            Page.objects.get(pk=story.pk).latest_revision.publish(skip_permission_checks=True)

    def test_inserted_with_its_hour(self, make_story, reporter):
        story = make_story(reporter)
        with pytest.raises(DatabaseError, match="review: "), transaction.atomic():
            Page.objects.get(pk=story.pk).specific.save_revision(
                user=reporter, approved_go_live_at=timezone.now() + HOUR
            )

    @pytest.mark.usefixtures("unguarded")
    def test_it_is_a_finding(self, make_story, reporter):
        story = make_story(reporter)
        plant(story, reporter, timezone.now() + HOUR)
        triggers.install(connection)
        (finding,) = [finding for finding in verification.findings() if finding.is_fault]
        assert finding.page_id == story.pk


def test_what_was_approved_twice_for_its_hour_is_the_same_content(
    published, publish, reporter, chief, time_machine
):
    """An expiry makes the waiting version's approval anew: with the same two signatures, on the same text."""
    now = timezone.now()
    story = published(expire_at=now + HOUR)
    correct(story, reporter, go_live_at=now + 2 * HOUR, expire_at=None)
    publish(Page.objects.get(pk=story.pk), reporter, chief)
    time_machine.move_to(now + HOUR + MINUTE)
    call_command("publish_scheduled")
    _old, before, after = Approval.objects.filter(page_id=story.pk).order_by("id")
    for name in ("content_hash", "basis", "first_signature_id", "second_signature_id", "task_state_id"):
        assert getattr(before, name) == getattr(after, name)
