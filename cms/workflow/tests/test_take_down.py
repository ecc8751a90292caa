"""Taking back: a public page, a scheduled one; and lending the right to approve."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.workflow import people, service
from cms.workflow.forms.deciding import public_page_at
from cms.workflow.models import Decision, Delegation, Signature, TakeDown

pytestmark = pytest.mark.django_db


def address(name: str, page) -> str:
    return reverse(f"workflow:{name}", args=[page.pk])


def is_live(page) -> bool:
    return Page.objects.get(pk=page.pk).live


class TestTakeDown:
    def post(self, client, page, **data):
        return client.post(address("take_down", page), data)

    @pytest.mark.parametrize("kind", ["mistake", "withdrawn"])
    def test_an_approver_alone_takes_a_page_down(self, client, published, chief, kind):
        story = published(title="Bài đăng nhầm")
        client.force_login(chief)
        assert "Bài đăng nhầm" in client.get(address("take_down", story)).content.decode()
        response = self.post(client, story, kind=kind, text="Đăng nhầm bản nháp.")
        assert response.url == reverse("workflow:queue")
        assert not is_live(story)
        row = TakeDown.objects.get(page_id=story.pk)
        assert (row.kind, row.comment, row.target_page_id) == (kind, "Đăng nhầm bản nháp.", None)

    def test_a_merged_page_leads_to_the_other_one(self, client, published, chief):
        story, other = published(title="Bài cũ"), published(title="Bài mới")
        client.force_login(chief)
        self.post(client, story, kind="merged", text="Đã gộp.", target=other.full_url)
        assert TakeDown.objects.get(page_id=story.pk).target_page_id == other.pk
        assert not is_live(story)
        assert is_live(other)

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"kind": "mistake", "text": "  "},
            {"kind": "nonsense", "text": "Lý do."},
            {"text": "Lý do."},
            {"kind": "merged", "text": "Lý do."},
            {"kind": "merged", "text": "Lý do.", "target": "https://elsewhere.example/x/"},
            {"kind": "merged", "text": "Lý do.", "target": "//evil.example"},
            {"kind": "merged", "text": "Lý do.", "target": "x" * 10_000},
            {"kind": "mistake", "text": "x" * 3000},
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_lost(self, client, published, chief, data):
        story = published()
        client.force_login(chief)
        response = self.post(client, story, **data)
        assert response.status_code == 200
        assert response.context["problem"] or response.context["form"].errors
        assert is_live(story)
        assert data.get("text", "")[:50].strip() in response.content.decode()

    @pytest.mark.parametrize("text", ["  ", "x" * 3000])
    def test_what_is_wrong_with_the_reason_is_said_once(self, client, published, chief, text):
        story = published()
        client.force_login(chief)
        response = self.post(client, story, kind="mistake", text=text)
        assert response.content.decode().count(response.context["problem"]) == 1
        assert 'aria-invalid="true"' in response.content.decode()

    def test_not_into_itself_and_not_into_a_draft(self, client, published, make_story, reporter, chief):
        story, draft = published(), make_story(reporter)
        client.force_login(chief)
        for target in (story, draft):
            self.post(client, story, kind="merged", text="Lý do.", target=f"/tin/{target.slug}/")
            self.post(client, story, kind="merged", text="Lý do.", target=story.full_url)
        assert is_live(story)

    def test_reporters_and_administrators_cannot(self, client, published, reporter, administrator, superuser):
        story = published()
        for user in (reporter, administrator, superuser):
            client.force_login(user)
            assert client.get(address("take_down", story)).status_code == 302
            self.post(client, story, kind="mistake", text="Lý do.")
        assert is_live(story)
        assert not TakeDown.objects.exists()

    def test_a_draft_has_nothing_to_take_down(self, client, make_story, reporter, chief):
        story = make_story(reporter)
        client.force_login(chief)
        assert client.get(address("take_down", story)).url == address("review", story)

    def test_addresses_are_found_with_and_without_the_host(self, published):
        story = published(title="Bài mới")
        path = story.full_url.split("://", 1)[1].partition("/")[2]
        for text in (story.full_url, f"/{path}", path, f"{story.full_url}?a=1#b"):
            assert public_page_at(text) == Page.objects.get(pk=story.pk)
        for text in ("", "/không-có/", "\x00", "javascript:alert(1)", "https://"):
            assert public_page_at(text) in (None, story.get_site().root_page)


class TestCancelSchedule:
    @pytest.fixture
    def scheduled(self, make_story, publish, reporter, chief):
        hour = timezone.now() + timezone.timedelta(days=1)
        return publish(make_story(reporter, go_live_at=hour), reporter, chief)

    def test_an_approver_cancels_with_a_reason(self, client, scheduled, deputy):
        client.force_login(deputy)
        assert client.get(address("cancel_schedule", scheduled)).context["hour"]
        response = client.post(address("cancel_schedule", scheduled), {"text": " "})
        assert response.content.decode().count(response.context["problem"]) == 1, "said once"
        client.post(address("cancel_schedule", scheduled), {"text": "Chờ ý kiến lãnh đạo."})
        assert Decision.objects.get(kind="schedule_cancelled").comment == "Chờ ý kiến lãnh đạo."
        assert Page.objects.get(pk=scheduled.pk).scheduled_revision is None

    def test_a_reporter_does_not(self, client, scheduled, reporter):
        client.force_login(reporter)
        client.post(address("cancel_schedule", scheduled), {"text": "Tôi muốn sửa."})
        assert Page.objects.get(pk=scheduled.pk).scheduled_revision is not None


class TestDelegation:
    url = "/quan-tri/uy-quyen/"

    def data(self, other, **changes):
        now = timezone.localtime()
        values = {
            "deputy": other.pk,
            "starts_at": now.strftime("%Y-%m-%dT%H:%M"),
            "ends_at": (now + timezone.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
            "reason": "Đi công tác",
        }
        return {**values, **changes}

    def test_an_approver_names_a_deputy_and_ends_it(self, client, chief, other_reporter):
        client.force_login(chief)
        assert client.post(self.url, self.data(other_reporter)).status_code == 302
        row = Delegation.objects.get()
        assert (row.approver, row.deputy) == (chief, other_reporter)
        assert people.is_approver(other_reporter)
        client.post(reverse("workflow:end_delegation", args=[row.pk]))
        assert not people.is_approver(other_reporter)
        assert Delegation.objects.count() == 1, "what was in force stays on record"

    def test_the_deputy_signs_on_behalf(self, client, make_story, reporter, chief, other_reporter):
        story = make_story(reporter)
        service.submit(story, reporter)
        client.force_login(chief)
        client.post(self.url, self.data(other_reporter))
        client.force_login(other_reporter)
        page = client.get(address("review", story))
        assert "sign" in page.context["forms"]
        client.post(address("review", story), {"act": "sign", "token": page.context["token"]})
        assert Signature.objects.get(page_id=story.pk, capacity="approver").on_behalf_of_id == chief.pk
        assert is_live(story)

    def test_one_that_has_not_begun_disappears(self, client, chief, other_reporter):
        client.force_login(chief)
        start = (timezone.localtime() + timezone.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
        client.post(self.url, self.data(other_reporter, starts_at=start))
        client.post(reverse("workflow:end_delegation", args=[Delegation.objects.get().pk]))
        assert not Delegation.objects.exists()

    def test_not_in_somebody_elses_name(self, client, chief, deputy, other_reporter):
        client.force_login(deputy)
        client.post(self.url, self.data(other_reporter, approver=chief.pk))
        assert Delegation.objects.get().approver == deputy
        client.force_login(chief)
        before = Delegation.objects.values().get()
        client.post(reverse("workflow:end_delegation", args=[before["id"]]))
        assert Delegation.objects.values().get() == before
        assert not client.get(self.url).context["rows"], "an approver sees the own ones"

    def test_a_deputy_cannot_pass_it_on(self, client, chief, reporter, other_reporter):
        now = timezone.now()
        Delegation.objects.create(
            approver=chief, deputy=reporter, starts_at=now, ends_at=now + timezone.timedelta(days=1)
        )
        client.force_login(reporter)
        client.post(self.url, self.data(other_reporter))
        assert Delegation.objects.count() == 1

    def test_administrators_read_and_do_not_write(self, client, chief, other_reporter, administrator):
        client.force_login(chief)
        client.post(self.url, self.data(other_reporter))
        client.force_login(administrator)
        response = client.get(self.url)
        assert chief.get_full_name() in response.content.decode()
        assert not response.context["may_delegate"]
        client.post(self.url, self.data(other_reporter))
        assert Delegation.objects.count() == 1

    def test_reporters_do_not_see_it(self, client, reporter):
        client.force_login(reporter)
        assert client.get(self.url).status_code == 302

    @pytest.mark.parametrize(
        "changes",
        [
            {"deputy": "abc"},
            {"ends_at": "2020-01-01T00:00"},
            {"ends_at": "9999-12-31T23:59"},
            {"starts_at": "0001-01-01T00:00"},
            {"ends_at": "99999-01-01T00:00"},
            {"starts_at": "2099-01-01T00:00"},
            {"ends_at": ""},
            {"reason": "x" * 1000},
        ],
    )
    def test_odd_values_are_refused_in_words(self, client, chief, other_reporter, changes):
        client.force_login(chief)
        response = client.post(self.url, self.data(other_reporter, **changes))
        assert response.status_code == 200
        assert response.context["form"].errors
        assert not Delegation.objects.exists()

    def test_nobody_is_the_own_deputy(self, client, chief):
        client.force_login(chief)
        client.post(self.url, self.data(chief))
        assert not Delegation.objects.exists()
