"""The digest: one mail a working day instead of single ones, for the approvers who chose it."""

from datetime import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from cms.workflow import service
from cms.workflow.mail.recipients import Notice
from cms.workflow.models import MailJob, MailPreference, TakeDown
from cms.workflow.scheduling.clock import ZONE

pytestmark = pytest.mark.django_db

# 2 March 2026 is a Monday.
MONDAY, TUESDAY, WEDNESDAY, SATURDAY = 2, 3, 4, 7


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def at(time_machine, mailoutbox):
    """Set the clock, run the scheduler's command twice, return what it mailed: (address, mail)."""

    def run(day: int, hour: int, minute: int = 0):
        time_machine.move_to(datetime(2026, 3, day, hour, minute, tzinfo=ZONE))
        del mailoutbox[:]
        call_command("send_review_mail")
        call_command("send_review_mail")
        return [(message.to[0].split("@")[0], message) for message in mailoutbox]

    return run


@pytest.fixture
def submit(commit, make_story, reporter, time_machine):
    def at_hour(day: int, hour: int, title: str, author=None, **request):
        time_machine.move_to(datetime(2026, 3, day, hour, tzinfo=ZONE))
        with commit(execute=True):
            story = make_story(author or reporter, title=title)
            return story, service.submit(story, author or reporter, **request)

    return at_hour


@pytest.fixture
def digest_reader(chief, time_machine):
    """The chief, who wants digests and had one on Monday morning."""
    MailPreference.objects.create(
        user=chief, mode=MailPreference.Mode.DIGEST, last_digest_on=datetime(2026, 3, MONDAY).date()
    )
    return chief


def test_one_mail_in_the_morning_instead_of_many(submit, at, digest_reader, deputy):
    submit(MONDAY, 9, "Tin thứ nhất")
    submit(MONDAY, 14, "Tin thứ hai")
    assert [name for name, _message in at(MONDAY, 14, 30)] == ["phochanhvanphong", "phochanhvanphong"]
    assert [name for name, _message in at(TUESDAY, 7)] == []
    sent = [message for name, message in at(TUESDAY, 8, 1) if name == "chanhvanphong"]
    assert len(sent) == 1
    (digest,) = sent
    for part in (digest.body, digest.alternatives[0].content):
        assert "Tin thứ nhất" in part
        assert "Tin thứ hai" in part
    assert "2" in digest.subject
    assert not [name for name, _message in at(TUESDAY, 9, 30) if name == "chanhvanphong"]
    jobs = MailJob.objects.filter(recipient=digest_reader, notice=Notice.SUBMITTED)
    assert {job.status for job in jobs} == {MailJob.Status.SENT}


def test_the_digest_replaces_the_reminders_and_comes_again_while_something_waits(submit, at, digest_reader):
    submit(MONDAY, 9, "Tin chờ lâu")
    at(TUESDAY, 8, 1)
    at(TUESDAY, 16)
    sent = at(WEDNESDAY, 8, 1)
    assert [(name, "Tin chờ lâu" in message.body) for name, message in sent] == [("chanhvanphong", True)]
    reminders = [Notice.BEFORE_DUE, Notice.AFTER_DUE]
    assert not MailJob.objects.filter(recipient=digest_reader, notice__in=reminders).exists()


def test_nothing_to_say_is_no_mail_and_the_weekend_is_quiet(submit, at, digest_reader):
    assert at(TUESDAY, 9) == []
    submit(TUESDAY, 10, "Tin thứ ba")
    assert at(TUESDAY, 10, 30) == [], "the digest's hour of that day is over"
    assert at(SATURDAY, 9) == []
    assert len(at(WEDNESDAY, 8, 5)) == 1


def test_what_has_happened_is_told_in_the_digest(
    submit, at, commit, digest_reader, reporter, deputy, token_for
):
    _story, task_state = submit(MONDAY, 9, "Tin được rút")
    at(TUESDAY, 8, 1)
    with commit(execute=True):
        service.withdraw(task_state.pk, reporter)
    assert [name for name, _message in at(TUESDAY, 9)] == ["phochanhvanphong"]
    ((name, digest),) = at(WEDNESDAY, 8, 1)
    assert name == "chanhvanphong"
    assert "Tin được rút" in digest.body


@pytest.mark.parametrize("way", ["urgent", "due_today"])
def test_what_cannot_wait_is_mailed_at_once(submit, at, digest_reader, way):
    request = {"urgent": True} if way == "urgent" else {"due_at": datetime(2026, 3, MONDAY, 16, tzinfo=ZONE)}
    submit(MONDAY, 9, "Tin gấp", **request)
    assert [name for name, _message in at(MONDAY, 9, 5)] == ["chanhvanphong"]


def test_urgent_publications_and_take_downs_are_mailed_at_once(
    submit, at, commit, digest_reader, deputy, token_for
):
    story, task_state = submit(MONDAY, 9, "Tin khẩn")
    with commit(execute=True):
        service.publish_urgently(
            task_state.pk, deputy, token_for(story), "Thông báo mưa lũ cần đăng ngay trong đêm."
        )
    assert "chanhvanphong" in [name for name, _message in at(MONDAY, 9, 5)]
    with commit(execute=True):
        service.take_down(story.pk, deputy, TakeDown.Kind.MISTAKE, "Đăng nhầm bản nháp.")
    assert "chanhvanphong" in [name for name, _message in at(MONDAY, 9, 10)]


def test_mails_about_ones_own_pages_stay_single(submit, at, commit, digest_reader, deputy, token_for):
    story, task_state = submit(MONDAY, 9, "Bài của Chánh Văn phòng", author=digest_reader)
    with commit(execute=True):
        service.return_page(task_state.pk, deputy, token_for(story), "Thiếu nguồn số liệu.")
    assert [name for name, _message in at(MONDAY, 9, 5)] == ["chanhvanphong"]


def test_what_was_kept_is_sent_though_the_choice_has_changed(submit, at, digest_reader):
    submit(MONDAY, 9, "Tin đã giữ lại")
    MailPreference.objects.filter(user=digest_reader).update(mode=MailPreference.Mode.SINGLE)
    ((name, message),) = at(TUESDAY, 8, 1)
    assert name == "chanhvanphong"
    assert "Tin đã giữ lại" in message.body


def test_titles_are_escaped_in_the_digest(submit, at, digest_reader):
    submit(MONDAY, 9, "<img src=x onerror=alert(1)>")
    ((_name, message),) = at(TUESDAY, 8, 1)
    assert "<img" not in message.alternatives[0].content


def test_the_choice_is_made_in_the_account_settings(client, chief, reporter):
    from wagtail import hooks

    from cms.workflow.mail.preference import MailPreferencePanel

    with hooks.register_temporarily("register_account_settings_panel", MailPreferencePanel):
        client.force_login(chief)
        address = reverse("wagtailadmin_account")
        assert 'name="review_mail-mode"' in client.get(address).content.decode()
        page = client.get(address)
        data = {
            field.html_name: field.value() if field.value() is not None else ""
            for panels in page.context["panels_by_tab"].values()
            for shown in panels
            for field in shown.get_form()
            if "password" not in field.html_name and "avatar" not in field.html_name
        }
        client.post(address, {**data, "review_mail-mode": "digest"})
        assert MailPreference.objects.get(user=chief).mode == MailPreference.Mode.DIGEST
        client.force_login(reporter)
        assert 'name="review_mail-mode"' not in client.get(address).content.decode()
