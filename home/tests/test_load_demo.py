"""``load_demo``: every state is there, every public story carries its signatures, nothing is doubled.

The pictures are replaced by small ones: what they look like has its own tests (news/tests/test_demo_content.py).
"""

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from PIL import Image
from wagtail.models import Page

from cms.workflow.models import Approval, Decision, Signature
from news.models import ConferenceReportPage, NewsArticlePage, StoryPage

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch):
    drawn: dict[str, bytes] = {}

    def draw(key: str) -> tuple[str, bytes]:
        if key not in drawn:
            buffer = io.BytesIO()
            Image.new("RGB", (32, 24 + len(drawn)), (len(drawn) % 255, 80, 120)).save(buffer, "JPEG")
            drawn[key] = buffer.getvalue()
        return f"{key}.jpg", drawn[key]

    monkeypatch.setattr("news.demo.installing.draw", draw)


@pytest.fixture
def demo(portal, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "mat-khau-trinh-dien")
    call_command("load_demo")


def test_every_state_is_there_and_everything_public_was_signed_by_two(demo, client):
    assert StoryPage.objects.count() >= 24
    assert NewsArticlePage.objects.count() >= 10
    assert ConferenceReportPage.objects.count() >= 10
    kinds = set(Decision.objects.values_list("kind", flat=True))
    assert {"submitted", "signed", "published", "returned", "scheduled", "urgent", "taken_down"} <= kinds
    assert StoryPage.objects.filter(corrections__isnull=False, live=True).count() == 1
    assert {3, 12, 30} <= {story.gallery_images.count() for story in StoryPage.objects.all()}
    assert get_user_model().objects.get(username="phongvien").check_password("mat-khau-trinh-dien")

    for story in StoryPage.objects.live():
        approval = Approval.objects.filter(page_id=story.pk, revision_id=story.live_revision_id).last()
        if approval.basis == Approval.Basis.URGENT:
            assert Decision.objects.filter(page_id=story.pk, kind="urgent").exists()
            continue
        signatures = Signature.objects.filter(
            pk__in=[approval.first_signature_id, approval.second_signature_id]
        )
        assert signatures.values("person_id").distinct().count() == 2
        assert {row.content_hash for row in signatures} == {approval.content_hash}

    # The pages answer, and a second load adds nothing: in one test, for a load takes long.
    for page in Page.objects.live().filter(depth__gt=1).specific():
        assert client.get(page.get_url_parts()[2]).status_code == 200

    def counted():
        return StoryPage.objects.count(), Decision.objects.count(), get_user_model().objects.count()

    before = counted()
    call_command("load_demo")
    assert counted() == before


def test_without_a_portal_it_says_what_to_do(db, monkeypatch):
    monkeypatch.setattr("home.management.commands.load_demo.NewsIndexPage.objects.first", lambda: None)
    with pytest.raises(CommandError, match="setup_portal"):
        call_command("load_demo")
