"""``verify_register``: silent about an honest portal, and clear about a changed one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.workflow import service, triggers, verification
from cms.workflow.models import Approval, Decision, Signature
from home.models import StandardPage
from news.models import Contribution, NewsArticlePage, StoryPage

pytestmark = pytest.mark.django_db

REASON = "Thông báo mưa lũ cần đăng ngay trong đêm."


def faults() -> list[verification.Finding]:
    """Return the findings that count."""
    return [finding for finding in verification.findings() if finding.is_fault]


def the_fault(page: Page) -> str:
    """Return the sentence of the one fault, which must be that page's."""
    (finding,) = faults()
    assert finding.page_id == page.pk
    assert str(page.pk) in str(finding)
    return finding.sentence


@pytest.fixture
def public(make_story, publish, reporter, chief):
    story = make_story(reporter)
    story.contributions.add(Contribution(name="Nguyễn Văn An", wrote_news=True))
    story.tags.add("đảng bộ")
    story.save_revision(user=reporter)
    return publish(story, reporter, chief)


@pytest.fixture
def unguarded(public):
    """The public story, with the triggers out of the way: an attacker who may drop them."""
    triggers.remove(connection)
    yield public
    triggers.install(connection)


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_honest_portal(public, published):
    published()
    assert list(verification.findings()) == []
    out = StringIO()
    call_command("verify_register", stdout=out)
    assert out.getvalue().strip()


def test_a_title_changed_by_sql(public):
    sql("UPDATE wagtailcore_page SET title = 'Chưa ai ký' WHERE id = %s", public.pk)
    assert "title" in the_fault(public)


@pytest.mark.parametrize("field", ["lead", "source_name", "lead_image_alt"])
def test_a_field_of_the_story_changed_in_bulk(public, field):
    StoryPage.objects.filter(pk=public.pk).update(**{field: "Chưa ai ký"})
    assert field in the_fault(public)


def test_the_body_changed_by_sql(public):
    sql("UPDATE news_storypage SET body = %s WHERE page_ptr_id = %s", "[]", public.pk)
    assert "body" in the_fault(public)


def test_a_child_row_changed_removed_or_added(public):
    Contribution.objects.filter(story=public).update(name="Người khác")
    assert "contributions" in the_fault(public)
    Contribution.objects.filter(story=public).delete()
    assert "contributions" in the_fault(public)


def test_a_caption_of_the_gallery_changed(make_story, publish, reporter, chief):
    from wagtail.images.tests.utils import get_test_image_file

    from cms.media.models import PortalImage
    from news.models import GalleryImage

    image = PortalImage.objects.create(title="Toàn cảnh", file=get_test_image_file())
    story = make_story(reporter)
    story.gallery_images.add(GalleryImage(image=image, caption="Toàn cảnh hội nghị", alt="Hội trường"))
    story.save_revision(user=reporter)
    story = publish(story, reporter, chief)
    assert faults() == []
    GalleryImage.objects.filter(story=story).update(caption="Chú thích chưa ai ký")
    assert "gallery_images" in the_fault(story)


def test_a_page_of_structure_is_verified_too(portal):
    page = StandardPage.objects.first()
    StandardPage.objects.filter(pk=page.pk).update(introduction="Chưa ai ký")
    assert "introduction" in the_fault(page)


def test_a_removed_trigger(portal):
    on = " ON wagtailcore_page" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER page_goes_live_update{on}")
    (finding,) = faults()
    assert (finding.page_id, finding.title.lower()) == (None, "page_goes_live_update")
    triggers.install(connection)
    assert faults() == []


def test_a_page_made_live_without_triggers(unguarded, make_story, reporter):
    draft = make_story(reporter)
    Page.objects.filter(pk=draft.pk).update(live=True)
    Page.objects.filter(pk=unguarded.pk).update(live_revision=None)
    triggers.install(connection)
    assert {finding.page_id for finding in faults()} == {draft.pk, unguarded.pk}
    Page.objects.filter(pk=draft.pk).update(live=False)
    assert {finding.page_id for finding in faults()} == {unguarded.pk}


def test_a_revision_that_nobody_approved(unguarded, reporter):
    unguarded.lead = "Chưa ai ký."
    revision = unguarded.save_revision(user=reporter)
    Page.objects.filter(pk=unguarded.pk).update(live_revision=revision)
    StoryPage.objects.filter(pk=unguarded.pk).update(lead="Chưa ai ký.")
    triggers.install(connection)
    assert the_fault(unguarded)


def test_a_revision_and_its_row_changed_alike(unguarded):
    revision = Revision.objects.get(pk=unguarded.live_revision_id)
    revision.content["lead"] = "Chưa ai ký."
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    StoryPage.objects.filter(pk=unguarded.pk).update(lead="Chưa ai ký.")
    triggers.install(connection)
    assert the_fault(unguarded)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM workflow_signature WHERE id = {second}",
        "UPDATE workflow_signature SET content_hash = 'another' WHERE id = {second}",
        "UPDATE workflow_signature SET page_id = 999999 WHERE id = {second}",
        "UPDATE workflow_signature SET person_id = (SELECT person_id FROM workflow_signature "
        "WHERE id = {first}) WHERE id = {second}",
        "UPDATE workflow_signature SET on_behalf_of_id = (SELECT person_id FROM workflow_signature "
        "WHERE id = {first}) WHERE id = {second}",
        "UPDATE workflow_signature SET capacity = 'author'",
        "UPDATE workflow_approval SET second_signature_id = NULL WHERE basis = 'two_signatures'",
        "UPDATE workflow_approval SET second_signature_id = first_signature_id "
        "WHERE basis = 'two_signatures'",
        "UPDATE workflow_approval SET basis = 'founding' WHERE basis = 'two_signatures'",
        "UPDATE workflow_approval SET basis = 'urgent' WHERE basis = 'two_signatures'",
        "UPDATE workflow_approval SET basis = 'nonsense' WHERE basis = 'two_signatures'",
    ],
)
def test_changed_evidence(unguarded, change):
    approval = Approval.objects.get(page_id=unguarded.pk)
    sql(change.format(first=approval.first_signature_id, second=approval.second_signature_id))
    triggers.install(connection)
    assert the_fault(unguarded)


def test_a_page_brought_back_after_its_take_down(unguarded, chief):
    service.take_down(unguarded.pk, chief, "mistake", REASON)
    Page.objects.filter(pk=unguarded.pk).update(live=True, live_revision_id=unguarded.live_revision_id)
    triggers.install(connection)
    assert the_fault(unguarded)


def test_urgent_publications_are_listed_and_overdue_ones_count(
    make_story, reporter, chief, deputy, token_for, time_machine
):
    story = make_story(reporter)
    service.publish_urgently(service.submit(story, reporter).pk, chief, token_for(story), REASON)
    (finding,) = verification.findings()
    assert (finding.page_id, finding.is_fault) == (story.pk, False)
    call_command("verify_register", stdout=StringIO())

    time_machine.move_to(timezone.now() + timezone.timedelta(days=7))
    assert the_fault(story)
    with pytest.raises(CommandError):
        call_command("verify_register", stdout=StringIO())
    service.review_afterwards(story.pk, deputy, service.shown_live(Page.objects.get(pk=story.pk)).mint())
    assert list(verification.findings()) == []


def test_the_command_lists_and_fails(public):
    Page.objects.filter(pk=public.pk).update(title="Chưa ai ký")
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("verify_register", stdout=out)
    assert failure.value.returncode == 1
    assert "Chưa ai ký" in out.getvalue()


def test_it_only_reads(public):
    counts = [model.objects.count() for model in (Approval, Decision, Signature, Revision)]
    with transaction.atomic():
        assert faults() == []
    assert counts == [model.objects.count() for model in (Approval, Decision, Signature, Revision)]


def test_batches_are_seen_to_their_end(published, monkeypatch):
    monkeypatch.setattr(verification, "BATCH", 2)
    stories = [published() for _number in range(3)]
    NewsArticlePage.objects.filter(pk__in=[story.pk for story in stories]).update(lead="Chưa ai ký")
    assert {finding.page_id for finding in faults()} == {story.pk for story in stories}
