"""The home page: what stands where (a table, without a database), and what it shows of what is stored."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.media.tests.made import jpeg, pdf
from cms.workflow import service
from cms.workflow.content import fingerprint
from cms.workflow.models import TakeDown
from home.front import (
    CONFERENCES,
    DOCUMENTS,
    GALLERIES,
    LATEST,
    MOST_READ,
    NOTICES,
    PER_CATEGORY,
    TOP_STORIES,
    FrontPage,
    Key,
    Plan,
    arrange,
)
from home.models import FeaturedStory, HomePage
from news.models import Attachment, Category, DailyViews, GalleryImage
from news.models.story import Genre

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = pytest.mark.once


def keys(*pks: int, **facts) -> list[Key]:
    return [Key(pk, **facts) for pk in pks]


ARRANGEMENTS = {
    "nothing is public": ([], [], Plan()),
    "the newest lead where nothing is picked": (
        keys(9, 8, 7, 6, 5, 4),
        [],
        Plan(top=[9, 8, 7, 6, 5], latest=[4]),
    ),
    "one with a picture leads, but none older than the newest five": (
        [*keys(9, 8), *keys(7, has_picture=True), *keys(6, 5), *keys(4, has_picture=True)],
        [],
        Plan(top=[7, 9, 8, 6, 5], latest=[4]),
    ),
    "what was picked stands first and in its order, without a picture too": (
        [*keys(9, has_picture=True), *keys(8, 7, 6, 5, 4)],
        [5, 2],
        Plan(top=[5, 2, 9, 8, 7], latest=[6, 4]),
    ),
    "what was picked twice stands once": (keys(9, 8), [8, 8], Plan(top=[8, 9])),
    "of more than five the first five": (
        keys(9),
        [1, 2, 3, 4, 5, 6],
        Plan(top=[1, 2, 3, 4, 5], latest=[9]),
    ),
    "notices have their own list and are no news": (
        [*keys(9, 8, 7, 6, 5), *keys(4, is_notice=True, category=3), *keys(3)],
        [],
        Plan(top=[9, 8, 7, 6, 5], latest=[3], notices=[4]),
    ),
    "each kind has its list, the rest is the latest news, and what is left goes by category": (
        [
            *keys(30, 29, 28, 27, 26),
            *keys(9, is_conference=True, category=1, has_picture=True),
            *keys(8, category=1, has_gallery=True, has_picture=True),
            *keys(25, category=1, has_gallery=True),
            *keys(24, 23, 22, 21, 20),
            *keys(6, category=2),
            *keys(5, 4, 3, 2, category=1),
            *keys(1),
        ],
        [],
        Plan(
            top=[30, 29, 28, 27, 26],
            conferences=[9],
            galleries=[8],
            latest=[25, 24, 23, 22, 21, 20],
            sections={2: [6], 1: [5, 4, 3]},
        ),
    ),
}


@pytest.mark.parametrize(("newest", "picked", "plan"), ARRANGEMENTS.values(), ids=ARRANGEMENTS)
def test_what_stands_where(newest, picked, plan):
    assert arrange(newest, picked) == plan


def test_no_list_is_longer_than_its_place_and_nothing_stands_twice():
    newest = [
        Key(
            number,
            category=number % 4,
            is_notice=number % 5 == 0,
            is_conference=number % 3 == 0,
            has_gallery=number % 2 == 0,
            has_picture=True,
        )
        for number in range(300, 0, -1)
    ]
    plan = arrange(newest, [17, 300])
    lists = [plan.top, plan.latest, plan.notices, plan.conferences, plan.galleries, *plan.sections.values()]
    assert [len(stories) for stories in lists[:5]] == [TOP_STORIES, LATEST, NOTICES, CONFERENCES, GALLERIES]
    assert {len(stories) for stories in plan.sections.values()} == {PER_CATEGORY}
    placed = [pk for stories in lists for pk in stories]
    assert len(placed) == len(set(placed)) == len(plan.all())


# With a database


def titles(html: str) -> list[str]:
    """Return the titles that the home page's lists print, in order."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.findall(r'__title"><a href="[^"]*">([^<]+)</a>', main)


def home_html(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def pick(home, *stories) -> HomePage:
    """Put stories into the home page's rows, in a draft."""
    home = HomePage.objects.get(pk=home.pk)
    home.featured = [FeaturedStory(target_id=story.pk, sort_order=n) for n, story in enumerate(stories)]
    return home


@pytest.mark.django_db
class TestPicked:
    def test_picks_reach_the_public_only_through_two_signatures(
        self, client, portal, published, administrator, chief, publish
    ):
        stories = [published(title=f"Tin {number}") for number in range(7)]
        home = pick(portal.home, stories[0], stories[2])
        home.save_revision(user=administrator, log_action=True)
        assert titles(home_html(client))[:2] == ["Tin 6", "Tin 5"], "a draft changes nothing"
        publish(home, administrator, chief)
        assert titles(home_html(client)) == [f"Tin {number}" for number in (0, 2, 6, 5, 4, 3, 1)]

    def test_the_choice_is_part_of_what_is_signed(self, portal, published):
        first, second = published(title="Một"), published(title="Hai")
        prints = {
            fingerprint(pick(portal.home, *stories).serializable_data())
            for stories in ([], [first], [second], [first, second], [second, first])
        }
        assert len(prints) == 5

    def test_a_pick_that_is_public_no_longer_is_passed_over(
        self, client, portal, published, administrator, chief, deputy, publish
    ):
        kept, gone = published(title="Còn đăng"), published(title="Đã gỡ")
        home = pick(portal.home, gone, kept)
        home.save_revision(user=administrator, log_action=True)
        publish(home, administrator, chief)
        assert titles(home_html(client)) == ["Đã gỡ", "Còn đăng"]
        service.take_down(gone.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm")
        assert titles(home_html(client)) == ["Còn đăng"]
        assert "Đã gỡ" not in home_html(client)

    def test_a_draft_and_a_double_are_pointed_out_before_they_are_submitted(
        self, portal, published, make_story, reporter
    ):
        story, draft = published(title="Một"), make_story(reporter, title="Nháp")
        twice = pick(portal.home, story, story)
        assert [field for field, _sentence in twice.problems()] == ["featured"]
        (row,) = pick(portal.home, draft).featured.all()
        assert [field for field, _sentence in row.problems()] == ["target"]
        assert not list(pick(portal.home, story).problems())


@pytest.mark.django_db
class TestLists:
    @pytest.fixture
    def full_portal(self, portal, make_story, publish, reporter, chief):
        """Publish so many stories of every kind that every list of the home page is full."""

        def fill(rounds: int) -> None:
            categories = list(Category.objects.all()[:3])
            for number in range(rounds):
                image = get_image_model().objects.create(
                    title="Ảnh", file=ContentFile(jpeg(40 + number, 20), name="anh.jpg")
                )
                story = make_story(
                    reporter,
                    conference=number % 4 == 1,
                    title=f"Tin {number} của {rounds}",
                    category=categories[number % 3],
                    genre=Genre.NOTICE if number % 4 == 0 else Genre.NEWS,
                    lead_image=image,
                    lead_image_alt="Toàn cảnh hội trường",
                )
                if number % 4 == 2:
                    story.gallery_images.add(GalleryImage(image=image, alt="Đại biểu tham dự"))
                document = get_document_model().objects.create(
                    title=f"Tệp {number}", file=ContentFile(pdf(str(number)), name="van-ban.pdf")
                )
                story.attachments.add(Attachment(document=document))
                story.save_revision(user=reporter, log_action=True)
                story = publish(type(story).objects.get(pk=story.pk), reporter, chief)
                DailyViews.objects.create(story_id=story.pk, day=timezone.localdate(), views=number + 1)

        return fill

    def count_queries(self, client) -> int:
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    def test_every_list_is_there_no_story_stands_twice_and_more_stories_cost_no_more(
        self, client, full_portal
    ):
        full_portal(24)
        few = self.count_queries(client)
        full_portal(36)
        assert self.count_queries(client) == few <= 20
        html = home_html(client)
        for heading in (
            "tin-noi-bat",
            "tin-moi-nhat",
            "van-ban-thong-bao",
            "doc-nhieu",
            "hoi-nghi",
            "thu-vien-anh",
        ):
            assert html.count(f'id="{heading}"') == 1, heading
        # What was read most says so whether it stands above or not.
        ranking = html[html.index('class="box__list ranking"') :]
        shown = titles(html.replace(ranking[: ranking.index("</ol>")], ""))
        assert len(shown) == len(set(shown))
        assert html.count('class="file"') == DOCUMENTS
        assert html.count('fetchpriority="high"') == 1
        front = FrontPage.build()
        assert len(front.most_read) == MOST_READ
        assert [len(front.latest), len(front.conferences), len(front.galleries)] == [
            LATEST,
            CONFERENCES,
            GALLERIES,
        ]

    def test_lists_that_are_empty_are_left_out(self, client, portal, published):
        published(title="Một tin")
        html = home_html(client)
        for part in ("tin-moi-nhat", "van-ban-thong-bao", "doc-nhieu", "hoi-nghi", "thu-vien-anh"):
            assert part not in html[html.index("<main") : html.index("</main>")]

    def test_files_of_drafts_and_of_what_was_taken_down_are_not_named(
        self, client, portal, make_story, publish, reporter, chief
    ):
        def with_file(name: str):
            story = make_story(reporter, title=f"Tin có {name}")
            document = get_document_model().objects.create(
                title=name, file=ContentFile(pdf(name), name="van-ban.pdf")
            )
            story.attachments.add(Attachment(document=document))
            story.save()
            story.save_revision(user=reporter, log_action=True)
            return type(story).objects.get(pk=story.pk)

        with_file("Tệp nháp")
        public = publish(with_file("Tệp đã đăng"), reporter, chief)
        assert "Tệp đã đăng" in home_html(client)
        assert "Tệp nháp" not in home_html(client)
        service.take_down(public.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm")
        assert "Tệp đã đăng" not in home_html(client)

    def test_a_file_that_two_stories_carry_is_named_once(
        self, client, portal, make_story, publish, reporter, chief
    ):
        document = get_document_model().objects.create(
            title="Tệp chung", file=ContentFile(pdf("chung"), name="chung.pdf")
        )
        for number in range(2):
            story = make_story(reporter, title=f"Tin {number}")
            story.attachments.add(Attachment(document=document))
            story.save_revision(user=reporter, log_action=True)
            publish(type(story).objects.get(pk=story.pk), reporter, chief)
        (row,) = FrontPage.build().documents
        assert row.document_id == document.pk
        assert "body" in row.story.get_deferred_fields(), "a day is printed, no body is read for it"

    def test_what_was_read_long_ago_is_not_much_read(self, client, portal, published):
        stories = [published(title=f"Tin {number}") for number in range(3)]
        today = timezone.localdate()
        DailyViews.objects.create(story_id=stories[0].pk, day=today, views=3)
        DailyViews.objects.create(story_id=stories[1].pk, day=today - timedelta(days=30), views=500)
        DailyViews.objects.create(story_id=stories[2].pk, day=today, views=900)
        assert [story.title for story in FrontPage.build().most_read] == ["Tin 2", "Tin 0"]
