"""Beside the form, on the review page, and in the settings."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.views.pages.edit import EditView

from cms.workflow import service
from cms.workflow.tests.desk import admin, article, form_of
from news.models import StoryPage
from news.proofing.checks import CHECKS
from news.proofing.models import ProofingSettings
from news.proofing.proofread import proofread

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CHECK = "proofing:check"


def posted(client, form_address, **changes):
    return client.post(f"{reverse(CHECK)}?form={form_address}", article(**changes))


def test_the_editor_shows_the_panel(client, make_story, reporter, portal):
    story = make_story(reporter)
    client.force_login(reporter)
    addresses = [admin("edit", story.pk), admin("add", "news", "newsarticlepage", portal.news_index.pk)]
    for address in addresses:
        html = client.get(address).content.decode()
        assert 'data-side-panel="proofing"' in html
        assert 'data-side-panel-toggle="proofing"' in html
        assert "js/proofing" in html


def test_other_pages_have_no_such_panel(client, portal, administrator):
    client.force_login(administrator)
    html = client.get(admin("edit", portal.news_index.pk)).content.decode()
    assert 'data-side-panel="proofing"' not in html


def test_wagtails_view_still_asks_for_side_panels():
    assert EditView.get_side_panels.__module__ == "news.proofing.side_panel"
    assert "get_side_panels" in EditView.get_context_data.__code__.co_names


def test_a_mistake_is_found_before_anything_is_saved(client, make_story, reporter):
    story = make_story(reporter)
    before = StoryPage.objects.get(pk=story.pk).latest_revision.content
    client.force_login(reporter)
    answer = posted(client, admin("edit", story.pk), lead="Các phòng trào thi đua.", title="Tin mới")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-proofing-path="lead"' in html
    assert 'data-proofing-excerpt="phòng trào"' in html
    assert StoryPage.objects.get(pk=story.pk).latest_revision.content == before
    assert "no-store" in answer["Cache-Control"]


def test_what_is_missing_blocks_and_is_named(client, make_story, reporter):
    story = make_story(reporter)
    client.force_login(reporter)
    html = posted(client, admin("edit", story.pk), lead="", category="").content.decode()
    blocking = html[: html.index("proofing__note")].split("proofing__finding--blocking")[1:]
    assert [part.split('data-proofing-path="')[1].split('"')[0] for part in blocking] == ["lead", "category"]


def test_a_new_story_is_checked_too(client, reporter, portal):
    client.force_login(reporter)
    address = admin("add", "news", "newsarticlepage", portal.news_index.pk)
    answer = posted(client, address, lead="Các phòng trào thi đua.", slug="")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-proofing-path="lead"' in html
    assert 'data-proofing-path="slug"' not in html
    assert not StoryPage.objects.exists()


def test_a_form_that_cannot_be_read_says_why(client, make_story, reporter):
    story = make_story(reporter)
    client.force_login(reporter)
    html = posted(client, admin("edit", story.pk), source_url="http://", title="Tin").content.decode()
    assert 'data-proofing-path="source_url"' in html


def test_who_may_not_edit_is_not_answered(client, make_story, reporter, other_reporter, portal):
    story = make_story(reporter, lead="Các phòng trào.")
    client.force_login(other_reporter)
    assert b"proofing" not in posted(client, admin("edit", story.pk)).content
    client.force_login(reporter)
    for address in ("", "/", "/quan-tri/", "//", admin("edit", 10**6), admin("edit", portal.news_index.pk)):
        assert posted(client, address).status_code == 404
    home = admin("add", "news", "newsarticlepage", portal.home.pk)
    assert b"data-proofing" not in posted(client, home).content
    assert client.get(reverse(CHECK)).status_code == 405


def test_others_drafts_cannot_be_asked_for(client, make_story, reporter, other_reporter):
    """A forged choice is refused, as when the form is saved."""
    secret, story = make_story(other_reporter, title="Tin kín"), make_story(reporter)
    client.force_login(reporter)
    rows = {"related-TOTAL_FORMS": "1", "related-0-target": str(secret.pk), "related-0-ORDER": "1"}
    assert b"data-proofing" not in posted(client, admin("edit", story.pk), **rows).content


def test_the_review_page_shows_what_is_in_the_signed_version(client, make_story, reporter, chief):
    story = make_story(reporter, lead="Các phòng trào thi đua.")
    service.submit(story, reporter)
    client.force_login(chief)
    html = client.get(reverse("workflow:review", args=[story.pk])).content.decode()
    assert "phong trào" in html
    assert 'href="#lead-1"' in html
    assert 'id="lead-1"' in html


def test_after_a_submission_the_reporter_knows_what_the_approver_sees(client, make_story, reporter):
    story = make_story(reporter, lead="Các phòng trào thi đua.")
    client.force_login(reporter)
    data = form_of(story, **{"action-submit": "1"})
    html = client.post(admin("edit", story.pk), data, follow=True).content.decode()
    assert StoryPage.objects.get(pk=story.pk).workflow_in_progress, "advice stops nothing"
    first = next(finding for finding in proofread(story) if not finding.blocking)
    assert str(first.sentence) in html


class TestSettings:
    ADDRESS = "wagtailsettings:edit"

    def test_an_office_turns_a_check_off(self, client, administrator, make_story, reporter):
        client.force_login(administrator)
        address = reverse(self.ADDRESS, args=["proofing", "proofingsettings"])
        html = client.get(address, follow=True).content.decode()
        assert all(str(check.explanation) in html.replace("&quot;", '"') for check in CHECKS)
        on = [check.key for check in CHECKS if check.key != "confused_words"]
        number = ProofingSettings.load().pk
        client.post(reverse(self.ADDRESS, args=["proofing", "proofingsettings", number]), {"checks": on})
        assert ProofingSettings.load().switched_off == ["confused_words"]
        story = make_story(reporter)
        client.force_login(reporter)
        html = posted(client, admin("edit", story.pk), lead="Các phòng trào.", category="").content.decode()
        assert "phòng trào" not in html
        assert 'data-proofing-path="category"' in html, "what is required cannot be turned off"

    @pytest.mark.parametrize("role", ["reporter", "chief"])
    def test_nobody_else_reaches_it(self, client, role, request):
        client.force_login(request.getfixturevalue(role))
        number = ProofingSettings.load().pk
        address = reverse(self.ADDRESS, args=["proofing", "proofingsettings", number])
        assert 'name="checks"' not in client.get(address, follow=True).content.decode()
        client.post(address, {"checks": []})
        assert ProofingSettings.load().switched_off == []


def test_markup_in_a_finding_is_inert(client, make_story, reporter, chief):
    mark = "<img src=x onerror=alert(1)>"
    story = make_story(reporter, title=f"Tin “{mark}")
    client.force_login(reporter)
    assert "<img src=x" not in posted(client, admin("edit", story.pk), title=f"Tin “{mark}").content.decode()
    data = form_of(story, **{"action-submit": "1"})
    assert "<img src=x" not in client.post(admin("edit", story.pk), data, follow=True).content.decode()
    client.force_login(chief)
    assert "<img src=x" not in client.get(reverse("workflow:review", args=[story.pk])).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "posted", [{}, {"title": "Tin"}, {"gallery_images-TOTAL_FORMS": "x", "body-count": "x"}]
)
def test_a_malformed_form_is_answered_with_a_sentence(client, make_story, reporter, posted):
    story = make_story(reporter)
    client.force_login(reporter)
    answer = client.post(f"/quan-tri/soat-bai/?form=/quan-tri/pages/{story.pk}/edit/", posted)
    assert answer.status_code == 200
    assert gettext("The form cannot be read: save it to see what is wrong.") in answer.content.decode()
