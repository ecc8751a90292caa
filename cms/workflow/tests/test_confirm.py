"""Confirming: the submitter agrees to a correction; one approver publishes urgently, another follows."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.workflow import service
from cms.workflow.acts import rounds
from cms.workflow.models import Decision, Signature, UrgentPublication

pytestmark = pytest.mark.django_db

REASON = "Mưa lũ về trong đêm, cần thông báo ngay cho người dân."


def address(name: str, page) -> str:
    return reverse(f"workflow:{name}", args=[page.pk])


def is_live(page) -> bool:
    return Page.objects.get(pk=page.pk).live


@pytest.fixture
def corrected(make_story, reporter, chief):
    """A story that the chief corrected and signed: it waits for the reporter."""
    story = make_story(reporter, lead="Có 50 đại biểu.")
    task_state = service.submit(story, reporter)
    version = Page.objects.get(pk=story.pk).get_latest_revision_as_object()
    version.lead = "Có 60 đại biểu."
    version.save_revision(user=chief, log_action=True)
    service.sign(task_state.pk, chief, rounds.shown_now(story.pk).mint())
    return story


class TestTheSubmitter:
    def test_sees_the_difference_and_confirms(self, client, corrected, reporter):
        client.force_login(reporter)
        page = client.get(address("review", corrected))
        assert "<del>50</del> <ins>60</ins>" in page.content.decode()
        assert list(page.context["forms"]) == ["confirm", "refuse"]
        response = client.post(
            address("review", corrected), {"act": "confirm", "token": page.context["token"]}, follow=True
        )
        assert response.redirect_chain[-1][0] == reverse("workflow:my_stories")
        assert is_live(corrected)

    def test_may_say_something_with_it(self, client, corrected, reporter, chief):
        client.force_login(reporter)
        token = client.get(address("review", corrected)).context["token"]
        data = {"act": "confirm", "token": token, "confirm-text": "x" * 2001}
        response = client.post(address("review", corrected), data)
        assert response.context["bound_act"] == "confirm"
        assert "x" * 2001 in response.content.decode(), "what was typed stays"
        assert not is_live(corrected)
        said = "Đã kiểm tra danh sách, đúng 60."
        client.post(address("review", corrected), {**data, "confirm-text": said})
        assert is_live(corrected)
        assert Decision.objects.get(page_id=corrected.pk, kind="confirmed").comment == said
        assert Signature.objects.filter(page_id=corrected.pk).last().comment == said
        client.force_login(chief)
        for name in ("review", "slip"):
            assert said in client.get(address(name, corrected)).content.decode()

    def test_refuses_with_a_reason(self, client, corrected, reporter):
        client.force_login(reporter)
        token = client.get(address("review", corrected)).context["token"]
        data = {"act": "refuse", "token": token, "refuse-text": " "}
        response = client.post(address("review", corrected), data)
        assert response.context["problem"]
        assert not Decision.objects.filter(page_id=corrected.pk, kind="refused").exists()
        client.post(address("review", corrected), {**data, "refuse-text": "Số liệu là 50."})
        assert Decision.objects.get(page_id=corrected.pk, kind="refused").comment == "Số liệu là 50."
        assert not is_live(corrected)

    def test_keeps_the_reason_when_the_text_changed_again(self, client, corrected, reporter, deputy):
        client.force_login(reporter)
        token = client.get(address("review", corrected)).context["token"]
        version = Page.objects.get(pk=corrected.pk).get_latest_revision_as_object()
        version.lead = "Có 70 đại biểu."
        version.save_revision(user=deputy)
        data = {"act": "refuse", "token": token, "refuse-text": "Số liệu là 50."}
        response = client.post(address("review", corrected), data)
        assert not Decision.objects.filter(page_id=corrected.pk, kind="refused").exists()
        assert "Số liệu là 50." in response.content.decode()

    def test_nobody_else_confirms(self, client, corrected, chief, other_reporter, superuser):
        token = rounds.shown_now(corrected.pk).mint()
        for user in (chief, other_reporter, superuser):
            client.force_login(user)
            client.post(address("review", corrected), {"act": "confirm", "token": token})
        assert not is_live(corrected)

    def test_another_approver_may_sign_instead(self, client, corrected, deputy):
        client.force_login(deputy)
        context = client.get(address("review", corrected)).context
        assert context["completes"]
        client.post(address("review", corrected), {"act": "sign", "token": context["token"]})
        assert is_live(corrected)


@pytest.fixture
def submitted(make_story, reporter):
    story = make_story(reporter, title="Thông báo khẩn về mưa lũ")
    service.submit(story, reporter)
    return story


class TestUrgent:
    def test_needs_its_own_page_and_a_long_reason(self, client, submitted, chief):
        client.force_login(chief)
        page = client.get(address("urgent", submitted))
        assert "Thông báo khẩn về mưa lũ" in page.content.decode()
        for reason in ("", "Gấp", " " * 40):
            response = client.post(
                address("urgent", submitted), {"token": page.context["token"], "text": reason}
            )
            assert response.context["problem"]
        assert not is_live(submitted)
        client.post(address("urgent", submitted), {"token": page.context["token"], "text": REASON})
        assert is_live(submitted)
        assert UrgentPublication.objects.get(page_id=submitted.pk).comment == REASON

    def test_typed_reason_stays_when_refused(self, client, submitted, chief):
        client.force_login(chief)
        response = client.post(address("urgent", submitted), {"token": "forged", "text": REASON})
        assert REASON in response.content.decode()
        assert not is_live(submitted)

    def test_is_not_for_reporters(self, client, submitted, reporter):
        client.force_login(reporter)
        token = rounds.shown_now(submitted.pk).mint()
        assert client.get(address("urgent", submitted)).status_code == 302
        client.post(address("urgent", submitted), {"token": token, "text": REASON})
        assert not is_live(submitted)

    def test_of_a_draft_leads_back(self, client, make_story, reporter, chief):
        story = make_story(reporter)
        client.force_login(chief)
        assert client.get(address("urgent", story)).url == address("review", story)


class TestAfterwards:
    @pytest.fixture
    def urgent(self, submitted, chief):
        token = rounds.shown_now(submitted.pk)
        service.publish_urgently(token.round, chief, token.mint(), REASON)
        return Page.objects.get(pk=submitted.pk)

    def test_the_other_approver_reads_and_signs(self, client, urgent, deputy):
        client.force_login(deputy)
        assert urgent.title in client.get(reverse("wagtailadmin_home")).content.decode()
        page = client.get(address("after", urgent))
        assert REASON in page.content.decode()
        client.post(address("after", urgent), {"token": page.context["token"], "text": "Đúng."})
        assert Decision.objects.get(page_id=urgent.pk, kind="reviewed_afterwards").person_id == deputy.pk
        assert not client.get(reverse("workflow:queue")).context["urgents"]

    def test_whoever_published_it_does_not(self, client, urgent, chief):
        client.force_login(chief)
        page = client.get(address("after", urgent))
        assert not page.context["possible"]
        client.post(address("after", urgent), {"token": page.context["token"], "text": ""})
        assert not Decision.objects.filter(page_id=urgent.pk, kind="reviewed_afterwards").exists()
        assert client.get(reverse("workflow:queue")).context["urgents"][0].own

    def test_it_stays_in_red_until_then(self, client, urgent, chief, deputy, time_machine):
        time_machine.move_to(timezone.now() + timezone.timedelta(days=7))
        for user in (chief, deputy):
            client.force_login(user)
            (entry,) = client.get(reverse("workflow:queue")).context["urgents"]
            assert entry.overdue
            assert "review-panel--critical" in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_what_is_shown_is_what_is_public(self, client, urgent, reporter, deputy):
        version = urgent.specific.get_latest_revision_as_object()
        version.lead = "Bản nháp sau đó."
        version.save_revision(user=reporter)
        client.force_login(deputy)
        page = client.get(address("after", urgent))
        assert "Bản nháp sau đó." not in page.content.decode()
        client.post(address("after", urgent), {"token": page.context["token"], "text": ""})
        assert Decision.objects.filter(page_id=urgent.pk, kind="reviewed_afterwards").exists()

    def test_without_anything_to_review_it_leads_back(self, client, published, deputy):
        story = published()
        client.force_login(deputy)
        assert client.get(address("after", story)).url == address("review", story)
        assert client.post(address("after", story), {"token": "x"}).status_code == 302
