"""Dùng làm mẫu: the shape of a story without its life, and never somebody else's draft."""

from datetime import date

import pytest
from django.urls import reverse

from cms.workflow.models import Approval, Signature
from news.models import ConferenceReportPage, Correction, Event, GalleryImage, Speech, StoryPage, ViewCount
from news.tests.test_story_page import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(make_story, publish, reporter, chief) -> ConferenceReportPage:
    """A public report with all that a template must not carry."""
    event = Event.objects.create(name="Hội nghị sơ kết", start_date=date(2023, 5, 26))
    story = make_story(
        reporter,
        conference=True,
        title="Sơ kết",
        event=event,
        event_name="Hội nghị sơ kết",
        start_date=date(2023, 5, 26),
        organiser="Sở Nội vụ",
        chair="Bà Lê Thị Hoa",
        body=[
            ("heading", {"level": "h2", "text": "Kết quả"}),
            ("paragraph", "<p>Lời cũ.</p>"),
            ("speech", {"number": 1}),
        ],
    )
    story.speeches.add(
        Speech(speaker="Bùi Văn Tuấn", position="Chánh Văn phòng", topic="Chủ đề", text="<p>Đã nói.</p>")
    )
    story.gallery_images.add(GalleryImage(image=picture(), alt="Cảnh hội nghị", caption="Ảnh"))
    story.corrections.add(Correction(date=date(2023, 6, 1), text="Sai và đúng"))
    story.contributions.create(name="Trần Thị Bình", position="Chuyên viên", wrote_news=True)
    story.save_revision(user=reporter, log_action=True)
    story = publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief)
    ViewCount.objects.update_or_create(story_id=story.pk, defaults={"total": 24})
    return story


def test_a_template_has_the_shape_and_nothing_of_the_life(client, report, other_reporter):
    client.force_login(other_reporter)
    signatures, approvals = Signature.objects.count(), Approval.objects.count()
    client.post(reverse("use_as_template", args=[report.pk]))
    draft = ConferenceReportPage.objects.exclude(pk=report.pk).get().get_latest_revision_as_object()
    assert (draft.live, draft.owner, draft.category) == (False, other_reporter, report.category)
    assert (draft.organiser, draft.chair, draft.event_name) == (
        "Sở Nội vụ",
        "Bà Lê Thị Hoa",
        "Hội nghị sơ kết",
    )
    assert [block.block_type for block in draft.body] == ["heading", "paragraph"]
    assert [(row.speaker, row.topic, row.text) for row in draft.speeches.all()] == [("Bùi Văn Tuấn", "", "")]
    assert draft.byline == [("Tin", "Trần Thị Bình, Chuyên viên")]
    emptied = (
        "start_date",
        "end_date",
        "event",
        "go_live_at",
        "expire_at",
        "first_published_at",
        "live_revision",
    )
    assert not any(getattr(draft, name) for name in emptied)
    assert not any(
        rows.count() for rows in (draft.gallery_images, draft.corrections, draft.attachments, draft.related)
    )
    assert draft.slug != report.slug
    assert draft.translation_key != report.translation_key
    assert (Signature.objects.count(), Approval.objects.count()) == (signatures, approvals)
    assert not ViewCount.objects.filter(story=draft.pk).exists()
    assert not draft.workflow_in_progress


def test_a_newer_draft_of_a_public_story_is_nobody_elses_template(client, report, reporter, other_reporter):
    public_lead = report.lead
    newer = report.latest_revision.as_object()
    newer.lead = "Lời dẫn còn kín"
    newer.save_revision(user=reporter, log_action=True)
    for person, lead in ((other_reporter, public_lead), (reporter, "Lời dẫn còn kín")):
        client.force_login(person)
        answer = client.post(reverse("use_as_template", args=[report.pk]))
        assert answer.status_code == 302, answer.content
        assert StoryPage.objects.exclude(pk=report.pk).filter(owner=person).latest("pk").lead == lead


def test_others_drafts_are_no_templates(client, make_story, reporter, other_reporter, chief, administrator):
    secret = make_story(reporter, title="Chuyện kín")
    address = reverse("use_as_template", args=[secret.pk])
    for person in (other_reporter, chief, administrator):
        client.force_login(person)
        assert client.get(address).status_code in (302, 403)
        client.post(address)
    assert StoryPage.objects.count() == 1
    client.force_login(reporter)
    assert client.get(address).status_code == 200
    client.post(address)
    assert StoryPage.objects.filter(owner=reporter).count() == 2


def test_the_action_is_offered_where_it_is_allowed(client, report, make_story, reporter, administrator):
    own = make_story(reporter, title="Nháp của tôi")
    client.force_login(reporter)
    for story in (report, own):
        editor = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
        assert reverse("use_as_template", args=[story.pk]) in editor
    client.force_login(administrator)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[report.pk])).content.decode()
    assert reverse("use_as_template", args=[report.pk]) not in editor
