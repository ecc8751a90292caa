"""The lists: what waits for whom, in what order, in how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.workflow import cases, service
from cms.workflow.acts import rounds
from cms.workflow.lists.case_list import load_many
from cms.workflow.lists.waiting import queue_for, stuck
from cms.workflow.models import Delegation, ReviewRequest, ReviewTask

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

URGENT = "Mưa lũ về trong đêm, cần đăng ngay."


def token(page) -> str:
    return rounds.shown_now(page.pk).mint()


def round_of(page) -> int:
    return rounds.shown_now(page.pk).round


def correct(page, user, **fields):
    version = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision(user=user, log_action=True)


def overdue(task_state) -> None:
    """Let the answer have been due an hour ago: nobody may ask for that, time alone brings it."""
    due_at = timezone.now() - timezone.timedelta(hours=1)
    ReviewRequest.objects.filter(task_state=task_state).update(due_at=due_at)


def titles(user) -> list[str]:
    return [entry.title for entry in queue_for(user)]


@pytest.fixture
def newsroom(make_story, publish, reporter, other_reporter, chief, deputy):
    """A story in each state that a page can be in, by name."""
    hour = timezone.now() + timezone.timedelta(days=1)
    stories = {"draft": make_story(reporter)}
    for name in ("in_review", "corrected", "signed", "refused", "returned", "withdrawn", "urgent"):
        stories[name] = make_story(reporter, title=name)
        service.submit(stories[name], reporter)
    stories["own"] = make_story(chief, title="own")
    service.submit(stories["own"], chief)
    correct(stories["corrected"], chief, lead="Đã sửa.")
    for name in ("signed", "refused"):
        correct(stories[name], chief, lead="Đã sửa.")
        service.sign(round_of(stories[name]), chief, token(stories[name]))
    service.refuse(round_of(stories["refused"]), reporter, token(stories["refused"]), "Không đúng.")
    service.return_page(round_of(stories["returned"]), chief, token(stories["returned"]), "Thiếu ảnh.")
    service.withdraw(round_of(stories["withdrawn"]), reporter)
    service.publish_urgently(round_of(stories["urgent"]), chief, token(stories["urgent"]), URGENT)
    stories["published"] = publish(make_story(reporter), reporter, chief)
    stories["changed"] = publish(make_story(reporter, title="changed"), reporter, chief)
    correct(stories["changed"], reporter, lead="Bản mới.")
    service.submit(stories["changed"], reporter)
    stories["scheduled"] = publish(make_story(reporter, go_live_at=hour), reporter, chief)
    stories["taken_down"] = publish(make_story(reporter), reporter, chief)
    service.take_down(stories["taken_down"].pk, chief, "mistake", "Đăng nhầm.")
    return stories


@pytest.mark.parametrize("independent", [False, True])
def test_the_lists_know_what_the_review_page_knows(newsroom, portal, independent):
    ReviewTask.objects.filter(pk=portal.task.pk).update(independent_approver=independent)
    many = load_many(Page.objects.filter(depth__gt=1))
    for page in Page.objects.filter(depth__gt=1):
        assert many[page.pk].case == cases.load(page).case, page.title
        assert rounds.shown(many[page.pk]) == rounds.shown_now(page.pk)


def test_the_queue_holds_what_a_person_can_decide(
    newsroom, reporter, other_reporter, chief, deputy, superuser
):
    assert set(titles(chief)) == {"in_review", "corrected", "refused", "changed"}
    assert set(titles(deputy)) == {"in_review", "corrected", "refused", "changed", "signed", "own"}
    assert titles(reporter) == ["signed"]
    assert titles(other_reporter) == []
    assert titles(superuser) == []
    assert {entry.title: entry.act for entry in queue_for(deputy)}["signed"] == "second"
    assert queue_for(reporter)[0].act == "confirm"


def test_urgent_first_then_the_oldest_due(make_story, reporter, chief):
    now = timezone.now()
    for title, urgent, hours in (("sau", False, 5), ("trước", False, 1), ("khẩn", True, 9)):
        due_at = now + timezone.timedelta(hours=hours)
        round_ = service.submit(make_story(reporter, title=title), reporter, urgent=urgent, due_at=due_at)
        if title == "trước":
            overdue(round_)
    assert titles(chief) == ["khẩn", "trước", "sau"]
    assert [entry.overdue for entry in queue_for(chief)] == [False, True, False]


def test_overdue_is_said_in_words(client, make_story, reporter, chief):
    overdue(service.submit(make_story(reporter), reporter))
    client.force_login(chief)
    for address in (reverse("workflow:queue"), reverse("wagtailadmin_home")):
        html = client.get(address).content.decode()
        assert "review-overdue" in html
        assert "icon-warning" in html.split("review-overdue", 1)[1][:200]


def test_filters_narrow_and_nonsense_is_ignored(client, make_story, reporter, chief):
    category = Page._meta.apps.get_model("news", "Category")
    other = category.objects.create(name="Cải cách")
    service.submit(make_story(reporter, title="tin"), reporter)
    service.submit(make_story(reporter, title="hội nghị", conference=True), reporter)
    late = make_story(reporter, title="muộn", category=other)
    overdue(service.submit(late, reporter))
    client.force_login(chief)

    def shown(**values):
        return {entry.title for entry in client.get(reverse("workflow:queue"), values).context["entries"]}

    everything = {"tin", "hội nghị", "muộn"}
    kinds = {entry.title: entry.kind for entry in queue_for(chief)}
    assert shown() == everything
    assert shown(loai=kinds["hội nghị"]) == {"hội nghị"}
    assert shown(chuyen_muc=other.pk) == {"muộn"}
    assert shown(qua_han="on") == {"muộn"}
    assert shown(qua_han="on", loai=kinds["hội nghị"]) == set()
    assert shown(loai="không có", chuyen_muc="x' OR 1=1", p="abc") == everything
    assert shown(p="99999999999") == everything


@pytest.mark.parametrize("where", ["workflow:queue", "workflow:my_stories", "wagtailadmin_home"])
def test_thirty_stories_take_no_more_queries_than_three(client, make_story, reporter, chief, deputy, where):
    # Approver and author in one person, so that every panel has something to say.
    def grow(count: int) -> None:
        for _number in range(count):
            service.submit(make_story(reporter), reporter)
            service.submit(make_story(deputy), deputy)
            urgent = make_story(reporter)
            service.submit(urgent, reporter)
            service.publish_urgently(round_of(urgent), chief, token(urgent), URGENT)

    def count() -> int:
        client.get(reverse(where))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(where)).status_code == 200
        return len(queries)

    client.force_login(deputy)
    grow(1)
    few = count()
    grow(9)
    assert count() <= few


def test_the_menu_and_the_panels_are_for_those_concerned(client, newsroom, reporter, chief, administrator):
    queue = reverse("workflow:queue")
    client.force_login(chief)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "review-queue" in home
    assert "workflow-action.js" not in home, "Wagtail's own panel, which decides without showing, is gone"
    client.force_login(administrator)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'"{queue}"' not in home


class TestMyStories:
    def test_each_story_says_where_it_stands(self, client, newsroom, reporter):
        client.force_login(reporter)
        context = client.get(reverse("workflow:my_stories")).context
        states = {
            story.page.pk: story.state for story in [*context["active"], *context["stories"].object_list]
        }
        expected = {
            "draft": "draft",
            "in_review": "in_review",
            "signed": "to_confirm",
            "returned": "returned",
            "withdrawn": "draft",
            "published": "published",
            "changed": "in_review",
            "scheduled": "scheduled",
            "taken_down": "taken_down",
            "urgent": "published",
        }
        assert {name: states[newsroom[name].pk] for name in expected} == expected
        assert newsroom["own"].pk not in states

    def test_what_needs_me_comes_first_with_its_reason(self, client, newsroom, reporter):
        client.force_login(reporter)
        response = client.get(reverse("workflow:my_stories"))
        needed = [story.needs_me for story in response.context["active"]]
        assert needed == sorted(needed, reverse=True)
        assert sum(needed) == 2
        html = response.content.decode()
        assert "Thiếu ảnh." in html
        assert "Đăng nhầm." in html

    def test_it_says_who_can_approve(self, client, newsroom, reporter, chief, deputy):
        client.force_login(reporter)
        active = client.get(reverse("workflow:my_stories")).context["active"]
        story = next(story for story in active if story.page.pk == newsroom["in_review"].pk)
        assert chief.get_full_name() in story.waits_for
        assert deputy.get_full_name() in story.waits_for

    def test_odd_page_numbers(self, client, newsroom, reporter):
        client.force_login(reporter)
        for number in ("abc", "0", "-1", "99999999999"):
            assert client.get(reverse("workflow:my_stories"), {"p": number}).status_code == 200, number


class TestStuck:
    def test_the_administrators_see_in_red_what_nobody_can_sign(
        self, client, make_story, reporter, chief, administrator
    ):
        service.submit(make_story(chief, title="Bài của Chánh Văn phòng"), chief)
        service.submit(make_story(reporter, title="Bài của phóng viên"), reporter)
        assert [entry.title for entry in stuck()] == ["Bài của Chánh Văn phòng"], "there is no deputy"
        client.force_login(administrator)
        html = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "review-stuck" in html
        assert "Bài của Chánh Văn phòng" in html
        client.force_login(reporter)
        assert "review-stuck" not in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_a_deactivated_approver_leaves_stories_stuck(self, make_story, reporter, chief, deputy):
        service.submit(make_story(reporter), reporter)
        for user in (chief, deputy):
            user.is_active = False
            user.save()
        assert len(stuck()) == 1

    def test_what_waits_for_its_submitter_is_not_stuck_while_there_is_one(self, make_story, reporter, chief):
        story = make_story(reporter)
        service.submit(story, reporter)
        correct(story, chief, lead="Đã sửa.")
        service.sign(round_of(story), chief, token(story))
        assert stuck() == []
        reporter.is_active = False
        reporter.save()
        assert len(stuck()) == 1


def test_a_mere_deputy_finds_nothing_that_the_principal_signed(
    make_story, reporter, other_reporter, chief, deputy
):
    now = timezone.now()
    Delegation.objects.create(
        approver=chief, deputy=other_reporter, starts_at=now, ends_at=now + timezone.timedelta(days=1)
    )
    story = make_story(reporter, title="đã ký")
    service.submit(story, reporter)
    assert titles(other_reporter) == ["đã ký"]
    correct(story, chief, lead="Đã sửa.")
    service.sign(round_of(story), chief, token(story))
    assert titles(other_reporter) == []
    assert titles(deputy) == ["đã ký"]
