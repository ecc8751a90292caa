"""What administrators see of mails that fail, and "send again"."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.workflow.mail import panel
from cms.workflow.models import MailJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(chief) -> MailJob:
    return MailJob.objects.create(
        recipient=chief,
        key="decision:1",
        notice="submitted",
        why="approve",
        page_title="Tin <img src=x onerror=alert(1)>",
        status=MailJob.Status.FAILED,
        attempts=7,
        trouble=MailJob.Trouble.LOGIN,
        last_error="SMTPAuthenticationError: (535, b'5.7.8 <b>Invalid</b>')",
    )


@pytest.fixture
def admin(client, administrator):
    client.force_login(administrator)
    return client


def test_the_list_shows_why_and_escapes(admin, failed):
    html = admin.get(reverse("workflow_mail:failed")).content.decode()
    assert "chanhvanphong@example.com" in html
    assert str(MailJob.Trouble.LOGIN.label) in html
    assert "535" in html
    assert "<img src=x" not in html
    assert "<b>Invalid" not in html


def test_send_again_queues_it_from_the_start(admin, failed, mailoutbox):
    response = admin.post(reverse("workflow_mail:send_again", args=[failed.pk]))
    assert response.url == reverse("workflow_mail:failed")
    failed.refresh_from_db()
    assert (failed.status, failed.attempts) == (MailJob.Status.QUEUED, 0)
    assert mailoutbox == [], "the request does not wait for the mail server"


def test_send_all_again(admin, failed, deputy):
    other = MailJob.objects.create(
        recipient=deputy, key="x", notice="submitted", status="failed", trouble="other"
    )
    admin.post(reverse("workflow_mail:send_all_again"))
    assert set(MailJob.objects.values_list("pk", "status")) == {(failed.pk, "queued"), (other.pk, "queued")}


def test_what_was_sent_is_not_sent_again(admin, failed):
    MailJob.objects.filter(pk=failed.pk).update(status=MailJob.Status.SENT)
    admin.post(reverse("workflow_mail:send_again", args=[failed.pk]))
    failed.refresh_from_db()
    assert failed.status == MailJob.Status.SENT


def test_looking_changes_nothing(admin, failed):
    assert admin.get(reverse("workflow_mail:send_again", args=[failed.pk])).status_code == 405


@pytest.mark.parametrize("who", ["reporter", "chief"])
def test_others_see_and_do_nothing(client, request, failed, who):
    client.force_login(request.getfixturevalue(who))
    html = client.get(reverse("workflow_mail:failed"), follow=True).content.decode()
    assert "535" not in html
    client.post(reverse("workflow_mail:send_again", args=[failed.pk]))
    failed.refresh_from_db()
    assert failed.status == MailJob.Status.FAILED


def test_the_home_page_warns_administrators_alone(client, rf, administrator, reporter, failed):
    request = rf.get("/")
    for user, expected in ((administrator, 1), (reporter, 0)):
        request.user, panels = user, []
        panel.add_panel(request, panels)
        assert len(panels) == expected
    request.user, panels = administrator, []
    panel.add_panel(request, panels)
    assert reverse("workflow_mail:failed") in panels[0].render_html({})
    MailJob.objects.update(status=MailJob.Status.SENT)
    panels = []
    panel.add_panel(request, panels)
    assert panels == []


def test_a_mail_that_nobody_works_on_is_shown(failed):
    MailJob.objects.update(status=MailJob.Status.QUEUED, attempts=0, trouble="", last_error="")
    assert (panel.failed_mail_count(), panel.stalled_mail_count()) == (0, 0)
    MailJob.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=20))
    assert (panel.failed_mail_count(), panel.stalled_mail_count()) == (0, 1)
