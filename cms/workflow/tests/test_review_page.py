"""The review page: who sees it, what it shows, and what its buttons leave behind."""

import pytest
from django.urls import reverse
from django.utils.html import escape
from wagtail import hooks
from wagtail.models import Page, TaskState

from cms.workflow import service, tokens
from cms.workflow.acts import rounds
from cms.workflow.models import Decision, Signature

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def review_url(page) -> str:
    return reverse("workflow:review", args=[page.pk])


@pytest.fixture
def submitted(make_story, reporter):
    """A story of the reporter, with the approvers."""
    story = make_story(reporter, title="Hội nghị sơ kết sáu tháng", lead="Lời dẫn ban đầu.")
    service.submit(story, reporter, note="Nhờ anh duyệt sớm.")
    return type(story).objects.get(pk=story.pk)


def shown_token(client, page, url: str = "") -> str:
    return client.get(url or review_url(page)).context["token"]


def post(client, page, act: str, text: str = "", token: str | None = None, follow: bool = True):
    token = shown_token(client, page) if token is None else token
    return client.post(review_url(page), {"act": act, "token": token, f"{act}-text": text}, follow=follow)


def is_live(page) -> bool:
    return Page.objects.get(pk=page.pk).live


def correct(page, user, **fields):
    """Save a corrected version, as the editor does."""
    version = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    return version.save_revision(user=user, log_action=True)


class TestSight:
    @pytest.mark.parametrize("name", ["other_reporter", "collaborator", "administrator", "superuser"])
    def test_strangers_do_not_see_the_title(self, request, client, submitted, name):
        client.force_login(request.getfixturevalue(name))
        for address in ("review", "urgent", "after", "take_down", "cancel_schedule"):
            response = client.get(reverse(f"workflow:{address}", args=[submitted.pk]), follow=True)
            # The administrators' and the superuser's lists may name it; the review's screens do not.
            assert response.redirect_chain[0][0] == reverse("wagtailadmin_home")
            assert response.templates[0].name != "workflow/review.html"
        if name in ("other_reporter", "collaborator"):
            assert "Hội nghị sơ kết" not in response.content.decode()

    def test_a_stranger_cannot_act_by_posting(self, client, submitted, other_reporter):
        client.force_login(other_reporter)
        token = rounds.shown_now(submitted.pk).mint()
        for act in ("sign", "return", "confirm", "refuse", "withdraw"):
            post(client, submitted, act, "Lý do.", token)
        assert not is_live(submitted)
        assert list(Decision.objects.filter(page_id=submitted.pk).values_list("kind", flat=True)) == [
            "submitted"
        ]

    def test_anonymous_visitors_are_asked_to_log_in(self, client, submitted):
        assert reverse("wagtailadmin_login") in client.get(review_url(submitted)).url

    @pytest.mark.parametrize("number", ["999999", "99999999999999999999999", "1"])
    def test_pages_that_do_not_exist(self, client, portal, chief, number):
        client.force_login(chief)
        assert client.get(f"/quan-tri/duyet/{number}/").status_code == 404

    def test_the_reporter_sees_the_own_story_without_a_button_to_sign(self, client, submitted, reporter):
        client.force_login(reporter)
        context = client.get(review_url(submitted)).context
        assert context["forms"] == {}
        assert context["may"]["withdraw"]
        assert not context["may"]["edit"]


class TestWhatIsShown:
    def test_a_first_version_is_shown_whole(self, client, submitted, chief):
        client.force_login(chief)
        response = client.get(review_url(submitted))
        html = response.content.decode()
        assert response.context["reading"].since == ""
        for text in ("Hội nghị sơ kết sáu tháng", "Lời dẫn ban đầu.", "Hội nghị đánh giá kết quả"):
            assert text in html
        assert "Nhờ anh duyệt sớm." in html
        assert "Trần Thị Bình" in html
        assert "<ins>" not in html

    def test_the_preview_is_the_revision_that_the_token_names(self, client, submitted, chief):
        client.force_login(chief)
        context = client.get(review_url(submitted)).context
        revision = Page.objects.get(pk=submitted.pk).latest_revision_id
        assert context["preview_url"] == reverse(
            "wagtailadmin_pages:revisions_view", args=[submitted.pk, revision]
        )
        assert tokens.read(context["token"]).revision == revision

    def test_a_change_of_a_public_page_is_shown_against_it(self, client, published, reporter, chief):
        story = published(lead="Có 50 đại biểu tham dự.")
        correct(story, reporter, lead="Có 60 đại biểu tham dự.")
        service.submit(story, reporter)
        client.force_login(chief)
        html = client.get(review_url(story)).content.decode()
        assert "Có <del>50</del> <ins>60</ins> đại biểu tham dự." in html

    def test_the_submitter_sees_what_the_approver_corrected(self, client, published, reporter, chief):
        story = published(lead="Có 50 đại biểu.")
        correct(story, reporter, lead="Có 60 đại biểu.")
        task_state = service.submit(story, reporter)
        correct(story, chief, lead="Có 70 đại biểu.")
        service.sign(task_state.pk, chief, rounds.shown_now(story.pk).mint())
        client.force_login(reporter)
        html = client.get(review_url(story)).content.decode()
        assert "<del>60</del> <ins>70</ins>" in html
        # And everything against the public version, if they ask for it.
        assert "<del>50</del> <ins>70</ins>" in client.get(review_url(story) + "?tu=da-dang").content.decode()

    def test_after_a_return_the_approver_sees_what_changed_since(self, client, submitted, reporter, chief):
        task_state = TaskState.objects.latest("pk")
        service.return_page(task_state.pk, chief, rounds.shown_now(submitted.pk).mint(), "Thiếu số liệu.")
        correct(submitted, reporter, lead="Lời dẫn ban đầu, có số liệu.")
        service.submit(submitted, reporter)
        client.force_login(chief)
        response = client.get(review_url(submitted))
        assert response.context["reading"].chosen == "lan-truoc"
        html = response.content.decode()
        assert "<del>đầu.</del> <ins>đầu, có số liệu.</ins>" in html
        assert "Thiếu số liệu." in html, "the history says why it was returned"

    def test_an_approver_who_has_seen_nothing_reads_the_whole_first_version(
        self, client, submitted, chief, deputy
    ):
        correct(submitted, chief, lead="Đã sửa.")
        client.force_login(deputy)
        reading = client.get(review_url(submitted)).context["reading"]
        assert reading.chosen == "toan-bai"
        assert [key for key, _label in reading.choices] == ["da-gui", "toan-bai"]

    @pytest.mark.parametrize("wanted", ["", "abc", "%00", "1" * 5000])
    def test_an_unknown_baseline_is_no_error(self, client, submitted, chief, wanted):
        client.force_login(chief)
        assert client.get(review_url(submitted), {"tu": wanted}).status_code == 200

    def test_markup_in_fields_is_inert(self, client, make_story, reporter, chief, make_user):
        story = make_story(reporter, title="<img src=x onerror=alert(1)>", lead="<script>alert(2)</script>")
        service.submit(story, reporter, note="<b onclick=alert(3)>")
        client.force_login(chief)
        for address in (review_url(story), reverse("workflow:queue"), reverse("wagtailadmin_home")):
            html = client.get(address).content.decode()
            assert "<img src=x" not in html
            assert "<script>alert(2)" not in html
            assert "<b onclick" not in html

    def test_checks_of_other_rooms_are_shown(self, client, submitted, chief):
        client.force_login(chief)
        with hooks.register_temporarily("review_checks", lambda page: [f"Kiểm tra: {page.lead}"]):
            html = client.get(review_url(submitted)).content.decode()
        assert "Kiểm tra: Lời dẫn ban đầu." in html


class TestDeciding:
    def test_the_approver_signs_and_it_is_public(self, client, submitted, reporter, chief):
        client.force_login(chief)
        response = post(client, submitted, "sign", "Tốt.")
        assert response.redirect_chain[-1][0] == reverse("workflow:queue")
        assert "Hội nghị sơ kết" in response.content.decode(), "the message names it"
        signed = Decision.objects.get(page_id=submitted.pk, kind="signed")
        assert (is_live(submitted), signed.person_id, signed.comment) == (True, chief.pk, "Tốt.")

    def test_the_message_says_who_must_act_next(self, client, submitted, reporter, chief):
        correct(submitted, chief, lead="Đã sửa.")
        client.force_login(chief)
        response = post(client, submitted, "sign")
        assert not is_live(submitted)
        assert reporter.get_full_name() in str(next(iter(response.context["messages"])))

    def test_a_return_without_a_reason_is_refused_beside_its_button(self, client, submitted, chief):
        client.force_login(chief)
        response = post(client, submitted, "return", "   ")
        assert response.status_code == 200
        html, problem = response.content.decode(), response.context["problem"]
        assert html.count(problem) == 1, "said once"
        assert html.index('data-kept-typing="return"') < html.index(problem)
        assert response.context["bound_act"] == "return"
        assert not Decision.objects.filter(page_id=submitted.pk, kind="returned").exists()

    def test_what_was_typed_stays_when_it_is_too_long(self, client, submitted, chief):
        client.force_login(chief)
        response = post(client, submitted, "return", "Thiếu chú thích. " * 200)
        assert "Thiếu chú thích. Thiếu chú thích." in response.content.decode()
        assert response.context["problem"]

    def test_a_return_reaches_the_reporter(self, client, submitted, reporter, chief):
        client.force_login(chief)
        response = post(client, submitted, "return", "Thiếu chú thích ảnh.")
        assert reporter.get_full_name() in str(next(iter(response.context["messages"])))
        client.force_login(reporter)
        assert "Thiếu chú thích ảnh." in client.get(reverse("workflow:my_stories")).content.decode()
        assert "Thiếu chú thích ảnh." in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_a_changed_page_is_shown_again_with_the_difference(self, client, submitted, chief, deputy):
        client.force_login(chief)
        token = shown_token(client, submitted)
        correct(submitted, deputy, lead="Lời dẫn đã thay.")
        response = post(client, submitted, "return", "Sửa lại lời dẫn.", token)
        assert response.context["changed"]
        assert not Decision.objects.filter(page_id=submitted.pk, kind="returned").exists()
        html = response.content.decode()
        assert "Sửa lại lời dẫn." in html, "what was typed stays"
        assert "<del>ban đầu.</del> <ins>đã thay.</ins>" in html
        # The new page's own form decides on the new text.
        post(client, submitted, "return", "Sửa lại lời dẫn.", response.context["token"])
        assert Decision.objects.get(page_id=submitted.pk, kind="returned").comment == "Sửa lại lời dẫn."

    def test_a_text_swapped_by_autosave_is_not_signed(self, client, submitted, chief, deputy):
        correct(submitted, deputy, lead="Bản thứ hai.")
        client.force_login(chief)
        token = shown_token(client, submitted)
        page = Page.objects.get(pk=submitted.pk)
        version = page.get_latest_revision_as_object()
        version.lead = "Bản bị tráo."
        version.save_revision(user=deputy, overwrite_revision=page.latest_revision)
        response = post(client, submitted, "sign", "", token)
        assert response.context["changed"]
        assert not is_live(submitted)
        assert "Bản bị tráo." in response.content.decode()

    @pytest.mark.parametrize("token", ["", "abc", "x" * 5000, "\x00"])
    def test_a_forged_token_decides_nothing(self, client, submitted, chief, token):
        client.force_login(chief)
        response = post(client, submitted, "sign", "Ý kiến của tôi", token)
        assert response.status_code == 200
        assert not is_live(submitted)
        assert not Signature.objects.filter(page_id=submitted.pk, capacity="approver").exists()
        assert "Ý kiến của tôi" in response.content.decode()

    def test_the_token_of_another_story_decides_nothing(self, client, submitted, make_story, reporter, chief):
        other = make_story(reporter)
        service.submit(other, reporter)
        client.force_login(chief)
        post(client, submitted, "sign", "", shown_token(client, other))
        assert not is_live(submitted)
        assert not is_live(other)

    def test_who_comes_second_is_told_and_keeps_what_was_typed(
        self, client, submitted, reporter, chief, deputy
    ):
        client.force_login(deputy)
        token = shown_token(client, submitted)
        service.sign(TaskState.objects.latest("pk").pk, chief, token)
        response = post(client, submitted, "return", "Còn thiếu số liệu.", token)
        assert response.status_code == 200
        assert response.context["typed"] == "Còn thiếu số liệu."
        assert not Decision.objects.filter(page_id=submitted.pk, kind="returned").exists()
        assert is_live(submitted)

    def test_an_approver_does_not_sign_the_own_story(self, client, make_story, chief, deputy):
        story = make_story(chief)
        service.submit(story, chief)
        client.force_login(chief)
        response = client.get(review_url(story))
        assert "sign" not in response.context["forms"]
        assert response.context["sign_refused"]
        post(client, story, "sign")
        assert not is_live(story)

    def test_an_address_that_was_taken_meanwhile_is_refused_in_words(
        self, client, published, make_story, reporter, other_reporter, chief
    ):
        story = published(lead="Bản đã đăng.")
        correct(story, reporter, slug="dia-chi-moi", lead="Bản mới.")
        service.submit(story, reporter)
        make_story(other_reporter, slug="dia-chi-moi")
        client.force_login(chief)
        response = post(client, story, "sign", "Ý kiến của tôi")
        assert response.status_code == 200
        html, problem = response.content.decode(), escape(response.context["problem"])
        assert html.count(problem) == 1, "said once, above: nothing is wrong with what was typed"
        assert html.index(problem) < html.index('data-kept-typing="sign"')
        assert 'aria-invalid="true"' not in html
        assert Page.objects.get(pk=story.pk).specific.lead == "Bản đã đăng."
        kinds = Decision.objects.filter(page_id=story.pk).order_by("id").values_list("kind", flat=True)
        assert list(kinds)[-1] == "submitted", "nothing half done"

    def test_the_submitter_withdraws(self, client, submitted, reporter):
        client.force_login(reporter)
        response = post(client, submitted, "withdraw", token="")
        assert response.redirect_chain[-1][0] == reverse("workflow:my_stories")
        assert Decision.objects.filter(page_id=submitted.pk, kind="withdrawn").count() == 1

    def test_get_and_unknown_acts_change_nothing(self, client, submitted, chief):
        client.force_login(chief)
        for act in ("", "publish", "delete", "approve"):
            post(client, submitted, act)
        client.get(review_url(submitted), {"act": "sign", "token": shown_token(client, submitted)})
        assert Decision.objects.filter(page_id=submitted.pk).count() == 1
        assert not is_live(submitted)
