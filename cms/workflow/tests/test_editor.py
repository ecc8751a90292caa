"""The editor: its menu, saves that overlap a decision, what it says after a submission, bulk actions."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.workflow import service
from cms.workflow.acts import rounds
from cms.workflow.editing import editor
from cms.workflow.models import Decision

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_data(story, **changes) -> dict[str, str]:
    """Return what the editor posts for a news article."""
    rows = ("gallery_images", "contributions", "attachments", "related", "corrections")
    data = {
        "title": story.title,
        "slug": story.slug,
        "lead": story.lead,
        "short_title": "",
        "genre": "tin",
        "category": str(story.category_id),
        "body": streamfield([("paragraph", rich_text("<p>Nội dung.</p>"))]),
        "tags": "",
        "source_name": "",
        "source_url": "",
        "lead_image": "",
        "lead_image_caption": "",
        "lead_image_alt": "",
        "lead_image_credit": "",
        "go_live_at": "",
        "expire_at": "",
        "comment_notifications": "",
        **{name: inline_formset([]) for name in (*rows, "comments")},
    }
    return {**nested_form_data(data), **changes}


def labels(response) -> str:
    return response.context["action_menu"].render_html()


class TestMenu:
    def test_nobody_publishes_from_it(self, client, make_story, published, reporter, chief, superuser):
        draft, live = make_story(reporter), published()
        for user in (reporter, chief, superuser):
            client.force_login(user)
            for page in (draft, live):
                html = labels(client.get(edit_url(page)))
                for name in (
                    "action-publish",
                    "action-unpublish",
                    "action-restart-workflow",
                    "data-workflow-action",
                ):
                    assert name not in html

    def test_a_reporter_submits_and_withdraws(self, client, make_story, reporter):
        story = make_story(reporter)
        client.force_login(reporter)
        assert "action-submit" in labels(client.get(edit_url(story)))
        client.post(edit_url(story), form_data(story, **{"action-submit": "1"}))
        assert Page.objects.get(pk=story.pk).workflow_in_progress
        html = labels(client.get(edit_url(story)))
        assert "action-submit" not in html
        assert "action-cancel-workflow" in html
        client.post(edit_url(story), form_data(story, **{"action-cancel-workflow": "1"}))
        assert not Page.objects.get(pk=story.pk).workflow_in_progress
        kinds = list(Decision.objects.filter(page_id=story.pk).values_list("kind", flat=True))
        assert kinds == ["submitted", "withdrawn"]

    def test_it_leads_an_approver_to_the_review(self, client, make_story, reporter, chief):
        story = make_story(reporter)
        client.force_login(chief)
        address = reverse("workflow:review", args=[story.pk])
        assert address not in client.get(edit_url(story)).content.decode()
        service.submit(story, reporter)
        html = labels(client.get(edit_url(story)))
        assert html.index(address) < html.index("action-save"), "first"
        client.force_login(reporter)
        assert address not in client.get(edit_url(story)).content.decode()

    def test_it_leads_to_taking_back(self, client, make_story, publish, published, reporter, chief):
        live = published()
        hour = timezone.now() + timezone.timedelta(days=1)
        scheduled = publish(make_story(reporter, go_live_at=hour), reporter, chief)
        client.force_login(chief)
        assert reverse("workflow:take_down", args=[live.pk]) in labels(client.get(edit_url(live)))
        assert reverse("workflow:cancel_schedule", args=[scheduled.pk]) in labels(
            client.get(edit_url(scheduled))
        )

    def test_lists_of_pages_link_to_the_review(self, client, make_story, reporter, chief):
        story = make_story(reporter)
        service.submit(story, reporter)
        client.force_login(chief)
        explorer = reverse("wagtailadmin_explore", args=[story.get_parent().pk])
        assert reverse("workflow:review", args=[story.pk]) in client.get(explorer).content.decode()

    def test_the_links_cost_a_list_no_queries(self, client, make_story, reporter, chief):
        for _number in range(3):
            service.submit(make_story(reporter), reporter)
        pages = list(
            Page.objects.filter(owner=reporter).prefetch_workflow_states().annotate_approved_schedule()
        )
        assert editor.approves(chief)
        with CaptureQueriesContext(connection) as queries:
            found = [editor.links_for(page, chief) for page in pages]
        assert [len(links) for links in found] == [1, 1, 1]
        assert len(queries) == 0


class TestReturned:
    """What the editor says and offers after an approver returned the page."""

    REASON = "Thiếu <b>số hiệu</b> văn bản."

    @pytest.fixture
    def returned(self, make_story, reporter, chief, token_for):
        story = make_story(reporter)
        state = service.submit(story, reporter)
        service.return_page(state.pk, chief, token_for(story), self.REASON)
        return story

    def test_it_says_why_and_by_whom(self, client, returned, reporter, chief):
        client.force_login(reporter)
        response = client.get(edit_url(returned))
        told = [str(message) for message in response.context["messages"]]
        assert len(told) == 1
        assert escape(self.REASON) in told[0]
        assert chief.get_full_name() in told[0]
        assert self.REASON not in response.content.decode()

    def test_it_does_not_say_that_it_waits(self, client, returned, make_story, reporter):
        waiting = make_story(reporter)
        service.submit(waiting, reporter)
        client.force_login(reporter)
        title = r"</span>\s*{}\s*</h3>"
        with translation.override("vi"):
            waits, sent_back = gettext("In Moderation"), gettext("Sent back")
        assert waits != sent_back
        html = client.get(edit_url(returned)).content.decode()
        assert re.search(title.format(sent_back), html)
        assert not re.search(title.format(waits), html)
        html = client.get(edit_url(waiting)).content.decode()
        assert re.search(title.format(waits), html), (
            "Wagtail has changed it: templates/…/status/workflow.html"
        )
        assert not re.search(title.format(sent_back), html)

    def test_there_is_nothing_to_withdraw(self, client, returned, reporter):
        client.force_login(reporter)
        html = labels(client.get(edit_url(returned)))
        assert "action-submit" in html
        assert "action-cancel-workflow" not in html
        # From a tab that was opened before.
        data = form_data(returned, lead="Đã bổ sung.", **{"action-cancel-workflow": "1"})
        response = client.post(edit_url(returned), data, follow=True)
        assert "error" in [message.level_tag for message in response.context["messages"]]
        page = Page.objects.get(pk=returned.pk)
        assert page.get_latest_revision_as_object().lead == "Đã bổ sung.", "saved all the same"
        with pytest.raises(service.Refused):
            service.withdraw(page.current_workflow_state.current_task_state_id, reporter)
        kinds = list(Decision.objects.filter(page_id=returned.pk).values_list("kind", flat=True))
        assert kinds == ["submitted", "returned"]


class TestOverlap:
    """A save that began before a decision and ends after it."""

    @pytest.fixture
    def decided_meanwhile(self, make_story, reporter, chief, deputy):
        """A story in review that the deputy signs between the chief's reading and saving."""
        story = make_story(reporter)
        task_state = service.submit(story, reporter)
        done = []

        def sign(request, page):
            if request.method == "POST" and not done:
                done.append(service.sign(task_state.pk, deputy, rounds.shown_now(page.pk).mint()))

        with hooks.register_temporarily("before_edit_page", sign, order=-1):
            yield story

    def test_nothing_stale_is_saved_and_nothing_typed_is_lost(self, client, decided_meanwhile, chief):
        story = decided_meanwhile
        revision = Page.objects.get(pk=story.pk).latest_revision_id
        client.force_login(chief)
        response = client.post(edit_url(story), form_data(story, lead="Chánh Văn phòng đang sửa dở."))
        page = Page.objects.get(pk=story.pk)
        assert page.live, "the publication stands"
        assert page.latest_revision_id == revision, "nothing was saved"
        html = response.content.decode()
        assert response.status_code == 200
        assert "Chánh Văn phòng đang sửa dở." in html
        assert [message.level_tag for message in response.context["messages"]] == ["error"]
        # Saving it again is a new draft of the public page.
        client.post(edit_url(story), form_data(story, lead="Chánh Văn phòng đang sửa dở."))
        page = Page.objects.get(pk=story.pk)
        assert page.live
        assert page.specific.lead != "Chánh Văn phòng đang sửa dở."
        assert page.get_latest_revision_as_object().lead == "Chánh Văn phòng đang sửa dở."

    def test_autosave_is_told_in_json(self, client, decided_meanwhile, chief):
        client.force_login(chief)
        response = client.post(
            edit_url(decided_meanwhile), form_data(decided_meanwhile), headers={"accept": "application/json"}
        )
        assert response.status_code == 400
        assert json.loads(response.content)["success"] is False
        assert Page.objects.get(pk=decided_meanwhile.pk).live

    def test_an_ordinary_save_passes(self, client, make_story, published, reporter):
        client.force_login(reporter)
        for story in (make_story(reporter), published()):
            client.post(edit_url(story), form_data(story, lead="Lời dẫn mới."))
            assert Page.objects.get(pk=story.pk).get_latest_revision_as_object().lead == "Lời dẫn mới."

    def test_a_reporter_cannot_save_what_is_with_the_approvers(self, client, make_story, reporter):
        story = make_story(reporter, lead="Đã gửi.")
        service.submit(story, reporter)
        client.force_login(reporter)
        client.post(edit_url(story), form_data(story, lead="Sửa lén."))
        assert Page.objects.get(pk=story.pk).get_latest_revision_as_object().lead == "Đã gửi."


class TestAfterSubmission:
    def submit(self, client, story):
        response = client.post(edit_url(story), form_data(story, **{"action-submit": "1"}), follow=True)
        assert Page.objects.get(pk=story.pk).workflow_in_progress
        return [(message.level_tag, str(message)) for message in response.context["messages"]]

    def test_it_says_who_can_approve(self, client, make_story, reporter, chief, deputy):
        story = make_story(reporter)
        client.force_login(reporter)
        told = self.submit(client, story)
        assert chief.get_full_name() in dict(told)["info"]
        assert deputy.get_full_name() in dict(told)["info"]

    def test_an_approver_is_told_that_another_must_sign(self, client, make_story, chief, deputy):
        story = make_story(chief)
        client.force_login(chief)
        told = dict(self.submit(client, story))
        assert deputy.get_full_name() in told["warning"]
        assert chief.get_full_name() not in told["warning"]

    def test_it_says_that_nobody_can(self, client, make_story, chief):
        story = make_story(chief)
        client.force_login(chief)
        assert "error" in dict(self.submit(client, story))

    def test_after_saving_in_review_it_leads_back(self, client, make_story, reporter, chief):
        story = make_story(reporter)
        service.submit(story, reporter)
        client.force_login(chief)
        response = client.post(edit_url(story), form_data(story, lead="Đã sửa."), follow=True)
        assert any(
            reverse("workflow:review", args=[story.pk]) in str(message)
            for message in response.context["messages"]
        )


class TestBulk:
    @pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
    @pytest.mark.parametrize("name", ["reporter", "chief", "superuser"])
    def test_nothing_public_comes_or_goes_in_bulk(self, request, portal, make_story, published, action, name):
        reporter = request.getfixturevalue("reporter")
        live, draft = published(), make_story(reporter)
        waiting = make_story(reporter)
        service.submit(waiting, reporter)
        client = Client(raise_request_exception=False)
        client.force_login(request.getfixturevalue(name))
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        targets = [live, waiting] if action in ("delete", "move") else [live, draft, waiting]
        query = "&".join(f"id={page.pk}" for page in targets)
        response = client.post(f"{address}?{query}", {"chooser": portal.home.pk, "include_descendants": "on"})
        assert response.status_code in (200, 302)
        now = {page.pk: page for page in Page.objects.filter(pk__in=[live.pk, draft.pk, waiting.pk])}
        assert len(now) == 3
        assert now[live.pk].live
        assert not now[draft.pk].live
        assert not now[waiting.pk].live
        assert now[live.pk].get_parent().pk == portal.news_index.pk
