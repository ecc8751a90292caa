"""What stands in a mail, and that nothing that people typed can break out of it."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from cms.workflow import service
from cms.workflow.mail import delivery, facts, messages
from cms.workflow.mail.recipients import Notice
from cms.workflow.models import MailJob

pytestmark = [pytest.mark.django_db, pytest.mark.once]

EVIL = 'Tin nóng\r\nBcc: ke-xau@example.com\n\n<img src=x onerror=alert(1)> "x" & ‮đảo\x00'


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def submitted(commit, make_story, reporter, chief):
    """Submit a story with those fields; return the mail to the chief."""

    def make(note: str = "", urgent: bool = False, **fields) -> MailJob:
        with commit(execute=True):
            service.submit(make_story(reporter, **fields), reporter, note=note, urgent=urgent)
        return MailJob.objects.get(notice=Notice.SUBMITTED, recipient=chief)

    return make


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tin\r\nBcc: a@example.com", "Tin Bcc: a@example.com"),
        ("Tin\x00\x1b mới", "Tin mới"),
        ("\u202eđảo\u200b", "đảo"),
        ("a\u2028b\u0085c\vd", "a b c d"),
        ("chữ " * 100, ("chữ " * 100)[:179].rstrip() + "…"),
    ],
)
def test_headers_are_one_line(text, expected):
    assert facts.one_line(text) == expected


def test_what_people_typed_stays_text(submitted, reporter, chief, mailoutbox):
    job = submitted(title=EVIL.replace("\x00", ""), note=f"Ghi chú {EVIL}")
    MailJob.objects.filter(pk=job.pk).update(page_title=EVIL.replace("\x00", ""))
    chief.last_name, chief.first_name = "Phạm\r\nBcc: b@example.com", "<b>Giang</b>"
    chief.save()
    delivery.send(job.pk)

    (message,) = mailoutbox
    assert "\n" not in message.subject
    assert "\r" not in message.subject
    assert message.recipients() == ["chanhvanphong@example.com"]
    headers = message.message().as_string().split("\n\n")[0]
    assert not re.search(r"^(Bcc|Cc):", headers, re.MULTILINE)
    html = message.alternatives[0].content
    assert "<img" not in html
    assert "<b>" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img src=x onerror=alert(1)>" in message.body, "the text part is text: nothing is escaped twice"
    assert "\u202e" not in message.body + html


def test_an_address_with_line_breaks_is_refused_and_shown(submitted, chief, mailoutbox):
    job = submitted()
    type(chief).objects.filter(pk=chief.pk).update(email="a@example.com\nBcc: b@example.com")
    delivery.send(job.pk)
    job.refresh_from_db()
    assert (job.status, job.trouble) == (MailJob.Status.FAILED, MailJob.Trouble.ADDRESS)
    assert mailoutbox == []


def test_both_parts_lead_to_the_review_page(submitted, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://cong.example/"
    job = submitted(note="Xin duyệt sớm.")
    letter = messages.write(job)
    link = messages.review_link(job.page_id)
    assert re.fullmatch(rf"https://cong\.example/[\w/-]+/{job.page_id}/.*", link)
    for part in (letter.text, letter.html):
        assert link in part
        assert "Xin duyệt sớm." in part
        assert "Trần Thị Bình, Chuyên viên" in part
        assert facts.moment(job.due_at) in part
    assert "src=" not in letter.html, "a mail loads nothing"


def test_without_a_review_page_the_link_leads_to_the_editor(submitted, monkeypatch):
    job = submitted()
    real = messages.reverse

    def without_review(name, args=None):
        if name.startswith("workflow:"):
            raise messages.NoReverseMatch
        return real(name, args=args)

    monkeypatch.setattr(messages, "reverse", without_review)
    assert messages.review_link(job.page_id).endswith(reverse("wagtailadmin_pages:edit", args=[job.page_id]))


def test_the_language_is_the_recipients_and_not_the_actors(submitted, chief):
    job = submitted()
    with translation.override("en"):
        in_an_english_request = messages.write(job)
    with translation.override("vi"):
        in_a_vietnamese_request = messages.write(job)
    assert in_an_english_request == in_a_vietnamese_request
    assert '<html lang="vi">' in in_an_english_request.html

    UserProfile.objects.create(user=chief, preferred_language="en")
    job.refresh_from_db()
    english = messages.write(job)
    assert english.subject.startswith("For approval: ")
    assert '<html lang="en">' in english.html


def test_an_urgent_request_says_so_in_the_subject(submitted):
    job = submitted(urgent=True)
    with translation.override("vi"):
        title = translation.gettext("Urgent, for approval: %(title)s") % {"title": job.page_title}
    assert messages.write(job).subject == facts.one_line(title)


def test_a_deputys_signature_names_the_principal(commit, make_story, make_user, reporter, chief, token_for):
    from django.utils import timezone

    from cms.workflow.models import Delegation

    deputy = make_user("ngthay", None, "Đinh Văn", "Sơn")
    Delegation.objects.create(
        approver=chief, deputy=deputy, ends_at=timezone.now() + timezone.timedelta(days=1)
    )
    story = make_story(reporter)
    task_state = service.submit(story, reporter)
    with commit(execute=True):
        service.sign(task_state.pk, deputy, token_for(story), comment="Đã đối chiếu số liệu.")
    letter = messages.write(MailJob.objects.get(notice=Notice.PUBLISHED, recipient=reporter))
    assert "Đinh Văn Sơn" in letter.text
    assert "Phạm Văn Giang" in letter.text
    assert "Đã đối chiếu số liệu." in letter.text


@pytest.mark.parametrize("notice", [notice for notice in Notice if notice is not Notice.DIGEST])
def test_every_kind_can_be_written_even_if_the_page_is_gone(chief, notice):
    job = MailJob.objects.create(
        recipient=chief,
        key="x",
        notice=notice,
        why="approver",
        decision_id=10**9,
        page_id=10**9,
        page_title="Tin 100%",
    )
    letter = messages.write(job)
    assert "Tin 100%" in letter.subject
    assert "%(" not in letter.subject + letter.text + letter.html
